"""How tasks of the Scheme are found by the search box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from dnfa.core.search import Hit, SearchSource, best_name
from reports.scheme.models import SchemeTask


def find_tasks(user: Any, text: str, most: int) -> Iterator[Hit]:
    """Tasks whose code, words or note hold the words, in the order of the Scheme."""
    for task in SchemeTask.objects.visible_to(user).matching(text).order_by("order")[:most]:
        matched = best_name([task.code, task.title_vi, task.note], text)
        yield Hit("scheme-task", task.code, str(task), matched, task.get_absolute_url())


SOURCE = SearchSource("scheme-task", _("Nhiệm vụ Đề án"), 55, find_tasks)
