"""A resolution in the making, and the passages that are written for it at the desk."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account, Delegation
from conference.resolutions.models import Resolution
from conference.translation.models import Unit


class Draft(Model):
    """`planks`: their numbers in order. `recitals`: plank number -> its blocks that belong to the preamble.

    `preamble`: lettered or unnumbered. `resolution` is the last one that was compiled from it.
    """

    id = fields.IntField(primary_key=True)
    titles: dict[str, str] = fields.JSONField()
    preamble = fields.CharField(16)
    planks: list[int] = fields.JSONField()
    recitals: dict[str, Any] = fields.JSONField()
    opened_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    opened_by_id: int
    opened_at = fields.DatetimeField()
    resolution: fields.ForeignKeyNullableRelation[Resolution] = fields.ForeignKeyField(
        "conference.Resolution", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    resolution_id: int | None

    class Meta:
        table = "resolution_draft"
        app = "conference"


class Schedule(Model):
    """An annex to a clause, for a delegation or for a sector (`sector`: its name by language). `clause`: a key."""

    id = fields.IntField(primary_key=True)
    draft: fields.ForeignKeyRelation[Draft] = fields.ForeignKeyField("conference.Draft", related_name=False)
    draft_id: int
    key = fields.CharField(24)
    position = fields.IntField()
    titles: dict[str, str] = fields.JSONField()
    delegation: fields.ForeignKeyNullableRelation[Delegation] = fields.ForeignKeyField(
        "conference.Delegation", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    delegation_id: int | None
    sector: dict[str, str] = fields.JSONField()
    clause = fields.CharField(40)

    class Meta:
        table = "resolution_schedule"
        app = "conference"
        unique_together = (("draft", "key"),)


class DraftPassage(Model):
    """A recital (`place` preamble) or a passage of a schedule (`place` its key), a unit in every language."""

    id = fields.IntField(primary_key=True)
    draft: fields.ForeignKeyRelation[Draft] = fields.ForeignKeyField("conference.Draft", related_name=False)
    draft_id: int
    place = fields.CharField(24)
    key = fields.CharField(24)
    position = fields.IntField()
    kind = fields.CharField(16)
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    unit_id: int

    class Meta:
        table = "resolution_draft_passage"
        app = "conference"
        unique_together = (("draft", "key"),)
