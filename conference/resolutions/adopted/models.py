"""Delegations that adopt ad referendum, what came of it at home, who may sign for them, and what they signed."""

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account, Delegation
from conference.resolutions.editions.models import Edition
from conference.resolutions.models import Resolution


class AdReferendum(Model):
    """A delegation adopts subject to ratification at home, declared before the vote's result is."""

    id = fields.IntField(primary_key=True)
    resolution: fields.ForeignKeyRelation[Resolution] = fields.ForeignKeyField(
        "conference.Resolution", related_name=False
    )
    resolution_id: int
    delegation: fields.ForeignKeyRelation[Delegation] = fields.ForeignKeyField(
        "conference.Delegation", related_name=False, on_delete=fields.RESTRICT
    )
    delegation_id: int
    declared_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    declared_by_id: int
    declared_at = fields.DatetimeField()

    class Meta:
        table = "ad_referendum"
        app = "conference"
        unique_together = (("resolution", "delegation"),)


class Ratification(Model):
    """One line of the ledger. `result`: ratified or refused. `evidence`: the address of a document, or empty."""

    id = fields.IntField(primary_key=True)
    referendum: fields.ForeignKeyRelation[AdReferendum] = fields.ForeignKeyField(
        "conference.AdReferendum", related_name=False, db_index=True
    )
    referendum_id: int
    body = fields.CharField(300)
    decided_on = fields.DateField()
    result = fields.CharField(16)
    note = fields.TextField()
    evidence = fields.CharField(500)
    recorded_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    recorded_by_id: int
    recorded_at = fields.DatetimeField()

    class Meta:
        table = "ratification"
        app = "conference"


class Signer(Model):
    """A delegate who may sign for her delegation and declare for it, as the credentials committee has named her."""

    id = fields.IntField(primary_key=True)
    delegation: fields.ForeignKeyRelation[Delegation] = fields.ForeignKeyField(
        "conference.Delegation", related_name=False, on_delete=fields.RESTRICT
    )
    delegation_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    named_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    named_by_id: int
    named_at = fields.DatetimeField()

    class Meta:
        table = "delegation_signer"
        app = "conference"
        unique_together = (("delegation", "account"),)


class Signature(Model):
    """A delegation has signed the digest of an edition, by the account of one of its signers."""

    id = fields.IntField(primary_key=True)
    edition: fields.ForeignKeyRelation[Edition] = fields.ForeignKeyField("conference.Edition", related_name=False)
    edition_id: int
    delegation: fields.ForeignKeyRelation[Delegation] = fields.ForeignKeyField(
        "conference.Delegation", related_name=False, on_delete=fields.RESTRICT
    )
    delegation_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    digest = fields.CharField(64)
    signed_at = fields.DatetimeField()

    class Meta:
        table = "signature"
        app = "conference"
        unique_together = (("edition", "delegation"),)
