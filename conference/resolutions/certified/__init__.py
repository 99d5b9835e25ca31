"""Certification: in every language two people, one a translator, vouch for the text before it is voted on."""
