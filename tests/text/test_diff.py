"""What people see of a change: the right words, no confetti, true figures, bounded work."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.text.align import WORK_LIMIT, Budget
from conference.text.diff import Change, Kind, Op, Summary, diff, summary

from .prose import ENGLISH, FRENCH, SPANISH, anything, calm, edits, prose


def shown(old, new):
    """The diff as one line: [-deleted-] and [+inserted+]."""
    forms = {Op.EQUAL: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "[+{}+]"}
    return "".join(forms[change.op].format(change.text) for change in diff(old, new))


def figures(old, new):
    return summary(diff(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("We refuse the parts.", "We refuse all the parts.", "We refuse [+all +]the parts."),
        ("We refuse all the parts.", "We refuse the parts.", "We refuse [-all -]the parts."),
        ("We refuse the parts.", "We refuse the parts, always.", "We refuse the parts[+, always+]."),
        ("at least 10 % for all", "at least 15 % for all", "at least [-10 %-][+15 %+] for all"),
        ("La grève continue.", "La grève générale continue.", "La grève [+générale +]continue."),
        ("l’usine ferme", "l’entreprise ferme", "l’[-usine-][+entreprise+] ferme"),
        ("¿Tiempo o salario?", "¿Salario o tiempo?", "¿[-Tiempo-][+Salario+] o [-salario-][+tiempo+]?"),
        ("Time is ours.", "Time is ours. So is work.", "Time is ours.[+ So is work.+]"),
        ("We stop. We win.", "We stop. We sing. We win.", "We stop. [+We sing. +]We win."),
        ("We refuse parts.", "We all refuse parts. We win.", "We [+all +]refuse parts.[+ We win.+]"),
        ("Stop, now.", "Stop now.", "Stop[-,-] now."),
        ("", "Now.", "[+Now.+]"),
        ("Now.", "", "[-Now.-]"),
        ("Now.", "Now.", "Now."),
        ("", "", ""),
    ],
)
def test_only_what_changed_is_marked(old, new, expected):
    assert shown(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (FRENCH, FRENCH.replace("consultés", "consultes"), "consultes"),
        (SPANISH, SPANISH.replace("Quién", "Quien"), "Quien"),
    ],
)
def test_a_changed_accent_replaces_one_word(old, new, word):
    assert figures(old, new) == Summary(Kind.REPLACES, words_replaced=1, words_replacing=1, places=1)
    assert Change(Op.INSERT, word) in diff(old, new)


def test_two_accents_around_short_words_stay_two_replacements():
    old, new = "La decision de la delegacion vale.", "La decisión de la delegación vale."
    assert shown(old, new) == "La [-decision-][+decisión+] de la [-delegacion-][+delegación+] vale."


def test_short_words_left_over_in_a_rewritten_passage_are_no_confetti():
    old, new = "The strike money goes to big union locals.", "The whole fund goes to many small plants."
    assert shown(old, new) == "The [-strike money-][+whole fund+] goes to [-big union locals-][+many small plants+]."
    old, new = "Rich unions pay for the poor locals here.", "Big delegations vote for the many absent here."
    assert shown(old, new) == (
        "[-Rich unions pay for the poor locals-][+Big delegations vote for the many absent+] here."
    )


def test_three_words_that_stayed_are_left_alone_however_short():
    old, new = "The big unions say it is up to poor locals.", "The many delegates know it is up to all members."
    assert shown(old, new) == (
        "The [-big unions say-][+many delegates know+] it is up to [-poor locals-][+all members+]."
    )


def test_a_sentence_cut_in_two_keeps_its_words():
    assert shown("Work is shared and time is ours.", "Work is shared. Time is ours.") == (
        "Work is shared[- and time-][+. Time+] is ours."
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("We vote.", "We vote.", Summary(Kind.SAME)),
        ("We vote", "We vote.", Summary(Kind.MARKS, places=1)),
        ("We vote.", "We all vote today.", Summary(Kind.ADDS, words_added=2, places=2)),
        ("We all vote today.", "We vote.", Summary(Kind.REMOVES, words_removed=2, places=2)),
        ("the three poor unions vote", "the few vote", Summary(Kind.REPLACES, 0, 0, 3, 1, 1)),
        ("We vote today.", "We all vote tomorrow.", Summary(Kind.MIXED, 1, 0, 1, 1, 2)),
    ],
)
def test_the_figures_of_a_change(old, new, expected):
    assert figures(old, new) == expected


def together(changes, *ops):
    return "".join(change.text for change in changes if change.op in ops)


@calm
@given(st.one_of(st.tuples(anything, anything), prose.flatmap(lambda base: st.tuples(st.just(base), edits(base)))))
def test_a_diff_holds_both_texts_whole(pair):
    old, new = pair
    changes = diff(old, new)
    assert together(changes, Op.EQUAL, Op.DELETE) == old
    assert together(changes, Op.EQUAL, Op.INSERT) == new
    assert all(change.text for change in changes)
    assert not any(one.op == other.op for one, other in pairwise(changes))
    assert not any(change.op is Op.EQUAL and change.text.isspace() for change in changes[1:-1])
    assert (summary(changes).kind is Kind.SAME) == (old == new)


@calm
@given(st.tuples(prose, prose), st.sampled_from([0, 20, 200]))
def test_a_diff_holds_both_texts_when_the_budget_is_gone(pair, limit):
    old, new = pair
    budget = Budget(limit)
    changes = diff(old, new, budget)
    assert together(changes, Op.EQUAL, Op.DELETE) == old
    assert together(changes, Op.EQUAL, Op.INSERT) == new
    assert budget.spent <= limit


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("strike fund " * 1_400, "fund strike " * 1_400 + "now"),
        ("a b " * 4_000, "b a " * 4_000 + "c"),
        ("Stop. Go. " * 1_700, "Go! Stop! " * 1_700 + "Now"),
    ],
)
def test_sixteen_kilobytes_of_alternating_words_are_replaced_whole_within_the_bound(old, new):
    budget = Budget()
    changes = diff(old, new, budget)
    assert len(old) >= 16_000
    assert [change.op for change in changes if len(change.text) > 1_000] == [Op.DELETE, Op.INSERT]
    assert budget.spent <= WORK_LIMIT


def test_one_changed_word_in_sixteen_kilobytes_is_one_changed_word():
    old = "strike fund " * 1_400
    new = old[:6_000] + old[6_000:].replace("strike", "Strike", 1)
    assert figures(old, new) == Summary(Kind.REPLACES, words_replaced=1, words_replacing=1, places=1)


def test_a_word_changed_in_every_sentence_of_a_long_block_is_found_in_each():
    old = " ".join(f"In plant {number} the steward asks members about overtime." for number in range(250))
    new = old.replace("overtime", "hours")
    assert figures(old, new) == Summary(Kind.REPLACES, words_replaced=250, words_replacing=250, places=250)


def test_a_sentence_drawn_out_leaves_no_lone_mark_before_the_next_change():
    old = " ".join(f"Plant {number} says no." for number in range(60))
    new = " ".join(f"Site {number} says no. {number}." for number in range(60))
    assert shown(old, new).startswith("[-Plant-][+Site+] 0 says no[+. 0+]. [-Plant-][+Site+] 1 says no[+. 1+].")


def test_one_word_changed_among_three_languages_is_the_only_mark():
    old = f"{ENGLISH} {FRENCH} {SPANISH}"
    assert shown(old, old.replace("mandat ", "vote ")) == old.replace("mandat ", "[-mandat-][+vote+] ")
