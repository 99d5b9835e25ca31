"""The tellers' work: shares of a box's key, numbers for the lot, papers entered twice, what takes two people."""

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account
from conference.voting.models import Vote


class Share(Model):
    """One share of a box's key and the teller who holds it. The words themselves are never in the database.

    `state`: `made` (waits for its teller), `held` (she has written it down and typed it back), `lost`, `given` (entered
    after closing). `fingerprint` is a hash by which a share that is entered is recognized.
    """

    id = fields.IntField(primary_key=True)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False)
    vote_id: int
    number = fields.IntField()
    teller: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    teller_id: int
    delegation = fields.CharField(8, default="")
    fingerprint = fields.CharField(64)
    state = fields.CharField(8)

    class Meta:
        table = "share"
        app = "conference"
        unique_together = (("vote", "number"), ("vote", "teller"))


class LotNumber(Model):
    """A teller's secret number for the lot: its hash before opening, the number itself after closing."""

    id = fields.IntField(primary_key=True)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False)
    vote_id: int
    teller: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    teller_id: int
    commitment = fields.CharField(64)
    revealed = fields.CharField(100, default="")

    class Meta:
        table = "lot_number"
        app = "conference"
        unique_together = (("vote", "teller"),)


class PaperEntry(Model):
    """What one teller read on one numbered paper, sealed to the vote's key. No paper's number is linked to a voter."""

    id = fields.IntField(primary_key=True)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False)
    vote_id: int
    paper = fields.IntField()
    teller: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    teller_id: int
    delegation = fields.CharField(8)
    sealed = fields.BinaryField()

    class Meta:
        table = "paper_entry"
        app = "conference"
        unique_together = (("vote", "paper", "teller"),)


class Assent(Model):
    """One person's word on a matter of a vote that takes two people who agree.

    `said` is a digest of what she agrees to; `leads` and `watches` say what she was to this vote when she said so.
    """

    id = fields.IntField(primary_key=True)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False)
    vote_id: int
    matter = fields.CharField(32)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    delegation = fields.CharField(8, default="", db_default="")
    leads = fields.BooleanField(default=False, db_default=False)
    watches = fields.BooleanField(default=False, db_default=False)
    said = fields.CharField(64)

    class Meta:
        table = "assent"
        app = "conference"
        unique_together = (("vote", "matter", "account"),)
