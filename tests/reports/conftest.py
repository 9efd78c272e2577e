"""A small register with one of everything a figure counts, and what it must not count beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from agreements.enums import AgreementType, Capacity, EventKind, TermKind
from dnfa.accounts.system import SYSTEM_VIEWER
from partners.enums import Continent, RelationshipClass
from reports.annual import content
from tests.factories import (
    make_agreement,
    make_country,
    make_event,
    make_partner,
    make_project,
    make_relationship,
)
from tests.reports.factories import make_delegation

CUTOFF = date(2023, 12, 26)
PREPARED = datetime(2023, 12, 27, 1, 0, tzinfo=UTC)


def _signed(partner, on, **values):
    agreement = make_agreement(partners=[partner], signed_on=on, **values)
    kind = (
        EventKind.LETTER_OF_INTENT
        if values.get("type") == AgreementType.LETTER_OF_INTENT
        else EventKind.SIGNING
    )
    make_event(agreement, kind, occurred_on=on)
    return agreement


def make_register():
    """Localities: Sakai awake, Newcastle dormant, Giang Tô never active, Houston with a letter of intent only.

    Papers: one without an end, one ending in 2024, one expired in 2022, one replaced, one of unknown term, a letter.
    """
    japan = make_country("JP")
    australia = make_country("AU", name_vi="Úc", continent=Continent.OCEANIA)
    china, america = make_country("CN"), make_country("US", name_vi="Hoa Kỳ", continent=Continent.AMERICAS)
    sakai = make_partner(key="jp-sakai", name_vi="Thành phố Sakai", country=japan)
    newcastle = make_partner(key="au-newcastle", name_vi="Thành phố Newcastle", country=australia)
    jiangsu = make_partner(key="cn-jiangsu", name_vi="Tỉnh Giang Tô", country=china)
    houston = make_partner(key="us-houston", name_vi="Thành phố Houston", country=america)
    for partner, since in ((sakai, "2009"), (newcastle, "2001"), (jiangsu, "1999")):
        make_relationship(partner, since=since)
    make_relationship(houston, since="2012", relationship_class=RelationshipClass.LETTER_OF_INTENT)
    make_relationship(
        make_partner(name_vi="Thành phố Kyoto", country=japan), relationship_class=RelationshipClass.CANDIDATE
    )

    indefinite = _signed(
        sakai,
        "2009",
        term_kind=TermKind.INDEFINITE,
        table_row=1,
        signatory_as_printed="UBND thành phố Đà Nẵng",
        partner_as_printed="Thành phố Sakai",
        country_as_printed="Nhật Bản",
        signing_as_printed="2009 (Ký tăng cường 2019)",
        term_as_printed="Không có thời hạn",
    )
    make_event(indefinite, EventKind.STRENGTHENING, occurred_on="2019")
    ending = _signed(
        sakai, "2022-06-01", term_kind=TermKind.UNTIL, term_ends_on="2024-02-01", title_vi="Kế hoạch hợp tác"
    )
    expired = _signed(
        newcastle,
        "2019-12-31",
        term_kind=TermKind.UNTIL,
        term_ends_on="2022",
        table_row=2,
        signatory_as_printed="UBND thành phố Đà Nẵng",
        partner_as_printed="Thành phố Newcastle",
        country_as_printed="Úc",
        signing_as_printed="2019",
        term_as_printed="2022",
    )
    replaced = _signed(newcastle, "2001", term_kind=TermKind.UNTIL, term_ends_on="2004")
    make_event(replaced, EventKind.REPLACEMENT, occurred_on="2019-12-31", successor=expired)
    unknown = _signed(
        jiangsu,
        "1999",
        table_row=3,
        partner_as_printed="Tỉnh Giang Tô",
        country_as_printed="Trung Quốc",
        signatory_as_printed="UBND thành phố Đà Nẵng",
        signing_as_printed="1999",
    )
    letter = _signed(houston, "2012", type=AgreementType.LETTER_OF_INTENT, term_kind=TermKind.INDEFINITE)
    _signed(sakai, "2020", capacity=Capacity.DEPARTMENT, term_kind=TermKind.INDEFINITE)
    make_delegation("in", "2023-05-04", partners=[sakai], title_vi="Đoàn thành phố Sakai")
    make_delegation("in", "2022-05-04", partners=[sakai])
    make_delegation("out", "2012-03", partners=[newcastle])
    make_delegation("out", None, partners=[])
    make_project(partners=[sakai], title_vi="Dự án cấp nước", amount=1500000000, currency="VND")
    return SimpleNamespace(
        sakai=sakai,
        newcastle=newcastle,
        jiangsu=jiangsu,
        houston=houston,
        indefinite=indefinite,
        ending=ending,
        expired=expired,
        replaced=replaced,
        unknown=unknown,
        letter=letter,
    )


@pytest.fixture
def register(db):
    return make_register()


@pytest.fixture
def report(register):
    return content.build(user=SYSTEM_VIEWER, year=2023, cutoff=CUTOFF, prepared_at=PREPARED)
