"""What goes with a post whose words are deleted: its quotations put aside, replies to a reason, words of reports."""

from conference.debate.models import Post
from conference.debate.moderation import boxes
from conference.debate.moderation.models import Hiding, Report
from conference.debate.moderation.rules import Outcome
from conference.runtime import clock
from conference.translation import commands as translation


async def gone(post: Post) -> None:
    """A post's words are deleted for good. In a transaction."""
    await boxes.forget(post)
    for hiding in await Hiding.filter(post_id=post.id, ended_at=None):
        if hiding.reply_id is not None:
            await translation.erase(hiding.reply_id)
    await Hiding.filter(post_id=post.id, ended_at=None).update(ended_at=clock.now())
    await Report.filter(post_id=post.id, outcome=Outcome.WAITING).update(outcome=Outcome.GONE, decided_at=clock.now())
    await Report.filter(post_id=post.id).update(words="")  # they may repeat what was deleted
