"""Sample rounds: a closed half-year and quarter with their figures, one that is open with late agencies, one in preparation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from dnfa.core.demo import TITLE_PREFIX, Demo, copied
from dnfa.core.numbers import roman
from dnfa.core.partial_dates import add_months
from dnfa.updates.demo.common import body, decider, morning, writer
from dnfa.updates.enums import AskKind, ReturnReason
from dnfa.updates.models import RoundAgency, RoundQuestion, UpdateRound
from dnfa.updates.services import confirm_record, rounds
from dnfa.updates.standard_questions import heading_choices, questions_of
from dnfa.updates.subjects import subjects

HALF_YEAR, QUARTER = 6, 3
COMING = f"{TITLE_PREFIX}Nội dung cho báo cáo năm"
ASKED = ("delegations", "investment", "aid")
ANSWERS_AFTER, TAKEN_AFTER = 6, 9  # days after a round was opened
LATE_SINCE = 2  # days that the open round is past its day


@dataclass(frozen=True)
class Told:
    """What an agency answers, matter by matter: figures in the order asked, and words; nothing of a matter: no such thing."""

    agency: str
    figures: dict[str, tuple[str, ...]]
    words: dict[str, str]


TOLD = (
    Told("dai-hoc-da-nang", {"delegations": ("9", "4", "23"), "aid": ("1", "48500")},
         {"delegations": "Đón các đoàn trường Keimyung, Griffith; cử đoàn dự hội nghị hiệu trưởng.",
          "aid": "Học bổng của trường Keimyung cho 8 sinh viên.",
          "section": "Mở rộng trao đổi sinh viên với ba trường của địa phương có quan hệ.\n"
                     "Đề nghị thành phố đưa hợp tác đại học vào chương trình làm việc của lãnh đạo."}),
    Told("so-du-lich", {"delegations": ("14", "3", "11"), "investment": ("5",)},
         {"delegations": "Đón các đoàn khảo sát của hãng lữ hành Nhật Bản, Hàn Quốc.",
          "investment": "Năm chương trình giới thiệu điểm đến tại Seoul, Daegu, Tokyo.",
          "section": "Khôi phục đường bay thẳng với hai địa phương kết nối."}),
    Told("so-cong-thuong", {"delegations": ("6", "2", "7"), "investment": ("8",)},
         {"delegations": "Làm việc với các đoàn doanh nghiệp Chiba, Daegu.",
          "investment": "Tám cuộc kết nối giao thương trực tiếp và trực tuyến."}),
    Told("so-y-te", {"delegations": ("3", "1", "2"), "aid": ("2", "127300.5")},
         {"delegations": "Đón chuyên gia tim mạch; cử bác sĩ tập huấn.",
          "aid": "Hai khoản trang thiết bị cho trung tâm y tế."}),
    Told("so-khoa-hoc-cong-nghe", {"delegations": ("4", "2", "5")},
         {"delegations": "Đón đoàn của các thành phố thông minh."}),
    Told("so-giao-duc-dao-tao", {"delegations": ("2", "0", "0"), "aid": ("1", "31000")},
         {"delegations": "Đón hai đoàn giáo viên.", "aid": "Sách và tài liệu truyền thông học đường."}),
    Told("so-tai-chinh", {}, {}),
    Told("cang-da-nang", {"delegations": ("5", "3", "12"), "investment": ("2",)},
         {"delegations": "Đón các hãng tàu; dự mạng lưới cảng.", "investment": "Hai hội nghị khách hàng."}),
)  # fmt: skip
SILENT = "so-xay-dung"  # never answers


@dataclass(frozen=True)
class Occasion:
    """When a round was opened and due, and of which period it asks."""

    title: str
    first: date
    last: date
    opened_on: date
    due_on: date


def make_rounds(demo: Demo) -> None:
    """The rounds that are not there yet, known by their title, each whole or not at all. A year that was made on an earlier
    day, whose quarters have other names by now, is left as it is.
    """
    for copy in demo.copies():
        if _was_made(copy):
            continue
        for occasion, asks, live in _plans(demo, copy):
            if not UpdateRound.objects.filter(title=occasion.title).exists():
                with transaction.atomic():
                    held = _prepare(demo, occasion, asks)
                    live(demo, held, occasion)
                demo.count("update_rounds")


def _was_made(copy: int) -> bool:
    """Whether the last round of a copy stands, of whatever year."""
    number = "" if copy == 1 else f" {copy}"
    return UpdateRound.objects.filter(title__regex=f"^{re.escape(COMING)} [0-9]{{4}}{number}$").exists()


def _plans(demo: Demo, copy: int) -> list[tuple[Occasion, Sequence[str], Any]]:
    """The half-year and the quarter that are over, the quarter that runs, the year to be prepared."""
    return [
        (_over(demo, copy, HALF_YEAR), ASKED, _play_closed),
        (_over(demo, copy, QUARTER), ASKED, _play_closed),
        (_running(demo, copy), ("confirm", *ASKED), _play_open),
        (_coming(demo, copy), ("confirm", "scheme"), _leave_prepared),
    ]


def _begin_of(day: date, months: int) -> date:
    """The first day of the half-year or quarter that a day lies in."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _named(first: date, months: int) -> str:
    """Cập nhật quý III/2026, Cập nhật 6 tháng đầu năm 2026."""
    if months == QUARTER:
        return f"{TITLE_PREFIX}Cập nhật quý {roman(first.month // QUARTER + 1)}/{first.year}"
    return f"{TITLE_PREFIX}Cập nhật 6 tháng {'đầu' if first.month == 1 else 'cuối'} năm {first.year}"


def _over(demo: Demo, copy: int, months: int) -> Occasion:
    """The last such period that is over, asked about in its last week."""
    following = _begin_of(demo.today, months)
    first, last = add_months(following, -months), following - timedelta(days=1)
    due_on = min(last + timedelta(days=10), demo.ago(1))
    return Occasion(copied(_named(first, months), copy), first, last, last - timedelta(days=7), due_on)


def _running(demo: Demo, copy: int) -> Occasion:
    """The period that runs; its day has just passed for most."""
    first = _begin_of(demo.today, QUARTER)
    last = add_months(first, QUARTER) - timedelta(days=1)
    return Occasion(copied(_named(first, QUARTER), copy), first, last, demo.ago(21), demo.ago(LATE_SINCE))


def _coming(demo: Demo, copy: int) -> Occasion:
    """The whole year, for the yearly report; not opened yet."""
    year = demo.today.year
    title = copied(f"{COMING} {year}", copy)
    return Occasion(title, date(year, 1, 1), date(year, 12, 31), demo.today, demo.workday(14))


def _prepare(demo: Demo, occasion: Occasion, asks: Sequence[str]) -> UpdateRound:
    headings = [value for value, _label in heading_choices()][-1:]
    keys = [*(told.agency for told in TOLD), SILENT]
    return rounds.round_create(
        title=occasion.title,
        message="Đề nghị các cơ quan trả lời đủ các mục; mục nào không có thì chọn “Không phát sinh trong kỳ”.",
        period_from=occasion.first,
        period_to=occasion.last,
        due_on=occasion.due_on,
        questions=questions_of([*asks], "", headings),
        agencies=[agency for key in keys if (agency := body(key)) is not None],
        user=demo.user,
        today=occasion.opened_on,
    )


def _open(demo: Demo, held: UpdateRound, occasion: Occasion) -> None:
    rounds.round_open(
        held=held,
        base_version=None,
        user=demo.user,
        today=occasion.opened_on,
        now=morning(occasion.opened_on),
    )


def _play_closed(demo: Demo, held: UpdateRound, occasion: Occasion) -> None:
    """All answered but one; the last answer was never taken."""
    _open(demo, held, occasion)
    for number, told in enumerate(TOLD):
        asked = _asked(held, told.agency)
        if asked is not None:
            _answer(demo, asked, told, occasion, share=_share(occasion))
            if number < len(TOLD) - 1:
                _take(demo, asked, _later(demo, occasion, TAKEN_AFTER))
    closed_on = occasion.due_on + timedelta(days=1)
    rounds.round_close(held=held, base_version=None, user=demo.user, now=morning(closed_on))


def _play_open(demo: Demo, held: UpdateRound, occasion: Occasion) -> None:
    """Each agency stands elsewhere: taken, waiting, returned, given more time, asking for more time, begun, silent."""
    _open(demo, held, occasion)
    university, tourism, trade, health, science, education, finance, _port = TOLD
    for told in (tourism, trade, health, finance):
        asked = _asked(held, told.agency)
        if asked is not None:
            _confirm_all(demo, asked, occasion.opened_on)
            _answer(demo, asked, told, occasion)
    for told in (tourism, finance):
        if (asked := _asked(held, told.agency)) is not None:
            _take(demo, asked, _later(demo, occasion, TAKEN_AFTER))
    if (asked := _asked(held, health.agency)) is not None:
        rounds.answer_return(
            asked=asked,
            reason=ReturnReason.WRONG,
            text="Giá trị giải ngân lệch với báo cáo của nhà tài trợ, đề nghị kiểm tra lại.",
            base_version=None,
            user=decider(demo, asked.agency),
            now=morning(demo.ago(4)),
        )
    _ask_for_time(demo, held, university, granted=True)
    _ask_for_time(demo, held, science, granted=False)
    for told in (university, education):
        if (asked := _asked(held, told.agency)) is not None:
            _write(demo, asked, told, demo.ago(5), first_only=True)


def _leave_prepared(_demo: Demo, _held: UpdateRound, _occasion: Occasion) -> None:
    """Agencies do not see it yet."""


def _later(demo: Demo, occasion: Occasion, days: int) -> date:
    """So many days after the round was opened, as far as today."""
    return min(occasion.opened_on + timedelta(days=days), demo.today)


def _share(occasion: Occasion) -> int:
    """Half a year holds twice what a quarter holds."""
    return 2 if occasion.last > add_months(occasion.first, QUARTER) else 1


def _asked(held: UpdateRound, key: str) -> RoundAgency | None:
    return held.agencies.filter(agency__key=key).select_related("agency", "round").first()


def _answer(demo: Demo, asked: RoundAgency, told: Told, occasion: Occasion, share: int = 1) -> None:
    """Write all and send it."""
    day = _later(demo, occasion, ANSWERS_AFTER)
    _write(demo, asked, told, day, share=share)
    rounds.answer_submit(asked=asked, base_version=None, user=writer(demo, asked.agency), now=morning(day))


def _write(
    demo: Demo, asked: RoundAgency, told: Told, day: date, *, share: int = 1, first_only: bool = False
) -> None:
    """Keep what is told; `first_only` stops after the first question, as somebody who was called away."""
    questions = list(asked.round.questions.exclude(kind=AskKind.CONFIRM).order_by("order"))
    if first_only:
        questions = questions[:1]
    rounds.answer_save(
        asked=asked,
        answers={
            question.pk: _said(question, _position(question, questions), told, share)
            for question in questions
        },
        base_version=None,
        user=writer(demo, asked.agency),
        now=morning(day),
    )


def _position(question: RoundQuestion, questions: list[RoundQuestion]) -> int:
    """Which figure of its matter a question asks for."""
    same = [one.pk for one in questions if one.kind == question.kind and one.unit]
    return same.index(question.pk) if question.pk in same else 0


def _said(question: RoundQuestion, position: int, told: Told, share: int) -> dict[str, Any]:
    """A figure where one is asked, words where words are; else that nothing happened."""
    figures = told.figures.get(question.kind, ())
    if question.unit and position < len(figures):
        return {"figure": Decimal(figures[position]) * share}
    words = "" if question.unit else told.words.get(question.kind, "")
    return {"text": words} if words else {"is_nothing": True}


def _take(demo: Demo, asked: RoundAgency, day: date) -> None:
    rounds.answer_accept(asked=asked, base_version=None, user=decider(demo, asked.agency), now=morning(day))


def _confirm_all(demo: Demo, asked: RoundAgency, day: date) -> None:
    """The agency looked its records over and found them true."""
    kinds = {subject.content_type.pk: subject for subject in subjects()}
    for row in asked.records.all():
        record: Any = row.record
        confirm_record(
            subject=kinds[row.content_type_id],
            record=record,
            agency=asked.agency,
            seen_version=None,
            user=writer(demo, asked.agency),
            today=day,
        )


def _ask_for_time(demo: Demo, held: UpdateRound, told: Told, *, granted: bool) -> None:
    asked = _asked(held, told.agency)
    if asked is None:
        return
    until = demo.workday(6)
    rounds.extension_ask(
        asked=asked,
        until=until,
        because="Các đơn vị thành viên gửi số liệu chậm.",
        base_version=None,
        user=writer(demo, asked.agency),
        now=morning(demo.ago(6)),
    )
    if granted:
        rounds.extension_decide(
            asked=asked, until=until, base_version=None, user=demo.user, now=morning(demo.ago(5))
        )
