"""What somebody wants to be told by mail, what waits for her, and how far the journal was read."""

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account


class MailChoice(Model):
    """How somebody wants her letters. Who never asked for any has no row here.

    `about` are words of `rules.About`. `token` opens nothing but the end of the letters, and stands in each of them.
    `code_hash` is that of the link that proves `address`; `refused_at`: a server would not take letters for it.
    """

    id = fields.IntField(primary_key=True)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField("conference.Account", related_name=False)
    account_id: int
    rhythm = fields.CharField(8)
    hour = fields.IntField()
    weekday = fields.IntField()
    zone = fields.CharField(40)
    about = fields.CharField(60)
    words = fields.BooleanField(default=False, db_default=False)
    address = fields.CharField(254)
    confirmed_at: datetime | None = fields.DatetimeField(null=True)
    code_hash = fields.CharField(64, default="", db_default="")
    code_ends: float = fields.FloatField(default=0, db_default=0)
    token = fields.CharField(43, unique=True)
    quiet_until: float = fields.FloatField(default=0, db_default=0)
    refused_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "mail_choice"
        app = "conference"


class MailNotice(Model):
    """One event for one recipient; never twice. It names what happened, and holds none of its words.

    `subject` is a number or, of a turn, an address. `letter` names the letter that it goes out in, from the first try
    on. Times are seconds since 1970.
    """

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("conference.Account", related_name=False)
    account_id: int
    key = fields.CharField(140)
    kind = fields.CharField(12)
    why = fields.CharField(8)
    subject = fields.CharField(120)
    verb = fields.CharField(40)
    state = fields.CharField(8)
    made: float = fields.FloatField()
    due: float = fields.FloatField()
    tries = fields.IntField(default=0, db_default=0)
    tried: float = fields.FloatField(default=0, db_default=0)
    lease = fields.CharField(32, default="", db_default="")
    leased_until: float = fields.FloatField(default=0, db_default=0)
    letter = fields.CharField(32, default="", db_default="")
    problem = fields.CharField(40, default="", db_default="")

    class Meta:
        table = "mail_notice"
        app = "conference"
        unique_together = (("account", "key"),)
        indexes = (("state", "due"),)


class MailCursor(Model):
    """The journal's number up to which notices were made: one row."""

    id = fields.IntField(primary_key=True)
    seq = fields.IntField()
    turns = fields.IntField()

    class Meta:
        table = "mail_cursor"
        app = "conference"
