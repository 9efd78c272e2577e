"""Every write to review sessions: agenda, what was said, closing the minutes with the actions that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.agenda import facts_of
from agreements.enums import Rating, ReviewDecision
from agreements.models import Agreement, ReviewAgency, ReviewItem, ReviewSession
from agreements.rules.reviews import can_prepare_review, can_reopen_review
from dnfa.accounts.models import Agency
from dnfa.core.audit import because
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked, touch
from dnfa.followup.actions import create_action, drop_action
from dnfa.followup.enums import ActionOrigin

EDITABLE = ("title", "held_on", "facts_as_of", "place", "chair", "secretary", "document_number", "conclusion")
LONGEST_NAMES = 200
TEXTS = ("title", "place", "chair", "secretary", "document_number", "conclusion")
# What a decision asks the lead agency to do; "keep" asks for nothing by itself.
ACTS = {
    ReviewDecision.STRENGTHEN: gettext_lazy("Chuẩn bị ký tăng cường: %(paper)s"),
    ReviewDecision.AMEND: gettext_lazy("Chuẩn bị sửa đổi: %(paper)s"),
    ReviewDecision.RENEW: gettext_lazy("Chuẩn bị gia hạn: %(paper)s"),
    ReviewDecision.END: gettext_lazy("Làm thủ tục chấm dứt: %(paper)s"),
    ReviewDecision.KEEP: gettext_lazy("Thực hiện kết luận rà soát: %(paper)s"),
}


@transaction.atomic
def session_create(
    *,
    title: str,
    held_on: date,
    facts_as_of: date | None = None,
    agencies: Iterable[Agency] = (),
    agreements: Iterable[Agreement] = (),
    place: str = "",
    chair: str = "",
    secretary: str = "",
    document_number: str = "",
    user: Any,
) -> ReviewSession:
    """Plan a session over chosen papers; the agenda carries their facts as of `facts_as_of` (default: the meeting's day).

    Side effects: the session, the agencies asked, one item a paper with its facts. Raises `NotAllowed`,
    `InvalidInput` ("invalid_review", "secret_mark").
    """
    _may_prepare(user)
    values = {
        "title": title,
        "held_on": held_on,
        "facts_as_of": facts_as_of or held_on,
        "place": place,
        "chair": chair,
        "secretary": secretary,
        "document_number": document_number,
    }
    session = ReviewSession(**_clean(values))
    session.save()
    _ask(session, agencies)
    _set_agenda(session, list(agreements))
    return session


@transaction.atomic
def session_update(
    *, session: ReviewSession, changes: Mapping[str, Any], base_version: int | None, user: Any
) -> ReviewSession:
    """Change what is known of a session, the agencies asked (`agencies`) or its papers (`agreements`).

    Papers that stay keep what was recorded of them; a paper that was rated cannot be taken off. When
    `facts_as_of` moves, all facts are read again. Side effects: the session, its agencies and items. Raises
    `NotAllowed`, `Conflict` ("stale_version", "review_closed"), `InvalidInput`.
    """
    _may_prepare(user)
    session = _open(session, base_version)
    values = _clean({name: value for name, value in changes.items() if name in EDITABLE})
    moved = "facts_as_of" in values and values["facts_as_of"] != session.facts_as_of
    for name, value in values.items():
        setattr(session, name, value)
    session.save()
    session.refresh_from_db()
    if "agencies" in changes:
        _ask(session, changes["agencies"])
    if "agreements" in changes:
        _set_agenda(session, list(changes["agreements"]))
    if moved:
        _refresh(session)
    if {"agencies", "agreements"} & set(changes) or moved:
        touch(session)
    return session


@transaction.atomic
def attendance_record(
    *, session: ReviewSession, came: Mapping[Agency, str], base_version: int | None, user: Any
) -> ReviewSession:
    """Write down who came for the agencies asked, as names and titles in one line; empty for nobody.

    Agencies not named in `came` stay as they were. Side effects: their seats and, when one changed, the session's
    version. Raises `NotAllowed`, `Conflict` ("stale_version", "review_closed"), `InvalidInput` by the agency's key
    ("agency_not_asked", "invalid_attendance": too long; "secret_mark").
    """
    _may_prepare(user)
    session = _open(session, base_version)
    names = {agency.pk: clean_line(name) for agency, name in came.items()}
    refuse_secret(**{agency.key: names[agency.pk] for agency in came})
    seats = {seat.agency_id: seat for seat in session.attendance.filter(agency__in=came)}
    if strange := [agency for agency in came if agency.pk not in seats]:
        message = gettext_lazy("Cơ quan này không có trong thành phần dự họp.")
        raise InvalidInput("agency_not_asked", message, {agency.key: [message] for agency in strange})
    if wordy := [agency for agency in came if len(names[agency.pk]) > LONGEST_NAMES]:
        longest = gettext_lazy("Dài quá %(count)s ký tự.") % {"count": LONGEST_NAMES}
        raise InvalidInput("invalid_attendance", longest, {agency.key: [longest] for agency in wordy})
    changed = [seat for pk, seat in seats.items() if seat.represented_by != names[pk]]
    for seat in changed:
        seat.represented_by = names[seat.agency_id]
        seat.save(update_fields=["represented_by"])
    if changed:
        touch(session)
    return session


@transaction.atomic
def refresh_facts(*, session: ReviewSession, user: Any) -> ReviewSession:
    """Read the facts of the agenda again from the register, as of the session's own day.

    Side effects: the facts of every item, the session's version. Raises `NotAllowed`, `Conflict` ("review_closed").
    """
    _may_prepare(user)
    session = _open(session, None)
    _refresh(session)
    touch(session)
    return session


@transaction.atomic
def item_record(
    *,
    item: ReviewItem,
    rating: str,
    reasons: str = "",
    other_results: str = "",
    decision: str = "",
    decision_note: str = "",
    lead_agency: Agency | None = None,
    due_on: date | None = None,
    base: str = "",
    user: Any,
) -> ReviewItem:
    """Write down what the meeting said about one paper; parts may still be empty until the minutes are closed.

    `base` is the `item_state` the writer saw: two people may record different papers of one session at once, but
    not the same one unseen. Side effects: the item, the session's version. Raises `NotAllowed`, `Conflict` ("stale_version", "review_closed"),
    `InvalidInput` ("invalid_review_item": a rating without reasons, a day without an agency; "secret_mark").
    """
    _may_prepare(user)
    session = _open(item.session, None)
    item = ReviewItem.objects.select_for_update().get(pk=item.pk)
    if base and base != item_state(item):
        raise Conflict(
            "stale_version",
            gettext_lazy(
                "Kết quả rà soát văn bản này vừa được người khác ghi. Hãy xem trang phiên họp rồi lưu lại; nội dung bạn gõ còn nguyên."
            ),
        )
    texts = {"reasons": reasons, "other_results": other_results, "decision_note": decision_note}
    refuse_secret(**texts)
    problems: dict[str, list[Any]] = {}
    if rating and rating not in Rating.values:
        problems["rating"] = [_("Hãy chọn một mức xếp loại.")]
    if decision and decision not in ReviewDecision.values:
        problems["decision"] = [_("Hãy chọn một kết luận.")]
    if rating and not reasons.strip():
        problems["reasons"] = [_("Hãy ghi lý do xếp loại.")]
    if due_on and lead_agency is None:
        problems["lead_agency"] = [_("Có hạn thì phải có cơ quan chủ trì.")]
    if due_on and due_on < session.held_on:
        problems["due_on"] = [_("Hạn không thể trước ngày họp.")]
    if problems:
        raise InvalidInput("invalid_review_item", gettext_lazy("Chưa ghi được kết quả rà soát."), problems)
    for name, value in texts.items():
        setattr(item, name, value.strip())
    item.rating, item.decision, item.lead_agency, item.due_on = rating, decision, lead_agency, due_on
    item.save()
    touch(session)
    return item


def item_state(item: ReviewItem) -> str:
    """What tells one state of an item from the next: the moment it was last written."""
    return item.updated_at.isoformat()


@transaction.atomic
def session_close(
    *, session: ReviewSession, conclusion: str, base_version: int | None = None, user: Any, today: date
) -> ReviewSession:
    """Close the minutes: every paper has its rating and decision, and decisions become actions.

    A decision to strengthen, amend, renew or end needs a lead agency and a day; "keep" makes an action only when it
    has both. Side effects: the session is closed, one action (origin review) for each such decision. Raises
    `NotAllowed`, `Conflict` ("stale_version", "review_closed"), `InvalidInput` ("review_incomplete").
    """
    _may_prepare(user)
    session = _open(session, base_version)
    refuse_secret(conclusion=conclusion)
    items = list(session.items.select_related("agreement", "lead_agency"))
    _check_complete(session, items, conclusion, today)
    for item in items:
        if item.lead_agency and item.due_on:
            item.action = create_action(
                title=str(ACTS[ReviewDecision(item.decision)]) % {"paper": item.agreement.title_vi},
                origin=ActionOrigin.REVIEW,
                lead_agency=item.lead_agency,
                due_on=item.due_on,
                record=item.agreement,
                detail=item.decision_note,
                user=user,
            )
            item.save(update_fields=["action", "updated_at"])
    session.conclusion, session.closed_on, session.closed_by = conclusion.strip(), today, user
    session.save()
    session.refresh_from_db()
    return session


@transaction.atomic
def session_reopen(*, session: ReviewSession, reason: str, user: Any, today: date) -> ReviewSession:
    """Take closed minutes back to correct them. Actions not yet done are given up with that reason.

    Side effects: the session is open again, its open actions dropped and unlinked; the reason goes into the audit trail.
    Raises `NotAllowed`, `Conflict` ("review_action_done": something was already done on its ground), `InvalidInput`.
    """
    if not can_reopen_review(user, session):
        raise NotAllowed(
            "may_not_reopen", gettext_lazy("Chỉ trưởng phòng và quản trị được mở lại biên bản đã chốt.")
        )
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInput(
            "reason_missing",
            gettext_lazy("Hãy ghi lý do mở lại."),
            {"reason": [gettext_lazy("Hãy ghi lý do mở lại.")]},
        )
    session = locked(session, base_version=None)
    items = list(session.items.filter(action__isnull=False).select_related("action"))
    if any(item.action and item.action.done_on for item in items):
        raise Conflict(
            "review_action_done",
            gettext_lazy("Có việc theo kết luận này đã xong; hãy lập phiên rà soát mới."),
        )
    with because(reason):
        for item in items:
            action, item.action = item.action, None
            item.save(update_fields=["action", "updated_at"])
            if action is not None and action.cancelled_on is None:
                drop_action(action=action, reason=reason, on=today, user=user, today=today)
        session.closed_on, session.closed_by = None, None
        session.save()
    session.refresh_from_db()
    return session


# --- inside ----------------------------------------------------------------------
def _may_prepare(user: Any) -> None:
    if not can_prepare_review(user):
        raise NotAllowed("may_not_review", gettext_lazy("Bạn không có quyền ghi phiên rà soát."))


def _open(session: ReviewSession, base_version: int | None) -> ReviewSession:
    fresh = locked(session, base_version=base_version)
    if fresh.closed_on is not None:
        raise Conflict("review_closed", gettext_lazy("Biên bản phiên rà soát này đã chốt."))
    return fresh


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    refuse_secret(**{name: cleaned[name] for name in TEXTS if name in cleaned})
    problems: dict[str, list[Any]] = {}
    if "title" in cleaned and not cleaned["title"]:
        problems["title"] = [_("Hãy đặt tên phiên rà soát.")]
    for name in ("held_on", "facts_as_of"):
        if name in cleaned and cleaned[name] is None:
            problems[name] = [_("Cần đủ ngày, tháng và năm.")]
    if problems:
        raise InvalidInput("invalid_review", gettext_lazy("Chưa ghi được phiên rà soát."), problems)
    return cleaned


def _ask(session: ReviewSession, agencies: Iterable[Agency]) -> None:
    wanted = {agency.pk: agency for agency in agencies}
    session.attendance.exclude(agency__in=wanted).delete()
    there = set(session.attendance.values_list("agency", flat=True))
    for pk, agency in wanted.items():
        if pk not in there:
            ReviewAgency.objects.create(session=session, agency=agency)


def _set_agenda(session: ReviewSession, agreements: list[Agreement]) -> None:
    wanted = {agreement.pk: order for order, agreement in enumerate(agreements)}
    gone = session.items.exclude(agreement__in=wanted)
    if rated := gone.exclude(rating="", decision="").select_related("agreement").first():
        sentence = _("“%(paper)s” đã có kết quả rà soát; hãy xóa kết quả trước khi bỏ khỏi chương trình.")
        raise InvalidInput(
            "invalid_review",
            gettext_lazy("Chưa ghi được phiên rà soát."),
            {"agreements": [sentence % {"paper": rated.agreement.title_vi}]},
        )
    gone.delete()
    items = {item.agreement_id: item for item in session.items.all()}
    fresh = [agreement for agreement in agreements if agreement.pk not in items]
    facts = facts_of(fresh, session.facts_as_of)
    for agreement in fresh:
        ReviewItem.objects.create(
            session=session, agreement=agreement, order=wanted[agreement.pk], facts=facts[agreement.pk]
        )
    for pk, item in items.items():
        if pk in wanted and item.order != wanted[pk]:
            item.order = wanted[pk]
            item.save(update_fields=["order", "updated_at"])


def _refresh(session: ReviewSession) -> None:
    items = list(session.items.select_related("agreement"))
    facts = facts_of([item.agreement for item in items], session.facts_as_of)
    for item in items:
        if item.facts != facts[item.agreement_id]:
            item.facts = facts[item.agreement_id]
            item.save(update_fields=["facts", "updated_at"])


def _check_complete(session: ReviewSession, items: list[ReviewItem], conclusion: str, today: date) -> None:
    problems: dict[str, list[Any]] = {}
    if not items:
        problems["items"] = [_("Chương trình chưa có thỏa thuận nào.")]
    open_items = [item for item in items if not (item.rating and item.decision)]
    if open_items:
        names = "; ".join(item.agreement.title_vi for item in open_items)
        problems["items"] = [_("Chưa xếp loại hoặc chưa kết luận: %(papers)s.") % {"papers": names}]
    acts = [item for item in items if item.decision and item.decision != ReviewDecision.KEEP]
    idle = [item for item in acts if item.lead_agency is None or item.due_on is None]
    if idle and not open_items:
        names = "; ".join(item.agreement.title_vi for item in idle)
        problems["items"] = [_("Kết luận cần cơ quan chủ trì và hạn: %(papers)s.") % {"papers": names}]
    if not conclusion.strip():
        problems["conclusion"] = [_("Hãy ghi kết luận chung của phiên họp.")]
    if session.held_on > today:
        problems["held_on"] = [_("Chưa đến ngày họp nên chưa chốt được biên bản.")]
    if problems:
        raise InvalidInput("review_incomplete", gettext_lazy("Chưa chốt được biên bản."), problems)
