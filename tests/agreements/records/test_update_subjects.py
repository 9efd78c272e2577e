"""What the agency that leads a paper may correct, what it may not, and what the register holds afterwards."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agreements.models import Agreement, AgreementAgency
from agreements.services.records.facts import EDITABLE
from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency
from dnfa.core.errors import InvalidInput
from dnfa.core.history import audit_model
from dnfa.updates.round_records import records_to_confirm
from dnfa.updates.subjects import subject_by_code
from partners.models import CooperationField
from tests.agreements.records.factories import on, register
from tests.factories import make_agency, make_agreement, make_user, sign_in
from tests.updates.telling import TODAY, accept, begin, kept_codes, sees_and_may, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def speaker(agency):
    return make_user(Role.FOCAL_POINT, agency=agency)


@pytest.fixture
def officer():
    return make_user()


def paper_of(agency: Agency, **values) -> Agreement:
    return register(lead_agency=agency, **values)


def test_what_was_unknown_is_filled_in_without_a_reason(speaker, officer, agency):
    paper = paper_of(agency)
    field = CooperationField.objects.create(code="bien", level=2, name_vi="Kinh tế biển")
    values = {
        "place": "Đà Nẵng",
        "languages": ["vi", "en"],
        "originals_kept_at": "Văn phòng Sở",
        "fields_of_cooperation": [str(field.pk)],
    }

    done = accept(officer, send(speaker, begin(speaker, "agreement", "edit", paper), values))

    paper.refresh_from_db()
    assert (paper.place, paper.languages, paper.originals_kept_at) == (
        "Đà Nẵng",
        ["vi", "en"],
        "Văn phòng Sở",
    )
    assert (list(paper.fields.all()), done.state) == ([field], "accepted")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"place": "Huế"}, ("draft", ["reason"])),
        ({"place": "Huế", "reason": "Theo bản gốc"}, ("submitted", [])),
        ({"originals_kept_at": "Kho lưu trữ"}, ("submitted", [])),
        ({"originals_count": "0"}, ("draft", ["originals_count"])),
    ],
)
def test_what_a_signed_paper_says_is_corrected_with_a_reason(values, told, speaker, agency):
    paper = paper_of(agency, place="Đà Nẵng", originals_kept_at="Văn phòng")
    request = begin(speaker, "agreement", "edit", paper)

    wrong: list[str] = []
    try:
        send(speaker, request, values)
    except InvalidInput as refused:
        wrong = list(refused.fields)

    request.refresh_from_db()
    assert (request.state, wrong) == told


def test_the_reason_stays_with_the_correction(speaker, officer, agency):
    paper = paper_of(agency, place="Đà Nẵng")
    values = {"place": "Huế", "reason": "Theo bản gốc"}

    accept(officer, send(speaker, begin(speaker, "agreement", "edit", paper), values))

    last = (
        audit_model(Agreement)
        ._default_manager.filter(pgh_obj_id=paper.pk, place="Huế")
        .select_related("pgh_context")
        .earliest("pgh_id")
    )
    assert "Theo bản gốc" in last.pgh_context.metadata["reason"]


def test_no_agency_says_how_long_a_paper_holds_or_whom_it_binds():
    subject = subject_by_code("agreement")
    theirs = {"fields" if name == "fields_of_cooperation" else name for name in subject.fields} - {"reason"}

    assert set(EDITABLE) - theirs == {
        "title_vi", "title_is_official", "type", "capacity", "legal_regime", "signed_on", "effective_on", "term_kind",
        "term_ends_on", "term_months", "term_renew_months", "term_notice_months", "term_as_printed", "signing_mode",
        "cooperation_level", "officer", "parent", "note", "partners", "signing_agencies", "lead_agency", "signatories",
    }  # fmt: skip


def test_a_value_of_another_field_is_no_proposal(speaker, agency):
    request = begin(speaker, "agreement", "edit", paper_of(agency))

    with pytest.raises(InvalidInput) as refused:
        send(speaker, request, {"signed_on": "2030", "term_kind": "indefinite"})

    assert (refused.value.code, request.values.count()) == ("nothing_said", 0)


def test_who_sees_a_paper_and_who_speaks_of_it(speaker, agency):
    signed, joined = make_user(Role.FOCAL_POINT), make_user(Role.FOCAL_POINT)
    paper = paper_of(agency, signing_agencies=[signed.agency], coordinating=[joined.agency])
    people = {
        "leads": speaker,
        "signed": signed,
        "coordinates": joined,
        "another": make_user(Role.FOCAL_POINT),
        "officer": make_user(),
        "leader": make_user(Role.LEADER),
    }

    assert {name: sees_and_may(user, "agreement", paper) for name, user in people.items()} == {
        "leads": (True, True),
        "signed": (True, False),
        "coordinates": (True, False),
        "another": (False, False),
        "officer": (True, True),
        "leader": (True, False),
    }


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({}, True),
        ({"term_kind": "until", "term_ends_on": on("2023-01-01")}, False),
        ({"term_kind": "unknown"}, True),
    ],
)
def test_an_agency_confirms_the_papers_it_leads_while_they_hold(values, asked, speaker, agency):
    paper = paper_of(agency, **values)
    register(coordinating=[agency])
    make_agreement(stage="drafting")

    wanted = [(subject_by_code("agreement"), [paper.pk])] if asked else []
    assert records_to_confirm(agency, TODAY) == wanted
    assert kept_codes(speaker)[0] == ["agreement"] * asked


def test_papers_to_confirm_ask_the_same_of_many(speaker, agency):
    def led() -> None:
        AgreementAgency.objects.create(agreement=make_agreement(), agency=agency, role="lead")

    led()
    kept_codes(speaker)
    one, questions = kept_codes(speaker)
    led()
    led()

    assert one == ["agreement"]
    assert kept_codes(speaker) == (["agreement"] * 3, questions)


def test_the_button_of_a_paper_leads_to_where_an_update_begins(client, speaker, agency):
    paper = paper_of(agency)
    client.force_login(speaker)

    begins = reverse("agreements:update", args=[paper.key])
    page = client.get(paper.get_absolute_url()).content.decode()

    assert (f'href="{begins}"' in page, client.get(begins).url) == (
        True,
        reverse("updates:begin", args=["agreement", paper.pk]),
    )
    sign_in(client, Role.LEADER)
    assert f'href="{begins}"' not in client.get(paper.get_absolute_url()).content.decode()
