"""Notices by mail: what somebody asked for, what waits for her, how far the journal was read."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index

from conference.runtime import migrating
from conference.runtime.migrating import LINK, MOMENT, link, table


class Migration(migrating.Migration):
    dependencies = [("conference", "0017_desk")]

    operations = [
        table(
            "MailChoice", "mail_choice", "How somebody wants her letters. Who asked for none has no row.",
            {
                "account": fields.OneToOneField(
                    "conference.Account", source_field="account_id", on_delete=OnDelete.CASCADE, **LINK
                ),
                "rhythm": fields.CharField(max_length=8),
                "hour": fields.IntField(),
                "weekday": fields.IntField(),
                "zone": fields.CharField(max_length=40),
                "about": fields.CharField(max_length=60),
                "words": fields.BooleanField(default=False, db_default=False),
                "address": fields.CharField(max_length=254),
                "confirmed_at": fields.DatetimeField(null=True, **MOMENT),
                "code_hash": fields.CharField(default="", db_default="", max_length=64),
                "code_ends": fields.FloatField(default=0, db_default=0),
                "token": fields.CharField(unique=True, max_length=43),
                "quiet_until": fields.FloatField(default=0, db_default=0),
                "refused_at": fields.DatetimeField(null=True, **MOMENT),
            },
        ),
        table(
            "MailNotice", "mail_notice", "One event for one recipient, never twice. It holds no words of it.",
            {
                "account": link("account", "Account"),
                "key": fields.CharField(max_length=140),
                "kind": fields.CharField(max_length=12),
                "why": fields.CharField(max_length=8),
                "subject": fields.CharField(max_length=120),
                "verb": fields.CharField(max_length=40),
                "state": fields.CharField(max_length=8),
                "made": fields.FloatField(),
                "due": fields.FloatField(),
                "tries": fields.IntField(default=0, db_default=0),
                "tried": fields.FloatField(default=0, db_default=0),
                "lease": fields.CharField(default="", db_default="", max_length=32),
                "leased_until": fields.FloatField(default=0, db_default=0),
                "letter": fields.CharField(default="", db_default="", max_length=32),
                "problem": fields.CharField(default="", db_default="", max_length=40),
            },
            unique=(("account", "key"),),
            indexes=[Index(fields=["state", "due"])],
        ),
        table(
            "MailCursor", "mail_cursor", "The number in the journal up to which notices were made: one row.",
            {"seq": fields.IntField(), "turns": fields.IntField()},
        ),
    ]  # fmt: skip
