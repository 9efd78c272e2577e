"""A kept row of a table of relations in words, for the import pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.enums import EventKind, TermKind
from agreements.importing.layout import Column
from agreements.importing.matching import BY_ALIAS, BY_FORMER_NAME, BY_NAME, BY_SPELLING
from agreements.importing.reading import ERROR, NOTE
from dnfa.core.models import ImportRow
from dnfa.core.partial_dates import PartialDate


# --- a row in words -----------------------------------------------------------
@dataclass(frozen=True)
class RowView:
    """One row of a preview as the page shows it; printed texts are empty where the words beside them say the same."""

    number: int
    stt: str
    fate: str
    partner_printed: str
    partner_name: str
    partner_url: str
    matched_by: str
    country: str
    signing_printed: str
    signings: list[str]
    term_printed: str
    term: str
    differences: list[dict[str, str]]
    errors: list[dict[str, str]]
    notes: list[dict[str, str]]


def row_view(row: ImportRow) -> RowView:
    """A kept row for the page; reads no more from the database."""
    parsed = row.parsed
    texts = {Column(name): text for name, text in parsed["texts"].items()}
    key = parsed["partner"]["key"]
    signings = [_signing_words(signing) for signing in parsed["signings"]]
    term = term_words(parsed["term"])
    says_nothing_new = parsed["term"]["kind"] == TermKind.INDEFINITE or texts[Column.TERM] in term
    return RowView(
        number=row.number,
        stt=texts[Column.STT],
        fate=row.fate,
        partner_printed=texts[Column.PARTNER],
        partner_name=parsed["partner_name"],
        partner_url=reverse("partners:detail", args=[key]) if key else "",
        matched_by=_matched_words(parsed["partner"]["matched_by"]),
        country=texts[Column.COUNTRY],
        signing_printed="" if texts[Column.SIGNING] in "".join(signings) else texts[Column.SIGNING],
        signings=signings,
        term_printed="" if says_nothing_new else texts[Column.TERM],
        term=term,
        differences=parsed["differences"],
        errors=[problem for problem in row.problems if problem["severity"] == ERROR],
        notes=[problem for problem in row.problems if problem["severity"] == NOTE],
    )


def _matched_words(matched_by: str | None) -> str:
    return {
        BY_NAME: _("đúng tên"),
        BY_ALIAS: _("theo tên gọi khác"),
        BY_FORMER_NAME: _("theo tên cũ"),
        BY_SPELLING: _("khác cách viết"),
    }.get(matched_by or "", "")


def _day_words(iso: str | None) -> str:
    return PartialDate.from_iso(iso).display("vi") if iso else ""


def _signing_words(signing: dict[str, Any]) -> str:
    words = {"kind": EventKind(signing["kind"]).label, "day": _day_words(signing["date"])}
    return _("%(kind)s: %(day)s") % words if words["day"] else _("%(kind)s: chưa rõ ngày") % words


def term_words(term: dict[str, Any]) -> str:
    """A term of the machine-readable preview as a sentence."""
    kind = TermKind(term["kind"])
    words = {"day": _day_words(term["ends_on"]), "months": term["months"], "renewal": term["renew_months"]}
    if kind == TermKind.UNTIL and term["months"]:
        return _("đến hết %(day)s (%(months)s tháng)") % words
    if kind == TermKind.UNTIL:
        return _("đến hết %(day)s") % words
    if kind == TermKind.FOR:
        return _("%(months)s tháng") % words
    if kind == TermKind.AUTO_RENEW:
        return _("%(months)s tháng, tự động gia hạn mỗi lần %(renewal)s tháng") % words
    return str(kind.label)
