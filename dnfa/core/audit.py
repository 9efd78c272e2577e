"""The audit trail: database triggers copy every insert, update and delete into an append-only table.

Triggers, not signals: `QuerySet.update()`, `bulk_create()` and hand-written SQL leave the same
trace as `save()`. Who, why and from where travel in the pghistory context, which the middleware
opens for requests and `as_actor` opens for commands and Celery tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
from django.db import models

ModelClass = TypeVar("ModelClass", bound=type[models.Model])


def audited(*, exclude: tuple[str, ...] = ()) -> Callable[[ModelClass], ModelClass]:
    """Track a model: each change becomes a row of `<Model>Audit` with the whole record as it then was.

    `exclude` names fields that must never be copied (secrets). Generated columns are left out: the
    database computes them from columns that are copied. The audit table refuses UPDATE and DELETE by trigger.
    """

    def decorate(model: ModelClass) -> ModelClass:
        generated = [field.name for field in model._meta.fields if field.generated]
        track = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            model_name=f"{model.__name__}Audit",
            exclude=[*exclude, *generated] or None,
            append_only=True,
            obj_field=pghistory.ObjForeignKey(related_name="audit_rows"),
        )
        return track(model)

    return decorate


@contextmanager
def as_actor(name: str, *, reason: str = "", user_id: int | None = None, **extra: Any) -> Iterator[None]:
    """Open an audit context for work outside a request (commands, Celery tasks, tests).

    `name` is shown in the history as the author when no user stands behind the work.
    """
    with pghistory.context(actor=name, reason=reason, user=user_id, **extra):
        yield


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Add the reason of the change to the current audit context (a service's `reason` argument)."""
    with pghistory.context(reason=reason):
        yield
