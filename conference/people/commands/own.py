"""Everybody keeps her own account: languages, consent, tokens."""

from collections.abc import Sequence

from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid
from conference.people import policy, rules
from conference.people.models import Account, ApiToken
from conference.runtime import clock, database, journal, secrets


async def keep_account(
    actor: Actor, languages: Sequence[str], named: bool, *, marks_terms: bool = True, as_written: bool = False
) -> None:
    """Change one's languages (one's own first), one's consent to be named in public, whether the glossary's terms are
    marked in what one reads, and whether posts in one's languages are left as they were written."""
    async with database.transaction():
        policy.may_keep(actor, actor.id or 0).require()
        wanted = list(dict.fromkeys(languages))
        problem = rules.languages_problem(wanted)
        if problem:
            raise Invalid({"languages": problem})
        await Account.filter(id=actor.id).update(
            languages=wanted, named=named, marks_terms=marks_terms, as_written=as_written
        )
        journal.record("account-kept", topic=f"account-{actor.id}", by=actor, decided=[wanted, named])


async def make_token(actor: Actor, account_id: int, label: str, scopes: Sequence[str]) -> str:
    """A bearer token for programs, shown this once."""
    async with database.transaction():
        policy.may_make_token(actor, account_id, scopes).require()
        text = " ".join(label.split())
        problem = rules.text_problem(text, 100)
        if problem:
            raise Invalid({"label": problem})
        token = secrets.token()
        await ApiToken.create(
            account_id=account_id,
            token_hash=secrets.fingerprint(token),
            label=text,
            scopes=[scope for scope in rules.SCOPES if scope in scopes],
            created_at=clock.now(),
        )
        journal.record("token-made", topic=f"account-{account_id}", by=actor, decided=sorted(scopes))
        return token


async def end_token(actor: Actor, token_id: int) -> None:
    """Revoke a token of one's own. Raises `Absent` for anybody else's."""
    async with database.transaction():
        policy.may_keep(actor, actor.id or 0).require()
        if not await ApiToken.filter(id=token_id, account_id=actor.id).delete():
            raise Absent
        journal.record("token-ended", topic=f"account-{actor.id}", by=actor)
