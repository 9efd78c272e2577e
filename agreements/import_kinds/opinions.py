"""Tables of opinions: who was asked about a paper, by which letter, and what was answered (docs/importing.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import ConsultationPurpose, OpinionAnswer, Stage
from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_rules import can_import
from agreements.models import Agreement, Consultation, Opinion
from agreements.services.consultation import (
    add_bodies,
    ask_opinions,
    correct_consultation,
    record_answer,
    record_handling,
    record_receipt,
    withdraw_answer,
)
from agreements.services.consultation.common import LONGEST_NUMBER
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    keys_of,
    text,
    whole_date,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.text import fold

COLUMNS = (
    common.paper_column(),
    SheetColumn(
        "agency",
        gettext_lazy("Cơ quan được hỏi"),
        keys_of("accounts.Agency"),
        required=True,
        aliases=("Cơ quan", "Cơ quan cho ý kiến"),
        example="bo-ngoai-giao",
    ),
    SheetColumn(
        "purpose",
        gettext_lazy("Nội dung hỏi"),
        choice(ConsultationPurpose),
        help=gettext_lazy("Để trống là hỏi về việc ký văn bản."),
        example=ConsultationPurpose.SIGNING.label,
    ),
    SheetColumn(
        "sent_on",
        gettext_lazy("Ngày gửi"),
        whole_date(),
        required=True,
        aliases=("Ngày hỏi",),
        example="05/03/2026",
    ),
    SheetColumn(
        "asked_number",
        gettext_lazy("Công văn hỏi số"),
        text(max_length=LONGEST_NUMBER),
        aliases=("Số công văn hỏi",),
        example="120/SNgV-HTQT",
    ),
    SheetColumn("received_on", gettext_lazy("Ngày nhận đủ hồ sơ"), whole_date(), aliases=("Ngày nhận",)),
    SheetColumn("answered_on", gettext_lazy("Ngày trả lời"), whole_date()),
    SheetColumn("answer", gettext_lazy("Ý kiến"), choice(OpinionAnswer), example=OpinionAnswer.AGREE.label),
    SheetColumn(
        "document_number",
        gettext_lazy("Công văn trả lời số"),
        text(max_length=LONGEST_NUMBER),
        aliases=("Số công văn trả lời",),
    ),
    SheetColumn(
        "summary",
        gettext_lazy("Tóm tắt ý kiến"),
        text(lines=True),
        aliases=("Tóm tắt",),
        help=gettext_lazy("Bắt buộc khi cơ quan không đồng ý."),
    ),
    SheetColumn("handling", gettext_lazy("Tiếp thu, giải trình"), text(lines=True)),
)
TEXTS = ("asked_number", "document_number", "summary", "handling")
ANSWER = ("answered_on", "answer", "document_number", "summary")
# The service of rounds speaks of bodies and of its own letter.
OF_ROUND = {"agencies": "agency", "document_number": "asked_number", "content": ""}


# --- the register ---------------------------------------------------------------------
def opinions_seen(user: Any) -> QuerySet[Opinion]:
    """The opinions a table may speak of, paper by paper in the order of asking."""
    every = common.seen(Opinion)(user)
    return every.select_related("consultation__agreement", "agency").order_by(
        "consultation__agreement__key", "consultation__sent_on", "consultation", "pk"
    )


def values_of(opinion: Opinion) -> dict[str, Any]:
    """What the register says now, by column."""
    asked = opinion.consultation
    return {
        "agreement": asked.agreement,
        "agency": opinion.agency,
        "purpose": asked.purpose,
        "sent_on": asked.sent_on,
        "asked_number": asked.document_number,
        "received_on": opinion.received_on,
        "handling": opinion.handling,
        **{name: getattr(opinion, name) for name in ANSWER},
    }


def purpose_of(row: Mapping[str, Any]) -> str:
    """What the row asks about; nothing said is the signing of the paper."""
    return str(row.get("purpose") or ConsultationPurpose.SIGNING)


def _name(row: Mapping[str, Any]) -> tuple[Any, ...] | None:
    if not (row.get("agreement") and row.get("agency") and row.get("sent_on")):
        return None
    return (row["agreement"].pk, row["agency"].pk, purpose_of(row), row["sent_on"])


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The opinion of each row: the agency asked about the paper on that day; of two letters, by the number."""
    papers = {row["agreement"].pk for row in rows if row.get("agreement")}
    known = opinions_seen(user).filter(consultation__agreement__in=papers)
    by_name = common.grouped(known, lambda opinion: _name(values_of(opinion)))
    result: list[Found] = []
    for row in rows:
        same = by_name.get(_name(row), [])
        if len(same) > 1:
            same = [one for one in same if _is_letter(one.consultation, row)]
        result.append(common.only(same, "asked_number"))
    return result


def _is_letter(asked: Consultation, row: Mapping[str, Any]) -> bool:
    return fold(asked.document_number) == fold(row.get("asked_number", ""))


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    problems = common.secrets(COLUMNS, change.given, TEXTS)
    if change.record is None:
        problems += _purpose_problems(change.row)
    return [*problems, *_day_problems(change.told, today), *_answer_problems(change.told, change.row)]


def _purpose_problems(row: RowValues) -> list[Problem]:
    """Whether what is asked fits where the paper stands, as `services.consultation.rounds` has it."""
    paper, sent_on, purpose = row.get("agreement"), row.get("sent_on"), purpose_of(row)
    if paper is None:
        return []
    signed_on = paper.signed_on
    if purpose == ConsultationPurpose.SIGNING:
        if signed_on and sent_on and sent_on > signed_on.last_day():
            return [Problem("sent_on", _("Ý kiến về việc ký phải được hỏi trước ngày ký."))]
    elif purpose != ConsultationPurpose.PRIME_MINISTER:
        if paper.stage != Stage.SIGNED:
            sentence = _("Văn bản chưa ký nên chưa thể sửa đổi, gia hạn hoặc chấm dứt.")
            return [Problem("purpose", sentence)]
        if signed_on and sent_on and sent_on < signed_on.first_day():
            return [Problem("sent_on", _("Ngày hỏi không thể trước ngày ký văn bản."))]
    return []


def _day_problems(told: Mapping[str, Any], today: date) -> list[Problem]:
    sent, received, answered = (told.get(name) for name in ("sent_on", "received_on", "answered_on"))
    problems = common.days_to_come(told, ("sent_on", "received_on", "answered_on"), today)
    if sent and received and received < sent:
        problems.append(Problem("received_on", _("Ngày nhận hồ sơ không thể trước ngày gửi.")))
    if sent and answered and answered < sent:
        problems.append(Problem("answered_on", _("Ngày trả lời không thể trước ngày gửi.")))
    elif received and answered and answered < received:
        problems.append(Problem("answered_on", _("Ngày trả lời không thể trước ngày nhận đủ hồ sơ.")))
    return problems


def _answer_problems(told: Mapping[str, Any], row: RowValues) -> list[Problem]:
    """An answer is whole: its day and its sense; a disagreement says why; nothing is told of no answer."""
    day, sense = told.get("answered_on"), told.get("answer")
    unread = [name for name in ("answered_on", "answer") if row.texts.get(name) and name not in row]
    if unread:
        return []
    if bool(day) != bool(sense):
        missing = "answer" if day else "answered_on"
        return [Problem(missing, _("Ngày trả lời và ý kiến phải cùng có hoặc cùng để trống."))]
    if sense == OpinionAnswer.DISAGREE and not told.get("summary"):
        return [Problem("summary", _("Cơ quan không đồng ý thì phải tóm tắt lý do."))]
    if not day:
        sentence = _("Cơ quan này chưa trả lời.")
        return [
            Problem(name, sentence) for name in ("document_number", "summary", "handling") if row.get(name)
        ]
    return []


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """An agency asked twice by the same letter, and letters of one day whose number the rows say differently."""
    problems = common.new_standing_twice(rows, records, "agency", _name_with_letter)
    numbers: dict[int, tuple[str, int]] = {}
    for row, record, found in zip(rows, records, problems, strict=True):
        if record is None or "asked_number" not in row:
            continue
        said = fold(row["asked_number"])
        number, first = numbers.setdefault(record.consultation_id, (said, row.number))
        if number != said:
            sentence = _("Cùng một đợt lấy ý kiến với dòng %(row)s của bảng nhưng số công văn khác.")
            found.append(Problem("asked_number", sentence % {"row": first}))
    return problems


def _name_with_letter(row: RowValues) -> tuple[Any, ...] | None:
    name = _name(row)
    return None if name is None else (*name, fold(row.get("asked_number", "")))


# --- writing -----------------------------------------------------------------------------
def apply(*, values: RowValues, record: Opinion | None, user: Any, today: date, **_context: Any) -> Opinion:
    """Write one row: the round when it is new, the body, the receipt, the answer and what was made of it.

    Rounds and opinions have a whole audit trail.
    """
    person = common.writer(user)
    current = values_of(record) if record is not None else {}
    given = common.differing(COLUMNS, values, current)
    with common.fields_named(OF_ROUND):
        if record is None:
            opinion = _asked(values, user=person, today=today)
        else:
            opinion = record
            if "asked_number" in given:
                _correct_letter(record, given["asked_number"], user=person, today=today)
    told = {**current, **given}
    answered, received = opinion.answered_on, told.get("received_on")
    # Days that move together must never cross on the way: the service compares each with what stands.
    receipt_last = bool(answered and received and received > answered)
    if "received_on" in given and not receipt_last:
        record_receipt(opinion=opinion, received_on=received, user=person, today=today)
    if set(ANSWER) & set(given):
        _write_answer(opinion, told, user=person, today=today)
    if "received_on" in given and receipt_last:
        record_receipt(opinion=opinion, received_on=received, user=person, today=today)
    if "handling" in given and told.get("answered_on"):
        record_handling(opinion=opinion, handling=given["handling"], user=person)
    return opinion


def _asked(row: RowValues, *, user: Any, today: date) -> Opinion:
    """The opinion still owed: of the round that asked by that letter on that day, or of a new one."""
    paper: Agreement = row["agreement"]
    asked = _round_of(row)
    if asked is not None:
        add_bodies(consultation=asked, agencies=[row["agency"]], user=user)
        if row.get("asked_number") and not asked.document_number:
            _correct_round(asked, row["asked_number"], user=user, today=today)
    else:
        asked = ask_opinions(
            agreement=paper,
            purpose=purpose_of(row),
            sent_on=row["sent_on"],
            agencies=[row["agency"]],
            document_number=row.get("asked_number", ""),
            user=user,
            today=today,
        )
    return Opinion.objects.select_related("consultation__agreement").get(
        consultation=asked, agency=row["agency"]
    )


def _round_of(row: RowValues) -> Consultation | None:
    """The round of that paper, purpose and day by the same letter; one without a number may be it too."""
    rounds = list(
        Consultation.objects.select_related("agreement")
        .filter(agreement=row["agreement"], purpose=purpose_of(row), sent_on=row["sent_on"])
        .exclude(opinions__agency=row["agency"])
        .order_by("pk")
    )
    if not row.get("asked_number"):
        return rounds[0] if rounds else None
    same = [one for one in rounds if _is_letter(one, row)]
    unnumbered = [one for one in rounds if not one.document_number]
    return next(iter([*same, *unnumbered]), None)


def _correct_letter(opinion: Opinion, number: str, *, user: Any, today: date) -> None:
    """Correct the letter's number, unless an earlier row of the round already did."""
    fresh = Consultation.objects.select_related("agreement").get(pk=opinion.consultation_id)
    _correct_round(fresh, number, user=user, today=today)


def _correct_round(asked: Consultation, number: str, *, user: Any, today: date) -> None:
    correct_consultation(
        consultation=asked,
        sent_on=asked.sent_on,
        document_number=number,
        content=asked.content,
        reason=common.IMPORT_REASON,
        user=user,
        today=today,
    )


def _write_answer(opinion: Opinion, told: Mapping[str, Any], *, user: Any, today: date) -> None:
    if not told.get("answered_on"):
        if opinion.answered_on is not None:
            withdraw_answer(opinion=opinion, reason=common.IMPORT_REASON, user=user)
        return
    record_answer(
        opinion=opinion,
        answer=told["answer"],
        answered_on=told["answered_on"],
        document_number=told.get("document_number") or "",
        summary=told.get("summary") or "",
        user=user,
        today=today,
        reason=common.IMPORT_REASON,
    )


OPINIONS = SheetKind(
    code="y-kien",
    title=gettext_lazy("Ý kiến về thỏa thuận"),
    hint=gettext_lazy("Đã hỏi cơ quan nào, bằng công văn nào, ngày nào; cơ quan trả lời gì."),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=opinions_seen,
    order=28,
)
