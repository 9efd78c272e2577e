"""Flags of the work before an end: no file opened in time, a day of notice that comes, a paper without its text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import DateField, F, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.expiry import FARTHEST_DAY
from agreements.filters.expiry import coming, open_case
from agreements.flags import papers, severity_by_days
from agreements.models import Agreement
from agreements.querysets import AgreementQuerySet
from dnfa.core.attachments.selectors import annotate_has_file
from dnfa.core.display import display_value
from dnfa.core.partial_dates import PartialDate
from dnfa.core.policy import parameter
from dnfa.followup.enums import Severity
from dnfa.followup.rules import FlagRule, register_rule

RENEWAL_DAYS = "renewal-file-days"


def _without_file(as_of: date) -> AgreementQuerySet:
    """Papers that end soon and for which nobody has opened a renewal file."""
    days = parameter(RENEWAL_DAYS, as_of)
    ending = coming(papers(as_of).with_deadline(as_of)).filter(notice_by__isnull=True, days_left__lte=days)
    return ending.exclude(open_case()).annotate(
        severity=severity_by_days(),
        object_id=F("pk"),
        reference_date=F("ends_on"),
        evidence=JSONObject(ends_on=F("ends_on"), days_left=F("days_left"), capacity=F("capacity")),
    )


def explain_without_file(evidence: Mapping[str, Any]) -> str:
    """When it ends, and that no file is open."""
    days = evidence["days_left"]
    return ngettext(
        "Hết hiệu lực ngày %(day)s (còn %(days)s ngày) mà chưa mở hồ sơ gia hạn.",
        "Hết hiệu lực ngày %(day)s (còn %(days)s ngày) mà chưa mở hồ sơ gia hạn.",
        days,
    ) % {"day": _day(evidence["ends_on"]), "days": days}


def _notice_window(as_of: date) -> AgreementQuerySet:
    """Self-renewing papers whose last day for notice comes within the farthest band."""
    near = papers(as_of).in_force().with_deadline(as_of).filter(notice_by__isnull=False)
    return near.filter(days_left__range=(0, FARTHEST_DAY)).annotate(
        severity=severity_by_days(),
        object_id=F("pk"),
        reference_date=F("notice_by"),
        evidence=JSONObject(notice_by=F("notice_by"), ends_on=F("ends_on"), days_left=F("days_left")),
    )


def explain_notice_window(evidence: Mapping[str, Any]) -> str:
    """Until when notice can be given, and what happens otherwise."""
    return _(
        "Muốn không gia hạn tiếp phải báo trước chậm nhất ngày %(notice)s; nếu không, văn bản tự gia hạn sau ngày %(end)s."
    ) % {"notice": _day(evidence["notice_by"]), "end": _day(evidence["ends_on"])}


def _without_text(as_of: date) -> AgreementQuerySet:
    """Papers in force whose signed text is not among the files."""
    in_force = annotate_has_file(papers(as_of).in_force(), Agreement).filter(has_file=False)
    return in_force.annotate(
        object_id=F("pk"),
        reference_date=Value(None, DateField()),
        evidence=JSONObject(signed_on=F("signed_on")),
    )


def explain_without_text(evidence: Mapping[str, Any]) -> str:
    """That the signed text is missing."""
    if evidence["signed_on"]:
        day = display_value(PartialDate.from_iso(evidence["signed_on"]))
        return _("Ký %(day)s, chưa có bản ký trong sổ.") % {"day": day}
    return _("Chưa có bản ký trong sổ.")


def _day(text: str) -> str:
    return display_value(date.fromisoformat(text))


def register() -> None:
    """Called from `agreements.areas.expiry`."""
    for rule in (
        FlagRule(
            "renewal_not_opened",
            gettext_lazy("Sắp hết hạn, chưa mở hồ sơ gia hạn"),
            Severity.MEDIUM,
            Agreement,
            _without_file,
            explain_without_file,
            order=12,
            covers=frozenset({"agreement_expiring"}),  # the same day and days left, without what to do
            notice_tone="warn",
        ),
        FlagRule(
            "notice_window",
            gettext_lazy("Sắp đến hạn báo trước của văn bản tự gia hạn"),
            Severity.MEDIUM,
            Agreement,
            _notice_window,
            explain_notice_window,
            order=14,
        ),
        FlagRule(
            "agreement_without_file",
            gettext_lazy("Thỏa thuận chưa có bản ký"),
            Severity.LOW,
            Agreement,
            _without_text,
            explain_without_text,
            order=45,
        ),
    ):
        register_rule(rule)
