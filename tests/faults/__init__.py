"""Races, lost connections and killed servers: what was promised holds."""
