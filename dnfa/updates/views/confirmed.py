"""“Không có thay đổi” as pages send it, and what is said afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dnfa.updates.services.confirming import Confirmed
from dnfa.updates.views.common import sent_version, visible_subject


def sent_records(texts: Iterable[str]) -> list[tuple[Any, Any, int | None]]:
    """Kind, record and the version that was looked at, of each "kind:key:version". Raises `Http404` for no such kind."""
    found: list[tuple[Any, Any, int | None]] = []
    for text in texts:
        code, _colon, rest = text.partition(":")
        key, _colon, version = rest.partition(":")
        subject = visible_subject(code)
        model: Any = subject.model
        found.append((subject, model(pk=sent_version(key)), sent_version(version)))
    return found


def tell_confirmed(request: HttpRequest, told: Confirmed) -> None:
    """Say how many were confirmed, and name what was not, with its reason."""
    if told.done:
        sentence = ngettext(
            "Đã xác nhận %(count)s bản ghi.", "Đã xác nhận %(count)s bản ghi.", len(told.done)
        )
        messages.success(request, sentence % {"count": len(told.done)})
    by_reason: dict[str, list[str]] = defaultdict(list)
    for left in told.left:
        by_reason[str(left.error)].append(
            _("bản ghi không xem được") if left.record is None else str(left.record)
        )
    for reason, names in by_reason.items():
        sentence = ngettext(
            "Chưa xác nhận %(count)s bản ghi (%(names)s). %(reason)s",
            "Chưa xác nhận %(count)s bản ghi (%(names)s). %(reason)s",
            len(names),
        )
        messages.warning(
            request, sentence % {"count": len(names), "names": "; ".join(names), "reason": reason}
        )
