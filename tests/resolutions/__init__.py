"""Resolutions: compiling, voting, publishing, reading."""
