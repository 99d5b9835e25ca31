"""The engines and what surrounds them, with the real Apertium."""
