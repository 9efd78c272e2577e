"""Words for terms, and for gaps and overlaps between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from agreements.chain import Gap, Overlap, chain_gaps, facts_of
from agreements.enums import TermKind
from agreements.importing.terms import TermReading
from agreements.models import Agreement, AgreementEvent
from agreements.models.agreement import TermFields
from dnfa.core.display import display_value
from dnfa.core.numbers import format_number
from dnfa.core.partial_dates import PartialDate

MONTHS_IN_YEAR = 12


def day_words(day: PartialDate) -> str:
    """A date in the language of the page."""
    return day.display(get_language() or "vi")


def months_words(months: int) -> str:
    """Say "03 năm" for whole years, else months, two digits as official papers write them."""
    if months % MONTHS_IN_YEAR == 0:
        years = months // MONTHS_IN_YEAR
        return ngettext("%(n)02d năm", "%(n)02d năm", years) % {"n": years}
    return ngettext("%(n)02d tháng", "%(n)02d tháng", months) % {"n": months}


def term_words(term: TermFields) -> str:
    """One sentence for a term, as the registry understands it."""
    if term.term_kind == TermKind.UNTIL and term.term_ends_on:
        return _("Đến hết %(day)s") % {"day": day_words(term.term_ends_on)}
    if term.term_kind == TermKind.FOR and term.term_months:
        return months_words(term.term_months)
    if term.term_kind == TermKind.AUTO_RENEW and term.term_months and term.term_renew_months:
        return _tacit_words(term.term_months, term.term_renew_months, term.term_notice_months)
    return str(TermKind(term.term_kind or TermKind.UNKNOWN).label)


def _tacit_words(months: int, renew_months: int, notice_months: int | None) -> str:
    words = _("%(first)s, tự động gia hạn mỗi lần %(next)s") % {
        "first": months_words(months),
        "next": months_words(renew_months),
    }
    if not notice_months:
        return words
    return _("%(term)s, báo trước %(notice)s nếu không gia hạn") % {
        "term": words,
        "notice": months_words(notice_months),
    }


def printed(term: TermFields) -> str:
    """The sentence of the paper, quoted; "" when none was kept."""
    return _("Văn bản ghi: “%(text)s”") % {"text": term.term_as_printed} if term.term_as_printed else ""


def days_left(ends_on: date, today: date) -> str:
    """How far the end is from `today`, both days told apart from "hết hôm nay"."""
    days = (ends_on - today).days
    if days == 0:
        return _("hết hôm nay")
    if days > 0:
        return ngettext("còn %(n)s ngày", "còn %(n)s ngày", days) % {"n": format_number(days)}
    return ngettext("đã hết %(n)s ngày", "đã hết %(n)s ngày", -days) % {"n": format_number(-days)}


def term_reading(reading: TermReading) -> dict[str, Any]:
    """How a printed term was read, in words, and the values of the form's boxes."""
    term = reading.term
    record = Agreement(
        term_kind=term.kind,
        term_ends_on=term.ends_on,
        term_months=term.months,
        term_renew_months=term.renew_months,
        term_notice_months=term.notice_months,
    )
    boxes = {
        "term_kind": term.kind.value,
        "term_ends_on": display_value(term.ends_on),
        "term_months": term.months or "",
        "term_renew_months": term.renew_months or "",
        "term_notice_months": term.notice_months or "",
    }
    return {
        "is_read": term.kind != TermKind.UNKNOWN,
        "words": term_words(record),
        "boxes": boxes,
        "notes": [*reading.errors, *reading.notes],
    }


def gap_words(found: Gap | Overlap) -> str:
    """A gap or an overlap of the chain in one sentence."""
    if isinstance(found, Gap):
        return ngettext(
            "Khoảng trống từ %(first)s đến %(last)s: %(n)s ngày không có thời hạn nào.",
            "Khoảng trống từ %(first)s đến %(last)s: %(n)s ngày không có thời hạn nào.",
            found.days,
        ) % {
            "first": display_value(found.first),
            "last": display_value(found.last),
            "n": format_number(found.days),
        }
    days = format_number(found.days)
    if found.is_exact:
        return ngettext(
            "Chồng %(n)s ngày với thời hạn trước.", "Chồng %(n)s ngày với thời hạn trước.", found.days
        ) % {"n": days}
    return ngettext(
        "Chồng ít nhất %(n)s ngày với thời hạn trước.",
        "Chồng ít nhất %(n)s ngày với thời hạn trước.",
        found.days,
    ) % {"n": days}


def gaps_before(agreement: Agreement, events: Sequence[AgreementEvent]) -> dict[int, list[str]]:
    """Sentences on gaps and overlaps by the primary key of the event they stand before."""
    found: dict[int, list[str]] = {}
    for one in chain_gaps(facts_of(agreement, events)):
        found.setdefault(events[one.before].pk, []).append(gap_words(one))
    return found


def gap_messages(agreement: Agreement) -> list[str]:
    """Every gap and overlap of a paper's chain as it now stands, in the order of time."""
    return [gap_words(found) for found in chain_gaps(facts_of(agreement, agreement.events.all()))]
