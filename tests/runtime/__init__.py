"""The ground: database, journal, keys, hub."""
