"""Whose row it is: partners, countries and agencies by the names a table prints.

Everything is read once (four queries), then matched in memory. A name counts when it is exactly a name,
another name or a former name of one partner, or when only spelling and administrative title differ.
What is merely similar is offered to the officer, never taken.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.importing.words import plain, tidy
from dnfa.accounts.models import Agency
from dnfa.core.text import fold, match_key
from partners.enums import LocalityLevel, NameKind, PartnerKind
from partners.models import Country, Partner, PartnerName

BY_NAME = "name"
BY_ALIAS = "alias"
BY_FORMER_NAME = "former_name"
BY_SPELLING = "spelling"

_FORMER = re.compile(
    r"\s*\(\s*(?:ten\s+cu|truoc\s+(?:day|kia)|cu)(?:\s+(?:la|goi\s+la))?\s*:?\s*(?P<name>[^)]+?)\s*\)"
)
_NOW = re.compile(r"\s*\(\s*(?:nay|hien\s+nay)(?:\s+(?:la|thuoc))?\s*:?\s*(?P<name>[^)]+?)\s*\)")
_WAS = re.compile(r"\s*\(\s*(?P<name>[^)]+?)\s+cu\s*\)")
_ORGANISATION = "to chuc quoc te"
_COUNTRY_TITLES = re.compile(
    r"^(?:nuoc|chxhcn|chdcnd|chnd|cong hoa dan chu nhan dan|cong hoa nhan dan|cong hoa|lien bang|vuong quoc)\s+"
)
_SIMILAR_ENOUGH = 0.35
_MOST_OFFERED = 3

_PROVINCES = frozenset(
    {
        LocalityLevel.PROVINCE,
        LocalityLevel.PREFECTURE,
        LocalityLevel.SPECIAL_SELF_GOVERNING_PROVINCE,
        LocalityLevel.COUNTY,
    }
)
_CITIES = frozenset({LocalityLevel.CITY, LocalityLevel.CAPITAL})
# Which ranks an administrative title may stand for, longest title first.
_RANKS = (
    ("dac khu", frozenset({LocalityLevel.SPECIAL_ADMINISTRATIVE_REGION})),
    ("tinh tu tri dac biet", frozenset({LocalityLevel.SPECIAL_SELF_GOVERNING_PROVINCE})),
    ("tieu vuong quoc", frozenset({LocalityLevel.EMIRATE})),
    ("thanh pho", _CITIES),
    ("thu do", _CITIES),
    ("tp", _CITIES),
    ("tinh", _PROVINCES),
    ("bang", frozenset({LocalityLevel.STATE})),
    ("vung", frozenset({LocalityLevel.REGION})),
    ("quan", frozenset({LocalityLevel.COUNTY})),
    ("huyen", frozenset({LocalityLevel.COUNTY})),
)


@dataclass(frozen=True)
class PartnerMatch:
    """The partner of a row and how it was found, or none; what stands against it, by cell."""

    partner: Partner | None = None
    matched_by: str | None = None
    partner_errors: tuple[str, ...] = ()
    country_errors: tuple[str, ...] = ()
    partner_notes: tuple[str, ...] = ()
    country_notes: tuple[str, ...] = ()


@dataclass
class _Names:
    """Who bears which name, one table for each way of matching, in the order they are asked."""

    exact: dict[str, dict[str, set[int]]] = field(
        default_factory=lambda: {way: defaultdict(set) for way in (BY_NAME, BY_ALIAS, BY_FORMER_NAME)}
    )
    spelled: dict[str, dict[str, set[int]]] = field(
        default_factory=lambda: {way: defaultdict(set) for way in (BY_SPELLING, BY_FORMER_NAME)}
    )

    def add(self, partner_id: int, name: str, way: str) -> None:
        line = tidy(name)
        if not line:
            return
        if way != BY_SPELLING:
            self.exact[way][line].add(partner_id)
        self.spelled[BY_FORMER_NAME if way == BY_FORMER_NAME else BY_SPELLING][match_key(line)].add(
            partner_id
        )

    def find(self, line: str) -> tuple[set[int], str]:
        for way, names in self.exact.items():
            if line in names:
                return names[line], way
        key = match_key(line)
        for way, names in self.spelled.items():
            if key in names:
                return names[key], way
        return set(), ""


class CountryIndex:
    """Countries and territories by every way of writing them; one query."""

    def __init__(self) -> None:
        self.countries = {country.code: country for country in Country.objects.all()}
        self.by_name: dict[str, Country] = {}
        for country in self.countries.values():
            for name in (country.name_vi, country.name_en, *country.aliases):
                for form in (name, name.split("(", maxsplit=1)[0]):
                    self.by_name.setdefault(fold(form), country)
        self.by_name.pop("", None)

    def find(self, text: str) -> Country | None:
        """The country or territory of this name, marks, titles ("CHDCND", "Vương quốc") and brackets aside."""
        folded = fold(text)
        forms = [folded, fold(text.split("(", maxsplit=1)[0])]
        forms += [_COUNTRY_TITLES.sub("", form) for form in forms]
        return next((self.by_name[form] for form in forms if form in self.by_name), None)


class PartnerIndex:
    """Partners (all, or those of a queryset) by every name they bear or bore; three queries, whatever the table."""

    def __init__(self, partners: QuerySet[Partner] | None = None) -> None:
        self.countries = CountryIndex()
        known = Partner.objects.all() if partners is None else partners
        self.partners = {partner.pk: partner for partner in known.select_related("country")}
        self.pools = {True: _Names(), False: _Names()}
        self.matched: dict[tuple[str, str], PartnerMatch] = {}
        self.grams: dict[str, set[int]] | None = None
        for partner in self.partners.values():
            names = self._pool(partner)
            names.add(partner.pk, partner.name_vi, BY_NAME)
            names.add(partner.pk, partner.name_en, BY_SPELLING)
            names.add(partner.pk, partner.name_native, BY_SPELLING)
        every = PartnerName.objects.order_by("pk").values_list("partner_id", "name", "kind")
        self.other_names = [row for row in every if row[0] in self.partners]
        for partner_id, name, kind in self.other_names:
            is_former = kind == NameKind.FORMER
            self._pool(self.partners[partner_id]).add(
                partner_id, name, BY_FORMER_NAME if is_former else BY_ALIAS
            )

    def _pool(self, partner: Partner) -> _Names:
        return self.pools[partner.kind == PartnerKind.LOCALITY]

    def match(self, name: str, country: str) -> PartnerMatch:
        """The partner that a row means by this name and country."""
        asked = tidy(name), tidy(country)
        if asked not in self.matched:
            self.matched[asked] = self._match(*asked)
        return self.matched[asked]

    def _match(self, line: str, printed_country: str) -> PartnerMatch:
        if not line:
            return PartnerMatch(partner_errors=(_("Chưa ghi đối tác."),))
        found, way, notes = self._candidates(line)
        agreeing = {pk for pk in found if self._agrees(self.partners[pk], printed_country)}
        fitting = {
            pk for pk in (agreeing or found) if way != BY_SPELLING or _same_rank(line, self.partners[pk])
        }
        if len(fitting) == 1:
            partner = self.partners[fitting.pop()]
            errors, country_notes = self._check_country(partner, printed_country)
            return PartnerMatch(partner, way, (), errors, notes, country_notes)
        if fitting:
            return PartnerMatch(partner_errors=(self._several(line, fitting),))
        return PartnerMatch(partner_errors=(self._unknown(line, found),))

    def _candidates(self, line: str) -> tuple[set[int], str, tuple[str, ...]]:
        """Partners the whole name means, else its parts: a former name in brackets, a locality and its province."""
        for pool in (self.pools[True], self.pools[False]):
            found, way = pool.find(line)
            if found:
                return found, way, ()
        plain_line = plain(line)
        for pattern in (_FORMER, _WAS, _NOW):
            brackets = pattern.search(plain_line)
            if brackets:
                return self._by_two_names(line, brackets)
        return self._by_locality_and_parent(line)

    def _by_two_names(self, line: str, brackets: re.Match[str]) -> tuple[set[int], str, tuple[str, ...]]:
        """Read "X (tên cũ là Y)": both names must lead to one partner, or one of them is new to the register."""
        start, end = brackets.span("name")
        other = line[start:end]
        main = tidy(line[: brackets.start()] + line[brackets.end() :])
        found, way = self.pools[True].find(main)
        by_other, other_way = self.pools[True].find(other)
        if found and by_other and not found & by_other:
            return found | by_other, "", ()
        if found and by_other:
            return found & by_other, way, ()
        if found:
            return found, way, (_("Tên “%(name)s” chưa có trong sổ.") % {"name": other},)
        if by_other:
            return by_other, other_way, (_("Tên “%(name)s” chưa có trong sổ.") % {"name": main},)
        return set(), "", ()

    def _by_locality_and_parent(self, line: str) -> tuple[set[int], str, tuple[str, ...]]:
        """Read "Quận A, tỉnh B" or "Thành phố A (tỉnh B)": A, when the register knows it below B or below nothing."""
        main, _comma, above = line.rstrip(")").replace("(", ",", 1).partition(",")
        if not above.strip():
            return set(), "", ()
        found, way = self.pools[True].find(tidy(main))
        parents, _way = self.pools[True].find(tidy(above))
        return {pk for pk in found if self.partners[pk].parent_id in {None, *parents}}, way, ()

    def _agrees(self, partner: Partner, printed: str) -> bool:
        return not self._check_country(partner, printed)[0]

    def _check_country(self, partner: Partner, printed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(errors, notes) of the country a row gives; a territory may stand under the state it belongs to."""
        if not printed:
            return (), (_("Chưa ghi nước đối tác."),)
        if fold(printed) == _ORGANISATION:
            if partner.kind == PartnerKind.LOCALITY:
                return (
                    _("“%(name)s” là địa phương, không phải tổ chức quốc tế.") % {"name": partner.name_vi},
                ), ()
            return (), ()
        country = self.countries.find(printed)
        if country is None:
            words = {"name": printed}
            return (_("“%(name)s” chưa có trong danh mục quốc gia và vùng lãnh thổ.") % words,), ()
        own = partner.country
        if own is not None and country.code not in {own.code, own.part_of_id}:
            words = {"partner": partner.name_vi, "own": own.name_vi, "printed": printed}
            return (_("Sổ ghi %(partner)s thuộc %(own)s, bảng ghi %(printed)s.") % words,), ()
        return (), ()

    # --- what to say when nobody fits ----------------------------------------
    def _described(self, keys: Iterable[int]) -> str:
        partners = sorted((self.partners[pk] for pk in keys), key=lambda partner: partner.key)
        return "; ".join(
            f"{partner.name_vi} ({partner.country.name_vi})" if partner.country else partner.name_vi
            for partner in partners
        )

    def _several(self, line: str, keys: set[int]) -> str:
        return _("“%(name)s” có thể là nhiều đối tác: %(partners)s. Hãy ghi rõ hơn.") % {
            "name": line,
            "partners": self._described(keys),
        }

    def _unknown(self, line: str, found: set[int]) -> str:
        near = found or self.near(line)
        if not near:
            return _("Sổ chưa có đối tác “%(name)s”: hãy thêm đối tác trước, hoặc sửa tên.") % {"name": line}
        return _(
            "Sổ chưa có đối tác “%(name)s”. Gần giống: %(partners)s. Nếu là một, hãy sửa tên trong bảng hoặc "
            "thêm tên này vào tên khác của đối tác."
        ) % {"name": line, "partners": self._described(near)}

    def near(self, line: str) -> set[int]:
        """Up to three partners with the most similar names (share of common trigrams)."""
        if self.grams is None:
            self.grams = defaultdict(set)
            self.sizes: list[tuple[int, int]] = []
            for pk, name in self._all_names():
                grams = _trigrams(name)
                for gram in grams:
                    self.grams[gram].add(len(self.sizes))
                self.sizes.append((pk, len(grams)))
        asked = _trigrams(line)
        common = Counter(index for gram in asked for index in self.grams.get(gram, ()))
        best: dict[int, float] = {}
        for index, count in common.items():
            pk, size = self.sizes[index]
            best[pk] = max(best.get(pk, 0), count / (len(asked) + size - count))
        close = sorted(
            (pk for pk, share in best.items() if share >= _SIMILAR_ENOUGH), key=lambda pk: (-best[pk], pk)
        )
        return set(close[:_MOST_OFFERED])

    def _all_names(self) -> Iterable[tuple[int, str]]:
        for partner in self.partners.values():
            yield from ((partner.pk, name) for name in (partner.name_vi, partner.name_en) if name)
        yield from ((partner_id, name) for partner_id, name, _kind in self.other_names)


def _trigrams(name: str) -> set[str]:
    padded = f"  {match_key(name)} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def _same_rank(line: str, partner: Partner) -> bool:
    """Whether the title in the row may stand for the partner's rank: "Tỉnh Viêng Chăn" is not the city of that name."""
    words = plain(line).replace(".", " ")
    ranks = next((ranks for title, ranks in _RANKS if words.startswith(f"{title} ")), None)
    return ranks is None or not partner.level or partner.level in ranks


_ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "tp": "thanh pho",
    "tt": "thuong truc",
}


def _agency_key(name: str) -> str:
    words = re.findall(r"\w+", fold(name))
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


class AgencyIndex:
    """Agencies by name and abbreviation, with or without the name of the city; one query."""

    def __init__(self) -> None:
        self.by_key: dict[str, Agency] = {}
        self.agencies = sorted(
            Agency.objects.all(), key=lambda agency: (agency.valid_to is not None, agency.key)
        )
        for agency in self.agencies:
            for name in (agency.name_vi, *agency.abbreviations):
                for key in _agency_keys(name):
                    self.by_key.setdefault(key, agency)

    def find(self, text: str) -> Agency | None:
        """The agency of this name; among namesakes the one that still exists. None when nobody is called so."""
        return next((self.by_key[key] for key in _agency_keys(text) if key in self.by_key), None)


def _agency_keys(name: str) -> list[str]:
    key = _agency_key(name)
    keys = [key, key.removesuffix(" da nang"), key.removesuffix(" thanh pho da nang")]
    return [key for key in keys if key]
