"""A cell with the shares of donors: "jica: 60; koica: 40", in per cent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dnfa.core.numbers import format_number, parse_number
from dnfa.core.table_import import Problem, Reader, keys_of
from dnfa.core.table_import.readers import parts_of

WHOLE = Decimal(100)
PLACES = 2
Share = tuple[Any, Decimal]


def shares() -> Reader:
    """Partners, each with its share; the value is a list of (partner, per cent)."""
    partner = keys_of("partners.Partner")

    def bind(texts: Sequence[str], user: Any) -> Callable[[str], list[Share]]:
        named = [part.rpartition(":")[0] for typed in texts for part in parts_of(typed)]
        read_partner = partner.bind(named, user)

        def read(typed: str) -> list[Share]:
            found = []
            for part in parts_of(typed):
                name, colon, share = part.rpartition(":")
                if not colon:
                    raise ValueError(_("Hãy ghi từng nhà tài trợ với tỷ lệ: jica: 60; koica: 40."))
                found.append((read_partner(name.strip()), _percent(share)))
            return found

        return read

    def joined(of_one: Callable[[Any], str]) -> Callable[[Iterable[Share]], str]:
        def join(told: Iterable[Share]) -> str:
            return "; ".join(sorted(f"{of_one(one)}: {format_number(share)}" for one, share in told))

        return join

    return Reader(
        bind=bind,
        write=joined(partner.written),
        show=joined(partner.shown),
        empty=[],
        hint=gettext_lazy("Khóa hoặc tên, hai chấm, phần trăm: jica: 60; koica: 40."),
    )


def _percent(typed: str) -> Decimal:
    share = parse_number(typed.strip().removesuffix("%").strip(), places=PLACES)
    if not 0 < share <= WHOLE or share != round(share, PLACES):
        raise ValueError(_("Tỷ lệ góp là phần trăm lớn hơn 0, nhiều nhất 100, nhiều nhất hai chữ số lẻ."))
    return share


def share_problems(column: str, told: Sequence[Share], donors: Sequence[Any]) -> list[Problem]:
    """Shares are of donors of the project, each once, and together not more than the whole."""
    problems = [
        Problem(column, _("“%(name)s” không phải là nhà tài trợ của dự án.") % {"name": partner})
        for partner, _share in told
        if partner not in donors
    ]
    if len({partner.pk for partner, _share in told}) != len(told):
        problems.append(Problem(column, _("Mỗi nhà tài trợ chỉ ghi một tỷ lệ.")))
    if sum((share for _partner, share in told), Decimal(0)) > WHOLE:
        problems.append(Problem(column, _("Các tỷ lệ góp cộng lại vượt 100%.")))
    return problems
