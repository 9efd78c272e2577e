"""Numbers as Vietnamese documents write them: 1.234.567,89.

Reading never makes a number a thousand times wrong: what two conventions read differently is refused with
a sentence that shows how to write it.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

# As typed: dots or spaces between groups of three, a comma before the decimals.
_PLAIN = re.compile(r"[+-]?[0-9]+(?:,[0-9]+)?")
_DOTTED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_SPACED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:,[0-9]+)?")
_EITHER_WAY = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_ENGLISH = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}")
_DOT_DECIMALS = re.compile(r"[+-]?[0-9]+\.[0-9]+")
_SPACES = re.compile("[ \u00a0\u2009\u202f]+")
_SWAP_SEPARATORS = str.maketrans(",.", ".,")
MOST_DIGITS = 60
GROUP = 3

ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
LAST_ROMAN = 3999


class InvalidNumber(ValueError):  # noqa: N818  (reads as a sentence where it is raised)
    """The text is no number, or two conventions read it differently; the message is for the person who typed it."""


def format_number(value: Decimal | float, places: int | None = None) -> str:
    """Write 1234567.89 as "1.234.567,89".

    `places` fixes the decimals (half rounds away from zero, as accountants do); without it all significant
    decimals are written. Minus zero is written "0". Raises `ValueError` for infinities and not-a-number.
    """
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(f"not a finite number: {value}")
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(number):,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    sign = "-" if number < 0 else ""
    return sign + text.translate(_SWAP_SEPARATORS)


def format_money(value: Decimal | float, currency: str) -> str:
    """Write an amount with its currency (ISO 4217): "220.521.000.000 đồng", "601.346,76 USD".

    Cents are written in full or not at all; the đồng has none in practice, a fraction is still shown.
    """
    number = Decimal(str(value))
    code = currency.strip().upper()
    if number == number.to_integral_value():
        amount = format_number(number, 0)
    else:
        amount = format_number(number, 2 if number == round(number, 2) else None)
    return f"{amount} {_('đồng')}" if code == "VND" else f"{amount} {code}"


def parse_number(text: str, *, places: int | None = None) -> Decimal:
    """Read "1.234.567,89", "1 234 567,89", "601.346,76", "1234567,89"; "1.234" is 1234.

    `places` says how many decimals the quantity may have. "1,234" is read as a decimal only when
    `places` is 3 or more; otherwise it could as well be an English thousand and is refused.
    Raises `InvalidNumber`.
    """
    typed = _SPACES.sub(" ", text).strip()
    plain = typed.replace("\u2212", "-")
    if len(plain) > MOST_DIGITS:
        raise InvalidNumber(_("Số quá dài: nhiều nhất %(most)s ký tự.") % {"most": MOST_DIGITS})
    if _EITHER_WAY.fullmatch(plain) and (places is None or places < GROUP):
        dotted = plain.replace(",", ".")
        raise InvalidNumber(
            _(
                "“%(text)s” có thể hiểu hai cách: hãy viết %(thousand)s nếu là hàng nghìn, %(decimal)s nếu là số lẻ."
            )
            % {"text": typed, "thousand": dotted, "decimal": f"{plain}0"}
        )
    if _PLAIN.fullmatch(plain) or _DOTTED.fullmatch(plain) or _SPACED.fullmatch(plain):
        return Decimal(plain.replace(" ", "").replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(plain):
        vietnamese = plain.translate(_SWAP_SEPARATORS)
        raise InvalidNumber(
            _("“%(text)s” viết theo lối tiếng Anh: hãy viết %(vietnamese)s.")
            % {"text": typed, "vietnamese": vietnamese}
        )
    if _DOT_DECIMALS.fullmatch(plain):
        raise InvalidNumber(
            _(
                "“%(text)s”: dấu chấm chỉ dùng để tách hàng nghìn; phần lẻ viết sau dấu phẩy, ví dụ %(vietnamese)s."
            )
            % {"text": typed, "vietnamese": plain.replace(".", ",")}
        )
    raise InvalidNumber(_("Không đọc được số “%(text)s”: hãy viết như 1.234.567,89.") % {"text": typed[:40]})


def roman(number: int) -> str:
    """Write 1 to 3999 in Roman numerals, as headings of administrative documents do. Raises `ValueError`."""
    if not 1 <= number <= LAST_ROMAN:
        raise ValueError(f"no Roman numeral for {number}")
    text = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text
