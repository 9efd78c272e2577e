"""The pages: what they show, whom they let in, what their forms do."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.enums import BallHolder, Stage
from agreements.models import Agreement, CriteriaAssessment, CriteriaSet
from agreements.views.pipeline_deeds import DeedView
from dnfa.accounts.enums import Role
from dnfa.core.clock import local_today
from tests.agreements.pipeline.factories import (
    make_assessment,
    make_draft,
    make_set,
    make_step,
    make_stepped,
)
from tests.factories import make_agency, make_agreement, make_partner, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return local_today()


def url(name: str, *args) -> str:
    return reverse(f"agreements:{name}", args=args)


def vi(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def titles(response) -> list[str]:
    return [line.row.title_vi for line in response.context["lines"]]


# --- Board and lists ------------------------------------------------------------
def board_titles(response) -> set[str]:
    return {
        card.agreement.title_vi for entry in response.context["columns"] for card in entry["column"].cards
    }


@pytest.fixture
def world(today):
    own, other = make_agency(name_vi="Sở Y tế"), make_agency(name_vi="Sở Xây dựng")
    seen = make_draft(
        title_vi="Bản ghi nhớ mimosa", agencies=[own], partners=[make_partner(name_vi="Thành phố Sakai")]
    )
    hidden = make_draft(title_vi="Bản ghi nhớ bimat", agencies=[other])
    make_step(
        seen,
        Stage.DRAFTING,
        today - timedelta(days=9),
        ball_agency=own,
        expected_by=today - timedelta(days=1),
    )
    make_step(hidden, Stage.APPROVAL, today, ball=BallHolder.CITY_LEADERS, document_number="12/TTr")
    return make_user(Role.FOCAL_POINT, agency=own), seen, hidden


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"Bản ghi nhớ mimosa", "Bản ghi nhớ bimat"}),
        ({"q": "sakai"}, {"Bản ghi nhớ mimosa"}),
        ({"ball": "city_leaders"}, {"Bản ghi nhớ bimat"}),
        ({"late": "true"}, {"Bản ghi nhớ mimosa"}),
        ({"late": "false"}, {"Bản ghi nhớ bimat"}),
        ({"officer": "me"}, {"Bản ghi nhớ bimat"}),
        ({"officer": "nobody"}, {"Bản ghi nhớ mimosa"}),
        ({"ball": "nonsense"}, set()),
    ],
)
def test_the_board_and_the_list_answer_the_same_questions(client, officer, world, query, expected):
    _focal, _seen, hidden = world
    Agreement.objects.filter(pk=hidden.pk).update(officer=officer)

    shown = client.get(url("board"), query)
    listed = client.get(url("drafts"), query)

    assert (shown.status_code, listed.status_code) == (200, 200)
    assert board_titles(shown) == expected == set(titles(listed))
    assert shown.context["total"] == len(expected)


def test_filters_by_agency_and_stage(client, officer, world):
    _focal, seen, _hidden = world

    by_agency = client.get(url("board"), {"agency": seen.steps.get().ball_agency_id})
    by_stage = client.get(url("drafts"), {"stage": "approval"})

    assert board_titles(by_agency) == {"Bản ghi nhớ mimosa"}
    assert titles(by_stage) == ["Bản ghi nhớ bimat"]


def test_a_strange_parameter_is_told(client, officer):
    assert client.get(url("board"), {"nguoi": "x"}).context["ignored_parameters"] == ["nguoi"]


@pytest.mark.parametrize("name", ["board", "drafts"])
def test_a_focal_point_sees_its_own_and_no_buttons(client, world, name):
    focal, _seen, _hidden = world
    client.force_login(focal)

    response = client.get(url(name))
    html = response.content.decode()

    assert "Bản ghi nhớ mimosa" in html
    assert "bimat" not in html
    assert "chuyen-buoc" not in html


def test_the_list_is_exported_with_days_and_what_is_missing(client, officer, world, today):
    response = client.get(url("drafts"), {"format": "csv", "sort": "title"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[-1] else ","))

    assert [row[1] for row in rows[-2:]] == ["Bản ghi nhớ bimat", "Bản ghi nhớ mimosa"]
    assert rows[-1][3:6] == ["Đang soạn thảo", vi(today - timedelta(days=9)), "9"]
    assert rows[-2][8] == "12/TTr"
    assert "Chưa có bộ tiêu chí" in rows[-1]


@pytest.mark.parametrize("name", ["board", "drafts", "broken-off", "criteria-sets"])
def test_query_counts_do_not_grow(client, officer, name):
    def make(number: int) -> None:
        for _ in range(number):
            draft = make_stepped(Stage.DRAFTING)
            make_assessment(
                draft, make_set(valid_from=date(2000, 1, 1) + timedelta(days=CriteriaSet.objects.count()))
            )
            make_stepped(Stage.BROKEN_OFF)

    make(1)
    client.get(url(name))
    with CaptureQueriesContext(connection) as few:
        client.get(url(name))
    make(3)
    with CaptureQueriesContext(connection) as many:
        client.get(url(name))

    assert len(many) == len(few)
    assert len(few) <= 16


def test_broken_off_talks_are_listed_by_reason_side_partner_and_year(client, officer):
    sakai = make_partner(key="jp-sakai")
    one, two = make_draft(title_vi="Cảng biển", partners=[sakai]), make_draft(title_vi="Du lịch")
    make_step(one, Stage.BROKEN_OFF, date(2024, 12, 31), break_reason="language", broken_off_by="both")
    make_step(two, Stage.BROKEN_OFF, date(2025, 1, 1))

    asked = {
        "all": {}, "reason": {"reason": "language"}, "by": {"by": "partner"}, "partner": {"partner": "jp-sakai"},
        "year": {"year": "2025"}, "q": {"q": "cang"},
    }  # fmt: skip
    found = {name: titles(client.get(url("broken-off"), query)) for name, query in asked.items()}

    assert found == {
        "all": ["Du lịch", "Cảng biển"],
        "reason": ["Cảng biển"],
        "by": ["Du lịch"],
        "partner": ["Cảng biển"],
        "year": ["Du lịch"],
        "q": ["Cảng biển"],
    }


# --- Deeds ---------------------------------------------------------------------
def typed(today, **values) -> dict[str, str]:
    return {"entered_on": vi(today), "ball": "department", **values}


def test_moving_on_the_page(client, officer, today):
    draft = make_stepped()

    form = client.get(url("move-stage", draft.key), {"stage": "approval"}).context["form"]
    response = client.post(
        url("move-stage", draft.key),
        typed(today, stage="approval", document_number="5/TTr", base_version=draft.version),
        follow=True,
    )

    draft.refresh_from_db()
    assert form["stage"].value() == "approval"
    assert (draft.stage, draft.steps.last().document_number) == ("approval", "5/TTr")
    assert "Đã chuyển bước." in said(response)
    assert response.redirect_chain == [(f"{draft.get_absolute_url()}#pipeline", 302)]


@pytest.mark.parametrize(
    ("stage", "asked", "proposed"),
    [
        ("exploring", "", "drafting"),
        ("exploring", "nonsense", "drafting"),
        ("drafting", "drafting", "consulting"),
        ("approval", "", "ready_to_sign"),
    ],
)
def test_the_page_proposes_the_next_stage(client, officer, stage, asked, proposed):
    draft = make_stepped(stage)

    response = client.get(url("move-stage", draft.key), {"stage": asked})

    assert response.context["form"]["stage"].value() == proposed


def test_what_stands_before_ready_to_sign_is_shown(client, officer):
    draft = make_stepped(Stage.APPROVAL)
    without = client.get(url("move-stage", draft.key)).content.decode()
    criteria_set = make_set()
    unanswered = client.get(url("move-stage", draft.key)).content.decode()
    make_assessment(draft, criteria_set, score_percent="10")
    warned = client.get(url("move-stage", draft.key)).content.decode()
    make_assessment(draft, criteria_set, assessed_on=date(2026, 3, 2))
    ready = client.get(url("move-stage", draft.key)).content.decode()

    assert "Chưa có bộ tiêu chí trước khi ký áp dụng" in without
    assert url("criteria", draft.key) in unanswered
    assert "Điểm 10% thấp hơn mức nên đạt 60%." in warned
    assert "Đủ điều kiện chuyển sang Sẵn sàng ký." in ready


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/thoa-thuan/", "Tất cả văn bản"),
        ("/thoa-thuan/chuan-bi/", "Chuẩn bị ký"),
        ("/thoa-thuan/chuan-bi/danh-sach/", "Chuẩn bị ký"),
        ("/thoa-thuan/khong-tiep-tuc/", "Không tiếp tục"),
        ("/thoa-thuan/tieu-chi/", "Bộ tiêu chí"),
        ("/thoa-thuan/tieu-chi/bo-thu/", "Bộ tiêu chí"),
    ],
)
def test_the_menu_says_where_one_is(client, officer, address, current):
    make_set(key="bo-thu")

    links = client.get(address).context["navigation_links"]

    (papers,) = [link for link in links if link.is_current]
    assert str(papers.label) == "Thỏa thuận"
    assert [str(child.label) for child in papers.children if child.is_current] == [current]


def test_what_is_ready_is_offered_to_be_signed_and_going_back_stands_second(client, officer):
    draft = make_stepped(Stage.READY_TO_SIGN, agencies=[make_agency()])
    other = make_stepped(Stage.APPROVAL)

    card = client.get(url("board")).content.decode()
    move = client.get(url("move-stage", draft.key))
    sign, back = card.index(url("sign", draft.key)), card.index(url("move-stage", draft.key))

    assert 0 < sign < card.index("Đưa về giai đoạn trước") < back
    assert url("sign", other.key) not in card
    assert card.count("Đưa về giai đoạn trước") == 1
    assert move.context["form"]["stage"].value() == "approval"
    assert url("sign", draft.key) in move.content.decode()
    assert url("sign", other.key) not in client.get(url("move-stage", other.key)).content.decode()


def test_who_only_reads_is_offered_neither_signing_nor_moving(client):
    draft = make_stepped(Stage.READY_TO_SIGN, agencies=[make_agency()])
    client.force_login(make_user(Role.LEADER))

    card = client.get(url("board")).content.decode()

    assert draft.title_vi in card
    assert (url("sign", draft.key) in card, "Đưa về giai đoạn trước" in card) == (False, False)


def test_a_refusal_of_the_service_stands_at_its_field_and_keeps_what_was_typed(client, officer, today):
    draft = make_stepped(Stage.DRAFTING)

    response = client.post(
        url("move-stage", draft.key), typed(today, stage="exploring", document_number="7/CV")
    )

    assert response.status_code == 200
    assert response.context["form"].errors == {"note": ["Ghi vì sao phải quay lại."]}
    assert response.context["form"]["document_number"].value() == "7/CV"
    assert draft.steps.count() == 1


def test_an_old_page_moves_nothing(client, officer, today):
    draft = make_stepped()

    response = client.post(
        url("move-stage", draft.key), typed(today, stage="approval", base_version=draft.version + 5)
    )

    assert "người khác sửa" in str(response.context["form"].non_field_errors())
    assert draft.steps.count() == 1


def test_passing_the_ball_breaking_off_and_taking_up_again(client, officer, today):
    draft, agency = make_stepped(), make_agency()

    client.post(
        url("pass-ball", draft.key),
        typed(today, ball="lead_agency", ball_agency=agency.pk, expected_by=vi(today)),
    )
    client.post(
        url("break-off", draft.key),
        {"entered_on": vi(today), "break_reason": "distance", "broken_off_by": "both", "note": "xa"},
    )
    stopped = Agreement.objects.get(pk=draft.pk).stage
    client.post(url("reopen", draft.key), typed(today, stage="drafting", note="gần lại"))

    assert stopped == "broken_off"
    assert list(draft.steps.values_list("stage", "ball", "ball_agency", "break_reason")) == [
        ("exploring", "department", None, ""),
        ("exploring", "lead_agency", agency.pk, ""),
        ("broken_off", "", None, "distance"),
        ("drafting", "department", None, ""),
    ]


def test_breaking_off_without_a_reason_is_refused(client, officer, today):
    draft = make_stepped()

    response = client.post(url("break-off", draft.key), {"entered_on": vi(today)})

    assert set(response.context["form"].errors) == {"break_reason", "broken_off_by"}
    assert draft.steps.count() == 1


def test_correcting_and_removing_steps(client, officer, today):
    gone = make_agency(valid_to="2020")
    draft = make_draft()
    make_step(draft, Stage.EXPLORING, date(2026, 3, 2), ball_agency=gone)
    make_step(draft, Stage.READY_TO_SIGN, date(2026, 3, 4))
    first, last = draft.steps.order_by("entered_on")

    form = client.get(url("correct-step", draft.key, first.pk)).context["form"]
    client.post(
        url("correct-step", draft.key, first.pk),
        {"entered_on": "01/03/2026", "ball": "mofa", "ball_agency": gone.pk, "note": "sửa"},
    )
    client.post(
        url("correct-step", draft.key, last.pk),
        {"entered_on": "04/03/2026", "ball": "partner", "justification": "đã xin ý kiến"},
    )
    client.post(url("remove-step", draft.key), {"reason": ""})
    kept = draft.steps.count()
    client.post(url("remove-step", draft.key), {"reason": "nhầm"})

    assert form["ball_agency"].value() == gone.pk
    assert kept == 2
    first.refresh_from_db()
    assert (first.entered_on, first.ball, first.ball_agency, first.note) == (
        date(2026, 3, 1),
        "mofa",
        gone,
        "sửa",
    )
    assert list(draft.steps.all()) == [first]
    draft.refresh_from_db()
    assert draft.stage == "exploring"


def test_correcting_why_a_talk_broke_off(client, officer):
    draft = make_stepped()
    step = make_step(draft, Stage.BROKEN_OFF, date(2026, 3, 4))

    client.post(
        url("correct-step", draft.key, step.pk),
        {"entered_on": "04/03/2026", "break_reason": "language", "broken_off_by": "city"},
    )

    step.refresh_from_db()
    assert (step.break_reason, step.broken_off_by) == ("language", "city")
    assert client.get(url("correct-step", draft.key, 10**9)).status_code == 404


SIGNERS = {"signers-TOTAL_FORMS": "2", "signers-INITIAL_FORMS": "0"}


def test_signing_on_the_page(client, officer, today):
    agency, partner = make_agency(), make_partner()
    draft = make_stepped(Stage.READY_TO_SIGN, agencies=[agency], partners=[partner])
    page = client.get(url("sign", draft.key))

    response = client.post(
        url("sign", draft.key),
        {
            "signed_on": vi(today), "term_kind": "until", "term_ends_on": "2031", "languages": ["vi", "en"],
            "place": "Đà Nẵng", "mode": "online", "originals_count": "2", **SIGNERS,
            "signers-0-side": f"agency-{agency.pk}", "signers-0-name": "Nguyễn Văn A", "signers-0-title": "Giám đốc",
            "signers-1-side": "", "signers-1-name": "", "signers-1-title": "",
        },
        follow=True,
    )  # fmt: skip

    draft.refresh_from_db()
    assert "signing_agencies" not in page.context["form"].fields
    assert len(page.context["signers"].forms) == 4
    assert (draft.stage, str(draft.term_ends_on), draft.languages, draft.signing_mode) == (
        "signed",
        "2031",
        ["vi", "en"],
        "online",
    )
    assert [(s.name, s.agency) for s in draft.signatories.all()] == [("Nguyễn Văn A", agency)]
    assert "Đã ghi nhận văn bản đã ký." in said(response)


def test_the_page_asks_who_signs_where_the_draft_does_not_say(client, officer, today):
    agency = make_agency()
    draft = make_stepped(Stage.READY_TO_SIGN)

    refused = client.post(url("sign", draft.key), {"signed_on": vi(today), "term_kind": "unknown", **SIGNERS})
    client.post(
        url("sign", draft.key),
        {"signed_on": vi(today), "term_kind": "unknown", "signing_agencies": [agency.pk], **SIGNERS},
    )

    assert list(refused.context["form"].errors) == ["signing_agencies"]
    assert [role.agency for role in draft.agency_roles.all()] == [agency]


def test_half_a_signatory_is_refused(client, officer, today):
    draft = make_stepped(Stage.READY_TO_SIGN, agencies=[make_agency()])

    response = client.post(
        url("sign", draft.key),
        {"signed_on": vi(today), "term_kind": "unknown", **SIGNERS, "signers-0-title": "Giám đốc"},
    )

    assert response.status_code == 200
    assert set(response.context["signers"].forms[0].errors) == {"side", "name"}
    assert Agreement.objects.get(pk=draft.pk).stage == "ready_to_sign"


DEEDS = ["move-stage", "pass-ball", "sign", "break-off", "reopen", "remove-step"]


@pytest.mark.parametrize("name", DEEDS)
@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_readers_get_no_forms(client, name, role):
    client.force_login(make_user(role))

    assert client.get(url(name, make_stepped().key)).status_code == 403


@pytest.mark.parametrize("name", [*DEEDS, "criteria"])
def test_what_is_not_there_is_not_found(client, officer, name):
    assert client.get(url(name, "khong-co")).status_code == 404


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("move-stage", "signed"),
        ("move-stage", "broken_off"),
        ("sign", "approval"),
        ("sign", "signed"),
        ("break-off", "broken_off"),
        ("reopen", "drafting"),
        ("remove-step", "signed"),
    ],
)
def test_a_deed_that_makes_no_sense_leads_back_with_a_word(client, officer, name, stage):
    draft = make_stepped(stage)

    response = client.get(url(name, draft.key), follow=True)

    assert response.redirect_chain == [(f"{draft.get_absolute_url()}#pipeline", 302)]
    assert "Không làm được việc này" in said(response)[0]


def test_the_paper_and_the_partner_show_the_way(client, officer):
    partner = make_partner()
    draft = make_stepped(Stage.DRAFTING, partners=[partner])
    stopped = make_draft(title_vi="Lần trước", partners=[partner])
    make_step(stopped, Stage.BROKEN_OFF, date(2026, 3, 2), note="không hợp")

    paper = client.get(draft.get_absolute_url()).content.decode()
    of_partner = client.get(partner.get_absolute_url()).content.decode()
    unrelated = client.get(make_agreement().get_absolute_url()).content.decode()

    for text in (
        "Quá trình chuẩn bị ký",
        "đang ở đây",
        url("move-stage", draft.key),
        "Lần trước",
        "Khoảng cách địa lý",
    ):
        assert text in paper
    assert "Lần trao đổi không thành" in of_partner
    assert "không hợp" in of_partner
    assert "Quá trình chuẩn bị ký" not in unrelated


# --- Criteria ------------------------------------------------------------------------
def test_answering_on_the_page(client, officer, today):
    draft, _set = make_stepped(), make_set()
    half = {"assessed_on": vi(today), "value_loi-ich": "yes", "note_loi-ich": "thư 12", "save": "1"}

    client.post(url("criteria", draft.key), half)
    begun = CriteriaAssessment.objects.get()
    page = client.get(url("criteria", draft.key))
    refused = client.post(url("criteria", draft.key), {**half, "complete": "1"})
    client.post(
        url("criteria", draft.key),
        {**half, "value_hien-phap": "partly", "conclusion": "được", "complete": "1"},
    )

    assert begun.is_complete is False
    assert page.context["form"]["note_loi-ich"].value() == "thư 12"
    assert refused.context["form"].errors["value_hien-phap"] == ["Chưa trả lời."]
    done = CriteriaAssessment.objects.get()
    assert (done.is_complete, str(done.score_percent), done.conclusion) == (True, "70.00", "được")
    assert "Các lần đánh giá" in client.get(url("criteria", draft.key)).content.decode()


def test_a_new_assessment_begins_as_a_copy_of_the_last(client, officer, today):
    draft, criteria_set = make_stepped(), make_set()
    first = make_assessment(draft, criteria_set, value="partly")
    page = client.get(url("criteria", draft.key))
    client.post(url("criteria", draft.key), {"assessed_on": vi(today), "value_loi-ich": "no"})
    after = client.get(url("criteria", draft.key))

    assert page.context["form"]["value_loi-ich"].value() == "partly"
    assert "điền sẵn theo lần đánh giá ngày 01/03/2026" in page.content.decode()
    assert after.context["form"]["value_loi-ich"].value() == "no"
    assert "điền sẵn" not in after.content.decode()
    assert [a.value for a in first.answers.all()] == ["partly", "partly"]


def test_a_form_that_cannot_be_read_and_a_paper_that_is_past_it(client, officer):
    draft, _set = make_stepped(), make_set()
    signed = make_stepped(Stage.SIGNED)

    unreadable = client.post(url("criteria", draft.key), {"assessed_on": "hôm nay"})
    past = client.post(url("criteria", signed.key), {"assessed_on": "01/03/2026"}, follow=True)

    assert list(unreadable.context["form"].errors) == ["assessed_on"]
    assert "không còn ở giai đoạn" in said(past)[0]
    assert CriteriaAssessment.objects.count() == 0


def test_readers_read_the_answers(client):
    own = make_agency()
    draft = make_stepped(agencies=[own])
    other = make_stepped()
    make_assessment(draft, make_set())
    client.force_login(make_user(Role.FOCAL_POINT, agency=own))

    shown = client.get(url("criteria", draft.key))

    assert shown.context["form"] is None
    assert "Câu hien-phap" in shown.content.decode()
    assert client.get(url("criteria", other.key)).status_code == 404


def test_a_paper_without_criteria_says_so(client, officer):
    draft = make_stepped(type="plan", legal_regime="own_paper")

    assert "Chưa có bộ tiêu chí cho văn bản này" in client.get(url("criteria", draft.key)).content.decode()


def told_score(response) -> str:
    """What the page says of the score, in one line."""
    said = re.search(r"<output[^>]*>(.*?)</output>", response.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", said[1]).split()) if said else ""


def test_the_score_of_the_form_is_counted_without_a_script(client, officer, today):
    draft, criteria_set = make_stepped(), make_set()
    address = url("criteria", draft.key)

    empty = client.get(address)
    refused = client.post(
        address, {"assessed_on": vi(today), "value_loi-ich": "partly", "complete": "1", "conclusion": ""}
    )
    nothing_kept = CriteriaAssessment.objects.count()
    client.post(
        address, {"assessed_on": vi(today), "value_loi-ich": "partly", "value_hien-phap": "yes", "save": "1"}
    )
    kept = client.get(address)

    assert [criterion.weight for criterion in criteria_set.criteria.all()] == [2, 3]
    assert told_score(empty) == "chưa có đã trả lời 0/2 câu"
    assert (told_score(refused), nothing_kept) == ("50% đã trả lời 1/2 câu", 0)
    assert told_score(kept) == "80% đã trả lời 2/2 câu"
    assert kept.content.decode().count("Điểm các câu đã trả lời") == 1


def test_who_only_reads_sees_the_score_of_what_was_kept(client):
    draft = make_stepped()
    make_assessment(draft, make_set(), is_complete=False, score_percent="62.50")
    client.force_login(make_user(Role.LEADER))

    page = client.get(url("criteria", draft.key))

    assert told_score(page) == ""
    assert "Điểm các câu đã trả lời: 62,5%" in page.content.decode()


def formset(*rows: dict, initial: int = 0) -> dict[str, str]:
    data = {"criteria-TOTAL_FORMS": str(len(rows)), "criteria-INITIAL_FORMS": str(initial)}
    for number, row in enumerate(rows):
        data |= {f"criteria-{number}-{name}": value for name, value in {"weight": "1", **row}.items()}
    return data


def test_the_head_makes_the_next_version(client, today):
    earlier = make_set()
    client.force_login(make_user(Role.HEAD))
    page = client.get(url("criteria-set-new", earlier.key))

    client.post(
        url("criteria-set-new", earlier.key),
        {
            "name": "Bộ 2", "valid_from": vi(today + timedelta(days=1)), "pass_percent": "50",
            **formset({"text": "Câu hai", "position": "2"}, {"text": "Câu một", "position": "1", "weight": "3"}, {"text": ""}),
        },
    )  # fmt: skip

    made = CriteriaSet.objects.exclude(pk=earlier.pk).get()
    assert [form.initial.get("code") for form in page.context["formset"].forms[:2]] == [
        "loi-ich",
        "hien-phap",
    ]
    assert [(c.text, c.weight) for c in made.criteria.all()] == [("Câu một", 3), ("Câu hai", 1)]
    assert client.get(url("criteria-set", made.key)).status_code == 200


def test_a_bad_version_is_shown_again(client, today):
    earlier = make_set()
    client.force_login(make_user(Role.HEAD))

    response = client.post(
        url("criteria-set-new", earlier.key),
        {"name": "Bộ 2", "valid_from": "01/01/2020", "pass_percent": "50", **formset({"text": "Câu"})},
    )
    empty = client.post(url("criteria-set-new", earlier.key), {"name": "", **formset({"weight": "x"})})

    assert list(response.context["form"].errors) == ["valid_from"]
    assert set(empty.context["form"].errors) == {"name", "valid_from", "pass_percent"}
    assert CriteriaSet.objects.count() == 1


def test_a_set_is_corrected_until_somebody_answers(client, today):
    criteria_set = make_set()
    client.force_login(make_user(Role.ADMINISTRATOR))
    data = {
        "name": "Sửa",
        "valid_from": "01/01/2024",
        "pass_percent": "60",
        **formset({"text": "Câu", "code": "loi-ich"}),
    }

    client.post(url("criteria-set-edit", criteria_set.key), data)
    criteria_set.refresh_from_db()
    make_assessment(make_stepped(), criteria_set)
    later = client.get(url("criteria-set-edit", criteria_set.key), follow=True)
    refused = client.post(url("criteria-set-edit", criteria_set.key), data)

    assert (criteria_set.name, criteria_set.criteria.count()) == ("Sửa", 1)
    assert "hãy lập bản mới" in " ".join(said(later))
    assert "hãy lập bản mới" in str(refused.context["form"].non_field_errors())


def test_everybody_reads_sets_and_only_keepers_change_them(client, officer):
    criteria_set = make_set()

    listed = client.get(url("criteria-sets")).content.decode()
    detail = client.get(url("criteria-set", criteria_set.key)).content.decode()

    assert criteria_set.name in listed
    assert "Đề xuất, chưa ban hành" in detail
    assert "Lập bản mới" not in detail
    assert client.get(url("criteria-set-new", criteria_set.key)).status_code == 403
    assert client.get(url("criteria-set", "khong-co")).status_code == 404


def test_a_page_of_a_draft_without_its_deed_is_refused_where_it_is_defined():
    base = type("Base", (DeedView,), {"is_danger": True})

    with pytest.raises(ImproperlyConfigured) as caught:
        type("Silent", (base,), {"form_class": forms.Form})

    assert str(caught.value) == "Silent must write deed"
