"""Questions the office asks of its agreements every day, ready-made: each with its count, opening exactly that list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import IN_FORCE_STATUSES, PIPELINE, Stage, Status, TermKind
from agreements.models import Agreement
from agreements.rules import can_write_papers
from dnfa.core.attachments.selectors import annotate_has_file
from dnfa.core.partial_dates import add_months

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SOON_MONTHS = 6
OVER = frozenset({Status.TERMINATED, Status.REPLACED})
# Surely not in force; a paper of unknown term is in neither answer.
NOT_IN_FORCE = frozenset({Status.NOT_YET_IN_FORCE, Status.EXPIRED, Status.SUSPENDED, *OVER})
Parameters = tuple[tuple[str, str], ...]


def not_renewed_tacitly() -> Q:
    """After `with_status`: terms that end unless somebody acts."""
    return Q(status__in=sorted(IN_FORCE_STATUSES)) & ~Q(effective_term=TermKind.AUTO_RENEW)


def without_known_end() -> Q:
    """After `with_status`: signed papers not ended of which nobody knows until when they hold."""
    return (
        Q(stage=Stage.SIGNED, ends_on__isnull=True)
        & ~Q(effective_term=TermKind.INDEFINITE)
        & ~Q(status__in=sorted(OVER))
    )


@dataclass(frozen=True)
class Question:
    """`parameters` are those of the list; `for_writers`: asked by who keeps the register only."""

    code: str
    label: StrOrPromise
    parameters: Parameters
    for_writers: bool = False


QUESTIONS = (
    Question(
        "in_force",
        gettext_lazy("Còn hiệu lực"),
        (("status", Status.IN_FORCE.value), ("status", Status.EXPIRING.value)),
    ),
    Question(
        "ending",
        gettext_lazy("Hết hạn trong 6 tháng"),
        (("ending_within_months", str(SOON_MONTHS)),),
    ),
    Question("expired", gettext_lazy("Đã hết hạn, chưa gia hạn"), (("status", Status.EXPIRED.value),)),
    Question("no_end", gettext_lazy("Chưa rõ thời hạn"), (("without_end", "true"),)),
    Question("no_file", gettext_lazy("Chưa có tệp văn bản"), (("without_file", "true"),)),
    Question(
        "preparing", gettext_lazy("Đang chuẩn bị ký"), tuple(("stage", stage.value) for stage in PIPELINE)
    ),
    Question("mine", gettext_lazy("Tôi phụ trách"), (("officer", "me"),), for_writers=True),
)


@dataclass(frozen=True)
class Asked:
    """A question on one page: its number on the day, the list it opens, whether that list is shown now."""

    label: str
    count: int
    href: str
    is_current: bool


def asked(*, user: Any, as_of: date, typed_day: str = "", current: Any = None) -> list[Asked]:
    """Every question with its count for `user` on a day: one query.

    `typed_day` is the page's `?as_of=`, kept on the links; `current` the page's query parameters.
    """
    counts = _counts(user, as_of)
    shown = {(name, value) for name, values in (current.lists() if current else []) for value in values}
    shown -= {(name, value) for name, value in shown if name in {"as_of", "page", "page_size", "sort"}}
    return [
        Asked(
            label=str(question.label),
            count=counts[question.code],
            href=_address(question, typed_day),
            is_current=shown == set(question.parameters),
        )
        for question in QUESTIONS
        if not question.for_writers or can_write_papers(user)
    ]


def _address(question: Question, typed_day: str) -> str:
    parameters = [*question.parameters, *([("as_of", typed_day)] if typed_day else [])]
    return f"{reverse('agreements:list')}?{urlencode(parameters)}"


def _counts(user: Any, as_of: date) -> dict[str, int]:
    rows = annotate_has_file(Agreement.objects.visible_to(user).with_status(as_of), Agreement)
    soon = Q(ends_on__range=(as_of, add_months(as_of, SOON_MONTHS)))
    conditions = {
        "in_force": Q(status__in=sorted(IN_FORCE_STATUSES)),
        "ending": not_renewed_tacitly() & soon,
        "expired": Q(status=Status.EXPIRED),
        "no_end": without_known_end(),
        "no_file": Q(stage=Stage.SIGNED, has_file=False),
        "preparing": Q(stage__in=list(PIPELINE)),
        "mine": Q(officer=user.pk),
    }
    return rows.aggregate(**{code: Count("pk", filter=condition) for code, condition in conditions.items()})


def heading(as_of: date, today: date) -> str:
    """The words before the row of questions."""
    return _("Hỏi nhanh, tính đến hôm nay:") if as_of == today else _("Hỏi nhanh, tính đến ngày đang xem:")
