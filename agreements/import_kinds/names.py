"""Readers of cells that name partners, countries, agencies and languages the way papers do.

Partners, countries and agencies match by any name they bear or bore, as the table of relations does
(`agreements.importing.matching`); exports write their keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.importing.matching import AgencyIndex, CountryIndex, PartnerIndex
from dnfa.accounts.models import Agency
from dnfa.core.languages import LANGUAGES
from dnfa.core.table_import import Reader, plain, several
from dnfa.core.table_import.readers import ReadCell, nearest
from dnfa.core.text import clean_line, fold
from partners.models import Country, Partner


def partners_named(*, many: bool = False) -> Reader:
    """A partner the person sees, by key or any name, administrative titles and marks aside. Three queries a portion."""

    def bind(texts: Sequence[str], user: Any) -> ReadCell:
        if not texts:
            return _nobody
        index = PartnerIndex(Partner.objects.all() if user is None else Partner.objects.visible_to(user))
        by_key = {partner.key: partner for partner in index.partners.values()}

        def read(typed: str) -> Partner:
            tidied = clean_line(typed)
            if tidied in by_key:
                return by_key[tidied]
            found = index.match(tidied, "")
            if found.partner is None and index.near(tidied):
                raise ValueError(" ".join(found.partner_errors))
            if found.partner is None:
                raise ValueError(_unknown(tidied, [one.name_vi for one in index.partners.values()]))
            return found.partner

        return read

    hint = gettext_lazy("Khóa, hoặc tên bất kỳ của đối tác trong sổ.")
    one = Reader(bind=bind, write=lambda partner: str(partner.key), show=str, hint=hint)
    return several(one, ordered=False) if many else one


def countries_named(*, many: bool = False) -> Reader:
    """A country or territory by ISO code or any spelling of its name. One query a portion."""

    def bind(texts: Sequence[str], _user: Any) -> ReadCell:
        if not texts:
            return _nobody
        index = CountryIndex()

        def read(typed: str) -> Country:
            tidied = clean_line(typed)
            found = index.countries.get(tidied.upper()) or index.find(tidied)
            if found is None:
                raise ValueError(_unknown_country(tidied, [one.name_vi for one in index.countries.values()]))
            return found

        return read

    hint = gettext_lazy("Mã hai chữ hoặc tên quốc gia và vùng lãnh thổ.")
    one = Reader(bind=bind, write=lambda country: str(country.code), show=str, hint=hint)
    return several(one, ordered=False) if many else one


def agencies_named(*, many: bool = False) -> Reader:
    """An agency by key, name or abbreviation, with or without the name of the city. One query a portion."""

    def bind(texts: Sequence[str], _user: Any) -> ReadCell:
        if not texts:
            return _nobody
        index = AgencyIndex()
        by_key = {agency.key: agency for agency in index.agencies}

        def read(typed: str) -> Agency:
            tidied = clean_line(typed)
            found = by_key.get(tidied) or index.find(tidied)
            if found is None:
                raise ValueError(_unknown(tidied, [one.name_vi for one in index.agencies]))
            return found

        return read

    hint = gettext_lazy("Khóa, tên hoặc tên viết tắt của cơ quan trong sổ.")
    one = Reader(bind=bind, write=lambda agency: str(agency.key), show=str, hint=hint)
    return several(one, ordered=False) if many else one


def _nobody(typed: str) -> Any:
    """The reader of a column without a word in it."""
    raise ValueError(typed)


def _unknown_country(typed: str, names: Sequence[str]) -> str:
    near = nearest(typed, names)
    if near:
        return _("Danh mục quốc gia và vùng lãnh thổ không có “%(name)s”; có phải là “%(near)s”?") % {
            "name": typed,
            "near": near,
        }
    return _("“%(name)s” chưa có trong danh mục quốc gia và vùng lãnh thổ.") % {"name": typed}


def _unknown(typed: str, names: Sequence[str]) -> str:
    near = nearest(typed, names)
    if near:
        return _("Trong sổ không có “%(name)s”; có phải là “%(near)s”?") % {"name": typed, "near": near}
    return _("Trong sổ không có “%(name)s”: hãy thêm vào sổ trước, hoặc ghi đúng khóa.") % {"name": typed}


def language_named() -> Reader:
    """A language of a text, by name or ISO code."""

    def read(typed: str) -> str:
        known = {fold(str(word)): code for code, name in LANGUAGES for word in (code, name)}
        asked = fold(typed)
        found = known.get(asked) or known.get(f"tieng {asked}")
        if found is None:
            raise ValueError(_("Không có ngôn ngữ “%(text)s”.") % {"text": clean_line(typed)})
        return found

    names = dict(LANGUAGES)
    return plain(
        read, write=lambda code: str(names[code]), hint=gettext_lazy("Tên ngôn ngữ, ví dụ Tiếng Việt.")
    )
