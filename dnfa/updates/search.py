"""How updates and rounds are found by the search box."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dnfa.core.functions import ViFold
from dnfa.core.search import Hit, SearchSource, best_name
from dnfa.core.text import fold
from dnfa.updates.models import ChangeRequest, UpdateRound
from dnfa.updates.selectors import visible_records

_NUMBER = re.compile(r"\s*CN-?\s*([0-9]{1,9})\s*", re.IGNORECASE)


def find_requests(user: Any, text: str, most: int) -> Iterator[Hit]:
    """Updates with that number, or whose words hold the words, the newest first; named with their record where it is seen."""
    number = _NUMBER.fullmatch(text)
    words = Q()
    for word in fold(text).split():
        words &= Q(text_fold__contains=word)
    asked = Q(pk=int(number[1])) if number else words
    rows = ChangeRequest.objects.visible_to(user).alias(text_fold=ViFold("text")).filter(asked)
    found = list(rows.select_related("agency").order_by("-pk")[:most])
    records = visible_records(((row.subject, row.record_id) for row in found), user)
    for row in found:
        record = records.get((row.subject, row.record_id))
        about = f"{row.get_kind_display()}: {record}" if record else row.get_kind_display()
        matched = str(row) if number else best_name(row.text.splitlines(), text)
        yield Hit(
            "change-request", str(row.pk), f"{row}. {about} ({row.agency})", matched, row.get_absolute_url()
        )


def find_rounds(user: Any, text: str, most: int) -> Iterator[Hit]:
    """Rounds whose name holds the words, the latest first."""
    rows = UpdateRound.objects.visible_to(user).alias(title_fold=ViFold("title"))
    for word in fold(text).split():
        rows = rows.filter(title_fold__contains=word)
    for held in rows.order_by("-due_on", "-pk")[:most]:
        yield Hit("update-round", str(held.pk), held.title, held.title, held.get_absolute_url())


SOURCES = (
    SearchSource("change-request", _("Cập nhật của cơ quan"), 60, find_requests),
    SearchSource("update-round", _("Đợt cập nhật"), 62, find_rounds),
)
