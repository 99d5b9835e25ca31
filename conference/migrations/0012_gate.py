"""The gate before a vote: languages that hold a text, waivers with their consents, meanings that changed."""

from tortoise import fields
from tortoise.fields.base import OnDelete

from conference.runtime import migrating
from conference.runtime.migrating import LINK, MOMENT, link, table


class Migration(migrating.Migration):
    dependencies = [("conference", "0011_two_persons")]

    operations = [
        table(
            "Hold", "language_hold", "Somebody of a language asks for time: once for each text.",
            {
                "subject": fields.CharField(max_length=80),
                "language": fields.CharField(max_length=8),
                "vote": link("vote", "Vote", db_index=True),
                "account": link("account", "Account", OnDelete.RESTRICT),
                "reason": link("reason", "Unit", OnDelete.RESTRICT, db_index=True),
                "begun_at": fields.DatetimeField(**MOMENT),
                "ends_at": fields.DatetimeField(**MOMENT),
            },
            unique=(("subject", "language"),),
        ),
        table(
            "Waiver", "waiver", "The chair asks to open although the texts in some languages are not as they should be.",
            {
                "vote": fields.OneToOneField("conference.Vote", source_field="vote_id", on_delete=OnDelete.CASCADE, **LINK),
                "lacking": fields.JSONField(),
                "reason": link("reason", "Unit", OnDelete.RESTRICT, db_index=True),
                "asked_by": link("asked_by", "Account", OnDelete.RESTRICT),
                "asked_at": fields.DatetimeField(**MOMENT),
            },
        ),
        table(
            "Consent", "waiver_consent", "A delegate consents to a waiver, with her delegation as it was then.",
            {
                "waiver": link("waiver", "Waiver"),
                "account": link("account", "Account", OnDelete.RESTRICT),
                "delegation": fields.CharField(max_length=8),
                "at": fields.DatetimeField(**MOMENT),
            },
            unique=(("waiver", "account"),),
        ),
        table(
            "Finding", "concordance_finding", "A carried amendment does not say the same in a language.",
            {
                "amendment": link("amendment", "Amendment", OnDelete.RESTRICT, db_index=True),
                "language": fields.CharField(max_length=8),
                "reason": link("reason", "Unit", OnDelete.RESTRICT, db_index=True),
                "found_by": link("found_by", "Account", OnDelete.RESTRICT),
                "found_at": fields.DatetimeField(**MOMENT),
                "settled_by": link("settled_by", "Account", OnDelete.RESTRICT, null=True),
                "settled_at": fields.DatetimeField(null=True, **MOMENT),
                "settled_how": fields.CharField(default="", db_default="", max_length=16),
            },
        ),
    ]  # fmt: skip
