"""The drafting committee's work: drafts and their saves, who edited a version and why, and what a text follows."""

import functools
from json import dumps, loads
from typing import Any

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from conference.runtime import migrating
from conference.runtime.both import RunBoth

FOLLOWS = "CREATE INDEX text_unit_follows ON text_unit (follows_id)"
KEY: dict[str, Any] = {"db_constraint": True, "to_field": "id", "related_name": False, "on_delete": OnDelete.RESTRICT}
JSON: dict[str, Any] = {"encoder": functools.partial(dumps, separators=(",", ":")), "decoder": loads}


def _add(model: str, name: str, field: Any) -> ops.AddField:
    return ops.AddField(model_name=model, name=name, field=field)


def _account(name: str) -> Any:
    return fields.ForeignKeyField("conference.Account", source_field=f"{name}_id", null=True, **KEY)


def _unit(name: str) -> Any:
    return fields.ForeignKeyField("conference.Unit", source_field=f"{name}_id", null=True, **KEY)


class Migration(migrating.Migration):
    dependencies = [("conference", "0004_reset")]

    operations = [
        _add("Unit", "follows", _unit("follows")),
        _add("Unit", "same_in", fields.CharField(default="", db_default="", max_length=8)),
        _add("Unit", "contested", fields.BooleanField(default=False, db_default=False)),
        _add("Text", "voucher", _account("voucher")),
        _add("Text", "carried", fields.BooleanField(default=False, db_default=False)),
        _add("Version", "editor", _account("editor")),
        _add("Version", "reason", _unit("reason")),
        _add("Version", "same_meaning", fields.BooleanField(default=False, db_default=False)),
        ops.CreateModel(
            name="Save",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("plank", fields.ForeignKeyField("conference.Plank", source_field="plank_id", **KEY)),
                ("number", fields.IntField()),
                ("content", fields.JSONField(**JSON)),
                ("what", fields.CharField(max_length=16)),
                ("by", fields.ForeignKeyField("conference.Account", source_field="by_id", **KEY)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "plank_draft",
                "app": "conference",
                "pk_attr": "id",
                "unique_together": (("plank", "number"),),
                "table_description": "One state of a draft plank, as a member of the drafting committee saved it.",
            },
            bases=["Model"],
        ),
        RunBoth(sqlite=[FOLLOWS], postgres=[FOLLOWS]),
    ]
