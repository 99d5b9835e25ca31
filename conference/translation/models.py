"""Text units and their texts: what was written, in which language, and what stands for it in the others."""

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account


class Unit(Model):
    """A place for one text in every language. It knows no owner: segments, posts and amendments point to it."""

    id = fields.IntField(primary_key=True)
    language = fields.CharField(8)
    revision = fields.IntField(default=1)
    audience = fields.CharField(16)

    class Meta:
        table = "text_unit"
        app = "conference"


class Text(Model):
    """One text of a unit: for one revision of the original, in one language, of one origin."""

    id = fields.IntField(primary_key=True)
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField("conference.Unit", related_name=False)
    unit_id: int
    revision = fields.IntField()
    language = fields.CharField(8)
    origin = fields.CharField(16)
    text = fields.TextField()
    html = fields.TextField()
    source_hash = fields.CharField(64)
    author: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    author_id: int | None
    created_at = fields.DatetimeField()

    class Meta:
        table = "text"
        app = "conference"
        unique_together = (("unit", "language", "revision", "origin"),)
