"""Editions to take away: PDF, Markdown and JSON of what was laid down, with what was annexed since; and the page that a
delegation takes home. They are everybody's, so they are made with a visitor's eyes, whoever asks."""
