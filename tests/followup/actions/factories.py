"""Makers of things to do."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType

from dnfa.followup.enums import ActionOrigin
from dnfa.followup.models import Action, ProgressNote

_number = count(1)


def make_action(*, record: Any = None, coordinating: tuple[Any, ...] = (), **values: Any) -> Action:
    """A thing to do without agency and due day, unless the test says otherwise."""
    if record is not None:
        values |= {"content_type": ContentType.objects.get_for_model(record), "object_id": record.pk}
    action = Action.objects.create(
        **{"title": f"Việc số {next(_number)}", "origin": ActionOrigin.OTHER, **values}
    )
    action.coordinating.set(coordinating)
    return action


def make_note(action: Action, **values: Any) -> ProgressNote:
    return ProgressNote.objects.create(
        **{"action": action, "noted_on": "2026-03-02", "text": "Đã họp.", **values}
    )
