"""Commitments of delegations and the reports on them."""

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account, Delegation
from conference.resolutions.models import Resolution
from conference.translation.models import Unit


class Commitment(Model):
    """`clause`: the label of an operative clause. `office`: the role that answers for it. `owner`: who has agreed to be
    named for it. `status`: planned, begun, done, given-up."""

    id = fields.IntField(primary_key=True)
    resolution: fields.ForeignKeyRelation[Resolution] = fields.ForeignKeyField(
        "conference.Resolution", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    resolution_id: int
    clause = fields.CharField(24)
    delegation: fields.ForeignKeyRelation[Delegation] = fields.ForeignKeyField(
        "conference.Delegation", related_name=False, on_delete=fields.RESTRICT
    )
    delegation_id: int
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    unit_id: int
    office = fields.CharField(200)
    owner: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    owner_id: int | None
    due_on = fields.DateField(null=True)
    status = fields.CharField(16)
    made_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    made_by_id: int
    made_at = fields.DatetimeField()

    class Meta:
        table = "commitment"
        app = "conference"


class Progress(Model):
    """A report on a commitment: where it stands from now on, and in words why."""

    id = fields.IntField(primary_key=True)
    commitment: fields.ForeignKeyRelation[Commitment] = fields.ForeignKeyField(
        "conference.Commitment", related_name=False, db_index=True
    )
    commitment_id: int
    status = fields.CharField(16)
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    unit_id: int
    reported_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    reported_by_id: int
    reported_at = fields.DatetimeField()

    class Meta:
        table = "commitment_progress"
        app = "conference"
