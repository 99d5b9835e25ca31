"""Editions: what was published, byte by byte, under an address of its own; and corrigenda, each of which makes a new
edition while the old one stays readable."""
