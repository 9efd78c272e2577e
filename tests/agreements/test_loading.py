"""The 48 rows of the Decision, the papers beyond them and the projects, as the register holds them."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from agreements.enums import (
    AgencyRole,
    Capacity,
    EventKind,
    FundingKind,
    LegalRegime,
    ProjectDirection,
    Stage,
    Status,
)
from agreements.importing.preview import plan_import
from agreements.loading.common import regime_of
from agreements.loading.refinements import _finer
from agreements.models import Agreement, AgreementAgency, AgreementEvent, Project
from agreements.validity import AgreementFacts, EventFacts, Term, validity_on
from dnfa.core.audit import as_actor
from dnfa.core.enums import ImportFate, ImportState
from dnfa.core.loading import DataError
from dnfa.core.models import ImportBatch, Provenance
from dnfa.core.partial_dates import PartialDate
from partners.models import Partner, Relationship
from tests.loaded import DATA, DECISION_DAY, TODAY, load_everything

IN_FORCE, EXPIRED, REPLACED, UNKNOWN = Status.IN_FORCE, Status.EXPIRED, Status.REPLACED, Status.UNKNOWN_TERM
# What a careful clerk finds on the day of the Decision: row of the table, partner, status, last day in force.
ROWS = [
    (1, "kr-changwon", IN_FORCE, None),
    (2, "kr-daegu", EXPIRED, date(2023, 8, 3)),
    (3, "kr-hwaseong", IN_FORCE, None),
    (4, "kr-seoul", IN_FORCE, None),
    (5, "kr-gyeongsan", IN_FORCE, None),
    (6, "kr-yeongyang", EXPIRED, date(2022, 1, 1)),
    (7, "la-champasak", REPLACED, date(2021, 12, 31)),
    (8, "la-salavan", REPLACED, date(2021, 12, 31)),
    (9, "la-savannakhet", REPLACED, date(2021, 12, 31)),
    (10, "la-sekong", REPLACED, date(2021, 12, 31)),
    (11, "la-attapeu", REPLACED, date(2021, 12, 31)),
    (12, "la-xaynhabuli", IN_FORCE, None),
    (13, "la-vientiane", IN_FORCE, None),
    (14, "jp-kawasaki", IN_FORCE, None),
    (15, "jp-sakai", IN_FORCE, None),
    (16, "jp-yokohama", REPLACED, date(2022, 12, 31)),
    (17, "jp-kisarazu", EXPIRED, date(2022, 12, 31)),
    (18, "th-khon-kaen", UNKNOWN, None),
    (19, "cn-shandong", IN_FORCE, None),
    (20, "mo-macao", IN_FORCE, None),
    (21, "cn-jiangsu", UNKNOWN, None),
    (22, "cn-kunming", IN_FORCE, None),
    (23, "kh-battambang", IN_FORCE, None),
    (24, "au-gold-coast", EXPIRED, date(2021, 12, 31)),
    (25, "au-newcastle", EXPIRED, date(2004, 12, 31)),
    (26, "au-queensland", IN_FORCE, None),
    (27, "au-south-australia", IN_FORCE, None),
    (28, "be-wallonia", IN_FORCE, None),
    (29, "se-boras", IN_FORCE, None),
    (30, "fi-salo", EXPIRED, date(2015, 11, 2)),
    (31, "fi-turku", IN_FORCE, None),
    (32, "ru-yaroslavl", IN_FORCE, None),
    (33, "by-grodno", IN_FORCE, None),
    (34, "fr-nord-pas-de-calais", EXPIRED, date(2007, 12, 31)),
    (35, "fr-reunion", IN_FORCE, None),
    (36, "ro-hunedoara", IN_FORCE, None),
    (37, "ro-timisoara", IN_FORCE, None),
    (38, "us-pittsburgh", IN_FORCE, None),
    (39, "us-oakland", IN_FORCE, None),
    (40, "us-houston", IN_FORCE, None),
    (41, "bg-varna", EXPIRED, date(2019, 8, 25)),
    (42, "sk-kosice", EXPIRED, date(2020, 4, 16)),
    (43, "ao-benguela", IN_FORCE, None),
    (44, "mx-toluca", EXPIRED, date(2019, 12, 31)),
    (45, "ma-tangier", IN_FORCE, None),
    (46, "ar-mar-del-plata", IN_FORCE, date(2025, 12, 31)),
    (47, "th-khon-kaen", IN_FORCE, None),
    (48, "kr-jeju", IN_FORCE, None),
]


@pytest.fixture
def register(loaded, db):
    return loaded


def table_rows():
    return Agreement.objects.exclude(table_row=None).order_by("table_row")


def facts_of(agreement: Agreement) -> AgreementFacts:
    events = tuple(
        EventFacts(e.kind, e.occurred_on, e.effective_on, term_of(e) if e.term_kind else None, e.order)
        for e in agreement.events.all()
    )
    return AgreementFacts(
        agreement.stage, term_of(agreement), agreement.signed_on, agreement.effective_on, events
    )


def term_of(record) -> Term:
    return Term(
        record.term_kind,
        record.term_ends_on,
        record.term_months,
        record.term_renew_months,
        record.term_notice_months,
    )


def test_the_48_rows_have_the_status_a_careful_clerk_gives_them(register):
    found = [
        (a.table_row, a.parties.get(order=0).partner.key, a.status, a.ends_on)
        for a in table_rows().with_status(DECISION_DAY)
    ]

    assert found == ROWS
    assert Counter(status for _row, _key, status, _end in ROWS) == {
        IN_FORCE: 30,
        EXPIRED: 10,
        REPLACED: 6,
        UNKNOWN: 2,
    }


def test_the_pure_rule_says_the_same_of_the_48_rows(register):
    found = [
        (a.table_row, (v := validity_on(facts_of(a), DECISION_DAY, expiring_days=180)).status, v.ends_on)
        for a in table_rows().prefetch_related("events")
    ]

    assert found == [(row, status, end) for row, _key, status, end in ROWS]


def test_what_replaced_six_rows_is_in_force(register):
    events = AgreementEvent.objects.filter(kind=EventKind.REPLACEMENT, agreement__table_row__isnull=False)
    heirs = Agreement.objects.with_status(DECISION_DAY).filter(pk__in=events.values("successor"))

    assert sorted((a.key, a.status, a.ends_on) for a in heirs) == [
        ("ao-jp-yokohama-2022", IN_FORCE, date(2025, 12, 31)),
        ("ao-la-attapeu-2023-2027", IN_FORCE, date(2027, 12, 31)),
        ("ao-la-champasak-2023-2027", IN_FORCE, date(2027, 12, 31)),
        ("ao-la-salavan-2023-2027", IN_FORCE, date(2027, 12, 31)),
        ("ao-la-savannakhet-2023-2027", IN_FORCE, date(2027, 12, 31)),
        ("ao-la-sekong-2023-2027", IN_FORCE, date(2027, 12, 31)),
    ]


def test_the_chain_of_champasak_follows_its_periods(register):
    chain = ("ao-la-champasak-2008", "ao-la-champasak-2013-2017", 7)
    days = {
        date(2012, 12, 30): ("in_force", "not_yet_in_force", "unknown_term"),
        date(2013, 1, 1): ("replaced", "in_force", "unknown_term"),
        date(2017, 12, 30): ("replaced", "in_force", "unknown_term"),
        date(2018, 1, 1): ("replaced", "replaced", "in_force"),
        date(2021, 12, 30): ("replaced", "replaced", "in_force"),
        date(2022, 1, 1): ("replaced", "replaced", "expired"),
        date(2023, 1, 1): ("replaced", "replaced", "replaced"),
    }

    found = {}
    for day in days:
        statuses = {
            a.table_row or a.key: a.status for a in Agreement.objects.with_status(day, expiring_days=0)
        }
        found[day] = tuple(statuses[key] for key in chain)

    assert found == days


def test_47_localities_of_22_countries_and_territories_have_an_official_tie(register):
    localities = Partner.objects.with_official_tie(DECISION_DAY).select_related("country")

    assert localities.count() == 47
    assert len({partner.country_id for partner in localities}) == 22
    assert len({partner.country.part_of_id or partner.country_id for partner in localities}) == 21


def test_city_level_signings_are_62_in_the_table_and_34_beyond(register):
    signings = AgreementEvent.objects.signings().at_city_level()

    assert signings.filter(agreement__table_row__isnull=False).count() == 62
    beyond = signings.filter(agreement__table_row__isnull=True)
    assert Counter(beyond.values_list("agreement__type", flat=True)) == {"mou": 33, "unspecified": 1}
    assert beyond.get(agreement__type="unspecified").agreement.key == "ao-kr-changwon-1997"


def test_drafts_plans_memberships_and_loans_are_no_signings(register):
    stages = dict(Agreement.objects.exclude(stage=Stage.SIGNED).values_list("key", "stage"))

    assert stages == {"ao-au-queensland-loi-draft": Stage.EXPLORING, "ao-be-liege-proposal": Stage.DRAFTING}
    assert not AgreementEvent.objects.filter(agreement__key__in=stages).exists()
    regimes = Agreement.objects.filter(type__in=["plan", "loan_agreement", "membership"]).values_list(
        "type", "legal_regime"
    )
    assert Counter(regimes) == {
        ("plan", "own_paper"): 16,
        ("loan_agreement", "oda"): 2,
        ("membership", "unknown"): 2,
    }
    assert AgreementEvent.objects.filter(agreement__type__in=["plan", "membership"]).count() == 0


@pytest.mark.parametrize(
    ("paper_type", "capacity", "day", "expected"),
    [
        ("mou", Capacity.CITY, "2006", LegalRegime.EARLIER),
        ("mou", Capacity.CITY, "2007-06-30", LegalRegime.EARLIER),
        ("mou", Capacity.CITY, "2007", LegalRegime.UNKNOWN),
        ("mou", Capacity.CITY, "2007-07-01", LegalRegime.ORDINANCE_2007),
        ("mou", Capacity.CITY, "2021-06", LegalRegime.ORDINANCE_2007),
        ("mou", Capacity.CITY, "2021", LegalRegime.UNKNOWN),
        ("mou", Capacity.CITY, "2021-07", LegalRegime.LAW_2020),
        ("agreement", Capacity.UNIT, "2014", LegalRegime.ORDINANCE_2007),
        ("mou", Capacity.ORGANISATION, "2014", LegalRegime.UNKNOWN),
        ("mou", Capacity.CITY, None, LegalRegime.UNKNOWN),
        ("plan", Capacity.PARTY, "2019", LegalRegime.OWN_PAPER),
        ("loan_agreement", Capacity.NATIONAL, None, LegalRegime.ODA),
        ("membership", Capacity.CITY, "2021-11", LegalRegime.UNKNOWN),
    ],
)
def test_legal_regime_by_type_signatory_and_day(paper_type, capacity, day, expected):
    partial = PartialDate.from_iso(day) if day else None

    assert regime_of(paper_type=paper_type, capacity=capacity, day=partial) == expected


def test_refinements_merge_into_the_signing_of_the_table_and_add_none(register):
    yokohama = Agreement.objects.get(table_row=16)

    assert (yokohama.title_vi, yokohama.type, yokohama.signed_on) == (
        "Bản ghi nhớ về hợp tác kỹ thuật vì sự phát triển đô thị bền vững",
        "mou",
        PartialDate(2013, 4, 9),
    )
    assert [(e.kind, e.occurred_on) for e in yokohama.events.exclude(kind=EventKind.REPLACEMENT)] == [
        (EventKind.SIGNING, PartialDate(2013, 4, 9)),
        (EventKind.STRENGTHENING, PartialDate(2019)),
    ]
    assert set(yokohama.fields.values_list("code", flat=True)) == {"urban_development", "science_technology"}
    assert Agreement.objects.filter(key__in=["ao-jp-yokohama-2013", "ao-jp-yokohama-2019"]).count() == 0


@pytest.mark.parametrize(
    ("present", "stated", "expected"),
    [
        (None, "2013", "2013"),
        ("2013", "2013-04-09", "2013-04-09"),
        ("2013-04-09", "2013", "2013-04-09"),
        ("2013-04", "2013-05", "2013-04"),
        ("2012", "2013-04-09", "2012"),
    ],
)
def test_of_two_dates_of_one_signing_the_finer_counts(present, stated, expected):
    was = PartialDate.from_iso(present) if present else None

    assert str(_finer(was, PartialDate.from_iso(stated))) == expected


def test_a_signing_named_by_two_sources_keeps_who_signed(register):
    daegu = Agreement.objects.get(table_row=2)

    assert AgreementAgency.objects.get(agreement=daegu, role=AgencyRole.SIGNATORY).signatory_vi == (
        "Chủ tịch UBND thành phố Đà Nẵng và Thị trưởng Daegu"
    )
    shandong = Agreement.objects.get(table_row=19)
    assert shandong.signatory_as_printed == "UBND thành phố Đà Nẵng"
    assert shandong.events.get().note.endswith("Bên ký: Tỉnh Quảng Nam - Đà Nẵng (cũ)")


def test_a_period_that_is_over_does_not_name_the_paper(register):
    attapeu = Agreement.objects.get(table_row=11)

    assert "2013-2017" not in attapeu.title_vi
    assert attapeu.signed_on == PartialDate(2012, 10)


def test_another_end_is_kept_beside_the_one_of_the_table(register):
    champasak = Agreement.objects.with_status(DECISION_DAY).get(table_row=7)
    said = Provenance.objects.filter(
        content_type__model="agreement", object_id=champasak.pk, field="term_ends_on"
    ).values_list("source__key", "locator", "value_as_printed", "is_used")

    assert champasak.ends_on == date(2021, 12, 31)
    assert list(said) == [
        ("decision-2887", "L1361", "2021", True),
        ("decision-2887", "L568", "2022 (kỳ 2018-2022)", False),
        ("decision-2887", "L660", "2022 (kỳ 2018-2022)", False),
    ]


def test_every_row_of_the_table_names_its_line(register):
    lines = Provenance.objects.filter(content_type__model="agreement", field="", locator__regex=r"^L1[34]")

    by_row = {row.pk: row.table_row for row in table_rows()}
    assert {by_row[item.object_id] for item in lines if item.object_id in by_row} == set(range(1, 49))


def test_papers_know_the_paper_they_belong_to(register):
    parents = dict(Agreement.objects.exclude(parent=None).values_list("key", "parent__table_row"))

    assert (
        parents["ao-jp-yokohama-2016"] == parents["ao-jp-yokohama-2022"] == parents["ao-jp-tripartite"] == 16
    )
    assert parents["ao-la-attapeu-2023-2027"] == 11
    assert Agreement.objects.get(key="ao-jp-port-2004").parent.key == "ao-jp-port-1994"


def test_a_tie_goes_back_to_its_earliest_signing(register):
    ties = {
        "kr-changwon": ("1997", "Thiết lập quan hệ Đà Nẵng - Changwon (khi đó là Masan)"),
        "la-salavan": ("1998", "Biên bản ghi nhớ Đà Nẵng - Salavan (1998)"),
        "us-houston": ("2012-07", "Bảng quan hệ, dòng 40"),
        "th-khon-kaen": ("2014", "Bảng quan hệ, dòng 18"),
        "fr-nord-pas-de-calais": ("1993-09", "Bảng quan hệ, dòng 34"),
    }

    found = Relationship.objects.filter(partner__key__in=ties).select_related("partner")

    assert {tie.partner.key: (str(tie.since), tie.basis) for tie in found} == ties


def test_only_ties_of_the_table_have_a_beginning(register):
    assert Relationship.objects.exclude(since=None).count() == 47
    assert Relationship.objects.count() == Partner.objects.count() == 177


def sums_of(project):
    return {kind: str(sums) for kind in FundingKind if (sums := project.lines.filter(kind=kind).sums())}


def test_projects_keep_exact_amounts_sides_and_parts(register):
    finland = Project.objects.get(key="pj-fi-it-teaching")
    laos = Project.objects.get(key="pj-laos-2018-2022")
    storm = Project.objects.get(key="pj-storm-housing")
    ensure = Project.objects.get(key="pj-ensure")

    assert sums_of(finland) == {"value": "601.346,76 EUR"}
    assert [(party.partner.key, party.role) for party in finland.parties.all()][:1] == [("fi-mfa", "donor")]
    assert sums_of(laos) == {
        "value": "115.924.000.000 đồng",
        "committed": "100.000.000.000 đồng",
        "disbursed": "115.924.000.000 đồng",
    }
    assert laos.direction == ProjectDirection.GIVEN
    assert [(party.partner.key, party.role) for party in laos.parties.all()] == [
        (f"la-{place}", "recipient") for place in ("champasak", "salavan", "savannakhet", "sekong", "attapeu")
    ]
    assert laos.agreements.count() == 5
    assert [(role.agency.key, role.role) for role in storm.agency_roles.all()] == [
        ("so-ngoai-vu", "managing"),
        ("hoi-lien-hiep-phu-nu", "coordinating"),
    ]
    assert [line.dong for line in ensure.lines.all()] == [Decimal(259_000_000_000)]
    assert [(party.partner.key, party.role) for party in ensure.parties.all()] == [
        ("kr-koica", "donor"),
        ("kr-government", "donor"),
        ("kr-daegu", "participant"),
    ]
    assert Project.objects.get(key="pj-boras-waste").agreements.get().table_row == 29
    assert Project.objects.filter(parent__key="pj-npdc-total", is_component=True).count() == 6
    assert Project.objects.count() == 73


def test_what_an_officer_changed_on_a_row_stays_and_its_chain_too(register):
    with as_actor("chuyên viên"):
        kisarazu = Agreement.objects.get(table_row=17)
        kisarazu.title_vi = "Bản ghi nhớ với Kisarazu"
        kisarazu.save()
        Agreement.objects.get(table_row=16).events.filter(occurred_on="2013-04-09").update(
            occurred_on="2013-04-10"
        )

    second = load_everything()

    counts = {t.table: (t.changed, t.left_alone) for t in second.tables if t.changed or t.left_alone}
    assert counts == {"ties": (0, 1)}
    assert Agreement.objects.get(table_row=16).events.filter(occurred_on="2013-04-10").exists()
    assert Relationship.objects.get(partner__key="jp-yokohama").since == PartialDate(2013, 4, 9)
    assert Agreement.objects.get(table_row=17).title_vi == "Bản ghi nhớ với Kisarazu"


@pytest.mark.parametrize("file", ["relations_table.csv", "relations_table.xlsx"])
def test_importing_the_table_again_finds_nothing_new(register, file):
    plan = plan_import((DATA / file).read_bytes(), today=TODAY)

    assert [row.fate for row in plan.rows] == [ImportFate.UNCHANGED] * 48


def test_a_table_that_was_undone_is_not_imported_again(register):
    batch = ImportBatch.objects.get()
    with as_actor("chuyên viên"):
        batch.state = ImportState.UNDONE
        batch.save()
        row = Agreement.objects.get(table_row=40)
        row.events.all().delete()
        row.delete()

    second = load_everything()

    counts = {t.table: t.left_alone for t in second.tables if t.left_alone}
    assert counts["relations_table"] == 1
    assert not Agreement.objects.filter(table_row=40).exists()


def test_a_paper_of_a_deleted_row_stays_without_a_parent(register):
    with as_actor("chuyên viên"):
        row = Agreement.objects.get(table_row=39)
        row.children.update(parent=None)
        row.delete()

    second = load_everything()

    assert Agreement.objects.get(key="ao-us-port-oakland").parent is None
    assert second.total("made") == 0


@pytest.mark.django_db
def test_a_table_that_is_no_table_stops_the_load(tmp_path):
    data = shutil.copytree(DATA, tmp_path / "data")
    (data / "relations_table.csv").write_text("", encoding="utf-8")

    with pytest.raises(DataError) as error:
        load_everything(data)

    assert str(error.value).startswith("data/relations_table.csv: ")


@pytest.mark.django_db
def test_a_missing_table_stops_the_load(tmp_path):
    data = shutil.copytree(DATA, tmp_path / "data")
    (data / "relations_table.csv").unlink()

    with pytest.raises(DataError) as error:
        load_everything(data)

    assert str(error.value) == "data/relations_table.csv: không tìm thấy tệp."
