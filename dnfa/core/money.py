"""Amounts of money: a value never stands without its currency, and two currencies are never one sum.

`Money` is one amount, `Sums` what a list of amounts comes to, one figure a currency. `parse_money` reads what
people and papers write ("57,234 tỷ đồng", "601.346,76 Euro"); what could mean two things is refused with both readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from dnfa.core.numbers import InvalidNumber, format_money, format_number, parse_number
from dnfa.core.text import fold

DONG = "VND"
PLACES = 2  # what the columns keep: cents
LARGEST = Decimal("999999999999999999.99")
_CODE = re.compile(r"[A-Z]{3}")
_ISO_4217 = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP"
    " CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF"
    " IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD"
    " MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB"
    " RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD"
    " UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW"
)
CURRENCIES = frozenset(_ISO_4217.split())  # money people pay with: no funds, metals, test codes

# What people write for a currency, folded. A word that several countries use ("đô la", "$", "tệ" alone is one country's) is
# told apart or refused, never guessed.
_WORDS = {
    "VND": ("d", "₫", "dong", "vn dong", "dong viet nam", "viet nam dong"),
    "USD": ("us$", "do la my", "dola my", "us dollar", "us dollars", "do my"),
    "EUR": ("€", "euro", "euros", "o-ro", "dong euro"),
    "JPY": ("yen", "yen nhat", "yen nhat ban", "dong yen"),
    "KRW": ("₩", "won", "won han quoc"),
    "CNY": ("nhan dan te", "te", "rmb"),
    "SEK": ("krona", "kronor", "cu-ron thuy dien", "curon thuy dien", "krona thuy dien"),
    "GBP": ("£", "bang anh"),
    "AUD": ("a$", "do la uc", "dola uc"),
    "CAD": ("c$", "do la canada", "dola canada"),
    "SGD": ("s$", "do la singapore", "dola singapore"),
    "LAK": ("kip", "kip lao"),
    "KHR": ("riel", "ria"),
    "THB": ("baht", "bat thai"),
    "RUB": ("rup", "rup nga"),
    "CHF": ("franc thuy si", "phrang thuy si"),
}
_CODES = {word: code for code, words in _WORDS.items() for word in words}
_SEVERAL = {
    "$": "USD, AUD, SGD",
    "do la": "USD, AUD, SGD",
    "dola": "USD, AUD, SGD",
    "do": "USD, AUD, SGD",
    "¥": "JPY, CNY",
}
_SCALES = {
    "nghin ty": Decimal(10) ** 12,
    "ngan ty": Decimal(10) ** 12,
    "ty": Decimal(10) ** 9,
    "ti": Decimal(10) ** 9,
    "trieu": Decimal(10) ** 6,
    "nghin": Decimal(10) ** 3,
    "ngan": Decimal(10) ** 3,
}
_NUMBER = r"[+-]?[0-9][0-9., ]*(?<![., ])"
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_PARTS = re.compile(rf"({_NUMBER}) ?(?:({_SCALE})(?![a-z]))?")
_WHOLE = re.compile(
    rf"(?P<before>[^0-9+-]*?) ?(?P<parts>{_NUMBER}(?: ?(?:{_SCALE})(?![a-z])(?: {_NUMBER})?)*) ?(?P<after>.*)"
)
_ONE_GROUP = re.compile(r"[+-]?[0-9]{1,3}[. ][0-9]{3}")
_MINUS = str.maketrans({"\u2212": "-"})


class MixedCurrencies(ValueError):  # noqa: N818  (reads as a sentence where it is raised)
    """Two currencies met where one sum was asked; convert at a stated rate first, or keep them apart."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217, three capitals). Exact: floats are refused with `TypeError`."""

    value: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal):
            raise TypeError(f"money is counted in Decimal, not in {type(self.value).__name__}")
        if not self.value.is_finite():
            raise ValueError(f"not an amount: {self.value}")
        if not _CODE.fullmatch(self.currency):
            raise ValueError(f"not a currency: {self.currency!r}")

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise MixedCurrencies(f"{self.currency} + {other.currency}")
        return Money(self.value + other.value, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.value, self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + -other

    def __str__(self) -> str:
        return format_money(self.value, self.currency)

    def in_dong(self, rate: Decimal) -> Money:
        """This amount in đồng at `rate` đồng for one unit, whole đồng, half rounds away from zero."""
        return Money((self.value * rate).quantize(Decimal(1), rounding=ROUND_HALF_UP), DONG)


class Sums:
    """What amounts come to, one figure a currency: đồng first, the others by code.

    A currency stands here once any amount of it was counted, even if it comes to nought: a correction to zero
    is something else than never having been.
    """

    __slots__ = ("_values",)

    def __init__(self, amounts: Iterable[Money] = ()) -> None:
        self._values: dict[str, Decimal] = {}
        for amount in amounts:
            self._values[amount.currency] = self._values.get(amount.currency, Decimal(0)) + amount.value

    def __iter__(self) -> Iterator[Money]:
        order = sorted(self._values, key=lambda code: (code != DONG, code))
        return (Money(self._values[code], code) for code in order)

    def __add__(self, other: Sums) -> Sums:
        return Sums([*self, *other])

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sums) and self._values == other._values

    __hash__ = None  # type: ignore[assignment]  # a sum is compared, never a key

    def __repr__(self) -> str:
        return f"Sums({list(self)!r})"

    def __str__(self) -> str:
        return "; ".join(map(str, self))

    def of(self, currency: str) -> Decimal:
        """The figure of one currency; nought where nothing was counted."""
        return self._values.get(currency, Decimal(0))

    def told(self, currency: str) -> Decimal | None:
        """The figure of one currency; None where nothing was counted, which is something else than nought."""
        return self._values.get(currency)


# --- reading ----------------------------------------------------------------------------
def parse_money(text: str, *, currency: str = "") -> Money:
    """Read "1.234.567,89" (in `currency`), "601.346,76 Euro", "57,234 tỷ đồng", "2 tỷ 500 triệu đồng", "USD 300.000".

    Written as Vietnamese documents do; a scale word (nghìn, triệu, tỷ) makes the comma a decimal comma. Raises
    `InvalidNumber` with a sentence that shows how to write it: for what reads two ways ("1,234 USD", "57.234 tỷ"), a
    currency that is missing, unknown, shared by several countries or other than `currency`, and more than two decimals of a unit.
    """
    typed = " ".join(text.split())
    found = _WHOLE.fullmatch(fold(typed).translate(_MINUS))
    if found is None:
        raise InvalidNumber(
            _("Không đọc được số tiền “%(text)s”: hãy viết như 1.234.567,89 USD.") % {"text": typed[:60]}
        )
    value = _value(found["parts"], typed)
    code = _currency(found["before"].strip(" :"), found["after"].strip(" .)("), currency, typed)
    if value != round(value, PLACES):
        raise InvalidNumber(
            _("“%(text)s” có hơn hai chữ số lẻ của đơn vị tiền: hãy làm tròn.") % {"text": typed[:60]}
        )
    if abs(value) > LARGEST:
        raise InvalidNumber(_("Số tiền quá lớn: nhiều nhất %(most)s.") % {"most": format_number(LARGEST)})
    return Money(value.quantize(Decimal(1).scaleb(-PLACES)), code)


def currency_code(word: str) -> str:
    """The code of a currency as people write it ("Euro", "đồng", "usd"). Raises `InvalidNumber`."""
    plain = fold(" ".join(word.split()))
    if plain in _SEVERAL:
        raise InvalidNumber(
            _("“%(word)s” là tiền của nhiều nước: hãy viết mã tiền (%(codes)s).")
            % {"word": word.strip(), "codes": _SEVERAL[plain]}
        )
    if plain in _CODES:
        return _CODES[plain]
    if plain.upper() in CURRENCIES:
        return plain.upper()
    raise InvalidNumber(
        _("Không rõ loại tiền “%(word)s”: hãy viết mã ba chữ như VND, USD, EUR.")
        % {"word": word.strip()[:40]}
    )


def _value(parts: str, typed: str) -> Decimal:
    """The number of "2 ty 500 trieu": each scale smaller than the one before it."""
    total, before = Decimal(0), None
    for number, scale in _PARTS.findall(parts):
        if before is not None and (not scale or _SCALES[scale] >= before or number[0] in "+-"):
            raise InvalidNumber(
                _("“%(text)s” có thể hiểu nhiều cách: hãy viết một số, ví dụ 2,5 tỷ đồng.")
                % {"text": typed[:60]}
            )
        total += _scaled(number, scale, typed)
        before = _SCALES[scale] if scale else Decimal(1)
    return total


def _scaled(number: str, scale: str, typed: str) -> Decimal:
    if not scale:
        return parse_number(number)
    if _ONE_GROUP.fullmatch(number):
        raise InvalidNumber(
            _(
                "“%(text)s” có thể hiểu hai cách: hãy viết %(decimal)s nếu là số lẻ, %(thousand)s nếu là hàng nghìn."
            )
            % {
                "text": typed[:60],
                "decimal": re.sub("[. ]", ",", number),
                "thousand": re.sub("[. ]", "", number),
            }
        )
    factor = _SCALES[scale]
    return parse_number(number, places=factor.adjusted() + PLACES) * factor


def _currency(before: str, after: str, default: str, typed: str) -> str:
    if before and after:
        raise InvalidNumber(
            _("“%(text)s” có chữ ở cả hai bên con số: hãy chỉ ghi số tiền và loại tiền.")
            % {"text": typed[:60]}
        )
    word = before or after
    if not word:
        if not default:
            raise InvalidNumber(
                _("“%(text)s” chưa có loại tiền: hãy ghi thêm, ví dụ VND, USD.") % {"text": typed[:60]}
            )
        return default
    code = currency_code(word)
    if default and code != default:
        raise InvalidNumber(
            _("“%(text)s” ghi %(code)s, còn ô loại tiền ghi %(default)s: hãy sửa cho khớp.")
            % {"text": typed[:60], "code": code, "default": default}
        )
    return code
