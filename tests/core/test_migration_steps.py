from __future__ import annotations

import pytest
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, CreateModel
from django.db.migrations.state import ProjectState

from dnfa.core.migration_steps import Together

pytestmark = pytest.mark.django_db(transaction=True)

MADE = CreateModel("thing", [("id", models.BigAutoField(primary_key=True))])
ADDED = [
    AddField("thing", "name", models.CharField(max_length=9, default="")),
    AddField("thing", "size", models.IntegerField(null=True)),
    AddConstraint("thing", models.CheckConstraint(name="thing_size", condition=models.Q(size__gte=0))),
]


def states(operations) -> list[ProjectState]:
    """The states before, between and after, with the models drawn from the beginning."""
    state = ProjectState()
    assert state.apps is not None
    found = [state]
    for operation in operations:
        state = state.clone()
        operation.state_forwards("core", state)
        found.append(state)
    return found


def columns() -> set[str]:
    with connection.cursor() as cursor:
        return {
            column.name for column in connection.introspection.get_table_description(cursor, "core_thing")
        }


def constraints() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, "core_thing"))


def test_one_step_leaves_the_state_that_single_steps_leave():
    single, together = states([MADE, *ADDED])[-1], states([MADE, Together(ADDED)])[-1]

    assert together == single
    drawn = together.apps.get_model("core", "thing")
    assert [field.name for field in drawn._meta.fields] == ["id", "name", "size"]
    assert "reload_model" not in vars(together)


def test_the_database_gets_all_and_loses_all():
    step = Together(ADDED)
    empty, made, done = states([MADE, step])
    with connection.schema_editor() as editor:
        MADE.database_forwards("core", editor, empty, made)
        step.database_forwards("core", editor, made, done)
    assert columns() == {"id", "name", "size"}
    assert "thing_size" in constraints()

    with connection.schema_editor() as editor:
        step.database_backwards("core", editor, done, made)
    assert columns() == {"id"}

    with connection.schema_editor() as editor:
        MADE.database_backwards("core", editor, made, empty)


def test_a_step_is_written_again_as_it_was_read():
    name, args, kwargs = Together(ADDED).deconstruct()

    assert (name, args, kwargs) == ("Together", [ADDED], {})
    assert Together(ADDED).describe() == "3 operations together"
    assert states([Together([])])[-1] == ProjectState()
