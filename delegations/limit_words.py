"""A limit gone over, in words and as an address; names only for who may read them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.enums import LimitKind

if TYPE_CHECKING:
    from delegations.limits import Finding
    from delegations.models import TripLimit


def token_of(kind: str, subject: str) -> str:
    """What an address calls a finding by: it tells nobody a name, and stays the same as long as the finding stands."""
    return hashlib.sha256(f"{kind}|{subject}".encode()).hexdigest()[:16]


def finding_words(finding: Finding, *, sees_names: bool) -> str:
    """One sentence: what was found and what is allowed."""
    values = {
        "found": finding.found,
        "most": finding.most,
        "subject": subject_words(finding, sees_names=sees_names),
    }
    return _sentence(finding) % values


def subject_words(finding: Finding, *, sees_names: bool) -> str:
    """Whom or what within the delegation it concerns; empty for the whole of it."""
    if finding.names_a_person and not sees_names:
        return _("Một thành viên")
    return finding.words


def _sentence(finding: Finding) -> str:
    sentences: dict[str, Any] = {
        LimitKind.PERSONS: lambda: _("Đoàn %(found)s người, hạn mức %(most)s người."),
        LimitKind.DAYS_PER_COUNTRY: lambda: _("%(subject)s: ở %(found)s ngày, hạn mức %(most)s ngày."),
        LimitKind.DAYS_AT_EVENT: lambda: _(
            "%(subject)s: ở %(found)s ngày khi dự sự kiện quan trọng, hạn mức %(most)s ngày."
        ),
        LimitKind.COUNTRIES: lambda: _(
            "Đến %(found)s quốc gia và vùng lãnh thổ trong một chuyến, hạn mức %(most)s."
        ),
        LimitKind.TRIPS_PER_PERSON: lambda: _(
            "%(subject)s: chuyến thứ %(found)s trong năm, hạn mức %(most)s chuyến."
        ),
        LimitKind.LEADERS_PER_AGENCY: lambda: _(
            "%(subject)s: %(found)s lãnh đạo chủ chốt trong một đoàn, hạn mức %(most)s."
        ),
        LimitKind.ENTERPRISE_PAYS: lambda: _("Chuyến đi do doanh nghiệp tổ chức hoặc đài thọ."),
    }
    return str(sentences[finding.kind]())


def most_words(limit: TripLimit) -> str:
    """The largest number with its unit; a limit of none says that none is allowed without a justification."""
    sentences: dict[str, Any] = {
        LimitKind.PERSONS: lambda n: ngettext("%(n)s người", "%(n)s người", n),
        LimitKind.DAYS_PER_COUNTRY: lambda n: ngettext("%(n)s ngày", "%(n)s ngày", n),
        LimitKind.DAYS_AT_EVENT: lambda n: ngettext("%(n)s ngày", "%(n)s ngày", n),
        LimitKind.COUNTRIES: lambda n: ngettext("%(n)s nơi", "%(n)s nơi", n),
        LimitKind.TRIPS_PER_PERSON: lambda n: ngettext("%(n)s chuyến", "%(n)s chuyến", n),
        LimitKind.LEADERS_PER_AGENCY: lambda n: ngettext("%(n)s người", "%(n)s người", n),
        LimitKind.ENTERPRISE_PAYS: lambda _n: _("không được"),
    }
    return str(sentences[limit.kind](limit.most)) % {"n": limit.most}


def missing_words(count: int) -> str:
    """How many limits wait for a justification."""
    return ngettext(
        "%(count)s hạn mức vượt chưa giải trình", "%(count)s hạn mức vượt chưa giải trình", count
    ) % {"count": count}
