"""The translation desk: where people translate, one text at a time, each knowing who works on what.

Nouns: *claim* (a translator has taken a text into one language for a while), *segment* (a paragraph of a text, beside
its original), *memory* (what people have translated before, and what translators brought in from files), *match* (a
text of the memory that is like the one at hand), *exchange* (files in and out: XLIFF 2 and TMX 1.4).

Promises: a claim keeps nobody out and is over by itself; where two have written, both texts are shown and none is
lost; nothing of the memory is published before a person has read it; a text of a file counts only for the words of
the original that it was made for; nothing of a delegation's own room leaves by a file or comes back by one.
"""
