"""Who annexes what, and who takes it back."""

from collections.abc import Sequence

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.resolutions.annexed.models import CoAuthor, PendingStatement, Statement
from conference.resolutions.annexed.rules import Kind
from conference.voting.models import Vote


def may_file(actor: Actor, vote: Vote | None, kind: str, *, signer: bool, filed: int, most: int) -> Verdict:
    """Once the result is declared: a reservation by whoever signs for the delegation, the others by a delegate."""
    if Role.DELEGATE not in actor.roles or actor.delegation is None:
        return no("not-a-delegate", N_("Delegates annex statements to a resolution."))
    if vote is None or vote.phase != "declared":
        return no("not-declared", N_("Statements are annexed once the result of the vote is declared."))
    if kind == Kind.RESERVATION and not signer:
        return no("not-a-signer", N_("Whoever signs for a delegation files its reservations."))
    if filed >= most:
        return no("too-many", N_("There can be no more statements of this kind from you under this resolution."))
    return YES


def may_withdraw(actor: Actor, statement: Statement, *, signer: bool) -> Verdict:
    """The author; a reservation also by whoever signs for the delegation now."""
    own = statement.author_id == actor.id or (statement.kind == Kind.RESERVATION and signer)
    if not own:
        return no("not-hers", N_("Only whoever filed a statement takes it back."))
    return YES


def may_annex(actor: Actor, pending: PendingStatement, named: Sequence[CoAuthor]) -> Verdict:
    """The first author, once everybody whom she named has answered. Where nobody consents the words are hers alone."""
    if pending.author_id != actor.id:
        return no("not-hers", N_("Only the person whose name stands first can annex what several have written."))
    if not all(each.answer for each in named):
        told = N_("Not all of those whom you named have answered yet. Wait for them, or take their names off.")
        return no("not-answered", told)
    return YES


def may_undo(actor: Actor, pending: PendingStatement) -> Verdict:
    """The first author takes a name off, or drops the whole."""
    if pending.author_id != actor.id:
        return no("not-hers", N_("Only whoever filed a statement takes it back."))
    return YES
