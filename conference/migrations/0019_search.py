"""The index of the search: entries by Tortoise's own means, their stems in what each database keeps for searching."""

from tortoise import fields
from tortoise.migrations.operations import CreateModel

from conference.runtime import migrating
from conference.runtime.both import RunBoth
from conference.runtime.migrating import table


class Migration(migrating.Migration):
    dependencies = [("conference", "0018_mailing")]

    operations = [
        table(
            "Indexed", "search_entry", "One document in one language, as the search finds it.",
            {
                "document": fields.BigIntField(),
                "language": fields.CharField(max_length=8),
                "kind": fields.CharField(max_length=12),
                "source": fields.CharField(max_length=8),
                "machine": fields.BooleanField(default=False),
                "revision": fields.IntField(),
                "place": fields.CharField(max_length=24),
                "digest": fields.CharField(max_length=64),
                "plank_id": fields.IntField(null=True, db_index=True),
                "post_id": fields.IntField(null=True, db_index=True),
                "amendment_id": fields.IntField(null=True, db_index=True),
                "resolution_id": fields.IntField(null=True, db_index=True),
            },
            unique=(("document", "language"),),
        ),
        CreateModel(
            name="Made",
            fields=[
                ("id", fields.IntField(generated=False, primary_key=True, unique=True, db_index=True)),
                ("version", fields.CharField(max_length=40)),
            ],
            options={
                "table": "search_made", "app": "conference", "pk_attr": "id",
                "table_description": "By which version of the index its entries were all made.",
            },
            bases=["Model"],
        ),
        RunBoth(
            sqlite=["CREATE VIRTUAL TABLE search_words USING fts5(words, tokenize = 'ascii')"],
            postgres=[
                "CREATE TABLE search_words (rowid INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)",
                "CREATE INDEX search_words_words ON search_words USING gin (words)",
            ],
        ),
    ]  # fmt: skip
