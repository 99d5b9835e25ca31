"""Every kind of amendment and its life: private drafts, steps, objections, composites, and the rules of filing."""

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


def _added(name: str, field: Any) -> ops.AddField:
    return ops.AddField(model_name="Amendment", name=name, field=field)


class Migration(migrating.Migration):
    dependencies = [("conference", "0005_drafting")]

    operations = [
        _added("announced_at", fields.DatetimeField(null=True, **MOMENT)),
        _added("composite", fields.BooleanField(default=False, db_default=False)),
        _added("contested", fields.BooleanField(default=False, db_default=False)),
        _added("floor", fields.BooleanField(default=False, db_default=False)),
        _added("returned_for", fields.CharField(default="", db_default="", max_length=24)),
        _table(
            "Objection", "objection", "A delegate who wants a vote on an amendment that the movers accepted.",
            {
                "amendment": _link("amendment", "Amendment"),
                "account": _link("account", "Account"),
                "at": fields.DatetimeField(**MOMENT),
            },
            unique=(("amendment", "account"),),
        ),
        _table(
            "Member", "composite_member",
            "An amendment that a composite joins. `answer` is its mover's: none yet, `joins`, or `alone`.",
            {
                "composite": _link("composite", "Amendment"),
                "member": _link("member", "Amendment", OnDelete.RESTRICT, db_index=True),
                "answer": fields.CharField(default="", max_length=8),
                "answered_at": fields.DatetimeField(null=True, **MOMENT),
            },
            unique=(("composite", "member"),),
        ),
        _table(
            "Step", "amendment_step",
            "One step in the life of an amendment: who, when, from which state to which, and why.",
            {
                "amendment": _link("amendment", "Amendment", db_index=True),
                "verb": fields.CharField(max_length=32),
                "was": fields.CharField(default="", max_length=16),
                "now": fields.CharField(max_length=16),
                "account": _link("account", "Account", OnDelete.RESTRICT, null=True),
                "at": fields.DatetimeField(**MOMENT),
                "why": fields.JSONField(default=dict, **JSON),
            },
        ),
        _table(
            "Kept", "amendment_draft",
            "An amendment that is not filed yet: private to its owner, without a number, just as she left it.",
            {
                "owner": _link("owner", "Account", db_index=True),
                "plank": _link("plank", "Plank"),
                "parent": _link("parent", "Amendment", null=True),
                "block": fields.CharField(max_length=24),
                "kind": fields.CharField(max_length=16),
                "language": fields.CharField(max_length=8),
                "text": fields.TextField(unique=False),
                "reason": fields.TextField(unique=False),
                "base": fields.IntField(),
                "kept_at": fields.DatetimeField(**MOMENT),
            },
        ),
        _table(
            "TermsSet", "amendment_terms",
            "The rules that amendments are filed by, as somebody set them: the newest row counts.",
            {
                "values": fields.JSONField(**JSON),
                "set_by": _link("set_by", "Account", OnDelete.RESTRICT),
                "set_at": fields.DatetimeField(**MOMENT),
            },
        ),
    ]  # fmt: skip
