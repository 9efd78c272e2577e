"""Every write to the work before a paper ends: its file, the steps counted back from the last day, the outcome."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import AgencyRole, BallHolder, EventKind, RenewalOutcome, Stage
from agreements.models import Agreement, AgreementEvent, RenewalCase, RenewalStep
from agreements.rules import can_write_papers
from agreements.rules.expiry import OVER_FOR_GOOD
from dnfa.accounts.models import Agency
from dnfa.core.audit import because
from dnfa.core.calendar import WorkCalendar, load_calendar, next_working_day
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.versions import locked, touch
from dnfa.followup.actions import create_action, drop_action
from dnfa.followup.clocks import due_on
from dnfa.followup.enums import ActionOrigin, ClockDirection, ClockUnit
from dnfa.followup.models import Action

DEPARTMENT_KEY = "so-ngoai-vu"
OUTCOME_EVENTS = {
    RenewalOutcome.RENEWED: {EventKind.RENEWAL, EventKind.EXTENSION},
    RenewalOutcome.STRENGTHENED: {EventKind.STRENGTHENING, EventKind.RE_SIGNING, EventKind.AMENDMENT},
    RenewalOutcome.REPLACED: {EventKind.REPLACEMENT},
    RenewalOutcome.ENDED: {EventKind.TERMINATION},
}


class _Countdown:
    """A step as the clock engine reads a rule: so long before the end, on a working day."""

    direction: str = ClockDirection.BEFORE
    rolls = True

    def __init__(self, step: RenewalStep) -> None:
        self.offset: int = step.offset
        self.unit: str = ClockUnit(step.unit)


def step_due(step: RenewalStep, *, ends_on: date, opened_on: date, calendar: WorkCalendar) -> date:
    """The day a step is due: counted back from `ends_on`; when that is over already, the next working day."""
    due = due_on(_Countdown(step), ends_on, calendar)
    return due if due >= opened_on else next_working_day(opened_on, calendar)


@transaction.atomic
def open_renewal(*, agreement: Agreement, proposal: str = "", user: Any, today: date) -> RenewalCase:
    """Open the file of a paper that ends, with its steps as things to do counted back from the last day in force.

    Side effects: one `RenewalCase`, an action for each active `RenewalStep`, the agreement's version. Steps that
    should have been done already are due on the next working day, and say when they were due. Raises `NotAllowed`,
    `Conflict` ("renewal_open" while another file is open, "renewal_not_possible" for a paper without an end).
    """
    if not can_write_papers(user):
        raise NotAllowed("may_not_renew", gettext_lazy("Bạn không có quyền mở hồ sơ gia hạn."))
    refuse_secret(proposal=proposal)
    locked(agreement, base_version=None)
    paper: Any = Agreement.objects.with_status(today).get(pk=agreement.pk)
    if paper.stage != Stage.SIGNED or paper.status in OVER_FOR_GOOD or paper.ends_on is None:
        raise Conflict(
            "renewal_not_possible",
            gettext_lazy("Chỉ mở hồ sơ gia hạn cho văn bản đã ký, có ngày hết hiệu lực và chưa chấm dứt."),
        )
    if RenewalCase.objects.standing().filter(agreement=paper).exists():
        raise Conflict("renewal_open", gettext_lazy("Văn bản này đã có hồ sơ gia hạn đang mở."))
    case = RenewalCase.objects.create(
        agreement=paper, ends_on=paper.ends_on, opened_on=today, opened_by=user, proposal=proposal.strip()
    )
    _make_steps(case, user)
    touch(agreement)
    return case


def _make_steps(case: RenewalCase, user: Any) -> None:
    calendar = load_calendar()
    leads = _leads(case.agreement)
    for step in RenewalStep.objects.filter(is_active=True).select_related("basis"):
        standard = due_on(_Countdown(step), case.ends_on, calendar)
        due = step_due(step, ends_on=case.ends_on, opened_on=case.opened_on, calendar=calendar)
        notes = [step.note]
        if standard < case.opened_on:
            notes.append(_("Theo lịch lẽ ra xong ngày %(day)s.") % {"day": f"{standard:%d/%m/%Y}"})
        create_action(
            title=step.title,
            origin=ActionOrigin.RENEWAL,
            lead_agency=leads.get(step.holder, leads[BallHolder.DEPARTMENT]),
            due_on=due,
            record=case,
            detail="\n".join(filter(None, notes)),
            order=step.order,
            user=user,
        )


def _leads(agreement: Agreement) -> dict[str, Agency | None]:
    """Which agency stands behind a holder of the ball: the paper's lead agency, or the Department."""
    department = Agency.objects.filter(key=DEPARTMENT_KEY).first()
    roles = {role.role: role.agency for role in agreement.agency_roles.select_related("agency")}
    lead = roles.get(AgencyRole.LEAD) or roles.get(AgencyRole.SIGNATORY) or department
    return {BallHolder.DEPARTMENT: department, BallHolder.LEAD_AGENCY: lead}


@transaction.atomic
def close_renewal(
    *,
    case: RenewalCase,
    outcome: str,
    event: AgreementEvent | None = None,
    note: str = "",
    user: Any,
    today: date,
) -> RenewalCase:
    """Close a file with what came of it; what was not done is given up with that reason.

    `event` is the one of the paper that records the outcome; without it the last fitting event since the file
    was opened is taken. Side effects: the case, its open actions, the agreement's version. Raises `NotAllowed`,
    `Conflict` ("renewal_closed"), `InvalidInput` (outcome without its event, lapse or end without explanation).
    """
    if not can_write_papers(user):
        raise NotAllowed("may_not_renew", gettext_lazy("Bạn không có quyền đóng hồ sơ gia hạn."))
    refuse_secret(note=note)
    agreement = locked(case.agreement, base_version=None)
    case = RenewalCase.objects.select_for_update().get(pk=case.pk)
    if case.closed_on is not None:
        raise Conflict("renewal_closed", gettext_lazy("Hồ sơ gia hạn này đã đóng."))
    note = " ".join(note.split())
    event = event or _recording(case, outcome)
    _check_outcome(case, outcome, event, note)
    case.closed_on, case.outcome, case.outcome_note, case.event = today, outcome, note, event
    label = str(RenewalOutcome(outcome).label)
    reason = _("Đóng hồ sơ gia hạn: %(outcome)s") % {"outcome": label}
    with because(reason):
        case.save()
        for action in Action.objects.of_record(case).open_on(today):
            drop_action(action=action, reason=reason, on=today, user=user, today=today)
    touch(agreement)
    return case


def _recording(case: RenewalCase, outcome: str) -> AgreementEvent | None:
    kinds = OUTCOME_EVENTS.get(RenewalOutcome(outcome)) if outcome in RenewalOutcome.values else None
    if not kinds:
        return None
    events = AgreementEvent.objects.filter(agreement=case.agreement, kind__in=sorted(kinds))
    return events.filter(created_at__date__gte=case.opened_on).order_by("-created_at", "-pk").first()


def _check_outcome(case: RenewalCase, outcome: str, event: AgreementEvent | None, note: str) -> None:
    problems: dict[str, list[Any]] = {}
    if outcome not in RenewalOutcome.values:
        problems["outcome"] = [_("Hãy chọn kết quả.")]
    else:
        kinds = OUTCOME_EVENTS.get(RenewalOutcome(outcome))
        if kinds and event is None:
            words = ", ".join(str(EventKind(kind).label).lower() for kind in sorted(kinds))
            problems["outcome"] = [
                _("Chưa thấy sự kiện ghi nhận kết quả này. Hãy ghi sự kiện (%(kinds)s) vào văn bản trước.")
                % {"kinds": words}
            ]
        elif (
            kinds
            and event is not None
            and (event.agreement_id != case.agreement_id or event.kind not in kinds)
        ):
            problems["event"] = [_("Sự kiện này không phải kết quả của hồ sơ gia hạn.")]
    if outcome in {RenewalOutcome.LAPSED, RenewalOutcome.ENDED} and not note:
        problems["note"] = [_("Hãy giải thích vì sao để hết hạn hoặc chấm dứt.")]
    if problems:
        raise InvalidInput("invalid_outcome", gettext_lazy("Chưa đóng được hồ sơ gia hạn."), problems)
