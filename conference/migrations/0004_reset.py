"""Links to choose a new password, browsers that proved whose they are, and two tables of the edge: how often somebody
tried, and which forms were answered. The edge's rows live for a day at most."""

from typing import Any

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from conference.runtime import migrating
from conference.runtime.both import RunBoth

TRIES = "CREATE TABLE tries (key_hash CHAR(64) NOT NULL PRIMARY KEY, free_at {real} NOT NULL)"
DAY_KEY = "CREATE TABLE day_key (day CHAR(10) NOT NULL PRIMARY KEY, key CHAR(64) NOT NULL)"
ANSWERED = """
CREATE TABLE answered (
  key_hash CHAR(64) NOT NULL PRIMARY KEY,
  sent_at BIGINT NOT NULL,
  location TEXT NOT NULL,
  notice VARCHAR(64) NOT NULL
)"""
OF_DAY = "CREATE INDEX answered_sent_at ON answered (sent_at)"


ACCOUNT: dict[str, Any] = {
    "source_field": "account_id", "db_index": True, "db_constraint": True, "to_field": "id", "related_name": False,
    "on_delete": OnDelete.CASCADE,
}  # fmt: skip


class Migration(migrating.Migration):
    dependencies = [("conference", "0003_voting_rooms")]

    operations = [
        ops.CreateModel(
            name="Reset",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("account", fields.ForeignKeyField("conference.Account", null=True, **ACCOUNT)),
                ("email_hash", fields.CharField(max_length=64)),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "password_reset", "app": "conference", "pk_attr": "id",
                "table_description": "A link that opens a new password once, bound to the address it was sent to.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="KnownBrowser",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("account", fields.ForeignKeyField("conference.Account", **ACCOUNT)),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "known_browser", "app": "conference", "pk_attr": "id",
                "table_description": "A browser in which somebody proved who she is, so that strangers' guesses "
                "elsewhere do not shut her out here.",
            },
            bases=["Model"],
        ),
        RunBoth(
            sqlite=[TRIES.format(real="REAL"), DAY_KEY, ANSWERED, OF_DAY],
            postgres=[TRIES.format(real="DOUBLE PRECISION"), DAY_KEY, ANSWERED, OF_DAY],
        ),
    ]
