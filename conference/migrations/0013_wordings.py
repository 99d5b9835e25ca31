"""Wordings that were amended, and titles in versions."""

from typing import Any

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations.operations import AddField

from conference.runtime import migrating
from conference.runtime.migrating import COMPACT, link


def _add(model: str, name: str, field: Any) -> AddField:
    return AddField(model_name=model, name=name, field=field)


class Migration(migrating.Migration):
    dependencies = [("conference", "0012_gate")]

    operations = [
        _add("Amendment", "above", link("above", "Unit", OnDelete.RESTRICT, null=True)),
        _add("Version", "titles", fields.JSONField(null=True, **COMPACT)),
        _add("Version", "summaries", fields.JSONField(null=True, **COMPACT)),
        _add("Save", "titles", fields.JSONField(null=True, **COMPACT)),
        _add("Save", "summaries", fields.JSONField(null=True, **COMPACT)),
    ]
