"""Provenance of an edition: for each word of it who wrote it, what brought it, which vote carried it, which debate
led there. The whole text with its sources numbered, and one passage in every language."""
