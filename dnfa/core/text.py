"""Vietnamese text: one composed form to store, one folded form to search, one key to sort by.

`fold` and `sort_key` have twins in the database, `vi_fold` and `vi_sort_key` (migration core 0001);
tests hold the pairs equal. Change both or neither.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose, so that dropping marks would leave them as they are.
_PLAIN_LETTERS = str.maketrans(
    {
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "ł": "l",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "ŋ": "n",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
_PLAIN_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_BLANKS = re.compile("[ \t\n\v\f\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_MARKS = re.compile("[\u0300-\u036f]")

# Sorting. Breve, circumflex and horn make letters of their own (ă â ê ô ơ ư); the rest are tones or foreign.
_LETTER_MARKS = "\u0302\u0306\u031b"
_FOREIGN_MARKS = re.compile("[\u0300\u0301\u0303-\u0305\u0307-\u031a\u031c-\u036f]")
_VI_LETTERS = str.maketrans("ăâđêôơư", "ABDEOPU")
_ALPHABET = str.maketrans("aABbcdDeEfghijklmnoOPpqrstuUvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg")
_SIGNS = str.maketrans(dict.fromkeys(":;<=>?@[\\]^_`{|}~", "/"))
_QUALITY = re.compile(f"[{_LETTER_MARKS}]")
_BASE = re.compile("[^\u0300-\u036f]")
_TONES = str.maketrans("\u0300\u0309\u0303\u0301\u0323", "12345")  # huyền, hỏi, ngã, sắc, nặng
LEVEL = "\x01"

_ADMINISTRATIVE_PREFIXES = (
    "đặc khu hành chính",
    "khu hành chính đặc biệt",
    "tỉnh tự trị đặc biệt",
    "thành phố trực thuộc trung ương",
    "thành phố đặc biệt",
    "khu tự trị",
    "vùng thủ đô",
    "thành phố",
    "thủ đô",
    "tỉnh",
    "bang",
    "vùng",
    "quận",
    "huyện",
    "thị xã",
    "đặc khu",
    "địa phương",
    "tp",
    "t.p",
    "the city of",
    "city of",
    "province of",
    "prefecture of",
    "state of",
    "county of",
    "region of",
)
# Typed without marks, most of these words may begin a name ("Vung Tau", "Quan Son"); these are taken as titles.
_PREFIXES_WITHOUT_MARKS = ("thanh pho", "thu do", "dac khu hanh chinh", "tinh tu tri dac biet", "tinh")
_ADMINISTRATIVE_SUFFIXES = (
    "special self governing province",
    "special administrative region",
    "metropolitan city",
    "metropolitan region",
    "autonomous region",
    "capital",
    "province",
    "prefecture",
    "county",
    "oblast",
    "region",
    "state",
    "city",
)


def nfc(text: str) -> str:
    """Compose (NFC): the one stored form; macOS and some PDF readers paste the decomposed one."""
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """One line fit to store: composed, without zero-width and control characters, single spaces, trimmed."""
    spaced = _BLANKS.sub(" ", _INVISIBLE.sub("", text))
    return _BLANKS.sub(" ", nfc(_CONTROLS.sub("", spaced))).strip(" ")


def _lower(text: str) -> str:
    """Lower case one character at a time, as the database does (no word-final sigma, no expansions)."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def fold(text: str) -> str:
    """The form to search by: lower case, no marks, đ as d, plain quotes and dashes, single spaces.

    Tone placement (hoà, hòa) and composed or decomposed input make no difference. Equal to SQL `vi_fold`.
    """
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)))
    plain = _lower(bare).translate(_PLAIN_LETTERS).translate(_PLAIN_PUNCTUATION)
    return nfc(_BLANKS.sub(" ", plain).strip(" "))


def sort_key(text: str) -> str:
    """A key whose code-point order is the Vietnamese dictionary order, whatever the case.

    First level: letters in the order a ă â b c d đ e ê … with digits before and other scripts after them.
    Second level: tones in the order none, huyền, hỏi, ngã, sắc, nặng, then foreign marks.
    Equal to SQL `vi_sort_key`.
    """
    line = _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip(" ")
    lowered = _lower(unicodedata.normalize("NFD", line))
    decomposed = lowered.translate(_PLAIN_PUNCTUATION).translate(_SIGNS)
    letters = nfc(_FOREIGN_MARKS.sub("", decomposed)).translate(_VI_LETTERS)
    bare = _MARKS.sub("", unicodedata.normalize("NFD", letters))
    primary = bare.translate(_PLAIN_LETTERS).translate(_ALPHABET)
    tones = _BASE.sub("0", _QUALITY.sub("", decomposed)).translate(_TONES)
    return primary + LEVEL + _MARKS.sub("6", tones).rstrip("0")


def person_sort_key(full_name: str, *, given_name_last: bool = True) -> str:
    """Sort a Vietnamese person by tên, then họ, then đệm ("Nguyễn Văn An" by "An").

    `given_name_last=False` keeps the order of the name as written, for foreign names.
    """
    words = clean_line(full_name).split(" ")
    if not given_name_last:
        return sort_key(" ".join(words))
    family, *middle = words[:-1] or [""]
    return LEVEL.join((sort_key(words[-1]), sort_key(family), sort_key(" ".join(middle))))


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[\W_]+", " ", text)).strip()


def _without_prefix(words: str, prefixes: tuple[str, ...]) -> str:
    for prefix in sorted(map(_words, prefixes), key=len, reverse=True):
        if words.startswith(f"{prefix} "):
            return words[len(prefix) + 1 :]
    return words


def match_key(name: str) -> str:
    """The key two spellings of one place share: folded, no punctuation or spaces, no administrative title.

    "Thành phố Daegu" = "TP. Daegu" = "Daegu City" = "Daegu"; "Tỉnh Khonkaen" = "Khon Kaen".
    The rank is lost, so ask for it beside the key where a city and a province share a name.
    Not for showing. A title that is the whole name stays.
    """
    words = _words(_lower(nfc(_INVISIBLE.sub("", name))))
    untitled = _without_prefix(words, _ADMINISTRATIVE_PREFIXES + _PREFIXES_WITHOUT_MARKS)
    folded = _words(fold(untitled))
    for suffix in _ADMINISTRATIVE_SUFFIXES:
        if folded.endswith(f" {suffix}"):
            folded = folded[: -len(suffix) - 1]
            break
    return folded.replace(" ", "")
