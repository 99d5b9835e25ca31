"""A migration that copies the models only where something looks at the copy.

Tortoise copies every model before every operation, so that with a hundred operations an empty database takes many
seconds to make. What only adds to the tables looks at them as they are afterwards.
"""

from typing import Final

from tortoise import migrations
from tortoise.migrations.operations import AddField, CreateModel, RunSQL
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State

FORWARD: Final = (CreateModel, AddField, RunSQL)
"""What never looks at the models as they were before."""


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
            before = state if isinstance(operation, FORWARD) else state.clone()
            operation.state_forward(self.app_label, state)
            await self._run_database_forward(operation, before, state, schema_editor, transactional)
        state.validate_relations_initialized()
        return state
