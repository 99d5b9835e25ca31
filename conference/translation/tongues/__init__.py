"""Which language a text is in, and which each of its paragraphs: asked of its author, never decided for her.

Nouns: *look* (what the words look like), *question* (what to ask the author, once), *answer* (her word, which wins),
*tongues* (the language of each paragraph, kept with the original of a revision; none where all is in one language).
A quotation keeps its own language without a question: it is somebody else's.
"""
