"""Amendments: one change to one block of one version of a plank, and who stands behind it.

Promises: the difference is always derived, never stored; nothing is dropped or rewritten in silence; a carried
amendment makes a new version of its plank, and where its words have moved meanwhile a person is asked.
"""
