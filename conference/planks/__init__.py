"""Planks: the proposals under debate, in versions of numbered blocks that never change.

Nouns: *plank*, *declaration* (a short plank of its own kind), *version* (one state of the text), *block* (heading,
paragraph or item, with a lasting id such as `p3`), *segment* (a sentence of a block, `p3s2`, the same place in every
language).

Promises: a version never changes once it is made; an id never comes back for other words in another place; words
that a change did not touch keep their segment and their translations; every version names what brought it.
"""
