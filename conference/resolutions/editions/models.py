"""Editions, their texts, and the corrections that lead from one to the next."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account
from conference.resolutions.models import Resolution
from conference.translation.models import Unit


class Correction(Model):
    """One passage in one language, before and after. `nature`: typographical or translation.

    `edition`: the number of the one corrected. `certified`: who vouches that nothing of
    substance changes, with the moment. `state`: proposed, published, withdrawn.
    """

    id = fields.IntField(primary_key=True)
    resolution: fields.ForeignKeyRelation[Resolution] = fields.ForeignKeyField(
        "conference.Resolution", related_name=False, db_index=True
    )
    resolution_id: int
    edition = fields.IntField()
    label = fields.CharField(24)
    language = fields.CharField(8)
    before = fields.TextField()
    after = fields.TextField()
    nature = fields.CharField(16)
    reason: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    reason_id: int
    proposed_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    proposed_by_id: int
    proposed_at = fields.DatetimeField()
    certified: list[dict[str, Any]] = fields.JSONField()
    state = fields.CharField(16)

    class Meta:
        table = "correction"
        app = "conference"


class Edition(Model):
    """`digest` covers every word in every language, as that of a resolution does, and delegations sign it."""

    id = fields.IntField(primary_key=True)
    resolution: fields.ForeignKeyRelation[Resolution] = fields.ForeignKeyField(
        "conference.Resolution", related_name=False, on_delete=fields.RESTRICT
    )
    resolution_id: int
    number = fields.IntField()
    digest = fields.CharField(64)
    correction: fields.ForeignKeyNullableRelation[Correction] = fields.ForeignKeyField(
        "conference.Correction", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    correction_id: int | None
    published_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    published_by_id: int | None
    published_at = fields.DatetimeField()

    class Meta:
        table = "edition"
        app = "conference"
        unique_together = (("resolution", "number"),)


class EditionText(Model):
    """An edition in one language: `content` is canonical JSON, `digest` its SHA-256."""

    id = fields.IntField(primary_key=True)
    edition: fields.ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "conference.Edition", related_name=False, on_delete=fields.RESTRICT
    )
    edition_id: int
    language = fields.CharField(8)
    content = fields.TextField()
    digest = fields.CharField(64)

    class Meta:
        table = "edition_text"
        app = "conference"
        unique_together = (("edition", "language"),)
