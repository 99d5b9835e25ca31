"""The index: which words stand where in which language, and by which version of the program they were put there.

The stems themselves lie in `search_words`, an FTS5 table on SQLite and a `tsvector` on PostgreSQL; a row of it bears
the number of its entry and goes with it.
"""

from tortoise import fields
from tortoise.models import Model


class Indexed(Model):
    """One document in one language. `document` names it and sorts it among all others.

    `source` is the language that it was first written in, `machine` that these are a machine's words, `revision` that
    of the texts they were taken from: an entry that has been left behind finds nothing. `place` is a block or a clause.

    Its rows are named by their keys alone: a foreign key would have PostgreSQL lock them, below the journal's lock.
    """

    id = fields.IntField(primary_key=True)
    document = fields.BigIntField()
    language = fields.CharField(8)
    kind = fields.CharField(12)
    source = fields.CharField(8)
    machine = fields.BooleanField(default=False)
    revision = fields.IntField()
    place = fields.CharField(24)
    digest = fields.CharField(64)
    plank_id = fields.IntField(null=True, db_index=True)
    post_id = fields.IntField(null=True, db_index=True)
    amendment_id = fields.IntField(null=True, db_index=True)
    resolution_id = fields.IntField(null=True, db_index=True)

    class Meta:
        table = "search_entry"
        app = "conference"
        unique_together = (("document", "language"),)


class Made(Model):
    """By which version of the index its entries were all made: one row, or none."""

    id = fields.IntField(primary_key=True, generated=False)
    version = fields.CharField(40)

    class Meta:
        table = "search_made"
        app = "conference"
