"""A migration step in the SQL of both databases: Tortoise's `RunSQL` has no switch of its own."""

from typing import Any

from tortoise.migrations.operations import RunSQL


class RunBoth(RunSQL):
    """Runs `sqlite` or `postgres`, whichever this database speaks."""

    def __init__(self, *, sqlite: list[str], postgres: list[str]) -> None:
        super().__init__(sqlite)
        self.sqlite = sqlite
        self.postgres = postgres

    async def _run_sql(self, state_editor: Any, _sqls: Any) -> None:
        dialect = state_editor.client.capabilities.dialect
        await super()._run_sql(state_editor, self.sqlite if dialect == "sqlite" else self.postgres)
