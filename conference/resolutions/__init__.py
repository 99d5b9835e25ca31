"""The resolutions slice."""
