"""How a plank's text came to be what it is: its versions, two of them compared, and where its languages stand.

Nouns: *line* (a version in the history: who, when, why, what changed in words), *standing* (origin and freshness of a
text in one language), *gone* (a passage that an old link may still name).
"""
