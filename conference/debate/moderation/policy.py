"""Who reports, decides, hides and shows again, answers, and leads a thread. Nobody decides about herself."""

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.debate.moderation.models import Hiding
from conference.debate.rules import State, is_caucus


def may_report(actor: Actor, place: str, state: str, *, own: bool, reported: bool = False) -> Verdict:
    """Every reader with an account, once a post. Nobody outside reads the rooms of delegations, so nobody there could
    decide."""
    if not actor.signed_in:
        return no("not-signed-in", N_("Please sign in to report a post."))
    if is_caucus(place):
        return no(
            "no-reports-here", N_("Nobody outside your delegation reads its rooms, so nobody could decide a report.")
        )
    if state != State.STANDING:
        return no("post-gone", N_("This post is no longer there."))
    if own:
        return no("own-post", N_("This post is your own: you can change it or withdraw it."))
    if reported:
        return no("reported", N_("You have reported this post. Its report is on the page of your reports."))
    return YES


def may_judge(actor: Actor, *, own: bool) -> Verdict:
    """Chairs and organizers decide about reports and hidings; not about their own posts."""
    if not actor.may("judge-report"):
        return no("not-a-judge", N_("The chair decides about reports."))
    if own:
        return no("own-post", N_("Nobody decides about her own post. Somebody else of the chair or an organizer does."))
    return YES


def may_hide(actor: Actor, state: str, *, own: bool) -> Verdict:
    if state != State.STANDING:
        return no("post-gone", N_("This post is no longer there."))
    return may_judge(actor, own=own)


def may_show(actor: Actor, state: str, *, own: bool) -> Verdict:
    """A hidden post is shown again; what was deleted is not there to be shown."""
    if state != State.HIDDEN:
        return no("not-hidden", N_("This post is not hidden."))
    return may_judge(actor, own=own)


def may_look_again(actor: Actor, hiding: Hiding, *, own: bool) -> Verdict:
    """The second look is somebody else's."""
    if hiding.appealed_at is None or hiding.upheld_at is not None:
        return no("no-appeal", N_("Nobody waits for a second look at this post."))
    if actor.id == hiding.hidden_by_id:
        return no("hid-it", N_("You hid this post, so somebody else takes the second look."))
    return may_judge(actor, own=own)


def may_answer(hiding: Hiding, *, own: bool) -> Verdict:
    """The author of a hidden post replies to the reason, once."""
    if not own:
        return no("not-the-author", N_("Only the person who wrote the post can reply to the reason."))
    if hiding.reply_id is not None:
        return no("answered", N_("Your reply stands beside the reason. There is one for each hiding."))
    return YES


def may_appeal(hiding: Hiding, *, own: bool) -> Verdict:
    if not own:
        return no("not-the-author", N_("Only the person who wrote the post can ask for a second look."))
    if hiding.appealed_at is not None:
        return no("appealed", N_("A second look was asked for. There is one for each hiding."))
    return YES


def may_lead(actor: Actor) -> Verdict:
    """The chair slows and closes debates, and gives the floor."""
    if not actor.may("moderate"):
        return no("not-the-chair", N_("Only the chair leads a debate."))
    return YES
