"""The gate before a vote: languages that hold a text, waivers with their consents, meanings that changed."""

from typing import Any

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from conference.runtime import migrating

KEY: dict[str, Any] = {"generated": True, "primary_key": True, "unique": True, "db_index": True}
LINK: dict[str, Any] = {"db_constraint": True, "to_field": "id", "related_name": False}
MOMENT: dict[str, Any] = {"auto_now": False, "auto_now_add": False}


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
    dependencies = [("conference", "0011_two_persons")]

    operations = [
        _table(
            "Hold", "language_hold", "Somebody of a language asks for time: once for each text.",
            {
                "subject": fields.CharField(max_length=80),
                "language": fields.CharField(max_length=8),
                "vote": _link("vote", "Vote", db_index=True),
                "account": _link("account", "Account", OnDelete.RESTRICT),
                "reason": _link("reason", "Unit", OnDelete.RESTRICT, db_index=True),
                "begun_at": fields.DatetimeField(**MOMENT),
                "ends_at": fields.DatetimeField(**MOMENT),
            },
            unique=(("subject", "language"),),
        ),
        _table(
            "Waiver", "waiver", "The chair asks to open although the texts in some languages are not as they should be.",
            {
                "vote": fields.OneToOneField("conference.Vote", source_field="vote_id", on_delete=OnDelete.CASCADE, **LINK),
                "lacking": fields.JSONField(),
                "reason": _link("reason", "Unit", OnDelete.RESTRICT, db_index=True),
                "asked_by": _link("asked_by", "Account", OnDelete.RESTRICT),
                "asked_at": fields.DatetimeField(**MOMENT),
            },
        ),
        _table(
            "Consent", "waiver_consent", "A delegate consents to a waiver, with her delegation as it was then.",
            {
                "waiver": _link("waiver", "Waiver"),
                "account": _link("account", "Account", OnDelete.RESTRICT),
                "delegation": fields.CharField(max_length=8),
                "at": fields.DatetimeField(**MOMENT),
            },
            unique=(("waiver", "account"),),
        ),
        _table(
            "Finding", "concordance_finding", "A carried amendment does not say the same in a language.",
            {
                "amendment": _link("amendment", "Amendment", OnDelete.RESTRICT, db_index=True),
                "language": fields.CharField(max_length=8),
                "reason": _link("reason", "Unit", OnDelete.RESTRICT, db_index=True),
                "found_by": _link("found_by", "Account", OnDelete.RESTRICT),
                "found_at": fields.DatetimeField(**MOMENT),
                "settled_by": _link("settled_by", "Account", OnDelete.RESTRICT, null=True),
                "settled_at": fields.DatetimeField(null=True, **MOMENT),
                "settled_how": fields.CharField(default="", db_default="", max_length=16),
            },
        ),
    ]  # fmt: skip
