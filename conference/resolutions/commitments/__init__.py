"""Commitments: what a delegation undertakes under a clause, who answers for it, by when, and how it went."""
