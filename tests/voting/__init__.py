"""Votes: from the question to what follows from it, and what stays secret on the way."""
