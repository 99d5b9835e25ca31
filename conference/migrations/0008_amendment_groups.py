"""Amendments that touch the same words: rival sets, the chair's order, and how each came over to a new version."""

import functools
from json import dumps, loads
from typing import Any

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from conference.runtime import migrating

KEY: dict[str, Any] = {"generated": True, "primary_key": True, "unique": True, "db_index": True}
LINK: dict[str, Any] = {"db_constraint": True, "to_field": "id", "related_name": False}
MOMENT: dict[str, Any] = {"auto_now": False, "auto_now_add": False}
JSON: dict[str, Any] = {"encoder": functools.partial(dumps, separators=(",", ":")), "decoder": loads}


def _link(name: str, model: str, on_delete: OnDelete = OnDelete.CASCADE, **more: Any) -> Any:
    return fields.ForeignKeyField(f"conference.{model}", source_field=f"{name}_id", on_delete=on_delete, **LINK, **more)


def _table(name: str, table: str, says: str, columns: dict[str, Any], unique: Any = None) -> ops.CreateModel:
    options = {"table": table, "app": "conference", "pk_attr": "id", "table_description": says}
    if unique:
        options["unique_together"] = unique
    return ops.CreateModel(
        name=name, fields=[("id", fields.IntField(**KEY)), *columns.items()], options=options, bases=["Model"]
    )


class Migration(migrating.Migration):
    dependencies = [("conference", "0007_resolutions")]

    operations = [
        _table(
            "RivalSet", "rival_set", "Amendments of which the conference can want only one, as somebody said and why.",
            {
                "plank": _link("plank", "Plank", db_index=True),
                "reason": _link("reason", "Unit", OnDelete.RESTRICT, db_index=True),
                "marked_by": _link("marked_by", "Account", OnDelete.RESTRICT),
                "marked_at": fields.DatetimeField(**MOMENT),
                "ended_by": _link("ended_by", "Account", OnDelete.RESTRICT, null=True),
                "ended_at": fields.DatetimeField(null=True, **MOMENT),
            },
        ),
        _table(
            "Rival", "rival", "An amendment of a rival set.",
            {
                "rivals": _link("rivals", "RivalSet"),
                "amendment": _link("amendment", "Amendment", OnDelete.RESTRICT, db_index=True),
            },
            unique=(("rivals", "amendment"),),
        ),
        _table(
            "ChosenOrder", "amendment_order", "Another order of votes, chosen by the chair: the newest of a plank counts.",
            {
                "plank": _link("plank", "Plank", db_index=True),
                "numbers": fields.JSONField(**JSON),
                "reason": _link("reason", "Unit", OnDelete.RESTRICT, db_index=True),
                "chosen_by": _link("chosen_by", "Account", OnDelete.RESTRICT),
                "chosen_at": fields.DatetimeField(**MOMENT),
            },
        ),
        _table(
            "Anchoring", "amendment_anchoring",
            "How an amendment came over to a new text: moved, fallen, or waiting for a person (`overlap`).",
            {
                "amendment": _link("amendment", "Amendment", db_index=True),
                "came_from": fields.IntField(),
                "version": fields.IntField(),
                "standing": fields.CharField(max_length=8),
                "block": fields.CharField(max_length=24),
                "cause": fields.CharField(max_length=64),
                "texts": fields.JSONField(default=dict, **JSON),
                "engine": fields.CharField(max_length=200),
                "at": fields.DatetimeField(**MOMENT),
                "answer": fields.CharField(default="", max_length=12),
                "answered_by": _link("answered_by", "Account", OnDelete.RESTRICT, null=True),
                "answered_at": fields.DatetimeField(null=True, **MOMENT),
            },
        ),
    ]  # fmt: skip
