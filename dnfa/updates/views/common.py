"""What the pages share: the request of an address, words about it, deeds behind a button."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.accounts.access import roles
from dnfa.accounts.enums import KEEPS_THE_REGISTER, Role
from dnfa.accounts.models import Agency
from dnfa.updates.enums import RequestKind, StepKind
from dnfa.updates.forms import AgencyForm
from dnfa.updates.models import ChangeRequest, ProposedValue
from dnfa.updates.models.requests import Step
from dnfa.updates.proposals import takes_values
from dnfa.updates.selectors import request_in_full
from dnfa.updates.subjects import Subject, subject_by_code

keepers = roles(*sorted(KEEPS_THE_REGISTER))
senders = roles(*sorted({*KEEPS_THE_REGISTER, Role.FOCAL_POINT}))
HIDDEN = gettext_lazy("Không có cập nhật này, hoặc cập nhật không phải của cơ quan bạn.")
NO_RECORD = gettext_lazy("Không có bản ghi này, hoặc bản ghi không thuộc việc của cơ quan bạn.")


def visible_request(user: Any, pk: int) -> ChangeRequest:
    """The request, when this person may see it; else 404."""
    try:
        return request_in_full(user).get(pk=pk)
    except ChangeRequest.DoesNotExist as error:
        raise Http404(HIDDEN) from error


def visible_subject(code: str) -> Subject:
    """The kind of record; 404 for one nobody registered."""
    subject = subject_by_code(code)
    if subject is None:
        raise Http404(NO_RECORD)
    return subject


def shown_record(request: ChangeRequest, user: Any) -> Any:
    """The record, when this person may see it; None for none."""
    subject = subject_by_code(request.subject)
    if subject is None or request.record_id is None:
        return None
    return subject.visible_to(user).filter(pk=request.record_id).first()


def agency_told(user: Any, data: Mapping[str, str]) -> tuple[AgencyForm | None, Agency | None]:
    """For which agency this person speaks: a focal point for its own; who keeps the register says for which, even if it
    belongs to one itself. The form asks, filled with what was said; None for a focal point.
    """
    if user.role == Role.FOCAL_POINT:
        return None, user.agency
    if "agency" not in data:
        return AgencyForm(), None
    form = AgencyForm({"agency": data["agency"]})
    return form, form.cleaned_data["agency"] if form.is_valid() else None


def facts_of(request: ChangeRequest, record: Any) -> list[dict[str, Any]]:
    """What the page says of the request before what it proposes."""
    rows: list[dict[str, Any]] = [
        {
            "label": _("Về"),
            "value": "" if record is None else str(record),
            "href": "" if record is None else record.get_absolute_url(),
        },
        {"label": _("Cơ quan gửi"), "value": request.agency.name_vi},
        {"label": _("Người soạn"), "value": str(request.author)},
        {"label": _("Gửi lúc"), "value": request.submitted_at},
        {"label": _("Người duyệt"), "value": str(request.reviewer or "")},
        {"label": _("Ngày diễn ra"), "value": request.told_on},
        {
            "label": _("Giải thích") if takes_values(request) else WORDS_LABEL[RequestKind(request.kind)],
            "value": request.text,
        },
    ]
    return [row for row in rows if row["value"] not in {None, ""}]


WORDS_LABEL = {
    RequestKind.NOTE: gettext_lazy("Đã diễn ra, đã làm được gì"),
    RequestKind.FILE: gettext_lazy("Giới thiệu tài liệu"),
    RequestKind.DIFFICULTY: gettext_lazy("Khó khăn, vướng mắc"),
}


def steps_of(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The steps for `timeline`, newest first."""
    return [
        {
            "date": step.at,
            "title": step.get_kind_display(),
            "body": "\n".join(
                text for text in (step.get_reason_display() if step.reason else "", step.text) if text
            ),
            "note": str(step.by or ""),
        }
        for step in reversed(list(steps))
    ]


def last_return(steps: Iterable[Step]) -> Step | None:
    """The step that gave it back last, in whole or in part."""
    gave_back = (StepKind.RETURNED, StepKind.PARTLY_ACCEPTED)
    return next((step for step in reversed(list(steps)) if step.kind in gave_back), None)


def held_values(request: ChangeRequest) -> list[ProposedValue]:
    """The proposed values, read with the request."""
    return list(request.values.all())


def sent_version(text: str) -> int:
    """The version a form carried; 0, which no record has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0
