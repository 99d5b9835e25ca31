"""The summary of a debate, written by people: the rapporteurs' note on a plank.

Nouns: *rapporteur* (a delegate whom the chair names for a plank), *note* (what rapporteurs present, in versions that
never change), *point* (for, against, or an open question, with links to the posts it comes from), *frame* (the debate
in figures), *objection* (a delegate says what the note lacks or has wrong).

Promises: the software counts and never judges: no sentence of a note is a machine's; a draft is its rapporteurs'
alone until they present it; every point leads to the posts that it reports; an objection stands beside the note until
it is answered; the frame names no person, and counts nothing that its reader may not read.
"""
