"""The lists of a report: who met whom, and what each side owes; written as a whole, only what differs is written.

Rows are mappings of facts; `id` names a row that stands. What is wrong is told by list, row (from 0, as sent) and field:
"meetings.1.counterpart".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from delegations.enums import ObligationSide
from delegations.models import Obligation, OutcomeMeeting, OutcomeReport
from delegations.rules.outcomes import can_take_up, is_taken_up
from delegations.services.outcomes.actions import follow_change, give_up
from delegations.services.outcomes.common import Problems, refuse
from delegations.services.trips.common import refuse_unknown
from dnfa.core.errors import NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line, nfc
from partners.models import Partner

MOST_ROWS = 100
MEETING_FACTS = ("met_on", "partner", "counterpart", "our_side", "content")
OBLIGATION_FACTS = ("side", "text", "due_on", "lead_agency")
LINES = frozenset({"counterpart", "our_side", "text"})
WRONG = _("Có dòng chưa đúng, hãy sửa các ô được nêu.")
Rows = Sequence[Mapping[str, Any]]


def write_meetings(report: OutcomeReport, rows: Rows, *, user: Any, today: date) -> bool:
    """Make the meetings of a locked report be `rows`; whether anything differed. Raises as `set_meetings`."""
    standing = {row.pk: row for row in report.meetings.all()}
    listed = [_row(OutcomeMeeting, report, standing, row, MEETING_FACTS) for row in rows]
    wrong = _wrong_rows("meetings", listed)
    for number, row in enumerate(listed):
        if row.met_on is not None and row.met_on > today:
            wrong.setdefault(f"meetings.{number}.met_on", []).append(_("Ngày này chưa tới."))
    wrong |= _unseen_partners(listed, standing, user)
    refuse("rows_wrong", WRONG, wrong)
    return _write(listed, report.meetings)


def write_obligations(report: OutcomeReport, rows: Rows, *, user: Any, today: date, reason: str) -> bool:
    """Make the obligations of a locked report be `rows`, and let their actions follow; whether anything differed.

    Raises as `set_obligations`.
    """
    standing = {row.pk: row for row in report.obligations.select_related("action", "lead_agency")}
    before = {pk: {name: getattr(row, name) for name in OBLIGATION_FACTS} for pk, row in standing.items()}
    listed = [_row(Obligation, report, standing, row, OBLIGATION_FACTS) for row in rows]
    wrong = _wrong_rows("obligations", listed)
    for number, row in enumerate(listed):
        if row.side != ObligationSide.THEIRS and row.lead_agency is None:
            message = _("Việc của phía ta và kiến nghị cần một cơ quan chủ trì.")
            wrong.setdefault(f"obligations.{number}.lead_agency", []).append(message)
    refuse("rows_wrong", WRONG, wrong)
    kept = {row.pk for row in listed}
    gone = [row for pk, row in standing.items() if pk not in kept]
    changed = [row for row in listed if row.pk and before[row.pk] != _facts(row)]
    _refuse_taken_up([*gone, *changed], user)
    for row in gone:
        give_up(row, user=user, today=today, reason=reason)
    for row in changed:
        follow_change(row, before[row.pk], user=user, today=today, reason=reason)
    return _write(listed, report.obligations)


def _facts(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in OBLIGATION_FACTS}


def _refuse_taken_up(rows: Sequence[Obligation], user: Any) -> None:
    """What stands among the things to do is the Department's to change: another agency may be at work on it."""
    if not can_take_up(user) and any(is_taken_up(row) for row in rows):
        raise NotAllowed(
            "obligation_taken_up",
            _("Việc này đã vào danh sách việc phải làm; đề nghị Sở Ngoại vụ sửa hoặc bỏ."),
        )


def _row(
    model: type[Any],
    report: OutcomeReport,
    standing: Mapping[int, Any],
    given: Mapping[str, Any],
    facts: tuple[str, ...],
) -> Any:
    """The row that stands under the `id` given, else a new one, with the facts given; others are emptied."""
    refuse_unknown(given, ("id", *facts))
    row = standing.get(given.get("id")) or model(report=report)  # type: ignore[arg-type]  # None is in no mapping
    for name in facts:
        value = given.get(name)
        if name in LINES:
            value = clean_line(value or "")
        elif name == "content":
            value = nfc(value or "").replace("\r\n", "\n").strip()
        setattr(row, name, value or "" if name == "side" else value)
    return row


def _wrong_rows(name: str, listed: Sequence[Any]) -> Problems:
    """What fields refuse, by list, row and field; a row that stands is named once. Raises "secret_mark" too."""
    wrong: Problems = {}
    if len(listed) > MOST_ROWS:
        return {name: [_("Mỗi danh sách có nhiều nhất %(most)s dòng.") % {"most": MOST_ROWS}]}
    texts: dict[str, str] = {}
    seen: set[int] = set()
    for number, row in enumerate(listed):
        for field in ("counterpart", "our_side", "content", "text"):
            if getattr(row, field, ""):
                texts[f"{name}.{number}.{field}"] = getattr(row, field)
        try:
            row.full_clean(exclude={"report", "action"}, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            wrong |= {
                f"{name}.{number}.{field}": list(sentences) for field, sentences in error.message_dict.items()
            }
        if row.pk in seen:
            wrong[f"{name}.{number}.id"] = [_("Dòng này đã nêu ở trên.")]
        if row.pk:
            seen.add(row.pk)
    refuse_secret(**texts)
    return wrong


def _unseen_partners(listed: Sequence[OutcomeMeeting], standing: Mapping[int, Any], user: Any) -> Problems:
    """A partner newly named must be one this person sees."""
    stood = set(OutcomeMeeting.objects.filter(pk__in=standing).values_list("partner_id", flat=True))
    named = {row.partner_id for row in listed if row.partner_id} - stood
    unseen = named - set(
        Partner.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True) if named else ()
    )
    return {
        f"meetings.{number}.partner": [_("Không có đối tác này.")]
        for number, row in enumerate(listed)
        if row.partner_id in unseen
    }


def _write(listed: Sequence[Any], manager: Any) -> bool:
    """Save what differs in the order given and delete what is gone; whether anything differed."""
    stored = {row["id"]: row for row in manager.values()}
    gone = set(stored) - {row.pk for row in listed}
    if gone:
        manager.filter(pk__in=gone).delete()
    has_changed = bool(gone)
    for order, row in enumerate(listed):
        row.order = order
        facts = {
            field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname
        }
        if row.pk is None or facts != stored[row.pk]:
            row.save()
            has_changed = True
    return has_changed
