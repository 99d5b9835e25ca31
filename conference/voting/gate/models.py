"""Languages that hold a text, decisions to open without a certified text, and passages whose meaning changed."""

from tortoise import fields
from tortoise.models import Model

from conference.amendments.models import Amendment
from conference.people.models import Account
from conference.translation.models import Unit
from conference.voting.models import Vote


class Hold(Model):
    """Somebody of a language asks for time: once for each text (`subject`), whichever vote it is put in."""

    id = fields.IntField(primary_key=True)
    subject = fields.CharField(80)
    language = fields.CharField(8)
    vote: fields.ForeignKeyRelation[Vote] = fields.ForeignKeyField("conference.Vote", related_name=False, db_index=True)
    vote_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    reason: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    reason_id: int
    begun_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()

    class Meta:
        table = "language_hold"
        app = "conference"
        unique_together = (("subject", "language"),)


class Waiver(Model):
    """The chair asks to open although the texts in some languages (`lacking`) are not as the rules want them."""

    id = fields.IntField(primary_key=True)
    vote: fields.OneToOneRelation[Vote] = fields.OneToOneField("conference.Vote", related_name=False)
    vote_id: int
    lacking: list[str] = fields.JSONField()
    reason: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    reason_id: int
    asked_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    asked_by_id: int
    asked_at = fields.DatetimeField()

    class Meta:
        table = "waiver"
        app = "conference"


class Consent(Model):
    """A delegate consents to a waiver, for herself; her delegation as it was then."""

    id = fields.IntField(primary_key=True)
    waiver: fields.ForeignKeyRelation[Waiver] = fields.ForeignKeyField("conference.Waiver", related_name=False)
    waiver_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    delegation = fields.CharField(8)
    at = fields.DatetimeField()

    class Meta:
        table = "waiver_consent"
        app = "conference"
        unique_together = (("waiver", "account"),)


class Finding(Model):
    """The later concordance found that a carried amendment does not say the same in `language`.

    Until it is settled, nothing that holds the passage is voted. `settled_how`: `mended` or `unfounded`.
    """

    id = fields.IntField(primary_key=True)
    amendment: fields.ForeignKeyRelation[Amendment] = fields.ForeignKeyField(
        "conference.Amendment", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    amendment_id: int
    language = fields.CharField(8)
    reason: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    reason_id: int
    found_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    found_by_id: int
    found_at = fields.DatetimeField()
    settled_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    settled_by_id: int | None
    settled_at = fields.DatetimeField(null=True)
    settled_how = fields.CharField(16, default="", db_default="")

    class Meta:
        table = "concordance_finding"
        app = "conference"
