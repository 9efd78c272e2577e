"""The secrecy guard: finds a mark of state secrecy (MẬT, TỐI MẬT, TUYỆT MẬT) and refuses what bears one.

The registry stands on an ordinary network, and a state secret may be drafted, kept and sent as an electronic
document only where the network is independent (Luật Bảo vệ bí mật nhà nước 117/2025/QH15, in force from 01/3/2026;
before it 29/2018/QH14). So no text field, file name or readable content may carry a mark.

A mark is told from the word by where it stands: "mật" is also honey, density, password and a good many
compounds, and those must pass. Where the two cannot be told apart in capitals, the guard refuses: a refused
harmless paper costs a minute, an accepted secret one breaks the law. Marks in English and texts in fonts older
than Unicode (TCVN3, VNI) are not recognised.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dnfa.core.errors import InvalidInput
from dnfa.core.text import nfc

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CODE = "secret_mark"


class Level(IntEnum):
    """Degrees of secrecy, the highest last."""

    MAT = 1
    TOI_MAT = 2
    TUYET_MAT = 3

    @property
    def words(self) -> str:
        """The mark as the stamp reads."""
        return _STAMPS[self]


_STAMPS = {Level.MAT: "MẬT", Level.TOI_MAT: "TỐI MẬT", Level.TUYET_MAT: "TUYỆT MẬT"}
# Letters on the envelope (A, B, C) stand for the three degrees.
_BY_WORDS = {
    "mật": Level.MAT,
    "tối mật": Level.TOI_MAT,
    "tuyệt mật": Level.TUYET_MAT,
    "mat": Level.MAT,
    "toi mat": Level.TOI_MAT,
    "tuyet mat": Level.TUYET_MAT,
    "toimat": Level.TOI_MAT,
    "tuyetmat": Level.TUYET_MAT,
    "a": Level.TUYET_MAT,
    "b": Level.TOI_MAT,
    "c": Level.MAT,
}


@dataclass(frozen=True)
class Mark:
    """A mark that was found: its degree, the line it stands in (from 1) and the words around it."""

    level: Level
    line: int
    excerpt: str


# --- Text -------------------------------------------------------------------
_WORD = r"[^\W_]"
_ANY = r"(?:(?:tối|tuyệt)[ _-]*)?mật"  # with IGNORECASE
_CAPITALS = r"(?:(?:TỐI|TUYỆT)[ _-]*)?MẬT"
# With a capital first letter at least: in running text a small "mật" is the word.
_TITLED = r"(?:(?:TỐI|Tối|TUYỆT|Tuyệt)[ _-]*(?:MẬT|[Mm]ật)|MẬT|Mật)"
_OPEN, _CLOSE = r"[(\[{<«‹【]", r"[)\]}>»›】]"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_BLANKS = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_LINES = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACED_LETTERS = re.compile(r"(?<!\S)(?:(?P<degree>T Ố I|T U Y Ệ T) )?M Ậ T(?!\S)")
_LAST_LETTERS = re.compile(r"[^\W\d_]+$")

_ALONE = re.compile(rf"[\W_]*(?P<mark>{_ANY}|TOI MAT|TUYET MAT)[\W_]*", re.IGNORECASE)
_LABEL = r"(?:(?:mức|cấp)\s+)?độ\s+mật"
_LABEL_ALONE = re.compile(rf"(?<!{_WORD}){_LABEL}\s*[:：=]?$", re.IGNORECASE)
_LETTER_ALONE = re.compile(r"[\W_]*(?P<mark>[abc])[\W_]*", re.IGNORECASE)
_SET_OFF = (
    re.compile(rf"{_OPEN}[\s\"“'‘]*(?P<mark>{_ANY})[\s\"”'’]*{_CLOSE}", re.IGNORECASE),
    re.compile(
        rf"(?<!{_WORD}){_LABEL}\s*[:：=–—-]{{1,5}}[\W_]{{0,20}}(?P<mark>{_ANY}|[abc])(?!{_WORD})",
        re.IGNORECASE,
    ),
    re.compile(rf"^[\W_]*(?P<mark>{_TITLED})(?:\s*[:;.,/|–—-]|\s+\d)"),
    re.compile(rf"[:;.,/|–—-]\s*(?:độ\s+)?(?P<mark>{_TITLED})[\W_]*$"),
    re.compile(rf"(?<!{_WORD})\d[\w./-]{{0,60}}\s+(?P<mark>{_TITLED})(?!{_WORD})"),
    re.compile(rf"^(?!.*[Bb]í mật nhà nước).*\sđộ\s+(?P<mark>{_TITLED})[\W_]*$"),
    # "ĐỘ MẬT" is the label itself, "ẤN ĐỘ MẬT" a country and a stamp.
    re.compile(rf"(?<!{_WORD})(?:(?<!ĐỘ )|(?<=ẤN ĐỘ ))(?P<mark>{_CAPITALS})(?!{_WORD})"),
)
# "mật" as part of a word: what may stand before it, and after it. Words that open the title of a paper
# ("MẬT KẾ HOẠCH", "MẬT NGHỊ QUYẾT", "MẬT DANH SÁCH") are left out, though "mật kế" and "mật nghị" are words too.
_COMPOUND_BEFORE = frozenset(
    [
        "bí",
        "bảo",
        "cơ",
        "thân",
        "giải",
        "cẩn",
        "tham",
        "tin",
        "tính",
        "thị",
        "ong",
        "ruồi",
        "đường",
        "trăng",
        "túi",
        "rỉ",
    ]
)
_COMPOUND_AFTER = frozenset(["độ", "thiết", "mã", "khẩu", "ong", "mía", "gấu", "ngọt", "tông", "thám", "ngữ"])
# A line may end in the first half of these words; "THÔNG TIN" at its end is an agency, and "MẬT" below it a stamp.
_HALF_WORDS = frozenset(["bí", "bảo", "cơ", "thân", "giải", "cẩn", "độ"])
# "không mật", "không đóng dấu MẬT", "chưa thuộc độ mật": nothing but these words between the no and the mark.
_DENIED = re.compile(
    rf"(?<!{_WORD})(?:không|chưa)"
    r"(?: (?:phải|là|có|mang|đóng|thuộc|được|bị|còn|dấu|độ|tài|liệu|văn|bản|chỉ|mức))*[ \"“'‘]*$",
    re.IGNORECASE,
)
# "NGUYỄN VĂN MẬT" is a person, "CÔNG VĂN MẬT" a paper.
_PERSON = re.compile(r"(?<![^\W_])(?!(?:CÔNG|LUẬN|NGUYÊN|TOÀN) )[^\W\d_]+ VĂN $")
_FOLLOWING = re.compile(r"[ -]([^\W\d_]+)")
# How many characters around a mark are looked at and shown: a hostile line of megabytes must not cost a minute.
_NEAR, _EXCERPT = 80, 28


def find_mark(text: str) -> Mark | None:
    """The first mark of secrecy in a text (composed or decomposed); None when there is none.

    A mark is: the words alone on a line or in a cell; in brackets; behind "Độ mật:" (also the letters A, B, C for
    Tuyệt mật, Tối mật, Mật); set off by punctuation at the beginning or end of a line; after a document number;
    in capitals anywhere. Compounds ("bí mật", "bảo mật", "MẬT ĐỘ"), denials ("không mật"), persons ("VĂN MẬT") and,
    in small letters, running text are no marks.
    """
    before = ""
    for number, line in enumerate(_LINES.split(_INVISIBLE.sub("", nfc(text))), start=1):
        words = _BLANKS.sub(" ", line).strip()
        if not words:
            continue
        words = _SPACED_LETTERS.sub(_joined, words)
        found = _in_line(words, before)
        if found is not None:
            return Mark(_level(found.group("mark")), number, _around(words, found))
        before = words[-_NEAR:]
    return None


def _joined(spaced: re.Match[str]) -> str:
    """Bring "T Ố I M Ậ T", as stamps are sometimes set, into words."""
    degree = (spaced.group("degree") or "").replace(" ", "")
    return f"{degree} MẬT".strip()


def _in_line(words: str, line_before: str) -> re.Match[str] | None:
    half = _LAST_LETTERS.search(line_before)
    goes_on = (
        half is not None and half.group().lower() in _HALF_WORDS and not line_before.lower().endswith("ấn độ")
    )
    if alone := _ALONE.fullmatch(words):
        return None if goes_on and _level(alone.group("mark")) is Level.MAT else alone
    if _LABEL_ALONE.search(line_before) and (letter := _LETTER_ALONE.fullmatch(words)):
        return letter
    for pattern in _SET_OFF if "mật" in words.lower() else ():
        for found in pattern.finditer(words):
            if not (_is_word(words, found) or (goes_on and found.start("mark") == 0)):
                return found
    return None


def _is_word(words: str, found: re.Match[str]) -> bool:
    """Whether the match is part of a compound, a person's name, or denied."""
    start, end = found.span("mark")
    before = words[max(0, start - _NEAR) : start]
    following = _FOLLOWING.match(words, end, end + _NEAR)
    if _DENIED.search(before) or (following and following.group(1).lower() in _COMPOUND_AFTER):
        return True
    if len(found.group("mark")) != len("mật") or before[-1:] not in {" ", "-"}:
        return False
    last = _LAST_LETTERS.search(before[:-1])
    return bool(_PERSON.search(before)) or (last is not None and last.group().lower() in _COMPOUND_BEFORE)


def _level(mark: str) -> Level:
    return _BY_WORDS[re.sub(r"[\s_-]+", " ", mark.lower())]


def _around(words: str, found: re.Match[str]) -> str:
    start, end = max(0, found.start("mark") - _EXCERPT), found.end("mark") + _EXCERPT
    return f"{'…' if start else ''}{words[start:end].strip()}{'…' if end < len(words) else ''}"


# --- File names -------------------------------------------------------------
_EXTENSION = re.compile(r"\.(?!mật$|mat$)[^\W_]{1,5}$", re.IGNORECASE)
_PIECES = re.compile(r"[^\W_]+")
_BEFORE_CAPITALS = re.compile(r"(?<=[a-z])(?=MAT\b)")
_PLAIN_IN_BRACKETS = re.compile(r"[(\[{]\s*(?P<mark>(?:(?:toi|tuyet)\s*)?mat)\s*[)\]}]", re.IGNORECASE)
# Without marks "mat" is also mặt, mắt, mất, mát: "gap mat", "mat tran", "mat truoc", "tien mat".
_PLAIN_BEFORE = frozenset(
    [
        "bi",
        "bao",
        "co",
        "than",
        "giai",
        "can",
        "tham",
        "tin",
        "tinh",
        "do",
        "thi",
        "ong",
        "ruoi",
        "duong",
        "trang",
        "tui",
        "ri",
        "khong",
        "chua",
        "gap",
        "ra",
        "vang",
        "tien",
        "thay",
        "be",
        "doi",
        "ngoai",
        "trong",
        "hai",
        "mot",
        "nhieu",
        "dau",
        "kiem",
        "chu",
        "dat",
        "nuoc",
        "lam",
        "rua",
        "bo",
        "qua",
        "giam",
        "mang",
        "thieu",
        "mac",
        "thoang",
        "bong",
        "va",
    ]
)
_PLAIN_AFTER = frozenset(
    [
        "do",
        "thiet",
        "ma",
        "khau",
        "ong",
        "mia",
        "gau",
        "ngot",
        "tong",
        "tham",
        "ngu",
        "tran",
        "bang",
        "hang",
        "cat",
        "nuoc",
        "duong",
        "tien",
        "sau",
        "truoc",
        "phai",
        "trai",
        "ngoai",
        "trong",
        "ben",
        "na",
        "the",
        "giay",
        "dien",
        "tich",
        "dat",
        "xuc",
        "troi",
        "bich",
        "tuong",
        "san",
        "xa",
        "cau",
        "con",
        "thuoc",
        "toan",
    ]
)


def find_mark_in_name(file_name: str) -> Mark | None:
    """The mark of secrecy in the name of a file; None when there is none.

    A name with Vietnamese marks is read like a text, and "mật" as a word of its own counts in any case. Most
    names have none, and "mat" is then many words. Without marks a mark is: "tuyet mat", "tuyetmat", "toimat"
    anywhere; MAT and TOI MAT in capitals between separators or in brackets; and in small letters only as the first
    or last word of the name ("bao-cao_mat.pdf", "Mat - bao cao.pdf"). A small "mat" in the middle ("BC mat SNV.pdf")
    is no mark, nor is any that makes a common word with its neighbour ("gap mat", "mat tran", "BAO MAT").
    """
    stem = _EXTENSION.sub("", nfc(_INVISIBLE.sub("", file_name)))
    if (mark := find_mark(stem.replace("_", " "))) is not None:
        return mark
    if found := _PLAIN_IN_BRACKETS.search(stem):
        return Mark(_level(_plain(found.group("mark"))), 1, stem)
    pieces = [piece for part in _PIECES.findall(stem) for piece in _BEFORE_CAPITALS.split(part)]
    levels = (_level_of_piece(pieces, position) for position in range(len(pieces)))
    level = next((level for level in levels if level is not None), None)
    return None if level is None else Mark(level, 1, stem)


def _plain(piece: str) -> str:
    """Small letters without marks."""
    decomposed = unicodedata.normalize("NFD", piece.lower().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _level_of_piece(pieces: list[str], position: int) -> Level | None:
    """The degree that a word of a name stands for, None when it is no mark."""
    piece = pieces[position].lower()
    if piece in {"tuyetmat", "toimat"}:
        return _BY_WORDS[piece]
    if piece not in {"mat", "mật"}:
        return None
    before = _plain(pieces[position - 1]) if position else ""
    after = _plain(pieces[position + 1]) if position + 1 < len(pieces) else ""
    start = position - 1 if before in {"toi", "tuyet"} else position
    stands_out = start == 0 or not after or pieces[position].isupper() or piece == "mật"
    if start < position:
        return _BY_WORDS[f"{before} mat"] if stands_out or before == "tuyet" else None
    is_word = before in _PLAIN_BEFORE or after in _PLAIN_AFTER
    return Level.MAT if stands_out and not is_word else None


# --- Refusing ---------------------------------------------------------------
def refusal(mark: Mark, *, where: StrOrPromise) -> str:
    """The sentence for a person: which mark, where, why, and what to do instead."""
    return _(
        "Có dấu độ mật %(mark)s ở %(where)s: “%(excerpt)s”. Sổ này không nhận tài liệu bí mật nhà nước (Luật Bảo vệ "
        "bí mật nhà nước số 117/2025/QH15; trước ngày 01/3/2026 là Luật số 29/2018/QH14). Hãy để tài liệu ở mạng độc "
        "lập; trong sổ chỉ được ghi “tài liệu lưu ngoài hệ thống”."
    ) % {"mark": mark.level.words, "where": where, "excerpt": mark.excerpt}


def refused(marks: dict[str, str]) -> InvalidInput:
    """The refusal of what bears marks; `marks` are the sentences by field."""
    message = _("Không ghi được: có dấu độ mật của bí mật nhà nước.")
    return InvalidInput(CODE, message, {field: [sentence] for field, sentence in marks.items()})


def refuse_secret(**fields: str) -> None:
    """Refuse texts that bear a mark of secrecy; every field is a text typed or read.

    Raises `InvalidInput` ("secret_mark") with a sentence for each field that has one.
    """
    found = {name: find_mark(text) for name, text in fields.items()}
    marks = {
        name: refusal(mark, where=_("dòng %(line)s") % {"line": mark.line})
        for name, mark in found.items()
        if mark is not None
    }
    if marks:
        raise refused(marks)


def refuse_secret_name(field: str, file_name: str) -> None:
    """Refuse a file whose name bears a mark of secrecy. Raises `InvalidInput` ("secret_mark") about `field`."""
    mark = find_mark_in_name(file_name)
    if mark is not None:
        raise refused({field: refusal(mark, where=_("tên tệp"))})
