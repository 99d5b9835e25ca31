"""Who has taken which text, and segments that translators brought in from elsewhere."""

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account
from conference.translation.models import Unit


class Claim(Model):
    """A translator has taken a unit into one language. It is over at `until`, whatever happens."""

    id = fields.IntField(primary_key=True)
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField("conference.Unit", related_name=False)
    unit_id: int
    language = fields.CharField(8)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    account_id: int
    until = fields.DatetimeField()

    class Meta:
        table = "translation_claim"
        app = "conference"
        unique_together = (("unit", "language"),)


class MemorySegment(Model):
    """A pair of texts from a memory that a translator brought in. `origin` is what she calls it."""

    id = fields.IntField(primary_key=True)
    source_language = fields.CharField(8)
    target_language = fields.CharField(8)
    source = fields.TextField()
    target = fields.TextField()
    source_hash = fields.CharField(64, db_index=True)
    origin = fields.CharField(120)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    account_id: int
    brought_at = fields.DatetimeField()

    class Meta:
        table = "memory_segment"
        app = "conference"
        unique_together = (("source_hash", "source_language", "target_language"),)
