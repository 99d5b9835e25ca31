"""Laying an edition down: its texts become bytes that never change."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from conference.core.actor import Actor
from conference.core.canonical import canonical
from conference.core.languages import LANGUAGES
from conference.resolutions import rules
from conference.resolutions.editions.models import Correction, Edition, EditionText
from conference.resolutions.editions.rules import content
from conference.resolutions.models import Paragraph, Resolution
from conference.runtime import clock, journal

Line = Mapping[str, Any]
"""A paragraph of all languages: label, number, part, kind, key, texts."""


async def lay_first(actor: Actor, resolution: Resolution) -> Edition:
    """The compiled text as the first edition; its digest is the one that stood on the ballot."""
    rows = await Paragraph.filter(resolution_id=resolution.id).order_by("position")
    lines = [
        {
            "label": each.label, "number": rules.number(each.label, each.kind, resolution.preamble),
            "part": each.part, "kind": each.kind, "key": each.key, "texts": each.texts,
        }
        for each in rows
    ]  # fmt: skip
    return await _lay(actor, resolution, 1, resolution.titles, lines, None)


async def lay_corrected(actor: Actor, resolution: Resolution, correction: Correction) -> Edition:
    """The newest edition with one passage corrected, as the next one."""
    newest = await Edition.filter(resolution_id=resolution.id).order_by("-number").first()
    assert newest is not None, "a published resolution has an edition"
    titles, lines = await whole(newest)
    for line in lines:
        if line["label"] == correction.label:
            line["texts"] = line["texts"] | {correction.language: correction.after}
    return await _lay(actor, resolution, newest.number + 1, titles, lines, correction)


async def whole(edition: Edition) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """An edition's titles and paragraphs with the texts of all languages, read from its bytes."""
    told = {each.language: json.loads(each.content) for each in await EditionText.filter(edition_id=edition.id)}
    titles = {language: one["title"] for language, one in told.items()}
    lines = [{key: value for key, value in each.items() if key != "text"} | {"texts": {}}
             for each in next(iter(told.values()))["paragraphs"]]  # fmt: skip
    for language, one in told.items():
        for line, each in zip(lines, one["paragraphs"], strict=True):
            line["texts"][language] = each["text"]
    return titles, lines


async def _lay(
    actor: Actor,
    resolution: Resolution,
    number: int,
    titles: Mapping[str, str],
    lines: Sequence[Line],
    correction: Correction | None,
) -> Edition:
    digest = rules.binding(titles, [(each["label"], each["kind"], each["texts"]) for each in lines])
    edition = await Edition.create(
        resolution_id=resolution.id, number=number, digest=digest, published_by_id=actor.id,
        published_at=clock.now(), correction_id=correction.id if correction else None,
    )  # fmt: skip
    for language in LANGUAGES:
        own = [{k: v for k, v in each.items() if k != "texts"} | {"text": each["texts"][language]} for each in lines]
        made = canonical(content(resolution.number, number, language, titles[language], digest, own))
        await EditionText.create(
            edition_id=edition.id, language=language, content=made.decode(), digest=sha256(made).hexdigest()
        )
    decided, topic = [number, digest], f"resolution-{resolution.number}"
    journal.record("edition-published", topic=topic, by=actor, decided=decided, also=("resolutions",))
    return edition
