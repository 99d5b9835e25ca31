"""The glossary: the conference's own words, read from a table, found in texts, and compiled for the machine.

Nouns: *term* (one notion in every language), *form* (its word in one of them, with plural and gender), *words to
avoid*, *sense* (which of a common word's meanings the conference has in mind), *revision* (of all of it).

Promises: values in, values out, and no database; whoever changes a word gets another revision, and an engine that is
handed a glossary translates by exactly that revision.
"""

from conference.translation.glossary.termbase import BadTermbase, read, read_file
from conference.translation.glossary.terms import Form, Glossary, Sense, Term

__all__ = ["BadTermbase", "Form", "Glossary", "Sense", "Term", "read", "read_file"]
