"""What the house stands on: settings, the one door to the database, journal, hub, mail, clock, languages."""
