"""Migrations applied without rendering the whole company again for each column added.

After each operation Django renders every model that is tied to the changed one, which here is nearly every model: 24 000
renderings and most of the time of a fresh database. What only adds to one model needs that model alone; before anything
that looks at the others (a rename, a data migration) all are rendered afresh, once.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any

from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterModelOptions,
    CreateModel,
    Migration,
    RemoveConstraint,
    RemoveIndex,
)
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState, StateApps
from pgtrigger.migrations import AddTrigger, RemoveTrigger

ALONE = {
    CreateModel,
    AddField,
    AddConstraint,
    RemoveConstraint,
    AddIndex,
    RemoveIndex,
    AlterModelOptions,
    AddTrigger,
    RemoveTrigger,
}


class QuickExecutor(MigrationExecutor):
    """Django's, but for how much is rendered between two operations of a migration going forwards."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """Run a migration forwards."""
        if not (fake or fake_initial):
            migration = copy(migration)
            migration.operations = list(_quickly(migration.operations))  # type: ignore[misc]
        return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)


class Alone:
    """An operation after which only the model it adds to is rendered."""

    def __init__(self, operation: Any) -> None:
        self.operation = operation

    def __getattr__(self, name: str) -> Any:
        return getattr(self.operation, name)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change the state as the operation says."""
        rendered = state.__dict__.pop("apps", None)
        self.operation.state_forwards(app_label, state)
        if rendered is None:
            return
        model = getattr(self.operation, "model_name", None) or self.operation.name
        key = app_label, model.lower()
        rendered.unregister_model(*key)
        rendered.render_multiple([state.models[key]])
        state.apps = rendered
        state.is_delayed = True


class Afresh(Operation):
    """Render all models of which some are out of date."""

    reduces_to_sql = reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Render what the state says by now."""
        if state.is_delayed and "apps" in state.__dict__:
            state.apps = StateApps(list(state.real_apps), state.models)
            state.is_delayed = False

    def database_forwards(self, *args: Any) -> None:
        """Change nothing."""


def _quickly(operations: Sequence[Any]) -> Iterator[Any]:
    stale = True
    for operation in operations:
        alone = type(operation) in ALONE
        if stale and not alone:
            yield Afresh()
        yield Alone(operation) if alone else operation
        stale = alone
