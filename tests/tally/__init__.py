"""Counting: known cases, laws that every count obeys, malformed files, majorities."""
