"""How a rate is typed and written: đồng for one unit of a currency, never a thousand times wrong."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from dnfa.core.numbers import InvalidNumber, format_number, parse_number

RATE_DIGITS, RATE_PLACES = 18, 6
_THREE_DECIMALS = re.compile(r"[0-9]{1,3},[0-9]{3}")


def read_rate(typed: str) -> Decimal:
    """Read "25.450", "27.450,5", "1,1750". Raises `InvalidNumber`, also for "25,450", which reads two ways."""
    rate = parse_number(typed)
    if rate <= 0:
        raise InvalidNumber(_("Tỷ giá phải lớn hơn 0."))
    if rate != round(rate, RATE_PLACES):
        raise InvalidNumber(_("Tỷ giá có nhiều nhất %(places)s chữ số lẻ.") % {"places": RATE_PLACES})
    return rate


def rate_text(rate: Decimal) -> str:
    """Write a rate so that `read_rate` reads the same: 1.175 is "1,1750", for "1,175" would read two ways."""
    text = format_number(rate)
    return f"{text}0" if _THREE_DECIMALS.fullmatch(text) else text
