"""What happens to a project, and what it has come to: deeds and results in figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.enums import REASONED_DEEDS, ProjectDeed, ProjectState
from agreements.models import Project, ProjectEvent, ProjectResult
from agreements.project_states import project_state
from agreements.services.projects.common import (
    line,
    needed_reason,
    opened,
    refuse_reader,
    refuse_wrong_fields,
    refused,
    text,
)
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import touch

if TYPE_CHECKING:
    from dnfa.core.partial_dates import PartialDate

# From which states a deed may follow; the others would contradict what the register says.
_FOLLOWS: Mapping[str, frozenset[str]] = {
    ProjectDeed.SUSPENSION: frozenset({ProjectState.RUNNING, ProjectState.APPROVED}),
    ProjectDeed.RESUMPTION: frozenset({ProjectState.SUSPENDED}),
    ProjectDeed.CLOSING: frozenset({ProjectState.FINISHED}),
}
_WHY = {
    ProjectDeed.SUSPENSION: _("Chỉ tạm dừng dự án đang thực hiện hoặc đã phê duyệt."),
    ProjectDeed.RESUMPTION: _("Chỉ tiếp tục dự án đang tạm dừng."),
    ProjectDeed.CLOSING: _("Chỉ quyết toán dự án đã kết thúc; hãy ghi ngày kết thúc trước."),
}
_NEW_END = frozenset({ProjectDeed.EXTENSION, ProjectDeed.ADJUSTMENT})


@transaction.atomic
def event_add(
    *,
    project: Project,
    kind: str,
    occurred_on: PartialDate,
    user: Any,
    today: date,
    base_version: int | None = None,
    **more: Any,
) -> ProjectEvent:
    """Write down what happened to a project: approval, start, extension, suspension, end …

    `more`: `document_number`, `decided_by`, `new_ends_on` (PartialDate, of an extension or adjustment), `reason`, `note`. The state
    follows from the deeds (agreements/project_states.py).

    Side effects: the deed; the version of the project. Raises `NotAllowed`; `Conflict` ("stale_version", "deed_out_of_turn");
    `InvalidInput` by field ("event_in_future", "reason_needed", "new_end_needed", "new_end_out_of_place", "ends_before_start",
    "invalid", "secret_mark").
    """
    refuse_reader(user)
    record = opened(project, base_version=base_version)
    event = ProjectEvent(
        project=record,
        kind=kind,
        occurred_on=occurred_on,
        recorded_by=user,
        document_number=line(more.pop("document_number", "")),
        decided_by=line(more.pop("decided_by", "")),
        reason=line(more.pop("reason", "")),
        note=text(more.pop("note", "")),
        new_ends_on=more.pop("new_ends_on", None),
    )
    if more:
        message = f"no such facts of a deed: {', '.join(sorted(more))}"
        raise TypeError(message)
    _check_event(event, record, occurred_on, today)
    event.save()
    touch(record)
    return event


@transaction.atomic
def event_remove(*, event: ProjectEvent, reason: str, user: Any, base_version: int | None = None) -> None:
    """Take back a deed that was written down wrongly; the trail keeps it with the reason.

    Side effects: the deed is gone; the version of the project. Raises `NotAllowed`; `Conflict` ("stale_version");
    `InvalidInput` ("reason_needed", "secret_mark").
    """
    refuse_reader(user)
    record = opened(event.project, base_version=base_version)
    with because(needed_reason(reason, _("Hãy nói vì sao bỏ việc này."))):
        event.delete()
        touch(record)


@transaction.atomic
def results_set(
    *,
    project: Project,
    results: Sequence[Mapping[str, Any]],
    user: Any,
    today: date,
    base_version: int | None = None,
) -> list[ProjectResult]:
    """Write the results in figures as a whole list ([{"indicator", "unit", "target", "reached", "as_of"}]).

    Side effects: the list; the version of the project. Raises `NotAllowed`; `Conflict` ("stale_version"); `InvalidInput`
    ("rows_wrong") with the row to blame ("results.0.unit"), ("secret_mark").
    """
    refuse_reader(user)
    record = opened(project, base_version=base_version)
    rows = [
        ProjectResult(
            project=record,
            indicator=line(row.get("indicator")),
            unit=line(row.get("unit")),
            target=row.get("target"),
            reached=row.get("reached"),
            as_of=row.get("as_of"),
            order=order,
        )
        for order, row in enumerate(results)
    ]
    refuse_secret(**{f"results.{row.order}.indicator": row.indicator for row in rows})
    wrong = {name: [words] for row in rows for name, words in _wrong_in(row, today).items()}
    if wrong:
        raise InvalidInput("rows_wrong", _("Có dòng chưa đúng, hãy sửa các ô được nêu."), wrong)
    record.results.all().delete()
    made = ProjectResult.objects.bulk_create(rows)
    touch(record)
    return made


# --- refusals ----------------------------------------------------------------------------
def _check_event(event: ProjectEvent, project: Project, occurred_on: PartialDate, today: date) -> None:
    refuse_wrong_fields(event)
    refuse_secret(reason=event.reason, note=event.note)
    if occurred_on.first_day() > today:
        raise refused("event_in_future", _("Ngày này chưa đến; chỉ ghi việc đã xảy ra."), "occurred_on")
    if event.kind in REASONED_DEEDS and not event.reason:
        raise refused("reason_needed", _("Hãy nói vì sao."), "reason")
    if event.kind == ProjectDeed.EXTENSION and event.new_ends_on is None:
        raise refused("new_end_needed", _("Hãy ghi ngày kết thúc mới."), "new_ends_on")
    new_end, start = event.new_ends_on, project.starts_on
    if new_end and event.kind not in _NEW_END:
        raise refused(
            "new_end_out_of_place", _("Ngày kết thúc mới chỉ ghi khi kéo dài hoặc điều chỉnh."), "new_ends_on"
        )
    if new_end and start and new_end.last_day() < start.first_day():
        raise refused("ends_before_start", _("Ngày kết thúc trước ngày bắt đầu."), "new_ends_on")
    allowed = _FOLLOWS.get(event.kind)
    if allowed is not None and project_state(project, occurred_on.last_day()) not in allowed:
        raise Conflict("deed_out_of_turn", _WHY[ProjectDeed(event.kind)])


def _wrong_in(row: ProjectResult, today: date) -> dict[str, Any]:
    """What is wrong in a row of results, by the name of its field."""
    found: dict[str, Any] = {}
    if not row.indicator:
        found["indicator"] = _("Hãy ghi chỉ số.")
    if not row.unit:
        found["unit"] = _("Hãy ghi đơn vị tính.")
    if row.target is None and row.reached is None:
        found["reached"] = _("Hãy ghi kế hoạch hoặc kết quả đạt được.")
    if row.reached is not None and row.as_of is None:
        found["as_of"] = _("Hãy ghi kết quả tính đến ngày nào.")
    if row.as_of and row.as_of > today:
        found["as_of"] = _("Ngày này chưa đến.")
    return {f"results.{row.order}.{name}": words for name, words in found.items()}
