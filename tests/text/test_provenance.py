"""Who brought each word."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from conference.text.provenance import Span, provenance

from .prose import calm, edits, prose


def test_each_word_belongs_to_the_text_that_brought_it():
    history = (
        ("plank", "Overtime stops until all are back."),
        ("A3", "Overtime stops until all laid-off workers are back."),
        ("A7", "Overtime stops everywhere until all laid-off members are back."),
    )
    assert provenance(history) == (
        Span("Overtime stops ", "plank"),
        Span("everywhere ", "A7"),
        Span("until all ", "plank"),
        Span("laid-off ", "A3"),
        Span("members ", "A7"),
        Span("are back.", "plank"),
    )


def test_a_mended_accent_is_one_word_of_the_mender():
    history = (("plank", "La delegacion decide."), ("A1", "La delegación decide."))
    assert provenance(history) == (Span("La ", "plank"), Span("delegación ", "A1"), Span("decide.", "plank"))


def test_a_word_brought_back_belongs_to_who_brought_it_back():
    history = (("plank", "All workers vote."), ("A1", "All vote."), ("A2", "All workers vote."))
    assert [span.label for span in provenance(history) if "workers" in span.text] == ["A2"]


def test_no_history_has_no_words():
    assert provenance(()) == ()
    assert provenance((("plank", ""),)) == ()


@calm
@given(st.data())
def test_the_spans_are_the_last_text(data):
    text = data.draw(prose)
    history = [("plank", text)]
    for label in data.draw(st.lists(st.sampled_from(["A1", "A2", "A3"]), max_size=3)):
        text = data.draw(edits(text))
        history.append((label, text))
    spans = provenance(history)
    assert "".join(span.text for span in spans) == text
    assert {span.label for span in spans} <= {label for label, _ in history}
    assert all(one.label != other.label for one, other in pairwise(spans))
