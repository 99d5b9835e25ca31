"""Texts: words, sentences, lasting ids, diffs for people, merges that lose nothing, who brought each word."""
