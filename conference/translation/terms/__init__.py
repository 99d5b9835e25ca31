"""The glossary as the conference keeps it: every revision of every term, its page, and what an edit sets going.

What a term is, where a text uses it and how an engine obeys it stands in `translation.glossary`, without a database.
"""
