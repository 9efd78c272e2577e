from __future__ import annotations

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from agreements.models import (
    Agreement,
    AgreementEvent,
    AidRegime,
    ExchangeRate,
    NgoRegistration,
    RenewalCase,
    RenewalStep,
    ReviewAgency,
    ReviewItem,
    ReviewSession,
)
from delegations.models import Delegation, Engagement, OutcomeReport, TripLimit, YearProgramme
from dnfa.core.admin import ReadOnlyAdmin
from dnfa.core.models import LegalBasis
from dnfa.core.partial_dates import PartialDate
from partners.models import (
    Assessment,
    CooperationField,
    CountryPriority,
    NetworkMembership,
    Partner,
    PartnerCharge,
    Relationship,
)
from tests.agreements.carrying_out.factories import make_commitment
from tests.agreements.consultation.factories import make_consultation, make_opinion, make_report
from tests.agreements.pipeline.factories import make_assessment, make_draft, make_set, make_step
from tests.delegations.conferences.factories import make_conference, make_press_visit
from tests.delegations.engagements.factories import make_invitation
from tests.factories import (
    make_agency,
    make_agreement,
    make_country,
    make_event,
    make_partner,
    make_partner_name,
    make_project,
    make_relationship,
    make_user,
)
from tests.partners.factories import make_delegation, make_engagement

pytestmark = pytest.mark.django_db

ROOMS = ("partners", "agreements", "delegations")
ADMINS = [model for model in admin.site._registry if model._meta.app_label in ROOMS]


@pytest.fixture
def administrator(client):
    user = make_user("administrator", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def one_of_each():
    partner = make_partner(name_vi="Thành phố Đông Hà")
    make_partner_name(partner, "Tên cũ")
    make_relationship(partner, since="2004", inherited_from=make_agency(), origin="inherited")
    PartnerCharge.objects.create(partner=partner, person=make_user(), since="2026-01-05")
    agreement = make_agreement(partners=[partner], agencies=[make_agency()], signed_on="2012-04")
    make_event(agreement, occurred_on="2012-04")
    agreement.signatories.create(partner=partner, name="Nguyễn Đông", title="Chủ tịch")
    _project_with_all_its_parts(
        make_project(donors=[partner], agencies=[make_agency()], agreements=[agreement])
    )
    NgoRegistration.objects.create(partner=partner, kind="activity", number="12/GĐK-Đông")
    ExchangeRate.objects.create(currency="USD", day="2026-01-05", rate="25450", source="Đông Á")
    _delegation_with_all_its_parts(make_delegation(partners=[partner], title_vi="Đoàn Đông Hà"))
    make_engagement(partners=[partner])
    make_conference(partners=[partner])
    make_press_visit(partners=[partner])
    make_invitation(partner=partner)
    field = CooperationField.objects.create(code="x", level=1, name_vi="Môi trường")
    NetworkMembership.objects.create(key="n", name="Mạng lưới", role="member", since="2005")
    Assessment.objects.create(key="a", partner=partner, as_of="2023-12-26", level="active", summary_vi="Tốt")
    wish = CountryPriority.objects.create(
        key="w",
        entry_no=1,
        heading="Nhật Bản",
        continent_heading="CHÂU Á",
        kind="priority",
        summary_vi="Thu hút",
    )
    wish.fields.add(field)
    make_opinion(make_consultation(agreement))
    make_report(agreement)
    make_step(make_draft(), "drafting", date(2026, 3, 2))
    make_assessment(agreement, make_set())
    step = RenewalStep.objects.create(
        key="dong-ha", title="Rà soát", holder="department", offset=9, unit="calendar_day"
    )
    RenewalCase.objects.create(agreement=agreement, ends_on="2026-12-31", opened_on="2026-11-25")
    session = ReviewSession.objects.create(
        title="Kỳ II, Đông Hà", held_on="2026-11-25", facts_as_of="2026-11-25", place=step.key
    )
    ReviewAgency.objects.create(session=session, agency=make_agency())
    ReviewItem.objects.create(session=session, agreement=agreement)
    make_commitment(agreement, text="Hội chợ Đông Hà")
    return agreement


def _project_with_all_its_parts(project) -> None:
    project.events.create(kind="approval", occurred_on="2026-01-05", document_number="12/QĐ-Đông")
    project.results.create(indicator="Trạm bơm Đông Hà", unit="trạm", target=2)
    project.lines.create(kind="committed", amount=5, currency="USD", key="dong-ha")
    project.reports.create(
        agency=make_agency(name_vi="Sở Đông"),
        period_from="2026-01-01",
        period_to="2026-06-30",
        received_on="2026-07-01",
        done_vi="Xong",
    )
    law = LegalBasis.objects.create(key="nd-dong", number="1/Đông", kind="Nghị định", title="Viện trợ")
    AidRegime.objects.create(source_type="ngo", legal_basis=law)


def _delegation_with_all_its_parts(delegation) -> None:
    delegation.stops.create(country=make_country("TH"))
    delegation.members.create(name="Nguyễn Đông")
    delegation.programme.create(day="2026-11-20", content="Làm việc")
    delegation.date_changes.create(decided_on="2026-11-01", reason="visa")
    delegation.gifts.create(side="given", description="Tranh Đông Hồ")
    delegation.justifications.create(kind="persons", text="Đoàn có phiên dịch")
    report = OutcomeReport.objects.create(delegation=delegation, summary="Kết quả ở Đông Hà")
    report.meetings.create(counterpart="Ông Đông, Thị trưởng")
    report.obligations.create(side="theirs", text="Bạn gửi đề xuất, Đông Hà")
    programme = YearProgramme.objects.create(year=2031, note="Đông Hà")
    programme.revisions.create(kind="initial", document_number="12/QĐ-Đông", approved_on="2031-01-05")
    programme.items.create(kind="delegation_out", title="Thăm Đông Hà", agency=make_agency())
    TripLimit.objects.create(kind="persons", most=9, valid_from="2031-01-01", note="Đông Hà")


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_model_of_the_rooms_has_a_workshop():
    from django.apps import apps

    models = {
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if not model.__name__.endswith("Audit") and not model._meta.auto_created
    }
    assert models == set(ADMINS)


@pytest.mark.parametrize("model", ADMINS, ids=lambda model: model.__name__)
def test_list_search_form_and_record_open(client, administrator, one_of_each, model):
    record = model._default_manager.order_by("pk").first()

    listed = client.get(address(model, "changelist"))
    found = client.get(address(model, "changelist"), {"q": "dong"})
    add = client.get(address(model, "add"))
    change = client.get(address(model, "change", record.pk))

    adding = 403 if isinstance(admin.site._registry[model], ReadOnlyAdmin) else 200
    assert [response.status_code for response in (listed, found, add, change)] == [200, 200, adding, 200]
    assert listed.context["cl"].result_count >= 1


@pytest.mark.parametrize("model", ADMINS, ids=lambda model: model.__name__)
def test_a_list_asks_no_query_for_each_row(client, administrator, django_assert_max_num_queries, model):
    for number in range(6):
        partner = make_partner(parent=make_partner(country=make_country(f"A{number}")))
        make_partner_name(partner, "Tên cũ")
        make_relationship(partner)
        agreement = make_agreement(partners=[partner], agencies=[make_agency()])
        make_event(agreement, "replacement", successor=make_agreement(partners=[]))
        make_project(donors=[partner])
        make_delegation(partners=[partner])
        make_engagement(partners=[partner])
        make_opinion(make_consultation(agreement))
        make_report(agreement)
        Assessment.objects.create(
            key=f"a{number}", partner=partner, as_of="2023-12-26", level="active", summary_vi="Tốt"
        )
    client.get(address(model, "changelist"))

    with django_assert_max_num_queries(8):
        client.get(address(model, "changelist"))


NO_INLINE = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}


def inlines(*prefixes: str) -> dict[str, str]:
    return {f"{prefix}-{name}": value for prefix in prefixes for name, value in NO_INLINE.items()}


def errors(response) -> object:
    return response.context["errors"] if response.context else []


def test_a_partner_is_made_with_a_name_and_a_tie_known_to_the_month(client, administrator):
    make_country("JP")

    response = client.post(
        address(Partner, "add"),
        {
            "key": "jp-sakai", "kind": "locality", "level": "city", "name_vi": "Thành phố Sakai", "country": "JP",
            "latitude": "34,57", "longitude": "135,48", "audit_reason": "bổ sung", **inlines("names"),
            "relationships-TOTAL_FORMS": "1", "relationships-INITIAL_FORMS": "0",
            "relationships-0-relationship_class": "formal", "relationships-0-since": "4/2012", "relationships-0-origin": "own",
        },
    )  # fmt: skip

    assert response.status_code == 302, errors(response)
    partner = Partner.objects.get(key="jp-sakai")
    assert str(partner.latitude) == "34.57000"
    assert partner.relationships.get().since == PartialDate(2012, 4)


def test_an_agreement_is_made_and_read_again_with_partial_dates(client, administrator):
    partner = make_partner()
    values = {
        "key": "ghi-nho", "title_vi": "Bản ghi nhớ", "type": "mou", "capacity": "city", "legal_regime": "unknown", "stage": "signed",
        "signed_on": "2016", "term_kind": "until", "term_ends_on": "22/11/2021", "audit_reason": "nhập tay",
        "parties-TOTAL_FORMS": "1", "parties-INITIAL_FORMS": "0", "parties-0-partner": str(partner.pk), "parties-0-order": "0",
        "events-TOTAL_FORMS": "1", "events-INITIAL_FORMS": "0", "events-0-kind": "signing", "events-0-occurred_on": "2016",
        "events-0-order": "0", **inlines("agency_roles", "signatories"),
    }  # fmt: skip

    response = client.post(address(Agreement, "add"), values)

    assert response.status_code == 302, errors(response)
    agreement = Agreement.objects.get(key="ghi-nho")
    assert (agreement.signed_on, agreement.term_ends_on) == (PartialDate(2016), PartialDate(2021, 11, 22))
    assert [event.occurred_on for event in agreement.events.all()] == [PartialDate(2016)]
    assert 'value="22/11/2021"' in client.get(address(Agreement, "change", agreement.pk)).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"term_ends_on": "31/9/2021"}, "term_ends_on"),
        ({"key": "có dấu"}, "key"),
        ({"title_vi": ""}, "title_vi"),
    ],
)
def test_a_wrong_value_is_said_at_its_field_and_nothing_is_saved(client, administrator, change, field):
    values = {
        "key": "ghi-nho", "title_vi": "Bản ghi nhớ", "type": "mou", "capacity": "city", "legal_regime": "unknown", "stage": "signed",
        "term_kind": "until", "term_ends_on": "2021", **inlines("parties", "events", "agency_roles", "signatories"), **change,
    }  # fmt: skip

    response = client.post(address(Agreement, "add"), values)

    assert list(response.context["adminform"].form.errors) == [field]
    assert Agreement.objects.count() == 0


def test_an_engagement_is_made_with_a_year(client, administrator):
    partner = make_partner()

    response = client.post(
        address(Engagement, "add"),
        {
            "key": "thu-2013",
            "title_vi": "Thư chúc mừng",
            "kind": "letter",
            "starts_on": "2013",
            "partners": [str(partner.pk)],
        },
    )

    assert response.status_code == 302, errors(response)
    engagement = Engagement.objects.get(key="thu-2013")
    assert (engagement.starts_on, list(engagement.partners.all())) == (PartialDate(2013), [partner])


def test_a_delegation_and_a_tie_are_changed(client, administrator):
    delegation = make_delegation(starts_on="2014")
    tie = make_relationship(since="2004")

    first = client.post(
        address(Delegation, "change", delegation.pk),
        {"key": delegation.key, "title_vi": delegation.title_vi, "direction": "out", "starts_on": "2/4/2014"},
    )
    second = client.post(
        address(Relationship, "change", tie.pk),
        {"partner": str(tie.partner_id), "relationship_class": "formal", "since": "2004", "until": "2010",
         "end_reason": "phía bạn dừng", "origin": "own"},
    )  # fmt: skip

    assert (first.status_code, second.status_code) == (302, 302), (errors(first), errors(second))
    delegation.refresh_from_db()
    tie.refresh_from_db()
    assert (delegation.direction, delegation.starts_on) == ("out", PartialDate(2014, 4, 2))
    assert tie.until == PartialDate(2010)


def test_a_term_that_is_not_whole_is_refused_with_words(client, administrator):
    agreement = make_agreement()

    response = client.post(
        address(AgreementEvent, "add"),
        {"agreement": str(agreement.pk), "kind": "renewal", "term_kind": "for", "order": "0"},
    )

    assert response.status_code == 200
    assert AgreementEvent.objects.count() == 0
    assert "“trong một thời gian” cần số tháng" in str(response.context["errors"])
