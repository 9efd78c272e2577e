"""Partners, their names, networks, judgements and priorities as loaded from the data files."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from dnfa.core.audit import as_actor
from dnfa.core.models import Provenance
from dnfa.core.partial_dates import PartialDate
from partners.models import (
    Assessment,
    CooperationField,
    Country,
    CountryPriority,
    NetworkMembership,
    Partner,
    PartnerName,
    Relationship,
)
from tests.loaded import load_everything


@pytest.fixture
def register(loaded, db):
    return loaded


def test_partners_carry_names_places_and_sources(register):
    changwon = Partner.objects.get(key="kr-changwon")
    kisarazu = Partner.objects.get(key="jp-kisarazu")

    assert (changwon.country_id, changwon.latitude, changwon.longitude) == (
        "KR",
        Decimal("35.23"),
        Decimal("128.68"),
    )
    assert set(changwon.names.values_list("name", "kind")) == {
        ("Masan", "former"),
        ("Thành phố Changwon (tên cũ là Masan)", "alias"),
        ("Changwon (Masan cũ)", "alias"),
    }
    assert kisarazu.parent.key == "jp-chiba"
    cited = Provenance.objects.filter(content_type__model="partner", object_id=changwon.pk)
    assert set(cited.filter(field="").values_list("source__key", "locator")) == {
        ("decision-2887", "L1352"),
        ("decision-2887", "L1415"),
        ("decision-2887", "L576"),
        ("thesis", "p.137"),
    }
    assert set(cited.exclude(field="").values_list("field", "source__key")) == {
        ("latitude", "general-knowledge"),
        ("longitude", "general-knowledge"),
        ("name_native", "general-knowledge"),
    }


def test_territories_are_part_of_a_country_and_say_so_in_their_name(register):
    territories = Country.objects.exclude(part_of=None).values_list("code", "name_vi", "part_of")

    assert sorted(territories) == [
        ("HK", "Hồng Kông (Trung Quốc)", "CN"),
        ("MO", "Ma Cao (Trung Quốc)", "CN"),
        ("TW", "Đài Loan (Trung Quốc)", "CN"),
    ]
    assert Country.objects.get(code="MX").aliases == ["Mehico", "Mê-hi-cô", "Mê-xi-cô"]
    assert Country.objects.count() == 37


def test_fields_stand_below_their_task_groups(register):
    assert CooperationField.objects.get(code="tourism").parent.code == "II.A"
    assert CooperationField.objects.get(code="II.A").parent.code == "II"
    assert Counter(CooperationField.objects.values_list("level", flat=True)) == {1: 9, 2: 87}


def test_ties_take_the_class_the_files_state(register):
    classes = Counter(Relationship.objects.values_list("relationship_class", flat=True))

    assert (classes["formal"], classes["letter_of_intent"]) == (46, 1)
    assert sum(classes.values()) == 177


def test_networks_judgements_and_priorities_are_all_there(register):
    citynet = NetworkMembership.objects.get(key="nw-citynet")
    varna = Assessment.objects.get(key="bg-varna-2023")
    nordic = CountryPriority.objects.get(key="cp-20-ungrouped-1")

    assert (citynet.network.key, citynet.since, citynet.role) == ("net-citynet", PartialDate(2005), "member")
    assert NetworkMembership.objects.get(key="nw-acvn").network is None
    assert (varna.level, varna.last_dated_activity) == ("friendship_only", PartialDate(2015))
    assert sorted(nordic.countries.values_list("code", flat=True)) == ["DK", "FI", "SE"]
    assert CountryPriority.objects.get(key="cp-14-priority-1").continent == "asia"
    counts = [model.objects.count() for model in (NetworkMembership, Assessment, CountryPriority)]
    assert counts == [20, 80, 88]


def test_former_and_other_names_are_found(register):
    assert PartnerName.objects.count() == register_count(register, "partner_names")
    assert [partner.key for partner in Partner.objects.matching("khonkaen").filter(kind="locality")] == [
        "th-khon-kaen"
    ]


def register_count(summary, table: str) -> int:
    return next(count.made for count in summary.tables if count.table == table)


def test_a_deleted_partner_stays_away_with_all_that_hangs_on_it(register):
    with as_actor("chuyên viên"):
        Relationship.objects.get(partner__key="gb-tony-blair").delete()
        Partner.objects.get(key="gb-tony-blair").delete()

    second = load_everything()

    assert not Partner.objects.filter(key="gb-tony-blair").exists()
    left = {count.table: count.left_alone for count in second.tables if count.left_alone}
    assert left == {"partners": 1, "relationships": 1}
    assert [second.total(name) for name in ("made", "changed")] == [0, 0]
