"""Votes, their options, the roll, and what remains of the ballots after the count.

The sealed box itself is no model: it is one table with SQL of its own for each database, in `box`.
"""

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from conference.amendments.models import Amendment
from conference.people.models import Account
from conference.planks.models import Plank


class Vote(Model):
    """A question put. What was frozen at opening stays. `phase` alone decides whether a ballot is accepted."""

    id = fields.IntField(primary_key=True)
    number = fields.IntField(unique=True)
    kind = fields.CharField(16)
    method = fields.CharField(16)
    questions: dict[str, str] = fields.JSONField()
    rules: dict[str, Any] = fields.JSONField()
    audience = fields.CharField(16)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField(
        "conference.Plank", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    plank_id: int
    amendment: fields.ForeignKeyNullableRelation[Amendment] = fields.ForeignKeyField(
        "conference.Amendment", related_name=False, null=True, db_index=True, on_delete=fields.RESTRICT
    )
    amendment_id: int | None
    follows: fields.ForeignKeyNullableRelation["Vote"] = fields.ForeignKeyField(
        "conference.Vote", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    follows_id: int | None
    phase = fields.CharField(16)
    put_at = fields.DatetimeField()
    opened_at: datetime | None = fields.DatetimeField(null=True)
    closes_at: datetime | None = fields.DatetimeField(null=True)
    closed_at: datetime | None = fields.DatetimeField(null=True)
    declared_at: datetime | None = fields.DatetimeField(null=True)
    public_key = fields.CharField(64, default="")
    opening_digest = fields.CharField(64, default="")
    root = fields.CharField(64, default="")
    cast = fields.IntField(default=0)
    result: dict[str, Any] | None = fields.JSONField(null=True)
    result_digest = fields.CharField(64, default="")
    outcome = fields.CharField(16, default="")

    class Meta:
        table = "vote"
        app = "conference"


class Option(Model):
    """One answer: a short key, its words and its text by language, and the digest that the ballot is bound to."""

    id = fields.IntField(primary_key=True)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False)
    vote_id: int
    key = fields.CharField(16)
    position = fields.IntField()
    words: dict[str, str] = fields.JSONField()
    texts: dict[str, str] = fields.JSONField()
    digest = fields.CharField(64)
    amendment: fields.ForeignKeyNullableRelation[Amendment] = fields.ForeignKeyField(
        "conference.Amendment", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    amendment_id: int | None

    class Meta:
        table = "vote_option"
        app = "conference"
        unique_together = (("vote", "key"), ("vote", "position"))


class Voter(Model):
    """One line of the roll, frozen at opening."""

    id = fields.IntField(primary_key=True)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False)
    vote_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    account_id: int
    delegation = fields.CharField(8)

    class Meta:
        table = "voter"
        app = "conference"
        unique_together = (("vote", "account"),)


class Counted(Model):
    """How many opened ballots of a delegation say the same. Written sorted by content, all at once."""

    id = fields.IntField(primary_key=True)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False)
    vote_id: int
    delegation = fields.CharField(8)
    ranking = fields.TextField()
    number = fields.IntField()

    class Meta:
        table = "counted"
        app = "conference"
        unique_together = (("vote", "delegation", "ranking"),)


class Leaf(Model):
    """One sorted leaf of the box: binds a receipt to its envelope and tells neither voter nor content."""

    id = fields.IntField(primary_key=True)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False)
    vote_id: int
    position = fields.IntField()
    hash = fields.CharField(64)
    code_hash = fields.CharField(64)

    class Meta:
        table = "leaf"
        app = "conference"
        unique_together = (("vote", "position"),)
