"""What the column "Thời hạn hiệu lực" says: how long a paper holds (design.md section 4).

A sentence is cut into known pieces; it counts only when nothing is left over and the pieces agree.
Otherwise the term is unknown, the sentence is kept and a note says what was not understood.

Decided here (docs/importing.md tells the officer the same):
- "cho đến khi một bên thông báo chấm dứt" has no end of its own and is indefinite;
- a length with a stated first day ("5 năm kể từ ngày 25/8/2014") ends on the same day so much later;
- "tự động gia hạn từng năm" without a first length runs year by year from the start;
- "2 năm, tự động gia hạn" does not say for how long it is renewed, and stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.utils.translation import gettext as _

from agreements.enums import TermKind
from agreements.importing.words import (
    DATE,
    DURATION,
    UnclearLengthError,
    plain,
    read_date,
    read_months,
    shift,
    tidy,
)
from dnfa.core.partial_dates import MONTHS_IN_YEAR, InvalidPartialDate, PartialDate


@dataclass(frozen=True)
class ParsedTerm:
    """A term as understood, with the sentence it was read from. Lengths are in months."""

    kind: TermKind
    ends_on: PartialDate | None = None
    months: int | None = None
    renew_months: int | None = None
    notice_months: int | None = None
    as_printed: str = ""


@dataclass(frozen=True)
class TermReading:
    """A term with what was unclear (`notes`) and what is wrong in any reading (`errors`), as sentences."""

    term: ParsedTerm
    notes: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


INDEFINITE = (
    r"\b(?:vo|khong(?:\s+(?:co|xac\s+dinh|quy\s+dinh|gioi\s+han|han\s+dinh))?(?:\s+ve)?)"
    r"\s+(?:thoi\s+han|thoi\s+gian|ky\s+han)(?:\s+(?:hieu\s+luc|cu\s+the|ket\s+thuc))?\b"
    r"|\bvo\s+han\b|\bvinh\s+vien\b|\bindefinite(?:ly)?\b"
)
_TACIT = r"\b(?:tu\s+dong|mac\s+nhien|duong\s+nhien)\b"
AUTO = (
    rf"\b(?:(?:se|duoc|va)\s+)*{_TACIT}(?:\s+duoc)?"
    r"\s+(?:gia\s+han|keo\s+dai|tai\s+tuc|tiep\s+tuc(?:\s+co\s+hieu\s+luc)?)\b"
)
_NOT_SAID = re.compile(
    r"(?:-+|\.+|…|/|\?|n/a|(?:khong|chua)\s+(?:ro|biet|ghi|co\s+thong\s+tin)|chua\s+xac\s+dinh)"
)
_TOKEN = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in {
            "indefinite": INDEFINITE,
            "open": r"\b(?:cho\s+)?(?:den|toi)\s+khi\b[^;)]*",
            "condition": rf"\b(?:neu|tru\s+khi|tru\s+truong\s+hop)\b(?:(?!{_TACIT})[^;)])*",
            "notice": rf"\b(?:thong\s+)?bao\s+truoc\b(?:(?!{_TACIT})[^;,)])*",
            "auto": AUTO,
            "each": r"\b(?:theo\s+)?(?:tung|hang|moi)\s+nam(?:\s+mot)?\b",
            "same": (
                r"\bcung\s+(?:thoi\s+han|thoi\s+gian|ky\s+han)\b"
                r"|\b(?:voi\s+)?(?:thoi\s+han|thoi\s+gian|ky\s+han|giai\s+doan)"
                r"\s+(?:nhu\s+tren|tuong\s+(?:tu|duong|ung))\b"
            ),
            "start": (
                r"\b(?:ke\s+)?tu\s+(?:ngay|khi|thoi\s+diem)(?:\s+(?:hai|cac)\s+ben)?"
                r"\s+(?:ky(?:\s+ket)?|co\s+hieu\s+luc)\b(?:\s+ngay\b)?"
                rf"|\b(?:ke\s+)?tu\b(?=\s+{DATE})"
            ),
            "date": DATE,
            "duration": DURATION,
            "end": (
                r"\b(?:cho\s+)?(?:den|toi)\b(?:\s+(?:het|cuoi)\b)*"
                r"|\b(?:da\s+)?het\s+(?:han|hieu\s+luc)\b(?:\s+(?:vao|tu)\b)?(?:\s+cuoi\b)?"
                r"|\b(?:het|cuoi|ket\s+thuc)\b"
            ),
            "dash": r"-",
            "filler": (
                r"/\s*lan\b|\b(?:(?:co\s+)?(?:thoi\s+han|hieu\s+luc|gia\s+tri)|trong\s+vong|trong|giai\s+doan|la|them|tiep\s+theo"
                r"|tiep|nua|va|voi|sau\s+do|cho|cac|moi\s+(?:lan|ky)|moi(?=\s*\d)|tung\s+(?:lan|ky|giai\s+doan))\b|[:,.;()\[\]]"
            ),
            "blank": r"\s+",
            "other": r"[^\W\d_]+|\d+|.",
        }.items()
    )
)
_ENDS_PAPER = re.compile(r"cham\s+dut|huy\s+bo|bai\s+bo|rut\s+khoi|thay\s+the")
_ABOUT_NOTICE = re.compile(r"thong\s+bao|bao\s+truoc|cham\s+dut|huy\s+bo|phan\s+doi")
_NOTICE_LENGTH = re.compile(
    rf"truoc(?:\s+(?:it\s+nhat|toi\s+thieu|thoi\s+han))*\s*({DURATION})|({DURATION})\s+truoc"
)


@dataclass
class _Facts:
    """What the pieces of a sentence said."""

    ends: list[PartialDate] = field(default_factory=list)
    starts: list[PartialDate] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    renewals: list[int] = field(default_factory=list)
    notice: int | None = None
    is_indefinite: bool = False
    renews: bool = False
    renews_same: bool = False
    renews_each_year: bool = False
    not_understood: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def read_term(text: str) -> TermReading:
    """Read a term as printed. Never raises: what is not understood is unknown, with a note or an error."""
    printed = tidy(text)
    unknown = ParsedTerm(TermKind.UNKNOWN, as_printed=printed)
    if not printed or _NOT_SAID.fullmatch(plain(printed)):
        return TermReading(unknown, (_("Chưa ghi thời hạn: cần hỏi lại hoặc tìm văn bản."),))
    facts = _Reader(printed).read()
    if facts.errors:
        return TermReading(unknown, tuple(facts.notes), tuple(facts.errors))
    if facts.not_understood:
        words = " ".join(facts.not_understood)
        facts.notes.append(_("Chưa hiểu “%(text)s” trong thời hạn; giữ nguyên văn.") % {"text": words})
    if facts.notes:
        return TermReading(unknown, tuple(facts.notes))
    try:
        term = _conclude(facts)
    except _UnclearError as error:
        return TermReading(unknown, (str(error),))
    return TermReading(replace(term, as_printed=printed))


class _UnclearError(ValueError):
    """The pieces do not make one term; the message says why."""


class _Reader:
    """Walks over the pieces of one sentence, left to right."""

    def __init__(self, printed: str) -> None:
        self.printed = printed
        self.plain = plain(printed)
        self.facts = _Facts()
        self.next_date = self.facts.ends
        self.range_is_open = False
        self.last_date: PartialDate | None = None

    def read(self) -> _Facts:
        for token in _TOKEN.finditer(self.plain):
            kind = token.lastgroup or "other"
            if kind in {"filler", "blank"}:
                continue
            piece = self.printed[token.start() : token.end()]
            getattr(self, f"_read_{kind}")(token[0], piece)
            if kind not in {"date", "dash"}:
                self.last_date = None
        return self.facts

    def _read_other(self, _text: str, piece: str) -> None:
        self.facts.not_understood.append(piece)

    def _read_indefinite(self, _text: str, _piece: str) -> None:
        self.facts.is_indefinite = True

    def _read_open(self, text: str, piece: str) -> None:
        if _ENDS_PAPER.search(text):
            self.facts.is_indefinite = True
        else:
            self._read_other(text, piece)

    def _read_condition(self, text: str, piece: str) -> None:
        asks_for_more = "gia han" in text and not self.facts.renews
        if asks_for_more or not _ABOUT_NOTICE.search(text) or re.search(DATE, text):
            self._read_other(text, piece)
            return
        self._read_notice(text, piece)

    def _read_notice(self, text: str, piece: str) -> None:
        length = _NOTICE_LENGTH.search(text)
        if length is None:
            return
        group = 1 if length[1] else 2
        start, end = length.span(group)
        try:
            self.facts.notice = read_months(length[group], piece[start:end])
        except UnclearLengthError:
            return  # a notice in days does not change how long the paper holds; the sentence is kept

    def _read_auto(self, _text: str, _piece: str) -> None:
        self.facts.renews = True

    def _read_each(self, text: str, piece: str) -> None:
        if self.facts.renews:
            self.facts.renews_each_year = True
            self.facts.renewals.append(MONTHS_IN_YEAR)
        else:
            self._read_other(text, piece)

    def _read_same(self, text: str, piece: str) -> None:
        if self.facts.renews:
            self.facts.renews_same = True
        else:
            self._read_other(text, piece)

    def _read_start(self, _text: str, _piece: str) -> None:
        self.next_date = self.facts.starts

    def _read_end(self, _text: str, _piece: str) -> None:
        self.next_date = self.facts.ends

    def _read_dash(self, _text: str, piece: str) -> None:
        if self.last_date is None:
            return
        if self.last_date in self.facts.ends:
            self.facts.ends.remove(self.last_date)
            self.facts.starts.append(self.last_date)
        self.last_date = None
        self.next_date = self.facts.ends
        self.facts.not_understood += [] if len(self.facts.starts) == 1 else [piece]

    def _read_date(self, text: str, _piece: str) -> None:
        try:
            day = read_date(text)
        except InvalidPartialDate as error:
            self.facts.errors.append(str(error))
            return
        self.next_date.append(day)
        self.last_date = day
        self.next_date = self.facts.ends

    def _read_duration(self, text: str, piece: str) -> None:
        try:
            months = read_months(text, piece)
        except UnclearLengthError as error:
            self.facts.notes.append(str(error))
            return
        if months is None:
            self._read_other(text, piece)
        else:
            (self.facts.renewals if self.facts.renews else self.facts.lengths).append(months)


Said = TypeVar("Said", int, PartialDate)


def _only(values: Sequence[Said], message: str) -> Said | None:
    """The one value that all say, None when none says any. Raises `_UnclearError` with `message` when they differ."""
    if len(set(values)) > 1:
        raise _UnclearError(message)
    return values[0] if values else None


def _conclude(facts: _Facts) -> ParsedTerm:
    """One term from what the pieces say. Raises `_UnclearError`."""
    length = _only(facts.lengths, _("Thời hạn ghi hai khoảng thời gian khác nhau; giữ nguyên văn."))
    end = _only(facts.ends, _("Thời hạn ghi nhiều ngày kết thúc; giữ nguyên văn."))
    start = _only(facts.starts, _("Thời hạn ghi nhiều ngày bắt đầu; giữ nguyên văn."))
    if facts.is_indefinite:
        if length or end or start or facts.renews:
            raise _UnclearError(_("Thời hạn vừa ghi không thời hạn vừa ghi thời gian; giữ nguyên văn."))
        return ParsedTerm(TermKind.INDEFINITE)
    if facts.renews:
        return _renewing(facts, length, has_days=bool(end or start))
    if end is None and length and start:
        end = _computed_end(start, length)
    if end:
        if start and end.last_day() < start.first_day():
            raise _UnclearError(_("Ngày kết thúc đứng trước ngày bắt đầu; giữ nguyên văn."))
        return ParsedTerm(TermKind.UNTIL, end, length, notice_months=facts.notice)
    if length:
        return ParsedTerm(TermKind.FOR, months=length, notice_months=facts.notice)
    raise _UnclearError(_("Chưa thấy ngày hết hạn hay số năm trong thời hạn; giữ nguyên văn."))


def _computed_end(start: PartialDate, months: int) -> PartialDate:
    try:
        return shift(start, months)
    except InvalidPartialDate as error:
        raise _UnclearError(str(error)) from error


def _renewing(facts: _Facts, length: int | None, *, has_days: bool) -> ParsedTerm:
    renewal = _only(facts.renewals, _("Thời hạn ghi hai khoảng gia hạn khác nhau; giữ nguyên văn."))
    if renewal is None and facts.renews_same:
        renewal = length
    if renewal is None:
        raise _UnclearError(_("Tự động gia hạn nhưng chưa rõ mỗi lần bao lâu; giữ nguyên văn."))
    if length is None and has_days:
        raise _UnclearError(_("Vừa có ngày kết thúc vừa tự động gia hạn; giữ nguyên văn."))
    return ParsedTerm(
        TermKind.AUTO_RENEW, months=length or renewal, renew_months=renewal, notice_months=facts.notice
    )


def _length_text(months: int) -> str:
    years, rest = divmod(months, MONTHS_IN_YEAR)
    return f"{months} tháng" if rest else f"{years} năm"


def format_term(term: ParsedTerm) -> str:
    """Write a term the way the table does, so that `read_term` reads the same term again; "" for an unknown one."""
    if term.kind == TermKind.INDEFINITE:
        return "Không có thời hạn"
    if term.kind == TermKind.UNTIL and term.ends_on:
        text = term.ends_on.display("vi")
        text = f"{_length_text(term.months)} (đến {text})" if term.months else text
    elif term.kind == TermKind.FOR and term.months:
        text = _length_text(term.months)
    elif term.kind == TermKind.AUTO_RENEW and term.months and term.renew_months:
        text = f"{_length_text(term.months)}, tự động gia hạn {_length_text(term.renew_months)}"
    else:
        return ""
    notice = f", nếu không bên nào thông báo trước {term.notice_months} tháng" if term.notice_months else ""
    return text + notice
