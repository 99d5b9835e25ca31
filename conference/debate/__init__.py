"""The debate slice."""
