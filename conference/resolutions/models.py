"""Resolutions: compiled text that is frozen, voted on as a whole, and published."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from conference.planks.models import Plank
from conference.voting.models import Vote


class Resolution(Model):
    """One compiled text. `digest` covers every word in every language. It stands on the ballot.

    `preamble`: whether its recitals are lettered or unnumbered. `translators`: who wrote translations, by language.
    """

    id = fields.IntField(primary_key=True)
    number = fields.IntField(unique=True)
    titles: dict[str, str] = fields.JSONField()
    state = fields.CharField(16)
    digest = fields.CharField(64)
    preamble = fields.CharField(16, default="unnumbered", db_default="unnumbered")
    translators: dict[str, list[int]] | None = fields.JSONField(null=True)
    vote: fields.ForeignKeyNullableRelation[Vote] = fields.ForeignKeyField(
        "conference.Vote", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    vote_id: int | None
    compiled_at = fields.DatetimeField()
    published_at = fields.DatetimeField(null=True)

    class Meta:
        table = "resolution"
        app = "conference"


class Paragraph(Model):
    """One numbered paragraph in every language, with where it came from.

    `part`: preamble, operative or schedule. `key` lasts (`2.p3`, `r1`, `s1.c2`), `label` is its number in this text.
    `plank` is the one that it came from; what was drafted at the desk lies with the first plank, whose audience it
    shares. `sources`: plank, version, block, author, for each word span the label of what brought it, and for each
    label who moved it, in which language, by which votes, after which debate.
    """

    id = fields.IntField(primary_key=True)
    resolution: fields.ForeignKeyRelation[Resolution] = fields.ForeignKeyField(
        "conference.Resolution", related_name=False
    )
    resolution_id: int
    position = fields.IntField()
    label = fields.CharField(24)
    part = fields.CharField(16, default="operative", db_default="operative")
    key = fields.CharField(40, default="", db_default="")
    kind = fields.CharField(16)
    texts: dict[str, str] = fields.JSONField()
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField(
        "conference.Plank", related_name=False, on_delete=fields.RESTRICT
    )
    plank_id: int
    sources: dict[str, Any] = fields.JSONField()

    class Meta:
        table = "paragraph"
        app = "conference"
        unique_together = (("resolution", "position"), ("resolution", "label"))
