"""Tables of invitations sent and received, with their answers and who came (docs/importing.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common as base
from agreements.import_kinds.changes import Change, checks_change, compared
from agreements.import_kinds.names import agencies_named, partners_named
from delegations.enums import FOLLOWS, DeclineReason, EngagementKind, InvitationAnswer, InvitationSide
from delegations.import_kinds import common
from delegations.invitation_days import days_on
from delegations.models import Conference, Delegation, Engagement, Invitation
from delegations.services.invitation_checks import (
    MOST_PERSONS,
    wrong_attendance,
    wrong_days,
    wrong_occasion_days,
)
from delegations.services.invitations import (
    ANSWER_LINES,
    EDITABLE,
    LINES,
    LONGEST_NOTE,
    answer_invitation,
    correct_answer,
    link_delegation,
    put_answer,
    record_attendance,
    record_invitation,
    update_invitation,
)
from dnfa.core.table_import import (
    Period,
    Problem,
    RowValues,
    SheetColumn,
    choice,
    keys_of,
    text,
    yes_no,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.text import fold


def events_seen(user: Any) -> QuerySet[Engagement]:
    """The events that somebody may be invited to, as the page offers them."""
    events: QuerySet[Engagement] = base.seen(Engagement)(user).filter(kind=EngagementKind.EVENT)
    return events


COLUMNS = (
    base.number_column(gettext_lazy("Mã lời mời")),
    SheetColumn(
        "side",
        gettext_lazy("Chiều"),
        choice(InvitationSide),
        required=True,
        aliases=("Bên mời",),
        example=InvitationSide.SENT.label,
    ),
    SheetColumn(
        "partner",
        gettext_lazy("Đối tác"),
        partners_named(),
        required=True,
        aliases=("Đối tác được mời", "Đối tác mời"),
        example="jp-sakai",
    ),
    SheetColumn(
        "occasion",
        gettext_lazy("Mời dự, mời thăm"),
        text(max_length=LINES["occasion"]),
        required=True,
        aliases=("Nội dung mời", "Sự kiện mời", "Nội dung"),
        example=gettext_lazy("Hội chợ quốc tế EWEC 2027"),
    ),
    common.day_column("sent_on", gettext_lazy("Ngày gửi, ngày nhận"), "Ngày gửi", "Ngày nhận", "Ngày thư mời", required=True, example="05/03/2026"),
    SheetColumn(
        "document_number",
        gettext_lazy("Thư mời số"),
        text(max_length=LINES["document_number"]),
        aliases=("Số thư mời", "Số văn bản"),
    ),
    SheetColumn(
        "event",
        gettext_lazy("Sự kiện trong sổ"),
        keys_of(Engagement, name="title_vi", queryset=events_seen),
        help=gettext_lazy("Khi sự kiện đã có trong sổ tiếp xúc: khóa hoặc nội dung đúng như trong sổ."),
    ),
    SheetColumn(
        "conference",
        gettext_lazy("Hội nghị trong sổ"),
        keys_of(Conference, name="title_vi", queryset=base.seen(Conference)),
        help=gettext_lazy("Khi hội nghị đã có trong sổ: khóa hoặc nội dung đúng như trong sổ."),
    ),
    common.day_column("event_from", gettext_lazy("Diễn ra từ ngày"), "Từ ngày", "Ngày diễn ra"),
    common.day_column("event_to", gettext_lazy("Đến ngày"), "Diễn ra đến ngày"),
    common.day_column("answer_by", gettext_lazy("Cần trả lời trước"), "Hạn trả lời"),
    SheetColumn("agency", gettext_lazy("Cơ quan theo dõi"), agencies_named(), aliases=("Cơ quan xử lý",)),
    SheetColumn(
        "answer",
        gettext_lazy("Trả lời"),
        base.cleared_to("", choice(InvitationAnswer)),
        aliases=("Kết quả trả lời",),
        help=gettext_lazy("Chưa trả lời thì để trống."),
    ),
    common.day_column("answered_on", gettext_lazy("Ngày trả lời")),
    SheetColumn(
        "answer_document", gettext_lazy("Văn bản trả lời"), text(max_length=ANSWER_LINES["answer_document"])
    ),
    SheetColumn(
        "reason",
        gettext_lazy("Lý do không nhận"),
        base.cleared_to("", choice(DeclineReason)),
        help=gettext_lazy("Bắt buộc khi từ chối."),
    ),
    SheetColumn("reason_note", gettext_lazy("Nói rõ lý do"), text(max_length=ANSWER_LINES["reason_note"])),
    SheetColumn(
        "attended", gettext_lazy("Có dự"), yes_no(), help=gettext_lazy("Chưa biết thì để trống.")
    ),
    common.persons_column("attended_persons", gettext_lazy("Số người dự"), most=MOST_PERSONS),
    SheetColumn(
        "delegation",
        gettext_lazy("Đoàn đi theo lời mời"),
        keys_of(Delegation, name="title_vi", queryset=base.seen(Delegation)),
        help=gettext_lazy("Khóa của đoàn, hoặc nội dung đúng như trong sổ."),
    ),
    SheetColumn("note", gettext_lazy("Ghi chú"), text(max_length=LONGEST_NOTE, lines=True)),
)  # fmt: skip
ANSWER = ("answer", "answered_on", "reason", "reason_note", "answer_document")
ATTENDANCE = ("attended", "attended_persons")
WORDS = 4  # parts of the name by day and words
OPEN_ANSWERS = frozenset({"", InvitationAnswer.NO_ANSWER})


# --- the register ---------------------------------------------------------------------
def invitations_seen(user: Any) -> QuerySet[Invitation]:
    """The invitations a table may speak of, the newest first."""
    seen = base.seen(Invitation)(user)
    return seen.select_related("partner", "event", "conference", "delegation", "agency")


def values_of(invitation: Invitation) -> dict[str, Any]:
    """What the register says now, by column; the days are those of the event or conference where it has them."""
    names = (*EDITABLE, *ANSWER, *ATTENDANCE, "delegation")
    begins, ends = days_on(invitation)
    told = {name: getattr(invitation, name) for name in names}
    return {"id": invitation.pk, **told, "event_from": begins, "event_to": ends}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The invitation of each row: by number, else the partner's to that event or conference, or of that day and words."""
    partners = {row["partner"].pk for row in rows if row.get("partner") and not row.get("id")}
    known: dict[tuple[Any, ...], list[Invitation]] = defaultdict(list)
    for found in invitations_seen(user).filter(partner__in=partners):
        for name in _names(values_of(found)):
            known[name].append(found)

    def same_invitation(row: RowValues) -> Found:
        for name in _names(row):
            same = known.get(name, [])
            if len(name) == WORDS and _occasion(row) is not None:
                same = [one for one in same if _occasion(values_of(one)) is None]
            if same:
                return base.only(same, "id")
        return None

    unknown = _("Trong sổ không có lời mời với mã này; khi thêm mới hãy để trống.")
    return base.found_by_number(rows, invitations_seen(user), unknown, same_invitation)


def _names(row: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What an invitation is known by, the surest first: an event or conference invites a partner once."""
    partner, occasion = row.get("partner"), _occasion(row)
    if partner is None:
        return []
    names: list[tuple[Any, ...]] = [] if occasion is None else [(occasion, partner.pk)]
    if row.get("sent_on") and row.get("occasion"):
        names.append((str(row.get("side")), partner.pk, row["sent_on"], fold(row["occasion"])))
    return names


def _occasion(row: Mapping[str, Any]) -> tuple[str, int] | None:
    """The event or conference of the register that the row speaks of."""
    return next(((name, row[name].pk) for name in ("event", "conference") if row.get(name)), None)


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    told = change.told
    candidate = _as_told(told)
    problems = base.secrets(COLUMNS, change.given, (*LINES, *ANSWER_LINES, "note"))
    problems += common.at_cells(wrong_days(candidate, today), COLUMNS)
    problems += common.at_cells(wrong_occasion_days(candidate, change.given), COLUMNS)
    if told.get("event") and told.get("conference"):
        sentence = _("Chỉ chọn sự kiện hoặc hội nghị, không chọn cả hai.")
        problems.append(Problem("conference", sentence))
    if change.given.keys() & set(ANSWER):
        problems += _answer_problems(candidate, told, today)
    if change.given.keys() & set(ATTENDANCE):
        persons = told.get("attended_persons")
        wrong = wrong_attendance(candidate, attended=told.get("attended"), persons=persons, today=today)
        problems += common.at_cells(wrong, COLUMNS)
    trip = told.get("delegation")
    if trip is not None and told.get("side") and trip.direction != FOLLOWS[InvitationSide(told["side"])]:
        problems.append(Problem("delegation", _("Theo lời mời này phải là đoàn đi chiều ngược lại.")))
    return common.not_told_twice(problems, COLUMNS, change.row, change.record)


def _as_told(told: Mapping[str, Any]) -> Invitation:
    """The invitation as the row would leave it, without its answer; not stored, only to be checked."""
    facts = {name: told[name] for name in EDITABLE if told.get(name) is not None}
    return Invitation(**facts)


def _answer_problems(candidate: Invitation, told: Mapping[str, Any], today: date) -> list[Problem]:
    """What the services of answers refuse; words about an answer that is none are told at their cells."""
    if told.get("sent_on") is None:
        return []  # told already, and every day of an answer is compared with it
    said = _answer_of(told)
    problems = base.refusals(COLUMNS, lambda: put_answer(candidate, said, today=today, is_needed=False))
    if not said["answer"]:
        sentence = _("Chỉ ghi khi đã trả lời.")
        names = [name for name in ANSWER[1:] if said[name]]
    elif said["answer"] != InvitationAnswer.DECLINED:
        sentence = _("Chỉ ghi khi từ chối.")
        names = [name for name in ("reason", "reason_note") if said[name]]
    else:
        return problems
    return problems + [Problem(name, sentence) for name in names]


def _answer_of(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told.get(name) or (None if name == "answered_on" else "") for name in ANSWER}


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """New invitations of one day and words that stand twice; the engine compares those to an event or conference."""
    return base.new_standing_twice(
        rows,
        records,
        "partner",
        lambda row: next(iter(_names(row)), None) if _occasion(row) is None else None,
    )


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: Invitation | None, user: Any, today: date, **_context: Any
) -> Invitation:
    """Write one row through the services of invitations, which have a whole audit trail: what it says, the answer,
    who came, the delegation that followed.
    """
    person = base.writer(user)
    given, told = compared(COLUMNS, values_of, values, record)
    facts = {name: value for name, value in given.items() if name in EDITABLE}
    if record is None:
        written = record_invitation(**facts, user=person, today=today)
    elif facts:
        written = update_invitation(
            invitation=record, changes=facts, base_version=None, user=person, today=today
        )
    else:
        written = record
    if given.keys() & set(ANSWER):
        _write_answer(written, _answer_of(told), user=person, today=today)
    if given.keys() & set(ATTENDANCE):
        came = {"attended": told.get("attended"), "persons": told.get("attended_persons")}
        record_attendance(invitation=written, **came, user=person, today=today)
    if "delegation" in given:
        link_delegation(invitation=written, delegation=given["delegation"], user=person)
    written.refresh_from_db()
    return written


def _write_answer(invitation: Invitation, said: dict[str, Any], *, user: Any, today: date) -> None:
    """An answer that stands is corrected, with the import as the reason; silence may still be answered."""
    if invitation.answer in OPEN_ANSWERS and said["answer"]:
        answer_invitation(invitation=invitation, **said, user=user, today=today)
    else:
        correct_answer(invitation=invitation, **said, why=base.IMPORT_REASON, user=user, today=today)


INVITATIONS = common.RoomKind(
    code="loi-moi",
    title=gettext_lazy("Lời mời"),
    hint=gettext_lazy("Thành phố mời ai, ai mời thành phố; hạn trả lời, trả lời thế nào, ai đã dự."),
    columns=COLUMNS,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=invitations_seen,
    identified_by=(("id",), ("partner", "event"), ("partner", "conference")),
    named_by="occasion",
    periods=(Period("event_from", "event_to", ("Thời gian", "Thời gian diễn ra")),),
    order=48,
)
