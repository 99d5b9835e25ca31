"""Pages that show several rooms at once: what is happening now, a plank with all that hangs on it, the chair's place.

It owns no table: it asks each room's queries, through the reader's eyes.
"""
