"""What the column "Ngày ký, ngày hiệu lực" says: the signings of one paper, in the order printed.

"2004 (Ký tăng cường 2018)" is two signings, "4/2012 (Ý định thư) 02/2015 (ký chính thức)" a letter of intent
and then the paper. A word of kind belongs to the date after it, or, alone in brackets or at the end of
its part, to the date before it. A length of time ("thời hạn 4 năm") is no signing but a hint for the term.
What is left over is reported, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from agreements.enums import EventKind, TermKind
from agreements.importing.terms import AUTO, INDEFINITE, ParsedTerm, read_term
from agreements.importing.words import DATE, DURATION, plain, read_date, tidy
from dnfa.core.partial_dates import InvalidPartialDate, PartialDate


@dataclass(frozen=True)
class Signing:
    """One signing: when (as precisely as printed), of what kind, in the words of the table."""

    date: PartialDate | None
    kind: EventKind
    as_printed: str
    effective_on: PartialDate | None = None


@dataclass(frozen=True)
class SigningReading:
    """The signings of a cell, the term it hints at, what was unclear and what is wrong in any reading."""

    signings: tuple[Signing, ...] = ()
    term_hint: ParsedTerm | None = None
    notes: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


KIND_WORDS = {
    EventKind.LETTER_OF_INTENT: r"(?:ky\s+)?(?:ban\s+)?(?:y\s+dinh\s+thu|thu\s+y\s+dinh|loi)\b",
    EventKind.STRENGTHENING: r"(?:ky\s+)?tang\s+cuong\b(?:\s+hop\s+tac\b)?",
    EventKind.RE_SIGNING: r"(?:ky\s+(?:ket\s+)?lai|tai\s+ky)\b",
    EventKind.RENEWAL: r"(?:ky\s+)?gia\s+han\b",
    EventKind.EXTENSION: r"(?:ky\s+)?keo\s+dai\b",
    EventKind.AMENDMENT: r"(?:ky\s+)?(?:sua\s+doi\b(?:\s*,?\s*(?:va\s+)?bo\s+sung\b)?|bo\s+sung\b|dieu\s+chinh\b)",
    EventKind.SIGNING: r"(?:ky\s+(?:ket\s+)?chinh\s+thuc|chinh\s+thuc|ky\s+ket|ky)\b",
}
_KIND_PRINTED = {
    EventKind.LETTER_OF_INTENT: "Ý định thư",
    EventKind.STRENGTHENING: "ký tăng cường",
    EventKind.RE_SIGNING: "ký lại",
    EventKind.RENEWAL: "gia hạn",
    EventKind.EXTENSION: "kéo dài",
    EventKind.AMENDMENT: "sửa đổi",
}
# Said after the date and a comma ("2014, Ý định thư") these name the paper just dated; the others another event.
_NAME_THE_PAPER = frozenset({EventKind.LETTER_OF_INTENT, EventKind.SIGNING})
_HOLDS = r"(?:(?:co\s+)?(?:thoi\s+han|gia\s+tri|hieu\s+luc)\b(?:\s+(?:hieu\s+luc|la|trong\s+vong|trong)\b)*\s*:?\s*)"
_TOKEN = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in {
            "hint": (
                rf"{INDEFINITE}|{AUTO}[^;)]*|\bgiai\s+doan\s+\d{{4}}\s*-\s*\d{{4}}"
                rf"|\b{_HOLDS}?(?:trong\s+)?{DURATION}"
                rf"|\b{_HOLDS}?(?:den|toi)\s+(?:(?:het|cuoi)\s+)*{DATE}|\bhet\s+(?:han|hieu\s+luc)\s+(?:vao\s+)?{DATE}"
            ),
            "effective": rf"\b(?:co\s+)?hieu\s+luc(?:\s+thi\s+hanh)?(?:\s+(?:ke\s+)?tu)?\s*:?(?=\s*{DATE})",
            "kind": "|".join(rf"\b{words}" for words in KIND_WORDS.values()),
            "date": DATE,
            "open": r"[(\[]",
            "close": r"[)\]]",
            "dash": r"-",
            "separator": r"[,;|+&•/]|\bva\b",
            "filler": (
                r"\b(?:lan\s+(?:thu\s+)?(?:\d{1,2}|nhat|hai|ba|tu|nam|dau)|cac\s+nam|ngay|nam|vao|tu|duoc|da|roi|sau\s+do"
                r"|tiep\s+tuc|tiep\s+theo)\b|[:.]"
            ),
            "blank": r"\s+",
            "other": r"[^\W\d_]+|\d[\d./-]*|.",
        }.items()
    )
)
_DATE_FIRST = re.compile(DATE)


def read_signings(text: str) -> SigningReading:
    """Read a signing cell as printed. Never raises: what is not understood is in `notes`, impossible dates in `errors`."""
    printed = tidy(text)
    if not printed:
        return SigningReading(notes=(_("Chưa ghi ngày ký."),))
    return _Reader(printed).read()


@dataclass
class _Draft:
    """A signing while the words around its date are still being read."""

    date: PartialDate | None
    kind: EventKind | None
    start: int
    end: int
    effective_on: PartialDate | None = None


@dataclass
class _Word:
    """A word of kind that waits for its date."""

    kind: EventKind
    start: int
    end: int


@dataclass
class _Reader:
    """Walks over the pieces of one cell, left to right."""

    printed: str
    drafts: list[_Draft] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    leftover: list[str] = field(default_factory=list)
    waiting: _Word | None = None
    in_brackets: bool = False
    bracket_kind: EventKind | None = None
    part_has_date: bool = False
    takes_effect: bool = False
    after_dash: bool = False
    piece_before: str = ""

    def read(self) -> SigningReading:
        for token in _TOKEN.finditer(plain(self.printed)):
            name = token.lastgroup or "other"
            if name in {"blank", "filler"}:
                continue
            if self.after_dash and name != "date":
                self.after_dash = False
                self._end_part()
            getattr(self, f"_read_{name}")(token)
            self.piece_before = name
        self._end_part()
        if self.leftover:
            words = " ".join(self.leftover)
            self.notes.append(_("Chưa hiểu “%(text)s” trong ô ngày ký; giữ nguyên văn.") % {"text": words})
        hint = self._hint()
        if not (self.drafts or self.notes or self.errors):
            self.notes.append(_("Chưa thấy ngày ký trong ô; giữ nguyên văn."))
        signings = tuple(self._finished(draft) for draft in self.drafts)
        return SigningReading(signings, hint, tuple(self.notes), tuple(self.errors))

    def _finished(self, draft: _Draft) -> Signing:
        as_printed = self.printed[draft.start : draft.end].strip(" ,;:")
        rest = self.printed[draft.end :].lstrip()
        if as_printed.count("(") > as_printed.count(")") and rest.startswith(")"):
            as_printed += ")"
        elif as_printed.count(")") > as_printed.count("("):
            as_printed = as_printed.removesuffix(")").rstrip()
        return Signing(draft.date, draft.kind or EventKind.SIGNING, as_printed, draft.effective_on)

    def _hint(self) -> ParsedTerm | None:
        readings = [(hint, read_term(hint)) for hint in self.hints]
        for hint, reading in readings:
            self.errors += reading.errors
            if reading.notes:
                self.notes.append(_("Chưa hiểu “%(text)s” trong ô ngày ký; giữ nguyên văn.") % {"text": hint})
        clear = [reading.term for _hint, reading in readings if reading.term.kind != TermKind.UNKNOWN]
        return clear[-1] if clear else None

    # --- one method for each kind of piece ----------------------------------
    def _read_other(self, token: re.Match[str]) -> None:
        self.leftover.append(self.printed[token.start() : token.end()])

    def _read_hint(self, token: re.Match[str]) -> None:
        self.hints.append(self.printed[token.start() : token.end()])
        if (
            self.waiting is not None
        ):  # "kéo dài đến 2015": the word tells of the length, not of the date before it
            self._stand_alone(self.waiting)
            self.waiting = None

    def _read_effective(self, _token: re.Match[str]) -> None:
        self.takes_effect = True

    def _read_kind(self, token: re.Match[str]) -> None:
        kind = next(kind for kind, words in KIND_WORDS.items() if re.fullmatch(words, token[0]))
        if self.waiting is not None and kind == EventKind.SIGNING:
            return  # "ký tăng cường, ký ngày …": the first word says more
        if self.waiting is not None and self.waiting.kind != EventKind.SIGNING:
            self._end_part()
        start = self.waiting.start if self.waiting else token.start()
        self.waiting = _Word(kind, start, token.end())

    def _read_open(self, _token: re.Match[str]) -> None:
        if self.part_has_date:
            self._end_part()
        self.in_brackets, self.bracket_kind, self.part_has_date = True, None, False

    def _read_close(self, token: re.Match[str]) -> None:
        if (
            self.waiting is not None
            and not self.part_has_date
            and self.drafts
            and self.drafts[-1].kind is None
        ):
            self.drafts[-1].kind = self.waiting.kind
            self.drafts[-1].end = token.end()
            self.waiting = None
        self._end_part()
        self.in_brackets, self.bracket_kind = False, None

    def _read_separator(self, _token: re.Match[str]) -> None:
        self._end_part()

    def _read_dash(self, _token: re.Match[str]) -> None:
        if self.piece_before != "date":
            self._end_part()
        self.after_dash = self.piece_before == "date"

    def _read_date(self, token: re.Match[str]) -> None:
        try:
            day = read_date(token[0])
        except InvalidPartialDate as error:
            self.errors.append(str(error))
            self.waiting, self.part_has_date, self.after_dash, self.takes_effect = None, True, False, False
            return
        if self.after_dash and self.drafts:
            self._forget_range(token)
        elif self.takes_effect:
            self._set_effective(day, token)
        else:
            self._add(day, token)
        self.after_dash = self.takes_effect = False
        self.part_has_date = True

    def _forget_range(self, token: re.Match[str]) -> None:
        first = self.drafts.pop()
        words = self.printed[first.start : token.end()]
        self.notes.append(
            _("“%(text)s” chưa rõ là các lần ký hay thời hạn; giữ nguyên văn.") % {"text": words}
        )

    def _set_effective(self, day: PartialDate, token: re.Match[str]) -> None:
        if self.drafts and self.drafts[-1].effective_on is None:
            self.drafts[-1].effective_on = day
        else:
            self.drafts.append(_Draft(None, None, token.start(), token.end(), effective_on=day))

    def _add(self, day: PartialDate, token: re.Match[str]) -> None:
        word, self.waiting = self.waiting, None
        kind = word.kind if word else None
        if self.in_brackets and kind in {None, EventKind.SIGNING} and self._refines(day):
            self.drafts[-1].date, self.drafts[-1].end = day, token.end()
            return
        if self.in_brackets and kind is None and self.drafts:
            kind = self.bracket_kind
            if kind is None:
                self._read_other(token)
                return
        if self.in_brackets and kind != EventKind.LETTER_OF_INTENT:
            self.bracket_kind = kind
        start = min(word.start if word else token.start(), token.start())
        self.drafts.append(_Draft(day, kind, start, token.end()))

    def _refines(self, day: PartialDate) -> bool:
        """Whether the day in brackets is the exact day of the date before: "2004 (ký ngày 22/11/2004)"."""
        before = self.drafts[-1].date if self.drafts else None
        return before is not None and day != before and day.isoformat().startswith(before.isoformat())

    def _end_part(self) -> None:
        """A comma, "và" or the end: a waiting word belongs to the date before it, or stands alone."""
        word, self.waiting = self.waiting, None
        last = self.drafts[-1] if self.drafts else None
        if word is not None:
            may_name = self.part_has_date or word.kind in _NAME_THE_PAPER
            if last is not None and last.kind is None and may_name:
                last.kind, last.end = word.kind, word.end
            else:
                self._stand_alone(word)
        self.part_has_date = False

    def _stand_alone(self, word: _Word) -> None:
        """An event whose day is not printed; a bare "ký" says nothing that the dates do not."""
        if word.kind != EventKind.SIGNING:
            self.drafts.append(_Draft(None, word.kind, word.start, word.end))
            words = self.printed[word.start : word.end]
            self.notes.append(_("“%(text)s” chưa ghi ngày.") % {"text": words})


def format_signings(signings: tuple[Signing, ...]) -> str:
    """Write signings the way the table does, so that `read_signings` reads the same dates and kinds again."""
    parts = []
    for signing in signings:
        words = [signing.date.display("vi")] if signing.date else []
        if signing.kind in _KIND_PRINTED:
            words.append(f"({_KIND_PRINTED[signing.kind]})" if words else _KIND_PRINTED[signing.kind])
        text = " ".join(words)
        if signing.effective_on:
            text += f" có hiệu lực từ {signing.effective_on.display('vi')}"
        parts.append(text.strip())
    return "; ".join(parts)
