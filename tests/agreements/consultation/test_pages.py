from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.areas.consultation import build_section
from agreements.models import Consultation, LegalReport, Opinion
from agreements.selectors_consultation import acts_without_report
from agreements.views.consultation.base import DeedView
from dnfa.followup.clocks import sync_clocks
from tests.agreements.consultation.factories import (
    make_consultation,
    make_draft,
    make_opinion,
    make_report,
    mofa,
    prime_minister,
)
from tests.factories import make_agency, make_agreement, make_event, make_user

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 10)


def url(name: str, *args) -> str:
    return reverse(f"agreements:{name}", args=args)


def section(agreement, user=None, as_of=DAY):
    return build_section(agreement, user or make_user(), as_of)


def looks(agreement, user=None, as_of=DAY) -> list[tuple[str, str, str]]:
    rounds = section(agreement, user, as_of)["rounds"]
    return [
        (opinion.agency.name_vi, str(opinion.look.code), opinion.left_words)
        for round_ in rounds
        for opinion in round_.told_opinions
    ]


def test_the_section_tells_of_each_body_what_it_owes_or_said():
    draft = make_draft()
    first = make_consultation(draft)
    late = make_consultation(draft, sent_on=date(2026, 2, 23))
    make_opinion(first, make_agency(name_vi="Bộ A"), answer="agree")
    make_opinion(first, make_agency(name_vi="Bộ B"), answer="disagree")
    make_opinion(first, make_agency(name_vi="Bộ C"))
    make_opinion(late, make_agency(name_vi="Bộ D"))
    sync_clocks(record=draft)

    assert looks(draft) == [
        ("Bộ A", "agree", ""),
        ("Bộ B", "disagree", ""),
        ("Bộ C", "due_soon", "còn 1 ngày làm việc"),
        ("Bộ D", "overdue", "quá 4 ngày làm việc"),
    ]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2026, 3, 1), []),
        (date(2026, 3, 2), [("Bộ A", "due_soon", "còn 7 ngày làm việc")]),
        (date(2026, 3, 5), [("Bộ A", "due_soon", "còn 4 ngày làm việc")]),
        (date(2026, 3, 6), [("Bộ A", "agree", "")]),
    ],
)
def test_the_section_speaks_of_the_day_asked_about(as_of, expected):
    draft = make_draft()
    make_opinion(make_consultation(draft), make_agency(name_vi="Bộ A"), answer="agree")
    sync_clocks(record=draft)

    assert looks(draft, as_of=as_of) == expected


@pytest.mark.parametrize(("stage", "code"), [("consulting", "not_answered"), ("broken_off", "moot")])
def test_where_no_clock_runs(stage, code):
    paper = make_draft(stage=stage, capacity="department")
    make_opinion(make_consultation(paper), make_agency(name_vi="Sở A"))

    assert looks(paper) == [("Sở A", code, "")]


def test_a_reader_gets_no_empty_section_and_an_officer_gets_the_buttons():
    draft, signed = make_draft(), make_agreement(signed_on="2026-03-02")

    assert section(draft, make_user("leader")) is None
    told = section(draft), section(signed)
    assert [(part["may_write"], part["may_report"], part["rounds"]) for part in told] == [
        (True, False, []),
        (True, True, []),
    ]


@pytest.mark.parametrize(
    ("capacity", "answers", "asked_on", "wanted"),
    [
        ("city", [], None, False),
        ("city", ["agree"], None, False),
        ("city", ["disagree"], None, True),
        ("council", ["agree", "disagree"], None, True),
        ("department", ["disagree"], None, False),
        ("city", ["disagree"], date(2026, 3, 5), True),
        ("city", ["disagree"], date(2026, 3, 6), False),
        ("city", ["disagree"], date(2026, 3, 9), False),
    ],
)
def test_a_disagreement_proposes_the_prime_minister(capacity, answers, asked_on, wanted):
    """Disagreed on 6/3/2026; asked again earlier, the same day, later."""
    draft = make_draft(capacity=capacity)
    consultation = make_consultation(draft)
    for answer in answers:
        make_opinion(consultation, answer=answer)
    if asked_on:
        make_opinion(make_consultation(draft, purpose="prime_minister", sent_on=asked_on), prime_minister())

    assert section(draft)["wants_prime_minister"] is wanted
    assert section(draft, make_user("leader"), date(2026, 3, 10)) is None or (
        section(draft, make_user("leader"))["wants_prime_minister"] is False
    )


def test_acts_that_can_still_be_reported():
    paper = make_agreement(signed_on="2024-05-06")
    make_event(paper, "signing", occurred_on="2024-05-06")
    renewal = make_event(paper, "renewal", occurred_on="2025-05-06")
    make_event(paper, "resumption", occurred_on="2025-08-06")
    pause = make_event(paper, "suspension", occurred_on="2025-07-06")
    told = [act.label for act in acts_without_report(paper)]
    make_report(paper)
    make_report(paper, event=renewal)
    make_report(paper, event=pause, kind="signing")

    assert told == [
        "Thông báo chấm dứt, rút khỏi, tạm đình chỉ: Tạm ngưng 06/07/2025",
        "Báo cáo sau khi ký: Gia hạn 06/05/2025",
        "Báo cáo sau khi ký: Ký lần đầu 06/05/2024",
    ]
    assert [act.code for act in acts_without_report(paper)] == [f"ending:{pause.pk}"]
    assert acts_without_report(make_draft()) == []


def test_the_paper_shows_its_rounds_and_reports(client, officer):
    paper = make_agreement(signed_on="2026-03-09")
    make_opinion(make_consultation(paper, document_number="15/UBND"), mofa(), answer="agree_with_comments")
    make_report(paper, note="gửi qua trục liên thông")

    html = client.get(paper.get_absolute_url()).content.decode()

    for text in (
        "công văn 15/UBND", "Đồng ý, có góp ý", "Cần bỏ điều 5", "12/BC-UBND", "gửi qua trục liên thông", "Ghi đợt lấy ý kiến"
    ):  # fmt: skip
        assert text in html, text
    assert "Hủy đợt" not in html


# --- who sees what ------------------------------------------------------------
@pytest.fixture
def two_bodies():
    """A draft led by one agency, about which two others were asked; and another draft."""
    lead, asked, other = make_agency(), make_agency(), make_agency()
    draft = make_draft(agencies=[lead])
    consultation = make_consultation(draft)
    own, foreign = make_opinion(consultation, asked), make_opinion(consultation, other, answer="disagree")
    elsewhere = make_opinion(make_consultation())
    report = make_report(draft)
    return {
        "lead": lead, "asked": asked, "draft": draft, "own": own, "foreign": foreign, "elsewhere": elsewhere, "report": report
    }  # fmt: skip


def readers(case):
    return {
        "officer": make_user(),
        "leader": make_user("leader"),
        "auditor": make_user("auditor"),
        "lead": make_user("focal_point", agency=case["lead"]),
        "asked": make_user("focal_point", agency=case["asked"]),
        "stranger": make_user("focal_point"),
    }


def test_visible_and_hidden_opinions(client, two_bodies):
    own, foreign, elsewhere = (two_bodies[name].pk for name in ("own", "foreign", "elsewhere"))
    everything = {own, foreign, elsewhere}
    expected = {
        "officer": everything,
        "leader": everything,
        "auditor": everything,
        "lead": {own, foreign},
        "asked": {own},
        "stranger": set(),
    }

    seen, opened, rounds = {}, {}, {}
    for name, user in readers(two_bodies).items():
        client.force_login(user)
        seen[name] = {line.row.pk for line in client.get(url("opinions")).context["lines"]}
        opened[name] = {pk for pk in everything if client.get(url("opinion", pk)).status_code == 200}
        rounds[name] = Consultation.objects.visible_to(user).count()

    assert (seen, opened) == (expected, expected)
    assert rounds == {"officer": 2, "leader": 2, "auditor": 2, "lead": 1, "asked": 1, "stranger": 0}


def test_visible_and_hidden_reports(client, two_bodies):
    shown = {}
    for name, user in readers(two_bodies).items():
        client.force_login(user)
        shown[name] = len(client.get(url("legal_reports")).context["lines"])

    assert shown == {"officer": 1, "leader": 1, "auditor": 1, "lead": 1, "asked": 1, "stranger": 0}


def test_a_body_that_was_asked_reads_the_paper_and_its_own_opinion_only(client, two_bodies):
    client.force_login(make_user("focal_point", agency=two_bodies["asked"]))

    html = client.get(two_bodies["draft"].get_absolute_url()).content.decode()
    own = client.get(url("opinion", two_bodies["own"].pk)).content.decode()

    assert "Cơ quan bạn đang được hỏi ý kiến." in html
    assert "Cơ quan bạn đang được hỏi ý kiến." in own
    assert "Cần bỏ điều 5" not in html
    assert two_bodies["foreign"].agency.name_vi not in html
    assert "Ghi trả lời" not in own


def test_nobody_signs_in_nobody_reads(client, two_bodies):
    answers = {client.get(url(name)).status_code for name in ("opinions", "report_duties", "legal_reports")}
    answers.add(client.get(url("opinion", two_bodies["own"].pk)).status_code)
    answers.add(client.get(url("consultation_create", two_bodies["draft"].key)).status_code)

    assert answers == {302}


@pytest.mark.parametrize("role", ["leader", "auditor", "focal_point"])
def test_readers_open_no_form(client, two_bodies, role):
    client.force_login(make_user(role))
    own, round_ = two_bodies["own"].pk, two_bodies["own"].consultation_id
    forms = [
        url("consultation_create", two_bodies["draft"].key),
        url("report_create", two_bodies["draft"].key),
        *(url(name, own) for name in ("opinion_answer", "opinion_receipt", "opinion_handling")),
        *(url(name, own) for name in ("opinion_withdraw", "opinion_drop")),
        *(url(f"consultation_{name}", round_) for name in ("add", "correct", "cancel")),
        *(url(f"report_{name}", two_bodies["report"].pk) for name in ("correct", "remove")),
    ]

    assert [client.get(form).status_code for form in forms] == [403] * 12
    assert [client.post(form).status_code for form in forms] == [403] * 12


def test_what_does_not_exist_is_not_found(client, officer):
    pages = [
        url("consultation_create", "khong-co"), url("report_create", "khong-co"), url("opinion", 9),
        url("opinion_answer", 9), url("consultation_add", 9), url("report_correct", 9),
    ]  # fmt: skip

    assert [client.get(page).status_code for page in pages] == [404] * 6


# --- forms --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "query", "expected"),
    [
        ({"capacity": "city"}, "", (["bo-ngoai-giao"], "signing")),
        ({"capacity": "council"}, "", (["bo-ngoai-giao"], "signing")),
        ({"capacity": "department"}, "", (["so-ngoai-vu"], "signing")),
        ({"capacity": "commune"}, "", (["so-ngoai-vu"], "signing")),
        ({"capacity": "party"}, "", ([], "signing")),
        ({"capacity": "city"}, "?purpose=prime_minister", (["thu-tuong-chinh-phu"], "prime_minister")),
        ({"capacity": "city"}, "?purpose=x", (["bo-ngoai-giao"], "signing")),
        ({"capacity": "city", "stage": "signed", "signed_on": "2024"}, "", (["bo-ngoai-giao"], "renewal")),
    ],
)
def test_the_law_proposes_whom_to_ask(client, officer, values, query, expected):
    mofa()
    prime_minister()
    make_agency(key="so-ngoai-vu")
    draft = make_draft(**values)

    form = client.get(url("consultation_create", draft.key) + query).context["form"]

    bodies = form.fields["agencies"].queryset
    chosen = [bodies.get(pk=pk).key for pk in form["agencies"].initial]
    assert (chosen, form["purpose"].initial) == expected


def form_of(client, address: str, **values):
    """Send the form of a page, with what it carries."""
    carried = client.get(address).context["carried"]
    return client.post(address, {**carried, **values})


def test_an_officer_records_a_round_and_a_wrong_one_is_explained(client, officer):
    draft, asked = make_draft(), mofa()
    address = url("consultation_create", draft.key)
    good = {
        "purpose": "signing",
        "agencies": [asked.pk],
        "sent_on": "02/03/2026",
        "document_number": "15/UBND",
    }

    wrong = form_of(client, address, **{**good, "sent_on": "02/03/2027"})
    empty = form_of(client, address, **{**good, "agencies": []})
    right = form_of(client, address, **good)

    assert wrong.context["form"].errors == {"sent_on": ["Ngày này chưa tới."]}
    assert empty.context["form"].errors == {"agencies": ["Hãy chọn ít nhất một cơ quan được hỏi."]}
    assert right.headers["Location"] == f"{draft.get_absolute_url()}#consultation"
    assert [(o.agency, o.consultation.sent_on) for o in Opinion.objects.all()] == [(asked, date(2026, 3, 2))]


def test_the_same_round_sent_twice_is_one_round(client, officer):
    draft, asked = make_draft(), mofa()
    address = url("consultation_create", draft.key)
    carried = client.get(address).context["carried"]
    values = {**carried, "purpose": "signing", "agencies": [asked.pk], "sent_on": "02/03/2026"}

    answers = [client.post(address, values).status_code for _time in range(2)]

    assert (answers, Consultation.objects.count()) == ([302, 302], 1)


def test_an_officer_answers_corrects_and_handles(client, officer):
    opinion = make_opinion(agency=mofa())
    answer, handling = url("opinion_answer", opinion.pk), url("opinion_handling", opinion.pk)
    values = {"answer": "disagree", "answered_on": "6/3/2026", "document_number": "8/BNG", "summary": ""}

    refused = client.post(answer, values)
    taken = client.post(answer, {**values, "summary": "Trái điều 3"})
    without_reason = client.post(answer, {**values, "summary": "Trái điều 4"})
    corrected = client.post(answer, {**values, "summary": "Trái điều 4", "reason": "đọc lại"})
    handled = client.post(handling, {"handling": "Đã bỏ điều 4"})

    opinion.refresh_from_db()
    assert list(refused.context["form"].errors) == ["summary"]
    assert list(without_reason.context["form"].errors) == ["reason"]
    assert {response.headers["Location"] for response in (taken, corrected, handled)} == {
        url("opinion", opinion.pk)
    }
    assert (opinion.summary, opinion.handling) == ("Trái điều 4", "Đã bỏ điều 4")


def test_deeds_of_an_opinion_and_a_round(client, officer):
    consultation = make_consultation()
    opinion, wrong = make_opinion(consultation, answer="agree"), make_opinion(consultation)
    more = make_agency()

    client.post(url("opinion_receipt", opinion.pk), {"received_on": "4/3/2026"})
    client.post(url("opinion_withdraw", opinion.pk), {"reason": "ghi nhầm"})
    client.post(url("opinion_drop", wrong.pk), {"reason": "chọn nhầm"})
    client.post(url("consultation_add", consultation.pk), {"agencies": [more.pk]})
    client.post(
        url("consultation_correct", consultation.pk),
        {"sent_on": "3/3/2026", "document_number": "16/UBND", "content": "", "reason": "nhầm số"},
    )

    consultation.refresh_from_db()
    opinion.refresh_from_db()
    assert (opinion.received_on, opinion.answer) == (date(2026, 3, 4), "")
    assert [row.agency for row in consultation.opinions.all()] == [opinion.agency, more]
    assert (consultation.sent_on, consultation.document_number) == (date(2026, 3, 3), "16/UBND")
    cancelled = client.post(url("consultation_cancel", consultation.pk), {"reason": "gửi nhầm"})
    assert (cancelled.status_code, Consultation.objects.count()) == (302, 0)


def test_a_refusal_without_a_field_stands_at_the_top(client, officer):
    opinion = make_opinion(answer="agree")

    answer = client.post(url("consultation_cancel", opinion.consultation_id), {"reason": "gửi nhầm"})

    assert answer.context["form"].non_field_errors() == [
        "Đã có cơ quan trả lời nên không hủy được đợt lấy ý kiến này."
    ]


@pytest.mark.parametrize(
    "name", ["opinion_answer", "opinion_receipt", "opinion_handling", "opinion_withdraw", "opinion_drop"]
)
def test_forms_of_an_opinion_open(client, officer, name):
    opinion = make_opinion(agency=mofa(), answer="agree", received_on=date(2026, 3, 4))

    page = client.get(url(name, opinion.pk))

    assert (page.status_code, "Bộ Ngoại giao" in page.content.decode()) == (200, True)


def test_an_officer_files_corrects_and_removes_a_report(client, officer):
    paper = make_agreement(signed_on="2026-03-02")
    values = {"act": "signing:0", "sent_on": "9/3/2026", "document_number": "12/BC-UBND"}

    refused = form_of(client, url("report_create", paper.key), **{**values, "sent_on": "1/3/2026"})
    filed = form_of(client, url("report_create", paper.key), **values)
    report = LegalReport.objects.get()
    page = client.get(url("report_create", paper.key)).content.decode()
    opened = client.get(url("report_correct", report.pk)).context["form"].initial["document_number"]
    client.post(
        url("report_correct", report.pk),
        {"sent_on": "10/3/2026", "document_number": "13/BC-UBND", "recipients": "", "reason": "nhầm số"},
    )

    report.refresh_from_db()
    assert list(refused.context["form"].errors) == ["sent_on"]
    assert filed.headers["Location"] == f"{paper.get_absolute_url()}#consultation"
    assert ("Văn bản này chưa có việc nào còn phải báo cáo." in page, opened) == (True, "12/BC-UBND")
    assert (report.document_number, report.recipients) == (
        "13/BC-UBND",
        "Thủ tướng Chính phủ; Bộ Ngoại giao (bản sao)",
    )
    client.post(url("report_remove", report.pk), {"reason": "nhầm văn bản"})
    assert LegalReport.objects.count() == 0


# --- lists --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["moot", "late", "said", "owed"]),
        ({"state": "open"}, ["late", "owed"]),
        ({"state": "overdue"}, ["late"]),
        ({"state": "answered"}, ["said"]),
        ({"answer": "disagree"}, ["said"]),
        ({"agency": "late"}, ["late"]),
        ({"purpose": "renewal"}, ["said"]),
        ({"sent_from": "3/2/2026"}, ["said", "owed"]),
        ({"sent_to": "2/2/2026"}, ["moot", "late"]),
        ({"q": "khuyet"}, []),
    ],
)
def test_questions_about_opinions(client, officer, query, expected):
    draft = make_draft()
    signed = make_agreement(signed_on="2020")
    dropped = make_draft(stage="broken_off")
    make_opinion(make_consultation(dropped, sent_on=date(2026, 1, 5)), make_agency(key="moot"))
    make_opinion(make_consultation(draft, sent_on=date(2026, 2, 2)), make_agency(key="late"))
    asked = make_consultation(signed, purpose="renewal", sent_on=date(2026, 2, 3))
    make_opinion(asked, make_agency(key="said"), answer="disagree")
    make_opinion(make_consultation(draft, sent_on=date(2026, 11, 1)), make_agency(key="owed"))
    sync_clocks(record=draft)
    Opinion.objects.filter(agency__key="owed").update(received_on=None)
    from dnfa.followup.models import Clock

    Clock.objects.filter(started_on=date(2026, 11, 1)).update(due_on=date(2199, 1, 1))

    listed = client.get(url("opinions"), {"sort": "sent_on", **query}).context["lines"]

    assert [line.row.agency.key for line in listed] == expected


def test_the_duties_to_report_and_what_was_sent(client, officer):
    make_agreement(signed_on="2026-03-02", legal_regime="law_70_2020", title_vi="Muộn")
    done = make_agreement(
        signed_on="2026-03-02", legal_regime="law_70_2020", title_vi="Xong", capacity="council"
    )
    ended = make_agreement(signed_on="2022", legal_regime="law_70_2020", title_vi="Dừng")
    make_event(ended, "termination", occurred_on="2026-04-01", reason="phía bạn dừng")
    make_report(done)
    make_report(make_agreement(signed_on="2019", title_vi="Cũ"), recipients="Bộ Ngoại giao")
    sync_clocks()

    def titles(name, **query):
        return [line.row.pk and line.cells[0].value for line in client.get(url(name), query).context["lines"]]

    assert titles("report_duties", sort="agreement") == ["Dừng", "Muộn", "Xong"]
    assert titles("report_duties", state="on_time") == ["Xong"]
    assert titles("report_duties", state="overdue", sort="due_on") == ["Muộn", "Dừng"]
    assert titles("report_duties", kind="ending") == ["Dừng"]
    assert titles("report_duties", kind="signing", sort="agreement") == ["Muộn", "Xong"]
    assert titles("report_duties", capacity="council") == ["Xong"]
    assert titles("report_duties", due_from="18/3/2026") == ["Dừng"]
    assert titles("report_duties", due_to="17/3/2026", sort="agreement") == ["Muộn", "Xong"]
    assert titles("report_duties", q="muon") == ["Muộn"]
    assert titles("legal_reports", sort="agreement") == ["Cũ", "Xong"]
    assert titles("legal_reports", q="cu") == ["Cũ"]
    assert titles("legal_reports", sent_from="11/3/2026") == []


@pytest.mark.parametrize("name", ["opinions", "report_duties", "legal_reports"])
def test_lists_are_exported(client, officer, name):
    draft = make_draft()
    make_opinion(make_consultation(draft), mofa(), answer="agree")
    make_report(make_agreement(signed_on="2026-03-02", legal_regime="law_70_2020"))
    sync_clocks()

    text = b"".join(client.get(url(name), {"format": "csv"}).streaming_content).decode("utf-8-sig")

    told = {
        "opinions": "Bộ Ngoại giao",
        "report_duties": "Thủ tướng Chính phủ",
        "legal_reports": "12/BC-UBND",
    }
    assert told[name] in text


def test_a_duty_is_hidden_where_its_paper_is(client):
    paper = make_agreement(
        agencies=[make_agency(key="vai-tro")], signed_on="2026-03-02", legal_regime="law_70_2020"
    )
    sync_clocks(record=paper)
    focal, stranger = make_user("focal_point", agency=paper.agencies.get()), make_user("focal_point")

    seen = []
    for user in (focal, stranger):
        client.force_login(user)
        seen.append(len(client.get(url("report_duties")).context["lines"]))

    assert seen == [1, 0]


def queries(call) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()
    return len(captured)


@pytest.mark.parametrize("name", ["opinions", "report_duties", "legal_reports"])
def test_a_list_asks_as_much_for_three_rows_as_for_one(client, officer, name):
    def one_more():
        paper = make_agreement(signed_on="2026-03-02", legal_regime="law_70_2020")
        make_opinion(make_consultation(paper, sent_on=date(2026, 3, 1)))
        make_report(paper)
        sync_clocks()

    one_more()
    client.get(url(name))
    first = queries(lambda: client.get(url(name)))
    one_more()
    one_more()

    assert queries(lambda: client.get(url(name))) == first <= 12


def test_the_section_asks_as_much_for_many_bodies_as_for_one(officer):
    draft = make_draft()
    make_opinion(make_consultation(draft))
    sync_clocks(record=draft)
    section(draft, officer)
    first = queries(lambda: section(draft, officer))
    for _more in range(3):
        consultation = make_consultation(draft)
        make_opinion(consultation)
        make_opinion(consultation, answer="agree")
    sync_clocks(record=draft)

    assert queries(lambda: section(draft, officer)) == first <= 9


def test_a_deed_that_says_nothing_of_its_record_is_refused_where_it_is_defined():
    with pytest.raises(ImproperlyConfigured) as caught:
        type("Silent", (DeedView,), {"form_class": forms.Form})

    assert str(caught.value) == "Silent must write about, do, load"
