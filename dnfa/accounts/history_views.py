"""The history page of any audited record."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dnfa.accounts.access import Access
from dnfa.accounts.enums import READS_HISTORY, Role
from dnfa.core.history import audit_model, changes_of

ROLE_LABELS = dict(Role.choices)


def _audited_model(app_label: str, model_name: str) -> type[models.Model]:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    if audit_model(model) is None:
        raise Http404
    return model


def _record(model: type[models.Model], user: Any, pk: int) -> models.Model | None:
    """The record, when it still exists; 404 when this person may not see it."""
    base: Any = model._base_manager
    record: models.Model | None = base.filter(pk=pk).first()
    visible = getattr(model._default_manager, "visible_to", None)
    if record is not None and visible is not None and not visible(user).filter(pk=pk).exists():
        raise Http404
    return record


@Access(roles=READS_HISTORY)
@require_safe
def history(request: HttpRequest, app_label: str, model_name: str, pk: int) -> HttpResponse:
    """Who changed what, when and why; deleted records keep their history."""
    model = _audited_model(app_label, model_name)
    record = _record(model, request.user, pk)
    changes = changes_of(model, pk)
    if record is None and not changes:
        raise Http404
    address = getattr(record, "get_absolute_url", None)
    context = {
        "record": record,
        "record_url": address() if address else "",
        "kind": model._meta.verbose_name,
        "changes": [(change, ROLE_LABELS.get(change.role, "")) for change in changes],
    }
    return render(request, "core/history.html", context)
