"""Statements that delegations and delegates annex to a resolution."""

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account, Delegation
from conference.resolutions.models import Resolution
from conference.translation.models import Unit


class Statement(Model):
    """`kind`: reservation (of a delegation), minority or explanation (of a delegate). `clauses`: labels, or none."""

    id = fields.IntField(primary_key=True)
    resolution: fields.ForeignKeyRelation[Resolution] = fields.ForeignKeyField(
        "conference.Resolution", related_name=False, db_index=True
    )
    resolution_id: int
    kind = fields.CharField(16)
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    author_id: int
    delegation: fields.ForeignKeyRelation[Delegation] = fields.ForeignKeyField(
        "conference.Delegation", related_name=False, on_delete=fields.RESTRICT
    )
    delegation_id: int
    clauses: list[str] = fields.JSONField()
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    unit_id: int
    filed_at = fields.DatetimeField()
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "resolution_statement"
        app = "conference"


class PendingStatement(Model):
    """A statement of several authors until it is annexed. Only they read it, and its words change no more: whoever
    consents consents to these. `author` is the first of them."""

    id = fields.IntField(primary_key=True)
    resolution: fields.ForeignKeyRelation[Resolution] = fields.ForeignKeyField(
        "conference.Resolution", related_name=False, db_index=True
    )
    resolution_id: int
    kind = fields.CharField(16)
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    author_id: int
    delegation: fields.ForeignKeyRelation[Delegation] = fields.ForeignKeyField(
        "conference.Delegation", related_name=False, on_delete=fields.RESTRICT
    )
    delegation_id: int
    clauses: list[str] = fields.JSONField()
    language = fields.CharField(8)
    text = fields.TextField()
    filed_at = fields.DatetimeField()

    class Meta:
        table = "resolution_statement_pending"
        app = "conference"


class CoAuthor(Model):
    """Another author of a statement: of one that waits, with her answer, or annexed with her consent."""

    id = fields.IntField(primary_key=True)
    pending: fields.ForeignKeyNullableRelation[PendingStatement] = fields.ForeignKeyField(
        "conference.PendingStatement", related_name=False, null=True, db_index=True
    )
    pending_id: int | None
    statement: fields.ForeignKeyNullableRelation[Statement] = fields.ForeignKeyField(
        "conference.Statement", related_name=False, null=True, db_index=True
    )
    statement_id: int | None
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    account_id: int
    delegation: fields.ForeignKeyRelation[Delegation] = fields.ForeignKeyField(
        "conference.Delegation", related_name=False, on_delete=fields.RESTRICT
    )
    delegation_id: int
    answer = fields.CharField(16, default="", db_default="")
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "resolution_statement_author"
        app = "conference"
        unique_together = (("pending", "account"), ("statement", "account"))
