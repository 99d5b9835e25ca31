"""The plank's page: its text in parts, the amendments in its margin, and those that are shown in the text.

`asked` reads what the address asks for, `contents` cuts a long text into pages, `rows` finds the amendments of a page
in a fixed number of statements, `wording` says what one of them does to the text as it stands, `weaving` puts several
into one block, `shown` does both for all that were chosen, `page` brings everything together.
"""
