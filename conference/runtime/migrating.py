"""A migration that copies the models only where something looks at the copy.

Tortoise copies every model before every operation, and after it makes every model ready for queries, so that with a
hundred operations an empty database takes many seconds to make. What only adds to the tables looks at them as they are
afterwards, and asks them nothing.
"""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from json import dumps, loads
from typing import Any, Final

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations.operations import AddField, CreateModel, RunSQL
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps

FORWARD: Final = (CreateModel, AddField, RunSQL)
"""What never looks at the models as they were before."""
MOMENT: Final[dict[str, Any]] = {"auto_now": False, "auto_now_add": False}
COMPACT: Final[dict[str, Any]] = {"encoder": functools.partial(dumps, separators=(",", ":")), "decoder": loads}
_KEY: Final[dict[str, Any]] = {"generated": True, "primary_key": True, "unique": True, "db_index": True}
LINK: Final[dict[str, Any]] = {"db_constraint": True, "to_field": "id", "related_name": False}


def link(name: str, model: str, on_delete: OnDelete = OnDelete.CASCADE, **more: Any) -> Any:
    """A column `name`_id that points to the key of `model`."""
    return fields.ForeignKeyField(f"conference.{model}", source_field=f"{name}_id", on_delete=on_delete, **LINK, **more)


def table(name: str, called: str, says: str, columns: dict[str, Any], unique: Any = None, **more: Any) -> CreateModel:
    """The model `name` as a table `called`, with a number as its key. No semicolon in `says`: SQLite splits there."""
    options = {"table": called, "app": "conference", "pk_attr": "id", "table_description": says} | more
    if unique:
        options["unique_together"] = unique
    columns = {"id": fields.IntField(**_KEY), **columns}
    return CreateModel(name=name, fields=list(columns.items()), options=options, bases=["Model"])


class Migration(migrations.Migration):
    """The base of all migrations here."""

    async def apply(
        self,
        state: State,
        *,
        dry_run: bool = False,
        schema_editor: BaseSchemaEditor | None = None,
        collect_sql: bool = False,
    ) -> State:
        if dry_run or collect_sql or schema_editor is None:
            return await super().apply(state, dry_run=dry_run, schema_editor=schema_editor, collect_sql=collect_sql)
        transactional = schema_editor.client.capabilities.supports_transactions
        for operation in self.operations:
            if isinstance(operation, FORWARD):
                before = state
                with _unasked(state.apps):
                    operation.state_forward(self.app_label, state)
            else:
                before = state.clone()
                operation.state_forward(self.app_label, state)
            await self._run_database_forward(operation, before, state, schema_editor, transactional)
        state.validate_relations_initialized()
        return state


@contextmanager
def _unasked(apps: StateApps) -> Iterator[None]:
    """Inside, the models know their columns and links, and are not made ready for queries."""

    def know_fields() -> None:
        for model in [each for app in apps.apps.values() for each in app.values() if each._meta._inited]:
            model._meta.finalise_fields()

    apps._build_initial_querysets = know_fields  # type: ignore[method-assign]  # Tortoise has no switch for it
    try:
        yield
    finally:
        del apps._build_initial_querysets
