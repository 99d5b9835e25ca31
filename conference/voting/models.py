"""Votes, their options, the roll, and what remains of the ballots after the count.

The sealed box itself is no model: it is one table with SQL of its own for each database, in `box`. What is cast openly
(hands, roll call, cards) has tables of its own in `open_models`; the tellers' work (shares, lots, papers) in
`teller_models`.
"""

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from conference.amendments.models import Amendment
from conference.people.models import Account
from conference.planks.models import Plank


class Vote(Model):
    """A question put. What was frozen at opening stays. `phase` alone decides whether a ballot is accepted.

    `rules` is a copy of the rule set it was put under. `plank` is None for elections and procedure. `due_step` is the
    step that a countdown is about to take (`opening`, `closing`, or nothing), at `due_at`. `papers` accounts for the
    papers that were handed out: see `papers`.
    """

    id = fields.IntField(primary_key=True)
    number = fields.IntField(unique=True)
    kind = fields.CharField(16)
    method = fields.CharField(16)
    questions: dict[str, str] = fields.JSONField()
    rules: dict[str, Any] = fields.JSONField()
    audience = fields.CharField(16)
    secrecy = fields.CharField(16, default="sealed", db_default="sealed")
    plank: fields.ForeignKeyNullableRelation[Plank] = fields.ForeignKeyField(
        "conference.Plank", related_name=False, null=True, db_index=True, on_delete=fields.RESTRICT
    )
    plank_id: int | None
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
    due_step = fields.CharField(16, default="", db_default="")
    due_at: datetime | None = fields.DatetimeField(null=True)
    due_closes_at: datetime | None = fields.DatetimeField(null=True)
    due_by = fields.CharField(40, default="", db_default="")
    public_key = fields.CharField(64, default="")
    opening_digest = fields.CharField(64, default="")
    root = fields.CharField(64, default="")
    cast = fields.IntField(default=0)
    result: dict[str, Any] | None = fields.JSONField(null=True)
    result_digest = fields.CharField(64, default="")
    papers: dict[str, Any] | None = fields.JSONField(null=True)
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
    """One line of the roll, frozen at opening.

    `votes` is 1 but for the holder of a card in a card vote, whose `organisation` it then names. `stands_for` is the
    delegate whose seat an alternate fills. `channel` says how her ballot comes when it is not her own device:
    `table` (cast at the tellers' table) or `paper` (she was handed a paper); `served_by` is the teller who did that.
    """

    id = fields.IntField(primary_key=True)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False)
    vote_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    account_id: int
    delegation = fields.CharField(8)
    votes = fields.IntField(default=1, db_default=1)
    organisation = fields.CharField(300, default="", db_default="")
    stands_for: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    stands_for_id: int | None
    channel = fields.CharField(8, default="", db_default="")
    served_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    served_by_id: int | None

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


class Voted(Model):
    """Whose envelope lay in the box. Written at unsealing, sorted by account, all at once: no order of casting."""

    id = fields.IntField(primary_key=True)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False)
    vote_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int

    class Meta:
        table = "voted"
        app = "conference"
        unique_together = (("vote", "account"),)
