"""Writing the conference's rules: all of them at once, from the file that holds them."""

from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.core.errors import Conflict
from conference.core.words import N_
from conference.rulebook import policy, queries, reading
from conference.rulebook.models import StoredRuleSet
from conference.rulebook.rules import RuleSet
from conference.runtime import database, journal

ONE_AT_A_TIME = 7_265_021


async def set_rules(actor: Actor, text: str, base: str | None = None) -> tuple[RuleSet, ...]:
    """Put the rule sets of a file in the place of all that the conference has; votes that were put keep theirs.

    `base` is the digest of the rules that the change was made from. Raises `BadRules` with every problem of the file,
    and `Conflict` when somebody else has changed the rules since.
    """
    policy.may_set_rules(actor).require()
    wanted = reading.read(text)
    async with database.transaction():
        if not database.on_sqlite():
            await database.rows("SELECT pg_advisory_xact_lock(?)", ONE_AT_A_TIME)
        present = digest_of(await queries.rule_sets())
        if base is not None and base != present:
            raise Conflict(
                "rules-changed",
                N_("Somebody else has changed the rules meanwhile. Please compare yours with them and save again."),
            )
        if digest_of(wanted) == present:
            return wanted
        await StoredRuleSet.all().delete()
        await StoredRuleSet.bulk_create(
            [StoredRuleSet(key=each.key, position=place, content=each.as_data()) for place, each in enumerate(wanted)]
        )
        journal.record("rules-set", topic="rules", by=actor, decided=[each.as_data() for each in wanted])
    return wanted


def digest_of(rule_sets: tuple[RuleSet, ...]) -> str:
    """The digest of these rules in this order."""
    return digest([each.as_data() for each in rule_sets])
