"""Values that every room shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.core.actor import NOBODY, Actor
from conference.core.canonical import canonical, digest
from conference.core.languages import in_language, language_of
from conference.core.roles import VERBS, Audience, Role, audience_open_to, audiences_of

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet=st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcdef"), inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_equal_values_have_equal_bytes(value: object) -> None:
    shuffled = dict(reversed(value.items())) if isinstance(value, dict) else value
    assert canonical(value) == canonical(shuffled)


def test_a_float_has_no_canonical_form() -> None:
    with pytest.raises(TypeError):
        digest({"share": [0.5]})


def test_accents_stay_readable_in_canonical_bytes() -> None:
    assert canonical({"nom": "Délégué"}) == '{"nom":"Délégué"}'.encode()


@pytest.mark.parametrize(
    ("tag", "language"),
    [("fr-CA", "fr"), ("es-419", "es"), ("es_MX", "es"), ("EN-us", "en"), ("zh-TW", None), ("", None)],
)
def test_a_tag_is_read_by_its_first_part(tag: str, language: str | None) -> None:
    assert language_of(tag) == language


def test_a_missing_language_gives_another_one_rather_than_nothing() -> None:
    assert in_language({"es": "Hola"}, "fr") == "Hola"


def test_a_visitor_reads_what_is_public_and_nothing_else() -> None:
    assert audiences_of(NOBODY.roles) == ("public",)
    assert not NOBODY.reads("conference")


def test_an_observer_does_not_read_the_conferences_own_room() -> None:
    observer = Actor(id=1, roles=frozenset({Role.PUBLIC, Role.MEMBER, Role.OBSERVER}))
    assert observer.reads("observers")
    assert not observer.reads("conference")


def test_only_the_roll_casts_and_only_those_open_whom_rules_may_name() -> None:
    assert VERBS["cast"] == {Role.DELEGATE, Role.ALTERNATE}
    assert VERBS["open-vote"] == {Role.CHAIR, Role.ORGANIZER, Role.TELLER}, "whom a vote's rules may name"


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PUBLIC, Role.MEMBER, Role.OBSERVER)])
def test_whoever_works_at_the_conference_reads_it(role: Role) -> None:
    assert audience_open_to(Audience.CONFERENCE, frozenset({role}))
