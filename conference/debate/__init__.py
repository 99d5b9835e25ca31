"""Debate: what delegates say to each other about a plank, a block of it, or an amendment.

Nouns: *thread* (one conversation, at one *place*), *post*, *reply*, *number* (a post's place in time within its
thread), *path* (its place in the tree), *strand* (a first post with all that it led to), *voice* (a pseudonym on one
plank), *room* (the thread of one delegation), *claim* (what a post is in its author's own word), *draft*, *following*.

Promises: a post appears at once in its author's words and keeps its number; what was withdrawn or removed is gone
in every language while its replies stay; a thread of thousands opens as fast as one of a hundred; nobody is named
to people outside the room without her consent; who reads a thread is settled before its first word; nothing that is
kept leads from a voice to its owner without the key of marks (docs/debate.md).
"""
