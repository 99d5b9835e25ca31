"""Who brought each word."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from conference.text.provenance import Credit, Span, Step, credited, provenance
from conference.text.weave import weave

from .prose import calm, edits, prose, several


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


def test_the_words_of_a_composite_keep_their_authors():
    base = "Overtime stops until all workers are back."
    sources = {
        "A3": "Overtime stops until all laid-off workers are back.",
        "A7": "Overtime stops everywhere until all members are back.",
    }
    text = "Overtime stops everywhere until all laid-off members are safely back."
    assert credited([Step("plank", base), Step("C1", text, sources)]) == (
        Credit("Overtime stops ", ("plank",)),
        Credit("everywhere ", ("A7",)),
        Credit("until all ", ("plank",)),
        Credit("laid-off ", ("A3",)),
        Credit("members ", ("A7",)),
        Credit("are ", ("plank",)),
        Credit("safely ", ("C1",)),
        Credit("back.", ("plank",)),
    )


def test_what_two_sources_brought_belongs_to_both_and_goes_on_doing_so():
    same = "All members vote by ballot."
    history = [
        Step("plank", "All members vote."),
        Step("C1", same, {"A1": same, "A2": same}),
        Step("A9", f"Now {same}"),
    ]
    assert Credit(" by ballot", ("A1", "A2")) in credited(history) or Credit("by ballot", ("A1", "A2")) in credited(
        history
    )


@calm
@given(several())
def test_woven_words_belong_to_those_who_wove_them(given_):
    base, texts = given_
    woven = weave(base, texts)
    text = woven.resolved([knot.base for knot in woven.knots])
    found = credited([Step("plank", base), Step("C1", text, texts)])
    assert "".join(each.text for each in found) == text
    assert {label for each in found for label in each.labels} <= {"plank", "C1", *texts}


def test_words_of_an_amended_amendment_are_parted_between_the_first_and_the_second_degree():
    base = "Overtime stops until all workers are back."
    first = "Overtime stops everywhere until all workers are back."
    second = "Overtime stops everywhere until all laid-off workers are safely back."
    history = [Step("plank", base), Step("A1", second, courses={"A1": (("A1", first), ("A2", second))})]
    assert credited(history) == (
        Credit("Overtime stops ", ("plank",)),
        Credit("everywhere ", ("A1",)),
        Credit("until all ", ("plank",)),
        Credit("laid-off ", ("A2",)),
        Credit("workers are ", ("plank",)),
        Credit("safely ", ("A2",)),
        Credit("back.", ("plank",)),
    )


def test_a_word_that_the_second_degree_took_out_and_gave_back_stays_with_the_plank():
    base, first = "All workers vote.", "All vote today."
    second = "All workers vote today."
    history = [Step("plank", base), Step("A1", second, courses={"A1": (("A1", first), ("A2", second))})]
    assert {each.text.strip(" ."): each.labels for each in credited(history)}["today"] == ("A1",)
    assert "".join(each.text for each in credited(history) if each.labels == ("plank",)) == "All workers vote ."


def test_what_amended_a_part_of_a_composite_keeps_its_author_there_too():
    base = "Overtime stops."
    amended = "Overtime stops everywhere tomorrow."
    step = Step("C9", amended, {"A1": amended}, {"A1": (("A1", "Overtime stops everywhere."), ("A2", amended))})
    assert {each.text.strip(): each.labels for each in credited([Step("plank", base), step])} == {
        "Overtime stops": ("plank",), "everywhere": ("A1",), "tomorrow": ("A2",), ".": ("plank",),
    }  # fmt: skip


BY = st.lists(st.sampled_from(["plank", "A1", "A2", "A3", "other"]), min_size=1, max_size=24)


@calm
@given(BY)
def test_every_inserted_word_belongs_to_whoever_inserted_it_however_the_text_moved_on(owners):
    """Words that occur once; the plank moved on (`other`) after the amendment and what amends it were written."""

    def text(*by):
        return " ".join(["Begin", *(f"word{at}" for at, owner in enumerate(owners) if owner in by), "end."])

    course = (
        ("A1", text("plank", "A1")), ("A2", text("plank", "A1", "A2")), ("A3", text("plank", "A1", "A2", "A3")),
    )  # fmt: skip
    everything = text("plank", "A1", "A2", "A3", "other")
    history = [Step("plank", text("plank")), Step("other", text("plank", "other"))]
    found = credited([*history, Step("A1", everything, courses={"A1": course})])
    assert "".join(each.text for each in found) == everything
    told = {word: each.labels for each in found for word in each.text.split()}
    assert {f"word{at}": (owner,) for at, owner in enumerate(owners)} == {
        word: by for word, by in told.items() if word.startswith("word")
    }


@calm
@given(st.data())
def test_a_course_loses_no_word_and_names_nobody_else(data):
    base = data.draw(prose)
    first = data.draw(edits(base))
    second = data.draw(edits(first))
    found = credited([Step("plank", base), Step("A1", second, courses={"A1": (("A1", first), ("A2", second))})])
    assert "".join(each.text for each in found) == second
    assert {label for each in found for label in each.labels} <= {"plank", "A1", "A2"}
    assert all(one.labels != other.labels for one, other in pairwise(found))
