"""What is cast openly: hands that tellers counted, named answers, demands for another way, and conciliation."""

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from conference.amendments.models import Amendment
from conference.people.models import Account
from conference.voting.models import Vote


class HandCount(Model):
    """What one teller counted in one delegation's place of the hall."""

    id = fields.IntField(primary_key=True)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False)
    vote_id: int
    teller: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    teller_id: int
    delegation = fields.CharField(8)
    yes = fields.IntField()
    no = fields.IntField()
    abstain = fields.IntField()

    class Meta:
        table = "hand_count"
        app = "conference"
        unique_together = (("vote", "teller", "delegation"),)


class OpenBallot(Model):
    """A named answer. In a roll call one of the three is 1, and a card's votes may be split over them."""

    id = fields.IntField(primary_key=True)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False)
    vote_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    yes = fields.IntField(default=0)
    no = fields.IntField(default=0)
    abstain = fields.IntField(default=0)
    revision = fields.IntField(default=1)

    class Meta:
        table = "open_ballot"
        app = "conference"
        unique_together = (("vote", "account"),)


class Demand(Model):
    """A delegate asks that the question be put again by `roll-call` or `card`."""

    id = fields.IntField(primary_key=True)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False)
    vote_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    wants = fields.CharField(16)
    at = fields.DatetimeField()

    class Meta:
        table = "demand"
        app = "conference"
        unique_together = (("vote", "account"),)


class Conciliation(Model):
    """One member for each delegation look, until a deadline, for a text that all can accept, before one new vote.

    The text that lies before them is `agreed`, an amendment; or, of a resolution, the compiled text with the digest
    `binding`; else the same text again. `laid`: whether somebody has laid one before them.
    """

    id = fields.IntField(primary_key=True)
    vote: fields.OneToOneRelation[Vote] = fields.OneToOneField("conference.Vote", related_name=False)
    vote_id: int
    state = fields.CharField(16)
    deadline = fields.DatetimeField()
    agreed: fields.ForeignKeyNullableRelation[Amendment] = fields.ForeignKeyField(
        "conference.Amendment", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    agreed_id: int | None
    binding = fields.CharField(64, default="", db_default="")
    laid = fields.BooleanField(default=False, db_default=False)
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "conciliation"
        app = "conference"


class Conciliator(Model):
    """The member whom one delegation sends. `consents` once she has agreed to the text."""

    id = fields.IntField(primary_key=True)
    conciliation: fields.ForeignKeyRelation[Conciliation] = fields.ForeignKeyField(
        "conference.Conciliation", related_name=False
    )
    conciliation_id: int
    delegation = fields.CharField(8)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    consents = fields.BooleanField(default=False)

    class Meta:
        table = "conciliator"
        app = "conference"
        unique_together = (("conciliation", "delegation"),)
