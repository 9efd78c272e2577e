"""Rounds: the Department prepares and opens them, agencies answer, ask for time; the Department decides and closes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import Agency
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.text import clean_line
from dnfa.core.versions import locked, touch
from dnfa.core.windows import Window, is_kept_already, remember_window
from dnfa.updates.enums import AskKind, ReturnReason, StepKind
from dnfa.updates.models import RoundAgency, RoundQuestion, RoundRecord, RoundStep, UpdateRound
from dnfa.updates.round_records import open_records, records_to_confirm
from dnfa.updates.rules import can_answer, can_ask, can_decide_answer
from dnfa.updates.services.answer_words import Given, keep_answers, problems_of
from dnfa.updates.services.common import clean_text, needed_line

CHECK = _("Chưa ghi được. Hãy xem các mục được đánh dấu.")
FACTS = ("title", "message", "period_from", "period_to", "due_on", "officer")


@transaction.atomic
def round_create(
    *,
    title: str,
    due_on: date,
    questions: Sequence[Mapping[str, Any]],
    agencies: Iterable[Agency],
    message: str = "",
    period_from: date | None = None,
    period_to: date | None = None,
    officer: Any = None,
    user: Any,
    today: date,
) -> UpdateRound:
    """Prepare a round; agencies see it when it is opened. `questions` are [{"kind", "title", "help", "unit", "is_required"}].

    Side effects: the round, its questions, one row an agency. Raises `NotAllowed`, `InvalidInput` by field ("title_needed",
    "due_passed", "question_needed", "agency_needed", "period_backwards").
    """
    require_asker(user)
    title = needed_line(title, "title", _("Hãy đặt tên đợt cập nhật."))
    asked = list({agency.pk: agency for agency in agencies}.values())
    refuse(
        {
            "due_on": [_("Hạn trả lời đã qua.")] if due_on < today else [],
            "questions": [] if questions else [_("Hãy chọn ít nhất một nội dung cần hỏi.")],
            "agencies": gone_agencies(asked, today) if asked else [_("Hãy chọn ít nhất một cơ quan.")],
            "period_to": [_("Ngày cuối kỳ trước ngày đầu kỳ.")]
            if period_from and period_to and period_to < period_from
            else [],
        }
    )
    row = UpdateRound.objects.create(
        title=title,
        message=clean_text(message, "message"),
        period_from=period_from,
        period_to=period_to,
        due_on=due_on,
        officer=officer or user,
    )
    RoundQuestion.objects.bulk_create(
        RoundQuestion(round=row, order=order, **clean_question(asks)) for order, asks in enumerate(questions)
    )
    RoundAgency.objects.bulk_create(RoundAgency(round=row, agency=agency, due_on=due_on) for agency in asked)
    return row


def gone_agencies(asked: Iterable[Agency], today: date) -> list[Any]:
    """What to tell of agencies that exist no more, as a list of one sentence or none: nobody there would answer."""
    chosen = {agency.pk: agency.name_vi for agency in asked}
    existing = Agency.objects.existing_on(today).filter(pk__in=chosen).values_list("pk", flat=True)
    gone = [chosen[key] for key in chosen.keys() - set(existing)]
    return (
        [_("Đã thôi hoạt động, không hỏi được: %(names)s.") % {"names": "; ".join(sorted(gone))}]
        if gone
        else []
    )


def clean_question(asks: Mapping[str, Any]) -> dict[str, Any]:
    """A question fit to store. Raises `InvalidInput` by "questions"."""
    kind = str(asks["kind"])
    if kind not in AskKind.values:
        refuse({"questions": [_("Không có loại nội dung này.")]})
    return {
        "kind": kind,
        "title": needed_line(str(asks.get("title") or AskKind(kind).label), "questions", ""),
        "help": clean_line(str(asks.get("help") or ""))[:500],
        "unit": clean_line(str(asks.get("unit") or ""))[:60],
        "is_required": bool(asks.get("is_required", True)),
    }


@transaction.atomic
def round_open(
    *, held: UpdateRound, base_version: int | None, user: Any, today: date, now: datetime
) -> UpdateRound:
    """Let the agencies see and answer it; what they are to confirm is written down as it stands this day.

    Side effects: the time; the records to confirm, where the round asks for that. Raises `NotAllowed`, `Conflict`
    ("stale_version", "round_opened"), `InvalidInput` ("due_passed").
    """
    require_asker(user)
    row = locked(held, base_version=base_version)
    if row.opened_at is not None:
        raise Conflict("round_opened", _("Đợt này đã mở."))
    refuse({"due_on": [_("Hạn trả lời đã qua.")] if row.due_on < today else []})
    row.opened_at = now
    row.save(update_fields=["opened_at", "updated_at"])
    ask_to_confirm(row, row.agencies.select_related("agency"), today)
    row.refresh_from_db()
    return row


def ask_to_confirm(row: UpdateRound, asked: Iterable[RoundAgency], today: date) -> None:
    """Write down which records these agencies are to confirm, where the round asks for that."""
    if row.questions.filter(kind=AskKind.CONFIRM).exists():
        for one in asked:
            RoundRecord.objects.bulk_create(
                RoundRecord(asked=one, content_type=subject.content_type, object_id=pk)
                for subject, keys in records_to_confirm(one.agency, today)
                for pk in keys
            )


@transaction.atomic
def round_close(*, held: UpdateRound, base_version: int | None, user: Any, now: datetime) -> UpdateRound:
    """End it: nobody answers any more; what was not sent stays as it is.

    Side effects: the time. Raises `NotAllowed`, `Conflict` ("stale_version", "round_not_open").
    """
    require_asker(user)
    row = locked(held, base_version=base_version)
    if row.opened_at is None or row.closed_at is not None:
        raise Conflict("round_not_open", _("Đợt này không đang mở."))
    row.closed_at = now
    row.save(update_fields=["closed_at", "updated_at"])
    row.refresh_from_db()
    return row


@transaction.atomic
def answer_save(
    *,
    asked: RoundAgency,
    answers: Given,
    shown: Given | None = None,
    window: Window | None = None,
    sees_all: bool = False,
    base_version: int | None,
    user: Any,
    now: datetime,
) -> RoundAgency:
    """Keep what the agency wrote so far: {question id: {"text", "figure", "figure_typed", "is_nothing"}}.

    Questions and parts left out stay. A page says in `shown` what it showed and is compared question by question
    (`keep_answers`); without it `base_version` must stand. Nothing is checked before it is sent. Side effects: answers; the
    first time, when it began; a version when anything changed; which window typed it. Raises `NotAllowed`, `Conflict`
    ("stale_version", "not_with_agency"), `InvalidInput` ("too_long" by "text-<id>").
    """
    row = _answering(asked, None if shown is not None else base_version, user)
    if is_kept_already(row, window):
        return row
    moved = keep_answers(row, answers, shown=shown, window=window, sees_all=sees_all, user=user)
    if moved and row.started_at is None:
        row.started_at = now
        row.save(update_fields=["started_at", "updated_at"])
    elif moved:
        touch(row)
    row.refresh_from_db()
    remember_window(row, window)
    return row


@transaction.atomic
def answer_submit(*, asked: RoundAgency, base_version: int | None, user: Any, now: datetime) -> RoundAgency:
    """Send the agency's answer: every required question answered, every record confirmed or its change sent. A record
    that is no longer the agency's to confirm does not hold the answer up.

    Side effects: times, a step. Raises `NotAllowed`, `Conflict` ("stale_version", "not_with_agency"), `InvalidInput`
    ("unanswered" by "text-<question>", "figure-<question>" and "records").
    """
    row = _answering(asked, base_version, user)
    problems = problems_of(row, localdate(now))
    waits_for = open_records(row, localdate(now))
    if waits_for:
        problems["records"] = [
            _("Còn %(count)s bản ghi chưa xác nhận hoặc chưa gửi sửa.") % {"count": len(waits_for)}
        ]
    if problems:
        raise InvalidInput("unanswered", _("Chưa gửi được. Hãy xem các mục được đánh dấu."), problems)
    again = row.returned_at is not None
    row.submitted_at, row.returned_at = now, None
    row.started_at = row.started_at or now
    row.save(update_fields=["submitted_at", "returned_at", "started_at", "updated_at"])
    _step(row, StepKind.RESUBMITTED if again else StepKind.SUBMITTED, user=user, now=now)
    row.refresh_from_db()
    return row


@transaction.atomic
def answer_return(
    *, asked: RoundAgency, reason: str, text: str, base_version: int | None, user: Any, now: datetime
) -> RoundAgency:
    """Give the answer back with a coded reason and words; what was written stays. Not of a closed round, in which the agency
    could mend nothing.

    Side effects: time, a step. Raises `NotAllowed`, `Conflict` ("stale_version", "not_waiting", "round_closed"),
    `InvalidInput`.
    """
    row = _deciding(asked, base_version, user)
    if row.round.closed_at is not None:
        raise Conflict(
            "round_closed",
            _("Đợt đã đóng nên cơ quan không sửa được. Hãy mở lại đợt rồi trả lại, hoặc nhận."),
        )
    if reason not in ReturnReason.values:
        refuse({"reason": [_("Hãy chọn lý do trả lại.")]})
    if not clean_line(text):
        refuse({"text": [_("Hãy ghi cho cơ quan biết cần sửa, bổ sung gì.")]})
    row.returned_at = now
    row.save(update_fields=["returned_at", "updated_at"])
    _step(row, StepKind.RETURNED, user=user, now=now, reason=reason, text=clean_text(text))
    row.refresh_from_db()
    return row


@transaction.atomic
def answer_accept(*, asked: RoundAgency, base_version: int | None, user: Any, now: datetime) -> RoundAgency:
    """Take the answer: its words and figures are ready for the report.

    Side effects: time, a step. Raises `NotAllowed`, `Conflict` ("stale_version", "not_waiting").
    """
    row = _deciding(asked, base_version, user)
    row.accepted_at = now
    row.save(update_fields=["accepted_at", "updated_at"])
    _step(row, StepKind.ACCEPTED, user=user, now=now)
    row.refresh_from_db()
    return row


@transaction.atomic
def extension_ask(
    *,
    asked: RoundAgency,
    until: date,
    because: str,
    base_version: int | None,
    user: Any,
    now: datetime,
) -> RoundAgency:
    """The agency asks for more time.

    Side effects: what it asks for, a step. Raises `NotAllowed`, `Conflict`, `InvalidInput` ("until", "because" by field).
    """
    row = _answering(asked, base_version, user)
    refuse({"until": [_("Ngày xin lùi phải sau hạn hiện nay.")] if until <= row.due_on else []})
    row.asked_because = needed_line(because, "because", _("Hãy ghi lý do xin lùi hạn."))
    row.asked_until = until
    row.save(update_fields=["asked_until", "asked_because", "updated_at"])
    _step(row, StepKind.EXTENSION_ASKED, user=user, now=now, text=f"{until:%d/%m/%Y}: {row.asked_because}")
    row.refresh_from_db()
    return row


@transaction.atomic
def extension_decide(
    *,
    asked: RoundAgency,
    until: date | None,
    text: str = "",
    base_version: int | None,
    user: Any,
    now: datetime,
) -> RoundAgency:
    """Give more time (`until`, the day asked for or another), or not (None, with words).

    Side effects: the due day, the question answered, a step. Raises `NotAllowed`, `Conflict` ("stale_version",
    "nothing_asked"), `InvalidInput`.
    """
    require_asker(user)
    row = locked(asked, base_version=base_version)
    if row.asked_until is None:
        raise Conflict("nothing_asked", _("Cơ quan này không xin lùi hạn."))
    text = clean_text(text)
    if until is None and not text:
        refuse({"text": [_("Hãy ghi lý do không gia hạn.")]})
    if until is not None and until <= row.due_on:
        refuse({"until": [_("Hạn mới phải sau hạn hiện nay.")]})
    row.asked_until, row.asked_because = None, ""
    row.due_on = until or row.due_on
    row.save(update_fields=["asked_until", "asked_because", "due_on", "updated_at"])
    told = f"{until:%d/%m/%Y} {text}".strip() if until else text
    _step(row, StepKind.EXTENDED if until else StepKind.NOT_EXTENDED, user=user, now=now, text=told)
    row.refresh_from_db()
    return row


def _step(
    row: RoundAgency, kind: str, *, user: Any, now: datetime, reason: str = "", text: str = ""
) -> RoundStep:
    return RoundStep.objects.create(asked=row, kind=kind, at=now, by=user, reason=reason, text=text)


def _answering(asked: RoundAgency, base_version: int | None, user: Any) -> RoundAgency:
    row = locked(asked, base_version=base_version)
    if not can_answer(user, row):
        with_department = row.submitted_at is not None and row.returned_at is None
        if with_department or row.round.closed_at is not None:
            raise Conflict("not_with_agency", _("Đã gửi, hoặc đợt đã đóng, nên không sửa được nữa."))
        raise NotAllowed("not_your_agency", _("Bạn không trả lời thay cơ quan này được."))
    return row


def _deciding(asked: RoundAgency, base_version: int | None, user: Any) -> RoundAgency:
    row = locked(asked, base_version=base_version)
    if row.submitted_at is None or row.returned_at is not None or row.accepted_at is not None:
        raise Conflict("not_waiting", _("Trả lời này không còn chờ duyệt."))
    if not can_decide_answer(user, row):
        raise NotAllowed("may_not_review", _("Bạn không duyệt trả lời này được."))
    return row


def require_asker(user: Any) -> None:
    """Refuse who may not prepare and change rounds. Raises `NotAllowed`."""
    if not can_ask(user):
        raise NotAllowed("may_not_ask", _("Chỉ Sở Ngoại vụ mở đợt cập nhật và quyết định gia hạn."))


def refuse(problems: Mapping[str, list[Any]]) -> None:
    """Raise `InvalidInput` with what is wrong by field, if anything is."""
    standing = {name: texts for name, texts in problems.items() if texts}
    if standing:
        raise InvalidInput(f"{next(iter(standing))}_wrong", CHECK, standing)
