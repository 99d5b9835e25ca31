"""The translation desk: who has taken a text, segments from elsewhere, and what a machine's text was copied from."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations.operations import AddField, RunSQL

from conference.runtime import migrating
from conference.runtime.migrating import MOMENT, link, table


class Migration(migrating.Migration):
    dependencies = [("conference", "0016_rapporteur")]

    operations = [
        table(
            "Claim", "translation_claim", "A translator has taken a text into one language until a moment.",
            {
                "unit": link("unit", "Unit"),
                "language": fields.CharField(max_length=8),
                "account": link("account", "Account", OnDelete.RESTRICT, db_index=True),
                "until": fields.DatetimeField(**MOMENT),
            },
            unique=(("unit", "language"),),
        ),
        table(
            "MemorySegment", "memory_segment", "A pair of texts that a translator brought in from a memory of her own.",
            {
                "source_language": fields.CharField(max_length=8),
                "target_language": fields.CharField(max_length=8),
                "source": fields.TextField(),
                "target": fields.TextField(),
                "source_hash": fields.CharField(max_length=64, db_index=True),
                "origin": fields.CharField(max_length=120),
                "account": link("account", "Account", OnDelete.RESTRICT, db_index=True),
                "brought_at": fields.DatetimeField(**MOMENT),
            },
            unique=(("source_hash", "source_language", "target_language"),),
        ),
        AddField("MachineText", "copied_from", fields.IntField(null=True)),
        RunSQL("CREATE INDEX text_by_source ON text (source_hash)", "DROP INDEX text_by_source"),
        RunSQL("CREATE INDEX text_by_length ON text (language, (length(text)))", "DROP INDEX text_by_length"),
    ]  # fmt: skip
