"""Texts as values: words, sentences, blocks with lasting ids, word diffs, merges, and who brought each word.

Pure: texts in, values out. Nothing here knows a language's catalogue, a database or a clock.
"""
