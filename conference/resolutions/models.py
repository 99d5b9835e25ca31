"""Resolutions: compiled text that is frozen, voted on as a whole, and published."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from conference.planks.models import Plank
from conference.voting.models import Vote


class Resolution(Model):
    """One compiled text. `digest` covers every word in every language. It stands on the ballot."""

    id = fields.IntField(primary_key=True)
    number = fields.IntField(unique=True)
    titles: dict[str, str] = fields.JSONField()
    state = fields.CharField(16)
    digest = fields.CharField(64)
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

    `sources`: plank, version, block, author, and for each word span the amendment and the vote that brought it.
    """

    id = fields.IntField(primary_key=True)
    resolution: fields.ForeignKeyRelation[Resolution] = fields.ForeignKeyField(
        "conference.Resolution", related_name=False
    )
    resolution_id: int
    position = fields.IntField()
    label = fields.CharField(24)
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
