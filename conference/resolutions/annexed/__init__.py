"""What is annexed to a resolution and never part of it: reservations, minority reports, explanations of vote."""
