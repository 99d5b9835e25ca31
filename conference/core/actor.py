"""Who acts: the little of a person that rules and policies may look at."""

from dataclasses import dataclass

from conference.core.roles import CAUCUS, VERBS, Audience, Role, audience_open_to


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, a visitor (`NOBODY`), or the house itself (`HOUSE`), which only jobs use.

    `id` is the account's key, None for a visitor. `delegation` is the code of an accredited delegate's
    delegation. `understands` are working languages read without translation; the first one is her own.
    `marks_terms`: she wants the glossary's terms marked in what she reads. `as_written`: posts in languages that
    she understands are left as they were written. `opaque` is the stable random name that the journal writes instead
    of hers. `session` and `scopes` say how she came in: a browser session has no scopes, an API
    token only those that it was made with.
    """

    id: int | None = None
    handle: str = ""
    name: str = ""
    roles: frozenset[Role] = frozenset({Role.PUBLIC})
    delegation: str | None = None
    understands: tuple[str, ...] = ()
    opaque: str = "-"
    named: bool = False
    marks_terms: bool = True
    as_written: bool = False
    session: int | None = None
    scopes: frozenset[str] | None = None

    @property
    def signed_in(self) -> bool:
        return self.id is not None

    @property
    def presides(self) -> bool:
        return Role.CHAIR in self.roles

    def left_in(self, language: str) -> frozenset[str]:
        """The languages other than the page's in which posts are left to her as they were written. A program is given
        the language that it asks for."""
        chosen = self.understands if self.as_written and self.scopes is None else ()
        return frozenset(chosen) - {language}

    def may(self, verb: str) -> bool:
        """Whether the table of roles × verbs opens this verb to her. Raises `KeyError` for no such verb."""
        return bool(VERBS[verb] & self.roles)

    def reads(self, audience: str) -> bool:
        """Whether she reads what has this audience: one of `Audience`, or `caucus:CA`, the room of one delegation."""
        kind, _, delegation = audience.partition(":")
        if kind == CAUCUS:
            return bool(delegation) and self.delegation == delegation
        return audience_open_to(Audience(audience), self.roles)


NOBODY = Actor()
HOUSE = Actor(handle="house", name="house", roles=frozenset(Role), opaque="house")
