"""Statements of several authors: what waits for their consent, and who stands behind what is annexed."""

from tortoise import fields
from tortoise.fields.base import OnDelete

from conference.runtime import migrating
from conference.runtime.migrating import COMPACT, MOMENT, link, table


class Migration(migrating.Migration):
    dependencies = [("conference", "0019_search")]

    operations = [
        table(
            "PendingStatement", "resolution_statement_pending",
            "A statement of several authors until it is annexed. Only they read it.",
            {
                "resolution": link("resolution", "Resolution", db_index=True),
                "kind": fields.CharField(max_length=16),
                "author": link("author", "Account", OnDelete.RESTRICT, db_index=True),
                "delegation": link("delegation", "Delegation", OnDelete.RESTRICT),
                "clauses": fields.JSONField(**COMPACT),
                "language": fields.CharField(max_length=8),
                "text": fields.TextField(),
                "filed_at": fields.DatetimeField(**MOMENT),
            },
        ),
        table(
            "CoAuthor", "resolution_statement_author",
            "Another author of a statement, with her answer while it waits.",
            {
                "pending": link("pending", "PendingStatement", null=True, db_index=True),
                "statement": link("statement", "Statement", null=True, db_index=True),
                "account": link("account", "Account", OnDelete.RESTRICT, db_index=True),
                "delegation": link("delegation", "Delegation", OnDelete.RESTRICT),
                "answer": fields.CharField(max_length=16, default="", db_default=""),
                "answered_at": fields.DatetimeField(null=True, **MOMENT),
            },
            unique=(("pending", "account"), ("statement", "account")),
        ),
    ]  # fmt: skip
