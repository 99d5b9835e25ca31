"""Terms as they are kept: also those that were written before there was a note for each language."""

from conference.translation.glossary import read
from conference.translation.terms import queries

TERM = "id,pos,en,note,note_es\nunion,n,union,No marriage.,Ningún matrimonio.\n"


def test_a_term_is_kept_with_its_notes_and_one_of_old_keeps_its_only_one():
    (term,) = read(TERM).terms
    kept = queries.content(term)
    assert queries.term(kept) == term
    del kept["notes"]
    for note, notes in (("No marriage.", {"en": "No marriage."}), ("", {})):
        old = queries.term(kept | {"note": note})
        assert old is not None
        assert old.notes == notes
