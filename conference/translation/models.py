"""Text units and their texts: what was written, in which language, and what stands for it in the others."""

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account


class Unit(Model):
    """A place for one text in every language. It knows no owner: segments, posts and amendments point to it.

    `follows` is the unit whose place it took. `same_in` is the language of an edit that was said not to change the
    meaning; `contested` once a translator has objected to that.
    """

    id = fields.IntField(primary_key=True)
    language = fields.CharField(8)
    revision = fields.IntField(default=1)
    audience = fields.CharField(16)
    follows: fields.ForeignKeyNullableRelation["Unit"] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    follows_id: int | None
    same_in = fields.CharField(8, default="", db_default="")
    contested = fields.BooleanField(default=False, db_default=False)

    class Meta:
        table = "text_unit"
        app = "conference"


class Text(Model):
    """One text of a unit: for one revision of the original, in one language, of one origin.

    `voucher` is who reviewed or certified it; `carried` says that it came along unchanged when an edit of another
    language was said not to change the meaning. `tongues`: of an original, the language of each of its paragraphs where
    its author says that they are in several (`translation.tongues`).
    """

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
    voucher: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    voucher_id: int | None
    carried = fields.BooleanField(default=False, db_default=False)
    tongues = fields.CharField(400, default="", db_default="")
    created_at = fields.DatetimeField()

    class Meta:
        table = "text"
        app = "conference"
        unique_together = (("unit", "language", "revision", "origin"),)


class Withheld(Model):
    """All texts of one unit, put aside as one JSON text where nothing that reads texts finds them."""

    id = fields.IntField(primary_key=True)
    unit: fields.OneToOneRelation[Unit] = fields.OneToOneField("conference.Unit", related_name=False)
    unit_id: int
    words = fields.TextField()

    class Meta:
        table = "withheld_text"
        app = "conference"
