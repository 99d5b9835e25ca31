"""Planks, their versions that never change, the segments each version is made of, and the saves of drafts."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account
from conference.translation.models import Unit


class Plank(Model):
    """A proposal under debate. `titles` and `summaries` by working language. `kind`: plank or declaration."""

    id = fields.IntField(primary_key=True)
    number = fields.IntField(unique=True)
    kind = fields.CharField(16)
    language = fields.CharField(8)
    titles: dict[str, str] = fields.JSONField()
    summaries: dict[str, str] = fields.JSONField()
    state = fields.CharField(16)
    audience = fields.CharField(16)
    version = fields.IntField(default=1)
    filed_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    filed_by_id: int
    filed_at = fields.DatetimeField()

    class Meta:
        table = "plank"
        app = "conference"


class Version(Model):
    """One state of a plank's text. `cause` names what brought it: `filed`, an amendment such as `A12`, or `edited`.

    An edit of the drafting committee has its `editor`, its `reason`, and says whether it left the meaning as it was.
    `titles` and `summaries` are those that stood with this text.
    """

    id = fields.IntField(primary_key=True)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField("conference.Plank", related_name=False)
    plank_id: int
    number = fields.IntField()
    cause = fields.CharField(64)
    editor: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    editor_id: int | None
    reason: fields.ForeignKeyNullableRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    reason_id: int | None
    same_meaning = fields.BooleanField(default=False, db_default=False)
    titles: dict[str, str] | None = fields.JSONField(null=True)
    summaries: dict[str, str] | None = fields.JSONField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "plank_version"
        app = "conference"
        unique_together = (("plank", "number"),)


class Save(Model):
    """One state of a draft plank, as a member of the drafting committee saved it; `what` names the step.

    `content` is the list of its blocks as `drafting.rules` writes it; `titles` and `summaries` stood with it. A plank
    has no version until it is laid.
    """

    id = fields.IntField(primary_key=True)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField(
        "conference.Plank", related_name=False, on_delete=fields.RESTRICT
    )
    plank_id: int
    number = fields.IntField()
    content: list[dict[str, Any]] = fields.JSONField()
    titles: dict[str, str] | None = fields.JSONField(null=True)
    summaries: dict[str, str] | None = fields.JSONField(null=True)
    what = fields.CharField(16)
    by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    by_id: int
    at = fields.DatetimeField()

    class Meta:
        table = "plank_draft"
        app = "conference"
        unique_together = (("plank", "number"),)


class Segment(Model):
    """A sentence of a block of a version. Ids (`p3`, `p3s2`) are labels shared by all languages and versions."""

    id = fields.IntField(primary_key=True)
    version: fields.ForeignKeyRelation[Version] = fields.ForeignKeyField("conference.Version", related_name=False)
    version_id: int
    block = fields.CharField(24)
    kind = fields.CharField(16)
    label = fields.CharField(32)
    position = fields.IntField()
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    unit_id: int

    class Meta:
        table = "segment"
        app = "conference"
        unique_together = (("version", "position"), ("version", "label"))
