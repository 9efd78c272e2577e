"""The one door to exchange rates: a rate stands as it was written, a wrong one is replaced by a further one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.models import ExchangeRate
from agreements.rates import rate_text
from agreements.services.projects.common import line, refuse_reader, refuse_wrong_fields, refused
from dnfa.core.display import display_value
from dnfa.core.errors import Conflict, InvalidInput
from dnfa.core.money import CURRENCIES, DONG
from dnfa.core.secrecy import refuse_secret

FACTS = ("currency", "day", "rate", "source")
CHANGEABLE = (*FACTS, "url")


@transaction.atomic
def rate_record(
    *, currency: str, day: date, rate: Decimal, source: str, user: Any, today: date, url: str = ""
) -> ExchangeRate:
    """Keep a rate to offer when lines are booked; lines already told keep theirs.

    Side effects: the rate. The same rate said again stays one and only learns where it is published. Raises `NotAllowed`;
    `InvalidInput` by field ("currency_wrong", "rate_of_dong", "rate_not_whole", "rate_in_future", "rate_known_otherwise",
    "invalid", "secret_mark").
    """
    refuse_reader(user)
    told = ExchangeRate(currency=currency, day=day, rate=rate, source=source, url=url, recorded_by=user)
    _check(told, today)
    made, is_new = _standing_as(told)
    if is_new:
        return made
    if made.rate != told.rate:
        raise _known_otherwise(made)
    return _published_at(made, told.url) if told.url else made


@transaction.atomic
def rate_replace(*, wrong: ExchangeRate, reason: str, user: Any, today: date, **changes: Any) -> ExchangeRate:
    """Set a wrong rate right by a further one, offered in its stead from today; lines told at the wrong one keep it.

    `changes` are those of `CHANGEABLE` that differ; what they do not name stays as the wrong rate says. A change of the address
    alone replaces nothing: it is written at the rate itself.

    Side effects: the further rate and the end of the wrong one; or the address. Raises `NotAllowed`; `Conflict`
    ("replaced_already", "nothing_to_correct"); `InvalidInput` by field ("reason_needed" and those of `rate_record`).
    """
    refuse_reader(user)
    _refuse_strange(changes)
    kept = ExchangeRate.objects.select_for_update().get(pk=wrong.pk)
    if kept.replaced_on is not None:
        raise Conflict("replaced_already", _("Tỷ giá này đã được thay; hãy mở tỷ giá thay nó."))
    why = line(reason)
    if not why:
        raise refused("reason_needed", _("Hãy nói vì sao phải thay."), "reason")
    refuse_secret(reason=why)
    facts = {name: changes.get(name, getattr(kept, name)) for name in CHANGEABLE}
    right = ExchangeRate(**facts, replaces=kept, reason=why, recorded_by=user)
    _check(right, today)
    if all(getattr(kept, name) == getattr(right, name) for name in FACTS):
        if kept.url == right.url:
            raise Conflict("nothing_to_correct", _("Tỷ giá đã đúng như vậy, không có gì để thay."))
        return _published_at(kept, right.url)
    kept.replaced_on = today
    kept.save(update_fields=["replaced_on", "updated_at"])
    made, is_new = _standing_as(right)
    if not is_new:
        raise _known_otherwise(made)
    return made


def _refuse_strange(changes: dict[str, Any]) -> None:
    strange = sorted(set(changes) - set(CHANGEABLE))
    if strange:
        message = f"no such facts of a rate: {', '.join(strange)}"
        raise TypeError(message)


def _check(told: ExchangeRate, today: date) -> None:
    """Tidy what was said of a rate and refuse what is no rate."""
    typed, told.currency = told.currency, told.currency.strip().upper()
    told.source, told.url = line(told.source), line(told.url)
    if told.currency not in CURRENCIES:
        raise refused(
            "currency_wrong",
            _("Không có loại tiền “%(word)s”: hãy viết mã ba chữ như VND, USD, EUR.") % {"word": typed[:40]},
            "currency",
        )
    if told.currency == DONG:
        raise refused("rate_of_dong", _("Tiền đồng không cần tỷ giá."), "currency")
    is_number = told.rate.is_finite() and told.rate > 0
    if not is_number or not told.source:
        field = "source" if is_number else "rate"
        raise refused("rate_not_whole", _("Tỷ giá cần số lớn hơn 0, ngày và nguồn."), field)
    if told.day > today:
        raise refused("rate_in_future", _("Ngày của tỷ giá sau hôm nay."), "day")
    refuse_secret(source=told.source)
    refuse_wrong_fields(told)


def _standing_as(told: ExchangeRate) -> tuple[ExchangeRate, bool]:
    """The standing rate of the currency, day and source told, and whether it was written just now: two writers at once leave one."""
    more = ("rate", "url", "replaces", "reason", "recorded_by")
    return ExchangeRate.objects.standing().get_or_create(
        currency=told.currency,
        day=told.day,
        source=told.source,
        defaults={name: getattr(told, name) for name in more},
    )


def _known_otherwise(known: ExchangeRate) -> InvalidInput:
    return refused(
        "rate_known_otherwise",
        _(
            "Sổ đã có tỷ giá %(currency)s ngày %(day)s của %(source)s là %(rate)s đồng; nếu số ấy sai, hãy thay nó ở trang"
            " tỷ giá."
        )
        % {
            "currency": known.currency,
            "day": display_value(known.day),
            "source": known.source,
            "rate": rate_text(known.rate),
        },
        "rate",
    )


def _published_at(known: ExchangeRate, url: str) -> ExchangeRate:
    if known.url != url:
        known.url = url
        known.save(update_fields=["url", "updated_at"])
    return known
