"""The money of a project on its page: totals by kind and currency, how far disbursement is, and every line.

Lines are prefetched by `agreements.selectors_projects.project_in_full`, as known on the day of the page: a total and the lines
that it opens are the same lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.ceilings import Counted, compare
from agreements.enums import FundingKind
from agreements.models import FundingLine, Project
from agreements.presenters.projects import (
    apart_words,
    line_words,
    measures,
    period_words,
    rate_words,
)
from agreements.rules.projects import can_write_projects
from agreements.selectors_projects import sums_by_kind
from dnfa.core.money import DONG, PLACES, Money, Sums
from dnfa.core.numbers import format_money, format_number

Context = dict[str, Any] | None
Lines = Sequence[FundingLine]


def money(record: Project, user: Any, _as_of: date) -> Context:
    """Totals: a row for each kind, a column for each currency; what is told in đồng beside, with what is not."""
    address = reverse("agreements:project-line-add", args=[record.key]) if can_write_projects(user) else ""
    sums, by_kind = sums_by_kind(record), _by_kind(record.lines.all())
    if not sums and not address:
        return None
    compared = compare(
        Counted(line.kind, line.amount, line.currency, line.dong) for line in record.lines.all()
    )
    currencies = [amount.currency for amount in sum(sums.values(), Sums())]
    heads = {code: _("đồng") if code == DONG else code for code in currencies}
    rows = [
        {
            "label": FundingKind(kind).label,
            "cells": [{"head": heads[code], **_cell(kind, code, by_kind[kind])} for code in currencies],
            "dong": _dong(by_kind[kind]),
        }
        for kind in sums
    ]
    return {
        "heads": list(heads.values()),
        "rows": rows,
        "has_foreign": any(code != DONG for code in currencies),
        "measures": measures(compared),
        "apart": apart_words(compared),
        "add_url": address,
    }


def lines(record: Project, user: Any, _as_of: date) -> Context:
    """Every line, by kind and currency; what sets a line right stands below it with the reason."""
    by_kind = _by_kind(record.lines.all())
    if not by_kind:
        return None
    groups = []
    for kind in FundingKind.values:
        for code in sorted({line.currency for line in by_kind[kind]}, key=lambda code: (code != DONG, code)):
            own = [line for line in by_kind[kind] if line.currency == code]
            groups.append(
                {
                    "anchor": anchor(kind, code),
                    "label": FundingKind(kind).label,
                    "total": str(Sums(Money(line.amount, code) for line in own)),
                    "entries": _entries(own, can_write_projects(user)),
                }
            )
    return {"groups": groups}


def anchor(kind: str, currency: str) -> str:
    """Where the lines of a total stand on the page."""
    return f"{kind}-{currency.lower()}"


def _by_kind(found: Any) -> dict[str, list[FundingLine]]:
    by_kind: dict[str, list[FundingLine]] = defaultdict(list)
    for line in found:
        by_kind[line.kind].append(line)
    return by_kind


def _cell(kind: str, currency: str, own: Lines) -> dict[str, str]:
    amounts = [line.amount for line in own if line.currency == currency]
    if not amounts:
        return {"words": "", "href": ""}
    total = sum(amounts, Decimal(0))
    cents = 0 if total == total.to_integral_value() else PLACES
    return {"words": format_number(total, cents), "href": f"#{anchor(kind, currency)}"}


def _dong(own: Lines) -> dict[str, str]:
    """What lines with a rate or a stated value come to in đồng; how many have none and are left out."""
    told = [line.dong for line in own if line.dong is not None]
    untold = sum(line.dong is None for line in own)
    return {
        "words": format_money(sum(told, Decimal(0)), DONG) if told else "",
        "untold": ngettext("%(n)s dòng chưa quy đổi", "%(n)s dòng chưa quy đổi", untold) % {"n": untold}
        if untold
        else "",
    }


def _entries(own: Lines, may_write: bool) -> list[dict[str, Any]]:
    corrections: dict[int, list[FundingLine]] = defaultdict(list)
    for line in own:
        if line.corrects_id is not None:
            corrections[line.corrects_id].append(line)
    return [
        {**_entry(line, may_write), "corrections": [_entry(each, False) for each in corrections[line.pk]]}
        | _net(line, corrections[line.pk])
        for line in own
        if line.corrects_id is None
    ]


def _entry(line: FundingLine, may_write: bool) -> dict[str, Any]:
    takes_rate = may_write and line.currency != DONG and line.dong_stated is None
    return {
        "line": line,
        "amount": line_words(line),
        "period": period_words(line),
        "rate": rate_words(line),
        "dong": format_money(line.dong, DONG) if line.dong is not None and line.currency != DONG else "",
        "right_url": reverse("agreements:project-line-right", args=[line.pk]) if may_write else "",
        "rate_url": reverse("agreements:project-line-rate", args=[line.pk]) if takes_rate else "",
    }


def _net(line: FundingLine, corrections: Lines) -> dict[str, str]:
    """What a line comes to once it is set right; nothing for one that was never wrong."""
    if not corrections:
        return {"net": ""}
    net = line.amount + sum((each.amount for each in corrections), Decimal(0))
    return {"net": format_money(net, line.currency)}
