"""Amendments and who stands behind them."""

from tortoise import fields
from tortoise.models import Model

from conference.debate.models import Thread
from conference.people.models import Account
from conference.planks.models import Plank
from conference.translation.models import Unit


class Amendment(Model):
    """A change to one block of one version of a plank. The difference is derived, never stored.

    `kind`: replace, insert (a new block after `block`) or delete. `text` is the block as it would read, a unit with
    a text in every language. Null when the block goes.
    """

    id = fields.IntField(primary_key=True)
    number = fields.IntField(unique=True)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField(
        "conference.Plank", related_name=False, db_index=True
    )
    plank_id: int
    base = fields.IntField()
    block = fields.CharField(24)
    kind = fields.CharField(16)
    parent: fields.ForeignKeyNullableRelation["Amendment"] = fields.ForeignKeyField(
        "conference.Amendment", related_name=False, null=True, db_index=True, on_delete=fields.RESTRICT
    )
    parent_id: int | None
    mover: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    mover_id: int
    text: fields.ForeignKeyNullableRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    text_id: int | None
    reason: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, on_delete=fields.RESTRICT
    )
    reason_id: int
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField(
        "conference.Thread", related_name=False, on_delete=fields.RESTRICT
    )
    thread_id: int
    state = fields.CharField(16)
    ruling: dict[str, str] = fields.JSONField(default=dict)  # the chair's reason, by language
    filed_at = fields.DatetimeField()
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "amendment"
        app = "conference"


class Cosigner(Model):
    """A delegate who stands behind an amendment."""

    id = fields.IntField(primary_key=True)
    amendment: fields.ForeignKeyRelation[Amendment] = fields.ForeignKeyField("conference.Amendment", related_name=False)
    amendment_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True
    )
    account_id: int
    at = fields.DatetimeField()

    class Meta:
        table = "cosigner"
        app = "conference"
        unique_together = (("amendment", "account"),)
