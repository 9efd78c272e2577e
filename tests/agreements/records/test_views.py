from __future__ import annotations

import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from agreements.models import Agreement, AgreementEvent
from agreements.services.pipeline.steps import break_off
from agreements.services.records import Signer, draft_create
from dnfa.accounts.enums import Role
from partners.models import CooperationField
from tests.agreements.records.factories import TODAY, on, register
from tests.factories import make_agency, make_agreement, make_event, make_partner, make_user

pytestmark = pytest.mark.django_db

REGISTER, DRAFT = "/thoa-thuan/ghi-moi/", "/thoa-thuan/du-thao-moi/"


@pytest.fixture
def officer(client):
    user = make_user(full_name="Lê Thị An")
    client.force_login(user)
    return user


def hidden(response) -> dict[str, str]:
    """The values a browser would send along."""
    page = response.content.decode()
    found = re.findall(r'<input type="hidden" name="(base|once)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def paper_facts(partner, agency, **values) -> dict:
    return {
        "title_vi": "Bản ghi nhớ về môi trường",
        "type": "mou",
        "capacity": "city",
        "partners": [partner.pk],
        "signing_agencies": [agency.pk],
        "signed_on": "15/3/2022",
        "term_kind": "for",
        "term_months": "60",
        **values,
    }


# --- who may ----------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_readers_find_no_buttons_and_closed_doors(client, role):
    office = make_agency()
    reader = make_user(role, agency=office)
    paper = register(signing_agencies=[office])
    event = paper.events.get()
    client.force_login(reader)

    page = client.get(paper.get_absolute_url())
    doors = [
        client.get(address).status_code
        for address in (
            REGISTER,
            DRAFT,
            reverse("agreements:edit", args=[paper.key]),
            reverse("agreements:event-add", args=[paper.key]),
            reverse("agreements:event-edit", args=[paper.key, event.pk]),
            reverse("agreements:event-remove", args=[paper.key, event.pk]),
            reverse("agreements:read-term"),
            reverse("agreements:earlier-attempts"),
        )
    ]

    writing = ("agreements:edit", "agreements:event-add")
    assert [reverse(name, args=[paper.key]) in page.content.decode() for name in writing] == [False, False]
    assert "/su-kien/" not in page.content.decode()
    assert doors == [403] * 8


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR])
def test_writers_find_the_buttons_their_paper_allows(client, role):
    client.force_login(make_user(role))
    signed, draft = register(), make_agreement(stage="drafting")

    buttons = {
        paper.pk: [button.href for button in client.get(paper.get_absolute_url()).context["buttons"]]
        for paper in (signed, draft)
    }

    assert reverse("agreements:event-add", args=[signed.key]) in buttons[signed.pk]
    assert reverse("agreements:event-add", args=[draft.key]) not in buttons[draft.pk]
    for paper in (signed, draft):
        assert reverse("agreements:edit", args=[paper.key]) in buttons[paper.pk]


def test_a_paper_nobody_has_is_404(client, officer):
    paper = register()

    addresses = [
        reverse("agreements:edit", args=["khong-co"]),
        reverse("agreements:event-add", args=["khong-co"]),
        reverse("agreements:event-edit", args=[paper.key, 0]),
        reverse("agreements:event-remove", args=[paper.key, 0]),
        reverse("agreements:event-add", args=[make_agreement(stage="drafting").key]),
    ]

    assert [client.get(address).status_code for address in addresses] == [404] * 5


# --- registering --------------------------------------------------------------------
def test_a_signed_paper_is_registered_with_its_sides_and_signers(client, officer):
    sakai, kyoto = make_partner(key="jp-sakai"), make_partner()
    office, lead = make_agency(), make_agency()
    field = CooperationField.objects.create(code="moi-truong", level=2, name_vi="Môi trường")
    form = client.get(REGISTER)

    response = client.post(
        REGISTER,
        {
            **hidden(form),
            **paper_facts(sakai, office, partners=[kyoto.pk, sakai.pk], lead_agency=lead.pk),
            "fields_of_cooperation": [field.pk],
            "languages": ["vi", "ja"],
            "signer1_0": "Nguyễn Văn A",
            "signer1_1": "Chủ tịch",
            "signer1_2": "VN",
            "signer2_0": "B",
            "signer2_2": "NN",
            "signer3_0": "C",
            "signer3_2": "NN",
        },
    )

    paper = Agreement.objects.get()
    assert (response.status_code, response["Location"]) == (302, paper.get_absolute_url())
    assert [party.partner for party in paper.parties.all()] == [kyoto, sakai]
    assert [(row.name, row.title, row.agency, row.partner) for row in paper.signatories.all()] == [
        ("Nguyễn Văn A", "Chủ tịch", office, None), ("B", "", None, kyoto), ("C", "", None, sakai)
    ]  # fmt: skip
    assert (paper.legal_regime, paper.languages, paper.officer, list(paper.fields.all())) == (
        "law_70_2020", ["vi", "ja"], None, [field]
    )  # fmt: skip
    assert {(role.role, role.agency) for role in paper.agency_roles.all()} == {
        ("signatory", office),
        ("lead", lead),
    }
    assert [(event.kind, str(event.occurred_on)) for event in paper.events.all()] == [
        ("signing", "2022-03-15")
    ]
    assert told(response) == ["Đã ghi thỏa thuận vào sổ."]


def test_a_double_click_registers_once(client, officer):
    facts = {**hidden(client.get(REGISTER)), **paper_facts(make_partner(), make_agency())}

    first, second = client.post(REGISTER, facts), client.post(REGISTER, facts)

    assert (first["Location"], Agreement.objects.count()) == (second["Location"], 1)


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client, officer):
    facts = paper_facts(
        make_partner(),
        make_agency(),
        title_vi="Hiệp định về môi trường",
        signer1_0="",
        signer1_1="Chủ tịch",
        signer2_0="B",
    )

    unread = client.post(REGISTER, facts)
    refused = client.post(REGISTER, {**facts, "signer1_1": "", "signer2_0": ""})

    assert (unread.status_code, unread.context["form"].errors) == (
        200,
        {"signer1": ["Cần ghi họ và tên người ký."], "signer2": ["Cần chọn người này ký cho bên nào."]},
    )
    assert list(refused.context["form"].errors) == ["title_vi"]
    assert "không mang tên công ước" in refused.content.decode()
    assert "Hiệp định về môi trường" in refused.content.decode()
    assert Agreement.objects.count() == 0


def test_a_likely_duplicate_asks_to_be_confirmed(client, officer):
    sakai, office = make_partner(), make_agency()
    register(title_vi="Biên bản cũ", partners=[sakai])
    opened = client.get(REGISTER)
    facts = {**hidden(opened), **paper_facts(sakai, office)}

    warned = client.post(REGISTER, facts)
    confirmed = client.post(REGISTER, {**facts, **hidden(warned), "confirm_duplicate": "on"})

    tick = '<input type="checkbox" name="confirm_duplicate"'
    assert (tick in opened.content.decode(), tick in warned.content.decode()) == (False, True)
    assert "Biên bản cũ" in warned.content.decode()
    assert (confirmed.status_code, Agreement.objects.count()) == (302, 2)


# --- drafts ---------------------------------------------------------------------------
def test_a_draft_is_opened_on_its_first_stage(client, officer):
    sakai, lead = make_partner(key="jp-sakai"), make_agency()
    form = client.get(DRAFT, {"partner": "jp-sakai"})

    response = client.post(
        DRAFT,
        {
            **hidden(form),
            "title_vi": "Thỏa thuận cảng",
            "type": "agreement",
            "capacity": "city",
            "partners": [sakai.pk],
            "lead_agency": lead.pk,
            "purpose": "Nối hai cảng",
            "entered_on": "20/11/2026",
            "ball": "partner",
            "officer": officer.pk,
        },
    )

    paper = Agreement.objects.get()
    assert form.context["form"].initial["partners"] == [sakai.pk]
    assert (response["Location"], paper.stage, paper.purpose, paper.officer) == (
        paper.get_absolute_url(), "exploring", "Nối hai cảng", officer
    )  # fmt: skip
    assert [(str(step.entered_on), step.ball) for step in paper.steps.all()] == [("2026-11-20", "partner")]


def test_talks_that_came_to_nothing_are_told_before_the_same_is_begun_again(client, officer):
    sakai, other = make_partner(key="jp-sakai"), make_partner(key="khac")
    tried = draft_create(
        title_vi="Thỏa thuận cũ",
        type="mou",
        capacity="city",
        partners=[sakai],
        lead_agency=None,
        user=officer,
        today=TODAY,
    )
    break_off(agreement=tried, on=TODAY, reason="distance", by="partner", user=officer, today=TODAY)
    part = reverse("agreements:earlier-attempts")

    pages = {
        "in the address": client.get(DRAFT, {"partner": "jp-sakai"}),
        "chosen": client.get(part, {"partners": [sakai.pk, "x"]}),
        "typed and refused": client.post(DRAFT, {"partners": [sakai.pk]}),
        "another": client.get(DRAFT, {"partner": "khac"}),
        "another chosen": client.get(part, {"partners": [other.pk]}),
        "nobody": client.get(DRAFT),
    }

    assert {name: "Khoảng cách địa lý" in page.content.decode() for name, page in pages.items()} == {
        "in the address": True, "chosen": True, "typed and refused": True,
        "another": False, "another chosen": False, "nobody": False,
    }  # fmt: skip


# --- editing --------------------------------------------------------------------------
def form_values(response) -> dict:
    """What the browser would send if nothing were typed."""
    form = response.context["form"]
    values = dict(hidden(response))
    for bound in form:
        raw = bound.value()
        if bound.name.startswith("signer"):
            values |= {f"{bound.name}_{place}": part for place, part in enumerate(raw or ["", "", ""])}
        elif isinstance(raw, bool):
            values |= {bound.name: "on"} if raw else {}
        elif raw is not None:
            values[bound.name] = raw
    return values


def test_saving_what_was_opened_changes_nothing(client, officer):
    sakai, office = make_partner(), make_agency()
    paper = register(
        partners=[sakai], signing_agencies=[office], signatories=[Signer("A", "Chủ tịch", agency=office), Signer("B", partner=sakai)]
    )  # fmt: skip
    address = reverse("agreements:edit", args=[paper.key])

    response = client.post(address, form_values(client.get(address)))

    paper_now = Agreement.objects.get()
    assert (response.status_code, told(response), paper_now.version) == (
        302,
        ["Không có gì thay đổi."],
        paper.version,
    )


def test_a_record_is_corrected_with_its_reason(client, officer):
    sakai, office, helper = make_partner(), make_agency(), make_agency()
    paper = register(partners=[sakai], signing_agencies=[office], signatories=[Signer("A", agency=office)])
    address = reverse("agreements:edit", args=[paper.key])
    values = {**form_values(client.get(address)), "title_vi": "Tên đúng", "coordinating": [helper.pk]}
    values |= {"signer2_0": "B", "signer2_2": str(sakai)}

    silent = client.post(address, values)
    saved = client.post(address, {**values, **hidden(silent), "reason": "Theo bản gốc"})

    assert (silent.status_code, list(silent.context["form"].errors)) == (200, ["reason"])
    assert (saved.status_code, Agreement.objects.get().title_vi) == (302, "Tên đúng")
    assert [(row.name, row.partner) for row in paper.signatories.all()] == [("A", None), ("B", sakai)]
    assert paper.agency_roles.filter(role="coordinating").get().agency == helper


def test_two_browsers_the_second_is_told_what_changed_and_loses_nothing(client, officer):
    paper = register(place="Sakai", note="cũ", term_kind="unknown")
    address = reverse("agreements:edit", args=[paper.key])
    other = Client()
    other.force_login(make_user(full_name="Trần Văn Bình"))
    mine, theirs = form_values(client.get(address)), form_values(other.get(address))

    first = other.post(address, {**theirs, "note": "của Bình", "title_en": "MoU", "originals_count": "2"})
    second = client.post(address, {**mine, "note": "của An", "authentic_text": "như nhau"})

    stored = Agreement.objects.get()
    assert (first.status_code, second.status_code) == (302, 409)
    assert (stored.note, stored.title_en, stored.authentic_text) == ("của Bình", "MoU", "")
    page = second.content.decode()
    assert all(words in page for words in ("Trần Văn Bình", "của Bình", "của An", "như nhau"))
    form = second.context["form"]
    assert (form["note"].value(), form["title_en"].value(), form["originals_count"].value()) == (
        "của An",
        "MoU",
        "2",
    )

    merged = {**form_values(second), "resolve-note": "mine"}
    third = client.post(address, merged)

    stored.refresh_from_db()
    assert (third.status_code, stored.note, stored.title_en, stored.authentic_text, stored.originals_count) == (
        302, "của An", "MoU", "như nhau", 2
    )  # fmt: skip


def test_a_change_of_sides_by_another_is_seen_too(client, officer):
    first, second = make_partner(name_vi="Sakai"), make_partner(name_vi="Kyoto")
    paper = register(partners=[first])
    address = reverse("agreements:edit", args=[paper.key])
    mine = form_values(client.get(address))
    other = Client()
    other.force_login(make_user())
    other.post(
        address, {**form_values(other.get(address)), "partners": [first.pk, second.pk], "reason": "Thiếu"}
    )

    response = client.post(address, {**mine, "note": "của tôi"})

    assert response.status_code == 409
    assert "Kyoto" in response.content.decode()
    assert set(map(str, response.context["form"]["partners"].value())) == {str(first.pk), str(second.pk)}


def test_a_draft_is_edited_without_what_only_signing_brings(client, officer):
    paper = make_agreement(stage="drafting")

    response = client.get(reverse("agreements:edit", args=[paper.key]))

    fields = set(response.context["form"].fields)
    assert fields & {"signed_on", "effective_on", "reason", "signer1"} == set()
    assert {"purpose", "partner_aims", "term_kind"} <= fields


# --- events ---------------------------------------------------------------------------
def event_address(paper, kind: str = "") -> str:
    return reverse("agreements:event-add", args=[paper.key]) + (f"?kind={kind}" if kind else "")


def test_the_kind_of_an_event_is_asked_first(client, officer):
    paper = register()

    page = client.get(event_address(paper))
    nonsense = client.get(event_address(paper, "party"))
    posted = client.post(event_address(paper), {"occurred_on": "2023"})

    assert [kind for kind, *_ in page.context["kinds"]][:2] == ["renewal", "extension"]
    assert len(page.context["kinds"]) == 11
    assert all("kinds" in response.context for response in (nonsense, posted))
    assert paper.events.count() == 1


@pytest.mark.parametrize(
    ("kind", "there", "absent"),
    [
        ("renewal", {"term_kind", "signer1", "title_vi"}, {"reason", "successor"}),
        ("suspension", {"reason", "occurred_on"}, {"term_kind", "signer1", "successor", "title_vi"}),
        ("termination", {"reason"}, {"term_kind", "successor"}),
        ("replacement", {"successor", "reason"}, {"term_kind", "signer1"}),
    ],
)
def test_the_fields_follow_the_kind(client, officer, kind, there, absent):
    fields = set(client.get(event_address(register(), kind)).context["form"].fields)

    assert (there - fields, absent & fields) == (set(), set())


def test_a_renewal_after_a_gap_is_recorded_and_the_gap_told(client, officer):
    sakai = make_partner()
    paper = register(partners=[sakai], term_kind="until", term_ends_on=on("2023-12-31"))
    address = event_address(paper, "renewal")

    response = client.post(
        address,
        {
            **hidden(client.get(address)),
            "occurred_on": "1/2/2024",
            "term_kind": "until",
            "term_ends_on": "2030",
            "signer1_0": "B",
            "signer1_2": str(sakai),
        },
    )
    page = client.get(paper.get_absolute_url()).content.decode()

    gap = "Khoảng trống từ 01/01/2024 đến 31/01/2024: 31 ngày không có thời hạn nào."
    assert (response.status_code, response["Location"]) == (302, paper.get_absolute_url())
    assert told(response) == [gap, "Đã ghi sự kiện."]
    assert page.count(gap) == 2  # once as message, and from now on in the chain
    assert [row.name for row in AgreementEvent.objects.get(kind="renewal").signatories.all()] == ["B"]


@pytest.mark.parametrize(
    ("kind", "typed", "wrong"),
    [
        ("renewal", {"occurred_on": "2023"}, "term_kind"),
        ("termination", {"occurred_on": "2023"}, "reason"),
        ("resumption", {"occurred_on": "2023"}, None),
        ("amendment", {"occurred_on": "2021"}, "occurred_on"),
        ("amendment", {"occurred_on": "31/2/2023"}, "occurred_on"),
        ("replacement", {"occurred_on": "2023"}, "successor"),
    ],
)
def test_a_refused_event_says_why_at_its_field(client, officer, kind, typed, wrong):
    paper = register()
    address = event_address(paper, kind)

    response = client.post(address, {**hidden(client.get(address)), **typed})

    errors = response.context["form"].errors
    assert (response.status_code, list(errors)) == (200, [wrong or "__all__"])
    assert paper.events.count() == 1


def test_an_event_is_corrected_and_taken_back(client, officer):
    paper = register()
    event = make_event(paper, "amendment", occurred_on="2023", order=1)
    edit = reverse("agreements:event-edit", args=[paper.key, event.pk])
    remove = reverse("agreements:event-remove", args=[paper.key, event.pk])
    values = {**form_values(client.get(edit)), "occurred_on": "3/2023"}

    silent = client.post(edit, values)
    saved = client.post(edit, {**values, **hidden(silent), "correction": "Theo bản gốc", "signer1_0": "A", "signer1_2": str(paper.partners.get())})  # fmt: skip
    event.refresh_from_db()
    kept = client.post(remove, {"reason": " "})
    removed = client.post(remove, {"reason": "Ghi nhầm văn bản"})

    assert (list(silent.context["form"].errors), saved.status_code, str(event.occurred_on)) == (
        ["correction"], 302, "2023-03"
    )  # fmt: skip
    assert client.get(remove).status_code == 404
    assert (list(kept.context["form"].errors), removed["Location"]) == (["reason"], paper.get_absolute_url())
    assert [row.kind for row in paper.events.all()] == ["signing"]


def test_the_signing_cannot_be_taken_back_on_the_page_either(client, officer):
    paper = register()
    event = paper.events.get()
    edit = client.get(reverse("agreements:event-edit", args=[paper.key, event.pk]))

    response = client.post(reverse("agreements:event-remove", args=[paper.key, event.pk]), {"reason": "x"})

    assert "phải có lần ký" in response.content.decode()
    form = edit.context["form"]
    assert (form.fields["occurred_on"].disabled, "signer1" in form.fields, paper.events.count()) == (
        True,
        False,
        1,
    )


def test_two_people_at_one_event(client, officer):
    paper = register()
    event = make_event(paper, "amendment", occurred_on="2023", order=1)
    edit = reverse("agreements:event-edit", args=[paper.key, event.pk])
    mine = form_values(client.get(edit))
    other = Client()
    other.force_login(make_user())
    other.post(edit, {**form_values(other.get(edit)), "document_number": "7/BS"})

    stale = client.post(edit, {**mine, "note": "của tôi"})
    saved = client.post(edit, form_values(stale))

    event.refresh_from_db()
    assert (stale.status_code, saved.status_code, event.document_number, event.note) == (
        409,
        302,
        "7/BS",
        "của tôi",
    )


# --- small parts ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("05 năm, tự động gia hạn mỗi lần 03 năm", "05 năm, tự động gia hạn mỗi lần 03 năm"),
        ("Vô thời hạn", "Không thời hạn"),
        ("đến 31/12/2027", "Đến hết 31/12/2027"),
        ("khi nào xong thì thôi", "Chưa đọc được câu này."),
    ],
)
def test_a_printed_term_is_read_as_imports_read_it(client, officer, sentence, words):
    page = client.get(reverse("agreements:read-term"), {"term_as_printed": sentence}).content.decode()

    assert words in page


def test_a_reading_carries_what_the_boxes_need(client, officer):
    page = client.get(
        reverse("agreements:read-term"), {"term_as_printed": "2 năm, tự động gia hạn 1 năm"}
    ).content.decode()

    assert re.findall(r'data-(term_[a-z_]+)="([^"]*)"', page) == [
        ("term_kind", "auto_renew"), ("term_ends_on", ""), ("term_months", "24"), ("term_renew_months", "12"),
        ("term_notice_months", ""),
    ]  # fmt: skip
    assert client.get(reverse("agreements:read-term")).content.decode().strip() == ""
