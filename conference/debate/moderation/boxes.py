"""Quotations drawn from a hidden post: their words are put aside with it, and put back with it.

A quotation that the page drew holds the words of somebody else's post. It is emptied in the reply's own rows, so that
nobody who reads, indexes, translates or sends the reply has to think of it. What the reply's author has rewritten in
the meantime stays as she wrote it.
"""

from functools import partial

from conference.core.words import N_
from conference.debate.models import Post
from conference.debate.moderation import rules
from conference.debate.moderation.models import Box
from conference.debate.rules import State
from conference.runtime import database, i18n, markup
from conference.translation import withholding
from conference.translation.models import Text

_INSTEAD = N_("The chair has hidden the words that stood here.")
_QUOTING = (
    "SELECT DISTINCT t.unit_id FROM text t JOIN post p ON p.unit_id = t.unit_id WHERE p.thread_id = ? AND t.text LIKE ?"
)
_TOPICS = "SELECT p.id FROM post p WHERE p.unit_id = ?"


async def follow(post: Post) -> list[str]:
    """A post was hidden or is shown again: quotations of it follow. The subjects of the replies that changed, for the
    journal. In a transaction."""
    found = await database.rows(_QUOTING, post.thread_id, f"%](/posts/{post.id}?original=1)%")
    units = {int(unit) for (unit,) in found}
    units |= {each.unit_id for each in await Box.filter(post_id=post.id)}
    return [subject for unit in sorted(units) for subject in await settle(unit)]


async def settle(unit_id: int) -> list[str]:
    """Empty the quotations of hidden posts in a unit that was just written, or put back, or whose source changed; and
    fill those whose source is there again. In a transaction."""
    filled = await _fill(unit_id)
    emptied = await _empty(unit_id)
    if not filled and not emptied:
        return []
    await withholding.anew(unit_id)
    return [f"post-{key}" for (key,) in await database.rows(_TOPICS, unit_id)]


async def _fill(unit_id: int) -> bool:
    """Every emptied text as it was; what is still hidden is emptied once more after this."""
    changed = False
    for box in await Box.filter(unit_id=unit_id).order_by("-id"):
        text = await Text.get_or_none(id=box.text_key, unit_id=unit_id)
        if text is None and not await Text.filter(unit_id=unit_id).exists():
            continue  # the reply itself is hidden: its words are put back first
        if text is not None and text.text == box.after:
            await _write(text, box.before)
            changed = True
        await box.delete()
    return changed


async def _empty(unit_id: int) -> bool:
    changed = False
    for text in await Text.filter(unit_id=unit_id):
        sources = rules.quoted_posts(text.text)
        found = await Post.filter(id__in=list(sources), state=State.HIDDEN) if sources else []
        hidden = frozenset(each.id for each in found)
        after = rules.emptied(text.text, hidden, partial(i18n.say, _INSTEAD, text.language))
        if after != text.text:
            for each in hidden:
                await Box.create(post_id=each, unit_id=unit_id, text_key=text.id, before=text.text, after=after)
            await _write(text, after)
            changed = True
    return changed


async def _write(text: Text, words: str) -> None:
    text.text, text.html = words, markup.render(words)
    await text.save(update_fields=["text", "html"])


async def forget(post: Post) -> None:
    """A post's words are deleted: what was put aside of them goes, too, and what was put aside of its own."""
    await Box.filter(post_id=post.id).delete()
    await Box.filter(unit_id=post.unit_id).delete()
