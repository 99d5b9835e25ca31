"""Search: texts of every room found in every language, by whoever may read them.

Nouns: *document* (a plank's head, a passage of a plank, an amendment, a post, a resolution's title, a clause), *entry*
(the words of one document in one language, as stems), *asked* (what a reader typed, and what she narrows it to), *hit*
(a document that was found), *snippet* (some of its words, those that were found marked).

Promises: whether a reader may read a document is asked in the statement that finds it, of the live rows, so that no
count and no snippet tells of another; the index is derived, written in the transaction that writes the words, and made
anew at any time; what is taken away leaves the index with it; what was searched for is written down nowhere.
"""
