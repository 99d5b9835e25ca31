"""Who may do what to a vote, with the reason: the same verdict guards the command and labels the button."""

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.rulebook.rules import Kind, Secrecy
from conference.voting.models import Vote
from conference.voting.result.discretion import SMALL
from conference.voting.rules import Paper, Phase
from conference.voting.sealed.box import ON_PAPER

ONLY_THE_CHAIR = N_("Only the chair does this.")
OPENLY = {
    Secrecy.HANDS: N_("This vote is open: it is taken by show of hands in the hall, and tellers count."),
    Secrecy.ROLL_CALL: N_("This vote is open: each voter on the roll answers by name, and the conference sees it."),
    Secrecy.CARD: N_(
        "This vote is open: holders of cards cast the votes of their organisations, and the conference sees it."
    ),
}
"""Why a vote has no secret ballot."""
NOT_NAMED = N_("The rules of this vote do not name you among those who open and close it.")


def may_put(actor: Actor) -> Verdict:
    return YES if actor.may("put-vote") else no("not-the-chair", ONLY_THE_CHAIR)


def may_open(actor: Actor, vote: Vote) -> Verdict:
    return _step(actor, vote, Phase.PUT, N_("Only a vote that was put and not yet opened can be opened."))


def may_take_back(actor: Actor, vote: Vote) -> Verdict:
    return _chairs(actor, vote, Phase.PUT, N_("An opened vote cannot be taken back."))


def may_close(actor: Actor, vote: Vote) -> Verdict:
    return _step(actor, vote, Phase.OPEN, N_("Only an open vote can be closed."))


def may_unseal(actor: Actor, vote: Vote) -> Verdict:
    sealed = N_("The box is unsealed once, after the vote has closed.")
    openly = N_("An open vote is counted once, after it has closed.")
    return _step(actor, vote, Phase.CLOSED, sealed if vote.secrecy == Secrecy.SEALED else openly)


def may_declare(actor: Actor, vote: Vote) -> Verdict:
    sealed = N_("A result is declared once, after the box was unsealed.")
    openly = N_("A result is declared once, after the vote was counted.")
    return _chairs(actor, vote, Phase.UNSEALED, sealed if vote.secrecy == Secrecy.SEALED else openly)


def may_cast(actor: Actor, vote: Vote | Paper, *, listed: bool, channel: str = "") -> Verdict:
    """Whether she has a ballot here now; `channel` is the one on the roll: whoever took a paper casts on paper.

    A token of the command line never casts: its scope does not say so.
    """
    if actor.scopes is not None and "cast" not in actor.scopes:
        return no("scope", N_("This token was not made for voting. Make one on your own page."))
    if isinstance(vote, Vote) and vote.secrecy != Secrecy.SEALED:
        return no("cast-openly", OPENLY[Secrecy(vote.secrecy)])
    if not listed:
        return no("not-on-the-roll", N_("Only those on the roll of this vote can cast a ballot."))
    if vote.phase != Phase.OPEN:
        return no("vote-closed", N_("Voting is not open."))
    return no("on-paper", ON_PAPER) if channel == "paper" else YES


def may_recount(actor: Actor, vote: Vote) -> Verdict:
    """The file to count again is for the chair, tellers and scrutineers: rare rankings are signatures."""
    if vote.phase not in (Phase.UNSEALED, Phase.DECLARED):
        return no("sealed", N_("There is nothing to count before the box is unsealed."))
    return YES if actor.may("recount") else no("not-a-teller", N_("This file is for tellers and scrutineers."))


def sees_result(actor: Actor, vote: Vote) -> Verdict:
    """A result is seen once it is declared; the chair, tellers and scrutineers see it as soon as it is counted."""
    if vote.phase == Phase.DECLARED:
        return YES
    if vote.phase == Phase.UNSEALED and actor.roles & {Role.CHAIR, Role.TELLER, Role.SCRUTINEER}:
        return YES
    return no("not-declared", N_("The result has not been declared yet."))


def may_call_off(actor: Actor, vote: Vote) -> Verdict:
    """Whoever may announce a step may cancel it, also when somebody else announced it."""
    return YES if leads(actor, vote) else no("not-the-chair", NOT_NAMED)


def leads(actor: Actor, vote: Vote) -> bool:
    """Whether the vote's rules let her open and close it, and with that unseal its box."""
    opens = vote.rules.get("opens", (Role.CHAIR,))
    return any(role in actor.roles for role in opens)


def sees_steps(actor: Actor, vote: Vote) -> bool:
    """Whether some step of this vote may be hers: the chair takes back and declares, whoever opens it."""
    return actor.presides or leads(actor, vote)


def _step(actor: Actor, vote: Vote, needed: Phase, reason: str) -> Verdict:
    if not leads(actor, vote):
        return no("not-the-chair", NOT_NAMED)
    return YES if vote.phase == needed else no("phase", reason)


def _chairs(actor: Actor, vote: Vote, needed: Phase, reason: str) -> Verdict:
    """A step of the chair's, whomever the rules let open the vote."""
    if not actor.presides:
        return no("not-the-chair", ONLY_THE_CHAIR)
    return YES if vote.phase == needed else no("phase", reason)


def may_make_key(actor: Actor, vote: Vote) -> Verdict:
    """Whether she may choose the tellers who hold the key's shares; again, as long as nothing is sealed to it."""
    if vote.secrecy != Secrecy.SEALED or not (vote.rules.get("shares") or (0, 0))[0]:
        return no("no-shares", N_("The rules of this vote leave the key of the box with the house."))
    if vote.due_step:
        return no("countdown-runs", N_("The vote is about to open. Cancel the countdown first."))
    return _step(actor, vote, Phase.PUT, N_("The key is made before the vote opens, and stays the same from then on."))


def may_report_lost(actor: Actor, vote: Vote, teller_id: int) -> Verdict:
    """Whoever holds a share reports it lost on her own. For somebody who cannot be reached two others do, who agree:
    see `sealed.assents`."""
    if actor.id != teller_id and not actor.may("report-share"):
        told = N_("A share is reported lost by whoever holds it; if she cannot be reached, by the chair and tellers.")
        return no("not-your-share", told)
    if vote.phase not in (Phase.PUT, Phase.OPEN, Phase.CLOSED):
        return no("phase", N_("The shares of this vote are needed no more."))
    return YES


def may_keep_share(vote: Vote) -> Verdict:
    """Whoever holds a share that others have reported lost says that she has it. Once the vote has closed, entering
    its words says it better."""
    if vote.phase != Phase.OPEN:
        return no("phase", N_("While the vote is open you can say so; after that, enter the words of your share."))
    return YES


def may_give_share(vote: Vote) -> Verdict:
    """Shares are entered between closing and unsealing; on no earlier day does the whole key come near the box."""
    if vote.phase != Phase.CLOSED:
        return no("phase", N_("Shares are entered after the vote has closed, and until its box is unsealed."))
    return YES


def may_void(actor: Actor, why: str) -> Verdict:
    """A vote is void only when its box can never be opened: nobody can know yet what a stop would prevent."""
    if not actor.may("declare-vote"):
        return no("not-the-chair", ONLY_THE_CHAIR)
    return YES if why else no("not-void", N_("A vote is declared void only when its box can never be opened."))


def may_put_again(actor: Actor, vote: Vote, *, is_put: bool) -> Verdict:
    """The same question once more, in place of a void vote."""
    if not actor.may("put-vote"):
        return no("not-the-chair", ONLY_THE_CHAIR)
    if vote.phase != Phase.VOID:
        return no("phase", N_("Only the question of a void vote is put again in this way."))
    if vote.kind == Kind.RESOLUTION:
        return no("on-its-page", N_("A compiled resolution is put to the vote again on its own page."))
    return no("put-already", N_("The question has been put again already.")) if is_put else YES


def may_have_ballots(actor: Actor, vote: Vote) -> Verdict:
    """The ballots' file is for those who recount; for everybody only where the rules release it and many voted."""
    verdict = may_recount(actor, vote)
    if verdict or not vote.rules.get("releases_ballots") or vote.phase != Phase.DECLARED:
        return verdict
    if (vote.result or {}).get("ballots", 0) < SMALL:
        return no(
            "too-few", N_("So few voted that these ballots are not released: they would tell how somebody voted.")
        )
    return YES


def not_declared() -> Verdict:
    return no("not-declared", N_("The result has not been declared yet."))


def may_publish_number(actor: Actor, vote: Vote) -> Verdict:
    """The hash of a number for the lot stands before the first ballot is cast."""
    if not actor.may("publish-number"):
        return no("not-a-teller", N_("Only tellers publish numbers for the lot."))
    if vote.phase != Phase.PUT:
        return no("phase", N_("Hashes are published before the vote opens."))
    return YES


def may_reveal_number(actor: Actor, vote: Vote) -> Verdict:
    """The number itself comes when no ballot can come any more, and before anybody knows the result."""
    if not actor.may("publish-number"):
        return no("not-a-teller", N_("Only tellers publish numbers for the lot."))
    if vote.phase != Phase.CLOSED:
        return no("phase", N_("Numbers are revealed after the vote has closed, and before it is counted."))
    return YES


def may_go_without(actor: Actor, vote: Vote, *, hers: bool) -> Verdict:
    """Whether she may be one of the two who decide to count without a number that was not revealed. `hers`: it is her
    own."""
    if not (actor.may("go-without-number") and (leads(actor, vote) or actor.may("recount"))):
        return no("not-a-teller", N_("This is for whoever leads the vote, and for tellers and scrutineers."))
    if hers:
        return no("own-number", N_("It is your own number that is awaited. Please reveal it."))
    if vote.phase != Phase.CLOSED:
        return no("phase", N_("Numbers are revealed after the vote has closed, and before it is counted."))
    return YES
