"""The tellers' shares of a box's key: made, taken in hand, reported lost, entered after closing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from nacl.public import PrivateKey

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Invalid, NotPermitted, Refused
from conference.core.words import N_, Sentence
from conference.runtime import database, keys
from conference.voting import policy
from conference.voting.commands.records import for_update, note
from conference.voting.models import Vote
from conference.voting.sealed import assents, shares, words
from conference.voting.sealed.models import Share
from conference.voting.sealed.shares import GIVEN, HELD, LOST, MADE, WRONG_KEY, Candidate

NOT_ITS_KEY = N_("The shares that were entered do not make the key of this box.")


async def make_key(actor: Actor, number: int, tellers: Sequence[int]) -> Vote:
    """Make the box's key in memory and split it among these tellers; whatever shares there were before are gone.

    The whole key is never stored. Each share waits in a file of its own until its teller has it on paper.
    """
    async with database.transaction():
        vote = await for_update(number)
        policy.may_make_key(actor, vote).require()
        needed, wanted = vote.rules["shares"]
        chosen = await _chosen(tellers, needed, wanted)
        key = keys.fresh()
        split = words.split(bytes(key), needed, wanted)
        vote.public_key = keys.public_half(key)
        await vote.save(update_fields=["public_key"])
        await Share.filter(vote_id=vote.id).delete()
        keys.destroy_all(shares.key_name(vote))
        for place, (teller, share) in enumerate(zip(chosen, split, strict=True), 1):
            keys.lay(shares.made_name(vote, place), share.encode())
            await Share.create(
                vote_id=vote.id, number=place, teller_id=teller.account_id, delegation=teller.delegation,
                fingerprint=words.fingerprint(share), state=MADE,
            )  # fmt: skip
        await note(vote, "key-made", actor, [vote.public_key, needed, [each.account_id for each in chosen]])
        return vote


async def _chosen(ids: Sequence[int], needed: int, wanted: int) -> list[Candidate]:
    """The tellers named, if there are as many as the rules want and no delegation could open the box alone."""
    known = {each.account_id: each for each in await shares.tellers()}
    chosen = [known[each] for each in dict.fromkeys(ids) if each in known]
    if len(chosen) != wanted or len(ids) != wanted:
        raise Invalid({"teller": Sentence(N_("Please choose exactly %(wanted)s tellers."), {"wanted": wanted})})
    together = Counter(each.delegation for each in chosen if each.delegation)
    for delegation, held in together.items():
        if held >= needed:
            told = N_(
                "%(held)s of these tellers are of the delegation %(delegation)s, and %(needed)s shares open the box. "
                "Please choose so that no delegation can open it alone."
            )
            raise Invalid({"teller": Sentence(told, {"held": held, "needed": needed, "delegation": delegation})})
    return chosen


async def prove_share(actor: Actor, number: int, typed: Mapping[int, str]) -> Vote:
    """She has her words on paper and types some of them back: from now on the share is hers alone.

    Raises `Invalid` with a sentence for each word that does not fit; its field is called `word-PLACE`.
    """
    async with database.transaction():
        vote, share = await _own(actor, number)
        lying = keys.lying(shares.made_name(vote, share.number))
        if share.state != MADE or lying is None:
            raise Conflict("share-held", N_("This share is in hand already, or its key was made anew."))
        expected = lying.decode().split()
        problems = {
            f"word-{place}": found
            for place in words.places(share.fingerprint)
            if (found := _misfit(typed.get(place, ""), expected[place - 1], place))
        }
        if problems:
            raise Invalid(problems)
        share.state = HELD
        await share.save(update_fields=["state"])
        await note(vote, "share-held", actor, [share.number, share.fingerprint])
        database.after_commit(lambda: keys.destroy(shares.made_name(vote, share.number)))
        return vote


def _misfit(typed: str, expected: str, place: int) -> Sentence | None:
    found = " ".join(words.typed(typed))
    if found == expected:
        return None
    if not found:
        return Sentence(N_("Please fill in this field."))
    if not words.known(found):
        return words.unknown(found, place)
    return Sentence(N_("“%(word)s” is not word %(place)s of your share."), {"word": found, "place": place})


async def report_lost(actor: Actor, number: int, share_number: int) -> Vote:
    """A share cannot be entered any more. Its teller says so on her own; for somebody who cannot be reached, two others
    say so, or nothing changes. Whoever finds it may still enter it."""
    async with database.transaction():
        vote = await for_update(number)
        share = await Share.get_or_none(vote_id=vote.id, number=share_number)
        if share is None:
            raise Absent
        policy.may_report_lost(actor, vote, share.teller_id).require()
        if share.state not in (MADE, HELD):
            raise Conflict("share-not-held", N_("This share has been entered, or was reported lost already."))
        if actor.id != share.teller_id and not await _second_report(actor, vote, share):
            await note(vote, "share-loss-reported", actor, [share.number])
            return vote
        share.state = LOST
        await share.save(update_fields=["state"])
        await note(vote, "share-lost", actor, [share.number])
        database.after_commit(lambda: keys.destroy(shares.made_name(vote, share.number)))
        return vote


async def _second_report(actor: Actor, vote: Vote, share: Share) -> bool:
    """Note that she reports somebody else's share; whether two people who are enough have now done so."""
    matter = f"{assents.SHARE_LOST}{share.number}"
    if any(each.account_id == actor.id for each in await assents.who_said(vote, matter, share.fingerprint)):
        told = N_("You have reported this share lost already. Somebody of another delegation has to confirm it.")
        raise Conflict("reported-already", told)
    return assents.are_two(await assents.say(vote, actor, matter, share.fingerprint))


async def keep_share(actor: Actor, number: int) -> Vote:
    """Others have reported her share lost, or one of them has; she has it in hand. Her word outweighs theirs."""
    async with database.transaction():
        vote, share = await _own(actor, number)
        policy.may_keep_share(vote).require()
        share.state = HELD
        await share.save(update_fields=["state"])
        await assents.forget(vote, f"{assents.SHARE_LOST}{share.number}")
        await note(vote, "share-kept", actor, [share.number])
        return vote


async def give_share(actor: Actor, number: int, text: str) -> Vote:
    """A teller enters her words after closing; they wait on the disk of this machine for the others."""
    async with database.transaction():
        vote, share = await _own(actor, number)
        policy.may_give_share(vote).require()
        found = words.typed(text)
        problem = words.problem(found)
        if problem is None and words.fingerprint(" ".join(found)) != share.fingerprint:
            problem = Sentence(N_("These are the words of another share: of another vote, or of another teller."))
        if problem is not None:
            raise Invalid({"words": problem})
        keys.lay(shares.given_name(vote, share.number), " ".join(found).encode())
        share.state = GIVEN
        await share.save(update_fields=["state"])
        await assents.forget(vote, f"{assents.SHARE_LOST}{share.number}")
        await note(vote, "share-given", actor, [share.number])
        return vote


async def _own(actor: Actor, number: int) -> tuple[Vote, Share]:
    vote = await for_update(number)
    share = await Share.get_or_none(vote_id=vote.id, teller_id=actor.id or 0)
    if share is None:
        raise NotPermitted("no-share", N_("You hold no share of this vote’s key."))
    return vote, share


async def require_ready(vote: Vote) -> None:
    """Refuse the opening while the key is not where it must be."""
    standing = await shares.standing(vote)
    if standing is not None:
        standing.opening.require()


async def together(vote: Vote) -> bytes:
    """The private key, combined in memory from shares that were entered: of any so many that give it. Raises `Refused`
    (wrong-key) where none do."""
    lying = [keys.lying(shares.given_name(vote, each.number)) for each in await Share.filter(vote_id=vote.id)]
    given = sorted(each.decode(errors="replace") for each in lying if each is not None)
    for chosen in combinations(given, vote.rules["shares"][0]):
        try:
            key = words.combined(chosen)
            if keys.public_half(PrivateKey(key)) == vote.public_key:
                return key
        except (ValueError, TypeError):  # these do not belong together; others may
            continue
    raise Refused(WRONG_KEY, NOT_ITS_KEY)


async def send_back(actor: Actor, number: int) -> None:
    """A share whose words on this disk are no longer those that its teller entered opens nothing: it is thrown away,
    and she is asked for them again."""
    async with database.transaction():
        vote = await for_update(number)
        spoiled = [
            share
            for share in await Share.filter(vote_id=vote.id, state=GIVEN)
            if (lying := keys.lying(shares.given_name(vote, share.number))) is not None
            and words.fingerprint(lying.decode(errors="replace")) != share.fingerprint
        ]
        for share in spoiled:
            share.state = HELD
            await share.save(update_fields=["state"])
            keys.destroy(shares.given_name(vote, share.number))
        if spoiled:
            await note(vote, "share-spoiled", actor, [share.number for share in spoiled])
