"""Many small operations of a migration as one step.

Django draws every related model anew after each operation that touches one. With some hundred fields, constraints and
triggers that was most of a first start (35 s, now 8; again 23 s, now 13, when the house had doubled); here the models are drawn once for all of them. What the database
does is the same, one by one: the two schemas were compared column by column, constraint by constraint.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Together(Operation):
    """Run operations that add to models made before (fields, constraints, indexes, triggers) as one.

    No operation of the step may read in the database what an earlier one of the same step wrote.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__qualname__, [self.operations], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Let each operation change the state, and draw what they touched once at the end."""
        touched: set[tuple[str, str]] = set()

        def noted(label: str, name: str, delay: bool = False) -> None:  # noqa: ARG001 - Django's signature
            touched.add((label, name))

        state.reload_model = noted  # type: ignore[method-assign, assignment]  # for this instance, until the end of the step
        try:
            for operation in self.operations:
                operation.state_forwards(app_label, state)
        finally:
            del state.reload_model  # the class's own method is there again
        if touched:
            state.reload_models(sorted(touched), delay=True)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make them all, in order."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take them all back, the last first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{len(self.operations)} operations together"
