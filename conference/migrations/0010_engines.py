"""Engines: the queue of jobs, what engines made, pleas of readers, the budget of a day, the glossary's revisions."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index

from conference.runtime import migrating
from conference.runtime.migrating import MOMENT, link, table


class Migration(migrating.Migration):
    dependencies = [("conference", "0009_debate")]

    operations = [
        table(
            "TranslationJob", "translation_job", "One unit's revision that waits for an engine in one language.",
            {
                "unit": link("unit", "Unit"),
                "revision": fields.IntField(),
                "language": fields.CharField(max_length=8),
                "state": fields.CharField(max_length=8),
                "rank": fields.IntField(),
                "tries": fields.IntField(default=0, db_default=0),
                "due": fields.FloatField(),
                "expires": fields.FloatField(),
                "lease": fields.CharField(default="", db_default="", max_length=32),
                "leased_until": fields.FloatField(default=0, db_default=0),
                "problem": fields.CharField(default="", db_default="", max_length=40),
            },
            unique=(("unit", "revision", "language"),),
            indexes=[Index(fields=["state", "rank", "id"])],
        ),
        table(
            "MachineText", "machine_text", "What engines made of one revision of a unit.",
            {
                "unit": link("unit", "Unit"),
                "revision": fields.IntField(),
                "language": fields.CharField(max_length=8),
                "text": fields.TextField(),
                "html": fields.TextField(),
                "middle": fields.TextField(),
                "route": fields.CharField(max_length=40),
                "engine": fields.CharField(max_length=60),
                "version": fields.CharField(max_length=60),
                "glossary": fields.CharField(max_length=12),
                "flags": fields.CharField(max_length=200),
                "unknown": fields.TextField(),
                "source_hash": fields.CharField(max_length=64),
                "made_at": fields.DatetimeField(**MOMENT),
            },
            unique=(("unit", "revision", "language"),),
        ),
        table(
            "Plea", "translation_plea", "A reader asks for a person's translation, or reports a machine's, once each.",
            {
                "unit": link("unit", "Unit"),
                "revision": fields.IntField(),
                "language": fields.CharField(max_length=8),
                "kind": fields.CharField(max_length=8),
                "account": link("account", "Account"),
                "reason": fields.TextField(),
                "made_at": fields.DatetimeField(**MOMENT),
            },
            unique=(("unit", "revision", "language", "kind", "account"),),
        ),
        table(
            "EngineDay", "engine_day", "How many characters an engine got on one day.",
            {
                "engine": fields.CharField(max_length=40),
                "day": fields.CharField(max_length=10),
                "characters": fields.IntField(),
            },
            unique=(("engine", "day"),),
        ),
        table(
            "TermRevision", "term_revision", "One revision of a term of the glossary, the newest of a key counts.",
            {
                "key": fields.CharField(max_length=80),
                "number": fields.IntField(),
                "content": fields.JSONField(null=True),
                "author": link("author", "Account", OnDelete.RESTRICT, null=True),
                "written_at": fields.DatetimeField(**MOMENT),
            },
            unique=(("key", "number"),),
        ),
    ]  # fmt: skip
