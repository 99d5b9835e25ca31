"""Resolutions: adopted planks compiled into one frozen text, voted on as a whole, and published.

Promises: what was compiled never changes; its digest covers every word in every language and stands on the ballot;
each paragraph says where its words came from; once published, anybody reads it without signing in.
"""
