"""Rows of the queue, of what engines made, of pleas, and of what an engine has used of its day."""

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account
from conference.translation.models import Unit


class TranslationJob(Model):
    """One unit's revision that waits for an engine in one language. Times are seconds since 1970.

    `lease` is the word of the worker who has it, until `leased_until`; `problem` is why it is not done.
    """

    id = fields.IntField(primary_key=True)
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField("conference.Unit", related_name=False)
    unit_id: int
    revision = fields.IntField()
    language = fields.CharField(8)
    state = fields.CharField(8)
    rank = fields.IntField()
    tries = fields.IntField(default=0, db_default=0)
    due = fields.FloatField()
    expires = fields.FloatField()
    lease = fields.CharField(32, default="", db_default="")
    leased_until = fields.FloatField(default=0, db_default=0)
    problem = fields.CharField(40, default="", db_default="")

    class Meta:
        table = "translation_job"
        app = "conference"
        unique_together = (("unit", "revision", "language"),)
        indexes = (("state", "rank", "id"),)


class MachineText(Model):
    """What engines made of one revision of a unit: by which route, by which glossary, with what wrong.

    `copied_from` is the row of the person's text that memory gave, which may be gone by now."""

    id = fields.IntField(primary_key=True)
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField("conference.Unit", related_name=False)
    unit_id: int
    revision = fields.IntField()
    language = fields.CharField(8)
    text = fields.TextField()
    html = fields.TextField()
    middle = fields.TextField()
    route = fields.CharField(40)
    engine = fields.CharField(60)
    version = fields.CharField(60)
    glossary = fields.CharField(12)
    flags = fields.CharField(200)
    unknown = fields.TextField()
    source_hash = fields.CharField(64)
    made_at = fields.DatetimeField()
    copied_from = fields.IntField(null=True)

    class Meta:
        table = "machine_text"
        app = "conference"
        unique_together = (("unit", "revision", "language"),)


class Plea(Model):
    """A reader asks for a person's translation of a unit, or reports a machine's, once each."""

    id = fields.IntField(primary_key=True)
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField("conference.Unit", related_name=False)
    unit_id: int
    revision = fields.IntField()
    language = fields.CharField(8)
    kind = fields.CharField(8)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("conference.Account", related_name=False)
    account_id: int
    reason = fields.TextField()
    made_at = fields.DatetimeField()

    class Meta:
        table = "translation_plea"
        app = "conference"
        unique_together = (("unit", "revision", "language", "kind", "account"),)


class EngineDay(Model):
    """How many characters an engine got on one day; only engines with a budget are counted."""

    id = fields.IntField(primary_key=True)
    engine = fields.CharField(40)
    day = fields.CharField(10)
    characters = fields.IntField()

    class Meta:
        table = "engine_day"
        app = "conference"
        unique_together = (("engine", "day"),)
