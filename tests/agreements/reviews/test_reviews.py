"""Review sessions: agenda from the register, what was said, closing with actions, minutes, rights."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.agenda import facts_of, worth_reviewing
from agreements.areas.reviews import review_entries, reviews_section
from agreements.enums import AgreementType, EventKind, Stage, TermKind
from agreements.minutes import minutes_docx
from agreements.models import Commitment, ReviewItem, ReviewSession
from agreements.services.reviews import (
    attendance_record,
    item_record,
    item_state,
    refresh_facts,
    session_close,
    session_create,
    session_reopen,
    session_update,
)
from dnfa.accounts.enums import Role
from dnfa.accounts.services import issue_token
from dnfa.core.clock import local_today
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.followup.actions import complete_action, create_action
from dnfa.followup.models import Action
from tests.factories import make_agency, make_agreement, make_event, make_partner, make_project, make_user

pytestmark = pytest.mark.django_db

HELD = date(2026, 11, 20)
TODAY = date(2026, 11, 25)


def in_force(**values):
    return make_agreement(**{"signed_on": "2020-05-04", "term_kind": TermKind.INDEFINITE, **values})


def planned(*papers, user=None, **values) -> ReviewSession:
    facts = {"title": "Rà soát kỳ II năm 2026", "held_on": HELD}
    return session_create(**{**facts, **values}, agreements=papers or [in_force()], user=user or make_user())


def rated(item: ReviewItem, **values) -> ReviewItem:
    facts = {"rating": "effective", "reasons": "Hoạt động đều", "decision": "keep"}
    return item_record(item=item, **{**facts, **values}, user=make_user())


def closed(session: ReviewSession, **values) -> ReviewSession:
    return session_close(
        session=session, **{"conclusion": "Thống nhất", "user": make_user(), "today": TODAY, **values}
    )


# --- agenda ------------------------------------------------------------------------
def test_papers_worth_reviewing_are_those_alive_or_lapsed_that_nobody_looked_at_for_a_year():
    wanted = [
        in_force(title_vi="a còn hiệu lực"),
        make_agreement(title_vi="b hết hạn", signed_on="2010", term_kind=TermKind.UNTIL, term_ends_on="2015"),
        make_agreement(title_vi="c chưa rõ", signed_on="2010"),
    ]
    seen = in_force(title_vi="d đã rà soát")
    rated(planned(seen).items.get())
    closed(ReviewSession.objects.get())
    in_force(title_vi="e một bên", partners=[])
    make_agreement(title_vi="g dự thảo", stage=Stage.DRAFTING)
    over = in_force(title_vi="h đã chấm dứt")
    make_event(over, EventKind.TERMINATION, occurred_on="2025-01-01", reason="thôi")

    def titles(day: date, user=None) -> list[str]:
        return [paper.title_vi for paper in worth_reviewing(user or make_user(), day).order_by("title_vi")]

    assert titles(TODAY) == [paper.title_vi for paper in wanted]
    # Twelve months later, to the day, it is due again.
    assert "d đã rà soát" not in titles(HELD + timedelta(days=364))
    assert "d đã rà soát" in titles(HELD + timedelta(days=365))
    assert titles(TODAY, make_user(Role.FOCAL_POINT)) == []


def test_facts_say_what_the_register_knows_on_the_day():
    partner = make_partner(name_vi="Thành phố Daegu")
    paper = make_agreement(
        partners=[partner], signed_on="2022-05-04", term_kind=TermKind.UNTIL, term_ends_on="2026-12-31"
    )
    make_event(paper, EventKind.SIGNING, occurred_on="2022-05-04")
    make_project(agreements=[paper])
    for due, done in ((date(2026, 1, 1), None), (date(2026, 1, 1), date(2026, 1, 5)), (None, None)):
        action = create_action(
            title="Cam kết", origin="commitment", lead_agency=make_agency(), due_on=due, user=make_user()
        )
        if done:
            complete_action(action=action, done_on=done, evidence="có", user=make_user(), today=TODAY)
        Commitment.objects.create(agreement=paper, text="Cam kết", side="ours", action=action)

    facts = facts_of([paper], TODAY)[paper.pk]

    assert facts == {
        "status": "expiring",
        "ends_on": "2026-12-31",
        "signed_on": "2022-05-04",
        "capacity": "city",
        "partners": ["Thành phố Daegu"],
        "last_activity": "2022-05-04",
        "commitments": 3,
        "commitments_done": 1,
        "commitments_overdue": 1,
        "projects": 1,
        "last_rating": "",
        "last_decision": "",
    }
    assert facts_of([paper], date(2027, 1, 1))[paper.pk]["status"] == "expired"
    assert facts_of([], TODAY) == {}


def test_facts_name_the_last_closed_review():
    paper = in_force()
    session = planned(paper)
    rated(session.items.get(), rating="nominal", decision="keep")
    assert facts_of([paper], TODAY)[paper.pk]["last_rating"] == ""

    closed(session)

    facts = facts_of([paper], TODAY)[paper.pk]
    assert (facts["last_rating"], facts["last_decision"]) == ("nominal", "keep")


def test_facts_take_as_many_queries_for_three_papers_as_for_one():
    papers = [in_force() for _number in range(3)]
    asked = []
    for chosen in (papers[:1], papers):
        with CaptureQueriesContext(connection) as queries:
            facts_of(chosen, TODAY)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 9


# --- sessions -----------------------------------------------------------------------
def test_a_session_is_planned_with_agencies_and_papers_in_order():
    first, second = in_force(), in_force()
    agency = make_agency()

    session = planned(second, first, agencies=[agency], chair=" Giám đốc ")

    assert (session.facts_as_of, session.chair) == (HELD, "Giám đốc")
    assert [item.agreement for item in session.items.all()] == [second, first]
    assert [seat.agency for seat in session.attendance.all()] == [agency]
    assert session.items.first().facts["status"] == "in_force"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"held_on": None, "facts_as_of": HELD}, "held_on"),
        ({"place": "TUYỆT MẬT"}, "place"),
    ],
)
def test_what_a_session_lacks_is_said_and_nothing_is_made(values, field):
    with pytest.raises(InvalidInput) as refusal:
        planned(**values)

    assert field in refusal.value.fields
    assert not ReviewSession.objects.exists()


def test_changing_a_session_keeps_what_was_recorded_and_refuses_to_drop_it():
    first, second, third = in_force(title_vi="Một"), in_force(title_vi="Hai"), in_force(title_vi="Ba")
    session = planned(first, second)
    rated(session.items.get(agreement=first))
    user = make_user()
    session.refresh_from_db()

    changed = session_update(
        session=session,
        changes={"place": "Hội trường", "agreements": [third, first], "agencies": [make_agency()]},
        base_version=session.version,
        user=user,
    )

    assert [(i.agreement.title_vi, i.rating) for i in changed.items.all()] == [
        ("Ba", ""),
        ("Một", "effective"),
    ]
    assert (changed.place, changed.attendance.count()) == ("Hội trường", 1)
    assert changed.version > session.version
    with pytest.raises(InvalidInput) as refusal:
        session_update(session=changed, changes={"agreements": [third]}, base_version=None, user=user)
    assert "Một" in refusal.value.fields["agreements"][0]
    with pytest.raises(Conflict) as stale:
        session_update(session=changed, changes={"place": "x"}, base_version=session.version, user=user)
    assert stale.value.code == "stale_version"
    session_update(session=changed, changes={"agencies": []}, base_version=None, user=user)
    assert not changed.attendance.exists()


def test_moving_the_day_of_the_facts_reads_them_again():
    paper = make_agreement(signed_on="2020", term_kind=TermKind.UNTIL, term_ends_on="2026-11-25")
    session = planned(paper)
    assert session.items.get().facts["status"] == "expiring"

    session_update(
        session=session, changes={"facts_as_of": date(2026, 12, 1)}, base_version=None, user=make_user()
    )

    assert session.items.get().facts["status"] == "expired"
    make_event(paper, EventKind.TERMINATION, occurred_on="2026-11-01", reason="thôi")
    assert session.items.get().facts["status"] == "expired"
    refresh_facts(session=session, user=make_user())
    assert session.items.get().facts["status"] == "terminated"


# --- what was said ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reasons": " "}, "reasons"),
        ({"rating": "tuyệt vời"}, "rating"),
        ({"decision": "bỏ"}, "decision"),
        ({"due_on": HELD}, "lead_agency"),
        ({"due_on": HELD - timedelta(days=1)}, "due_on"),
        ({"other_results": "Độ mật: Mật"}, "other_results"),
    ],
)
def test_a_result_that_does_not_hold_together_is_refused(values, field):
    session = planned()

    with pytest.raises(InvalidInput) as refusal:
        rated(session.items.get(), **values)

    assert field in refusal.value.fields
    assert session.items.get().rating == ""


def test_the_same_paper_is_not_recorded_unseen_but_others_are():
    session = planned(in_force(), in_force())
    first, second = session.items.all()
    seen = item_state(first)
    rated(first)

    with pytest.raises(Conflict) as refusal:
        rated(first, base=seen, rating="model")

    assert refusal.value.code == "stale_version"
    rated(second, base=item_state(second), rating="model")
    assert sorted(session.items.values_list("rating", flat=True)) == ["effective", "model"]


# --- who came -------------------------------------------------------------------------
def came(session: ReviewSession, names: dict, **values) -> ReviewSession:
    facts = {"base_version": None, "user": make_user()}
    return attendance_record(session=session, came=names, **{**facts, **values})


def seats(session: ReviewSession) -> list[tuple[str, str]]:
    return list(session.attendance.values_list("agency__key", "represented_by"))


def test_who_came_is_written_for_the_agencies_asked():
    tourism, culture = make_agency(key="du-lich"), make_agency(key="van-hoa")
    session = planned(agencies=[tourism, culture])
    version = session.version

    first = came(session, {tourism: "  Bà Trần  Thị B, Phó Giám đốc "})
    again = came(first, {tourism: "Bà Trần Thị B, Phó Giám đốc"})
    gone = came(again, {tourism: "", culture: "Ông C"})

    assert [first.version, again.version, gone.version] == [version + 1, version + 1, version + 2]
    assert seats(session) == [("du-lich", ""), ("van-hoa", "Ông C")]


def test_changing_who_is_asked_keeps_who_came():
    stays, goes, comes = make_agency(key="o-lai"), make_agency(key="thoi"), make_agency(key="moi")
    session = planned(agencies=[stays, goes])
    came(session, {stays: "Bà A", goes: "Ông B"})

    session_update(session=session, changes={"agencies": [comes, stays]}, base_version=None, user=make_user())

    assert seats(session) == [("o-lai", "Bà A"), ("moi", "")]


@pytest.mark.parametrize(
    ("name", "code"),
    [("x" * 201, "invalid_attendance"), ("Độ mật: MẬT", "secret_mark")],
)
def test_a_wrong_name_is_refused_at_its_agency(name, code):
    asked = make_agency(key="du-lich")
    session = planned(agencies=[asked])
    came(session, {asked: "Bà A"})

    with pytest.raises(InvalidInput) as refusal:
        came(session, {asked: name})

    assert (refusal.value.code, list(refusal.value.fields)) == (code, ["du-lich"])
    assert seats(session) == [("du-lich", "Bà A")]


def test_the_longest_name_goes_in():
    asked = make_agency(key="du-lich")
    session = planned(agencies=[asked])

    came(session, {asked: "x" * 200})

    assert seats(session) == [("du-lich", "x" * 200)]


def test_an_agency_that_was_not_asked_sends_nobody():
    asked, other = make_agency(key="du-lich"), make_agency(key="la")
    session = planned(agencies=[asked])

    with pytest.raises(InvalidInput) as refusal:
        came(session, {asked: "Bà A", other: "Ông B"})

    assert (refusal.value.code, list(refusal.value.fields)) == ("agency_not_asked", ["la"])
    assert seats(session) == [("du-lich", "")]


def test_who_came_changes_no_more_after_the_minutes_nor_from_an_old_page():
    asked = make_agency(key="du-lich")
    session = planned(agencies=[asked])

    with pytest.raises(Conflict) as stale:
        came(session, {asked: "Bà A"}, base_version=session.version + 1)
    rated(session.items.get())
    done = closed(session)
    with pytest.raises(Conflict) as over:
        came(done, {asked: "Bà A"})

    assert (stale.value.code, over.value.code) == ("stale_version", "review_closed")
    assert seats(session) == [("du-lich", "")]


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_readers_write_nobody_down(role):
    asked = make_agency(key="du-lich")
    session = planned(agencies=[asked])
    user = make_user(role, agency=asked)

    with pytest.raises(NotAllowed) as refusal:
        came(session, {asked: "Bà A"}, user=user)
    page = client_of(user).get(f"/thoa-thuan/ra-soat/{session.pk}/nguoi-du/")

    assert (refusal.value.code, page.status_code) == ("may_not_review", 403)
    assert seats(session) == [("du-lich", "")]


def test_who_came_is_typed_on_its_page_and_stands_on_the_session_and_in_the_minutes():
    asked = make_agency(key="du-lich", name_vi="Sở Du lịch")
    session = planned(agencies=[asked, make_agency(name_vi="Sở Y tế")])
    address = f"/thoa-thuan/ra-soat/{session.pk}/nguoi-du/"
    client = client_of(make_user())

    form = client.get(address).context["form"]
    saved = client.post(
        address, {"version": session.version, "du-lich": "Bà Trần Thị B, Phó Giám đốc"}, follow=True
    )
    stale = client.post(address, {"version": session.version, "du-lich": "Ông C"})

    assert [field.label for field in form.visible_fields()] == ["Sở Du lịch", "Sở Y tế"]
    assert "Sở Du lịch (Bà Trần Thị B, Phó Giám đốc); Sở Y tế" in saved.content.decode()
    assert address in saved.content.decode()
    assert "4. Cơ quan dự họp: Sở Du lịch (Bà Trần Thị B, Phó Giám đốc); Sở Y tế." in words_of(
        minutes_docx(session)
    )
    told = stale.context["form"]
    assert (stale.status_code, told["du-lich"].value()) == (200, "Ông C")
    assert told.data["version"] == str(ReviewSession.objects.get().version)
    assert session.attendance.get(agency=asked).represented_by == "Bà Trần Thị B, Phó Giám đốc"


def test_a_session_nobody_was_asked_to_has_nobody_to_write_down():
    session = planned()
    client = client_of(make_user())

    page = client.get(f"/thoa-thuan/ra-soat/{session.pk}/nguoi-du/").content.decode()
    detail = client.get(session.get_absolute_url()).content.decode()

    assert "Phiên họp chưa có cơ quan dự họp" in page
    assert "Ghi người dự" not in detail


# --- closing ----------------------------------------------------------------------------
def test_minutes_close_only_when_everything_is_said():
    session = planned(in_force(title_vi="Một"), in_force(title_vi="Hai"))
    first, second = session.items.all()

    def refusal_of(**values) -> tuple[str, dict]:
        with pytest.raises(InvalidInput) as refusal:
            closed(session, **values)
        return refusal.value.code, refusal.value.fields

    unrated = refusal_of()
    rated(first)
    rated(second, decision="renew")
    idle = refusal_of()
    rated(second, decision="renew", lead_agency=make_agency(), due_on=TODAY)
    silent, early = refusal_of(conclusion=" "), refusal_of(today=HELD - timedelta(days=1))

    assert [told[0] for told in (unrated, idle, silent, early)] == ["review_incomplete"] * 4
    assert unrated[1]["items"] == ["Chưa xếp loại hoặc chưa kết luận: Một; Hai."]
    assert idle[1]["items"] == ["Kết luận cần cơ quan chủ trì và hạn: Hai."]
    assert (set(silent[1]), set(early[1])) == ({"conclusion"}, {"held_on"})
    assert not Action.objects.exists()
    session.refresh_from_db()
    assert session.closed_on is None
    assert closed(session, today=HELD).closed_on == HELD


def test_a_session_without_papers_is_not_closed():
    session = session_create(title="Trống", held_on=HELD, user=make_user())

    with pytest.raises(InvalidInput) as refusal:
        closed(session)

    assert set(refusal.value.fields) == {"items"}


def test_decisions_become_actions_of_the_lead_agency():
    keep, keep_with_work, renew = in_force(title_vi="A"), in_force(title_vi="B"), in_force(title_vi="C")
    session = planned(keep, keep_with_work, renew)
    lead = make_agency()
    due = TODAY + timedelta(days=30)
    items = list(session.items.all())
    rated(items[0])
    rated(items[1], lead_agency=lead, due_on=due)
    rated(items[2], decision="renew", decision_note="Thêm 5 năm", lead_agency=lead, due_on=due)

    closed(session)

    made = Action.objects.order_by("pk").values_list("title", "origin", "lead_agency", "due_on", "detail")
    assert list(made) == [
        ("Thực hiện kết luận rà soát: B", "review", lead.pk, due, ""),
        ("Chuẩn bị gia hạn: C", "review", lead.pk, due, "Thêm 5 năm"),
    ]
    assert [bool(item.action) for item in session.items.all()] == [False, True, True]
    assert Action.objects.last().record == renew


def test_closed_minutes_change_no_more():
    session = planned()
    rated(session.items.get())
    session = closed(session)

    for attempt in (
        lambda: rated(session.items.get()),
        lambda: closed(session),
        lambda: session_update(session=session, changes={"place": "x"}, base_version=None, user=make_user()),
        lambda: refresh_facts(session=session, user=make_user()),
    ):
        with pytest.raises(Conflict) as refusal:
            attempt()
        assert refusal.value.code == "review_closed"


def test_the_head_reopens_with_a_reason_and_open_actions_are_dropped():
    session = planned()
    rated(session.items.get(), decision="amend", lead_agency=make_agency(), due_on=TODAY)
    session = closed(session)
    head = make_user(Role.HEAD)

    with pytest.raises(NotAllowed):
        session_reopen(session=session, reason="sai", user=make_user(), today=TODAY)
    with pytest.raises(InvalidInput):
        session_reopen(session=session, reason=" ", user=head, today=TODAY)
    session = session_reopen(session=session, reason="Ghi sai kết luận", user=head, today=TODAY)

    assert (session.closed_on, session.items.get().action) == (None, None)
    action = Action.objects.get()
    assert (action.cancelled_on, action.cancel_reason) == (TODAY, "Ghi sai kết luận")
    assert closed(session).closed_on == TODAY


def test_minutes_on_whose_ground_something_was_done_stay_closed():
    session = planned()
    rated(session.items.get(), decision="amend", lead_agency=make_agency(), due_on=TODAY)
    session = closed(session)
    complete_action(
        action=Action.objects.get(), done_on=TODAY, evidence="đã sửa", user=make_user(), today=TODAY
    )

    with pytest.raises(Conflict) as refusal:
        session_reopen(session=session, reason="sai", user=make_user(Role.HEAD), today=TODAY)

    assert refusal.value.code == "review_action_done"
    assert ReviewSession.objects.get().closed_on == TODAY


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_others_write_nothing(role):
    session = planned()
    other = make_user(role)

    for attempt in (
        lambda: planned(user=other),
        lambda: session_update(session=session, changes={}, base_version=None, user=other),
        lambda: item_record(item=session.items.get(), rating="model", user=other),
        lambda: session_close(session=session, conclusion="x", user=other, today=TODAY),
        lambda: refresh_facts(session=session, user=other),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert ReviewSession.objects.count() == 1


# --- minutes ------------------------------------------------------------------------------
def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_minutes_hold_the_meeting_the_facts_and_what_was_said():
    agency = make_agency(name_vi="Sở Du lịch")
    session = planned(
        in_force(title_vi="Bản ghi nhớ Daegu"),
        agencies=[agency],
        chair="Nguyễn Văn A",
        place="Trung tâm Hành chính",
        held_on=date(2026, 2, 5),
    )
    rated(
        session.items.get(),
        rating="model",
        reasons="Nhiều hoạt động cụ thể",
        other_results="Giao lưu văn hóa",
        decision="renew",
        lead_agency=agency,
        due_on=date(2026, 12, 31),
    )

    from django.utils.translation import override

    with override("en"):
        draft = words_of(minutes_docx(session))
    final = words_of(minutes_docx(closed(session)))

    for text in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "BIÊN BẢN",
        "Rà soát kỳ II năm 2026",
        "1. Thời gian: ngày 05 tháng 02 năm 2026.",
        "4. Cơ quan dự họp: Sở Du lịch.",
        "Bản ghi nhớ Daegu",
        "Mô hình điển hình",
        "Nhiều hoạt động cụ thể",
        "Giao lưu văn hóa",
        "Gia hạn",
        "Hạn 31/12/2026",
        "Nguyễn Văn A",
    ):
        assert text in draft
        assert text in final
    assert "(Dự thảo, biên bản chưa chốt)" in draft
    assert "(Dự thảo, biên bản chưa chốt)" not in final
    assert "Thống nhất" in final


def test_minutes_of_an_empty_session_say_what_is_missing():
    text = words_of(minutes_docx(session_create(title="Trống", held_on=date(2026, 11, 20), user=make_user())))

    assert "2. Địa điểm: chưa ghi." in text
    assert "ngày 20 tháng 11 năm 2026" in text
    assert "Chưa ghi." in text


# --- pages ---------------------------------------------------------------------------------
def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_session_is_led_through_its_pages_from_plan_to_minutes():
    today = local_today()
    paper = make_agreement(
        title_vi="Bản ghi nhớ Daegu", signed_on="2010", term_kind=TermKind.UNTIL, term_ends_on="2015"
    )
    in_force(title_vi="Không vội")
    agency = make_agency()
    client = client_of(make_user())

    form = client.get("/thoa-thuan/ra-soat/lap-moi/?de-xuat")
    assert form.context["form"].initial["agreements"] == [paper.pk]
    made = client.post(
        "/thoa-thuan/ra-soat/lap-moi/",
        {
            "title": "Rà soát kỳ II",
            "held_on": f"{today:%d/%m/%Y}",
            "agreements": [paper.pk],
            "agencies": [agency.pk],
            "once": "0" * 32,
        },
    )
    session = ReviewSession.objects.get()
    assert made.status_code == 302
    item = session.items.get()
    client.post(
        f"/thoa-thuan/ra-soat/muc/{item.pk}/",
        {
            "rating": "effective",
            "reasons": "Đều",
            "decision": "renew",
            "lead_agency": agency.pk,
            "due_on": f"{today + timedelta(days=9):%d/%m/%Y}",
            "base": item_state(item),
        },
    )
    session.refresh_from_db()
    answer = client.post(
        f"/thoa-thuan/ra-soat/{session.pk}/chot/",
        {"conclusion": "Thống nhất", "version": session.version},
        follow=True,
    )

    page = answer.content.decode()
    assert "Biên bản chốt ngày" in page
    assert "Chuẩn bị gia hạn: Bản ghi nhớ Daegu" in Action.objects.get().title
    document = client.get(f"/thoa-thuan/ra-soat/{session.pk}/bien-ban/")
    assert "Bản ghi nhớ Daegu" in words_of(document.content)
    assert "Rà soát kỳ II" in client.get("/thoa-thuan/ra-soat/").content.decode()
    assert "Rà soát kỳ II" in client.get(paper.get_absolute_url()).content.decode()
    assert client.get(f"/thoa-thuan/ra-soat/{session.pk}/sua/").status_code == 403
    assert client.get(f"/thoa-thuan/ra-soat/muc/{item.pk}/").status_code == 403


def test_two_officers_on_one_item_the_second_is_told_and_keeps_the_text():
    session = planned()
    item = session.items.get()
    seen = item_state(item)
    rated(item)
    client = client_of(make_user())
    typed = {"rating": "model", "reasons": "Ý kiến của tôi", "decision": "", "base": seen}

    told = client.post(f"/thoa-thuan/ra-soat/muc/{item.pk}/", typed)
    html = told.content.decode()
    again = client.post(
        f"/thoa-thuan/ra-soat/muc/{item.pk}/", {**typed, "base": told.context["form"].data["base"]}
    )

    assert "vừa được người khác ghi" in html
    assert "Ý kiến của tôi" in html
    assert again.status_code == 302
    item.refresh_from_db()
    assert (item.rating, item.reasons) == ("model", "Ý kiến của tôi")


def test_an_edit_an_incomplete_close_and_a_reopening_on_their_pages():
    session = planned(in_force(title_vi="Một"))
    officer, head = client_of(make_user()), client_of(make_user(Role.HEAD))

    edit = officer.get(f"/thoa-thuan/ra-soat/{session.pk}/sua/")
    assert edit.context["form"].initial["agreements"] == [session.items.get().agreement_id]
    close_page = officer.post(
        f"/thoa-thuan/ra-soat/{session.pk}/chot/", {"conclusion": "x", "version": session.version}
    ).content.decode()
    stale = officer.post(f"/thoa-thuan/ra-soat/{session.pk}/chot/", {"conclusion": "x", "version": 77})
    assert "Chưa xếp loại hoặc chưa kết luận: Một." in close_page
    assert stale.context["form"].data["version"] == str(ReviewSession.objects.get().version)
    assert "không cần mở lại" in head.get(f"/thoa-thuan/ra-soat/{session.pk}/mo-lai/").content.decode()
    rated(session.items.get())
    closed(session)
    assert officer.get(f"/thoa-thuan/ra-soat/{session.pk}/mo-lai/").status_code == 403
    empty = head.post(f"/thoa-thuan/ra-soat/{session.pk}/mo-lai/", {"reason": " "})
    assert empty.status_code == 200
    head.post(f"/thoa-thuan/ra-soat/{session.pk}/mo-lai/", {"reason": "Ghi sai"})
    assert ReviewSession.objects.get().closed_on is None
    assert officer.post(f"/thoa-thuan/ra-soat/{session.pk}/lay-lai-so-lieu/").status_code == 302


def test_an_agency_at_the_table_reads_the_session_others_do_not_know_of_it():
    agency = make_agency()
    asked = make_user(Role.FOCAL_POINT, agency=agency)
    session = planned(in_force(title_vi="Một"), agencies=[agency])
    address = session.get_absolute_url()

    page = client_of(asked).get(address)

    assert page.status_code == 200
    assert "Ghi kết quả" not in page.content.decode()
    paper = session.items.get().agreement
    assert (
        f'href="{paper.get_absolute_url()}"' not in page.content.decode()
    )  # no matter of its own: title, no link
    for stranger in (make_user(Role.FOCAL_POINT), make_user(is_active=False)):
        assert ReviewSession.objects.visible_to(stranger).count() == 0
    hidden = client_of(make_user(Role.FOCAL_POINT))
    for suffix in ("", "bien-ban/"):
        assert hidden.get(f"{address}{suffix}").status_code == 404
    assert [s.pk for s in ReviewSession.objects.visible_to(make_user(Role.LEADER))] == [session.pk]
    assert review_entries(asked, HELD, HELD, TODAY)[0].title == "Họp rà soát: Rà soát kỳ II năm 2026"
    assert review_entries(make_user(Role.FOCAL_POINT), HELD, HELD, TODAY) == []
    assert reviews_section(paper, make_user(), HELD)["items"] == [session.items.get()]
    assert reviews_section(paper, make_user(), HELD - timedelta(days=1)) is None
    assert reviews_section(paper, make_user(Role.FOCAL_POINT), HELD) is None


def test_the_list_is_filtered_by_words_paper_and_state():
    first = planned(in_force(title_vi="Bản ghi nhớ Daegu"), title="Kỳ một")
    rated(first.items.get())
    closed(first)
    planned(in_force(title_vi="Ý định thư", type=AgreementType.LETTER_OF_INTENT), title="Kỳ hai")
    client = client_of(make_user())

    def listed(query: str) -> list[str]:
        return [line.row.title for line in client.get(f"/thoa-thuan/ra-soat/?{query}").context["lines"]]

    assert listed("q=Daegu") == ["Kỳ một"]
    assert listed("q=Kỳ hai") == ["Kỳ hai"]
    assert listed("closed=true") == ["Kỳ một"]
    assert listed("closed=false") == ["Kỳ hai"]


def test_the_page_of_a_session_asks_as_often_for_three_papers_as_for_one():
    client = client_of(make_user())
    asked = []
    for number in (1, 3):
        session = planned(*[in_force() for _each in range(number)])
        client.get(session.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(session.get_absolute_url())
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 12


# --- API -----------------------------------------------------------------------------------
def test_a_session_goes_through_the_api_and_a_stale_writer_is_told():
    paper, agency = in_force(), make_agency()
    token = issue_token(user=make_user(), name="thử")
    client = Client(headers={"authorization": f"Token {token}"})

    made = client.post(
        "/api/v1/reviews/",
        {"title": "Kỳ II", "held_on": "2026-11-20", "agreements": [paper.key], "agencies": [agency.key]},
        content_type="application/json",
    )
    assert made.status_code == 201, made.json()
    address = f"/api/v1/reviews/{made.json()['id']}/"
    item = made.json()["items"][0]["id"]
    said = client.post(
        f"{address}record/",
        {"item": item, "rating": "model", "reasons": "tốt", "decision": "keep"},
        content_type="application/json",
        headers={"if-match": made["ETag"]},
    )
    stale = client.patch(
        address, {"place": "x"}, content_type="application/json", headers={"if-match": made["ETag"]}
    )
    moved = client.patch(
        address, {"place": "x"}, content_type="application/json", headers={"if-match": said["ETag"]}
    )
    done = client.post(
        f"{address}close/",
        {"conclusion": "Thống nhất"},
        content_type="application/json",
        headers={"if-match": moved["ETag"]},
    )

    assert said.json()["items"][0]["rating"] == "model"
    assert (stale.status_code, stale.json()["current"]["place"]) == (412, "")
    assert moved.json()["place"] == "x"
    assert done.json()["closed_on"] == local_today().isoformat()
    assert client.get("/api/v1/reviews/?closed=true").json()["count"] == 1
    focal = Client(
        headers={"authorization": f"Token {issue_token(user=make_user(Role.FOCAL_POINT), name='x')}"}
    )
    assert focal.get("/api/v1/reviews/").json()["count"] == 0
    assert focal.get(address).status_code == 404
    assert focal.post("/api/v1/reviews/", {}, content_type="application/json").status_code == 403


def test_who_came_goes_through_the_api():
    asked, other = make_agency(key="du-lich"), make_agency(key="la")
    session = planned(agencies=[asked])
    address = f"/api/v1/reviews/{session.pk}/"
    client = client_of(make_user())

    def send(body: dict, tag: str):
        return client.post(
            f"{address}attendance/", body, content_type="application/json", headers={"if-match": tag}
        )

    tag = client.get(address)["ETag"]
    written = send({"attendance": [{"agency": "du-lich", "represented_by": "Bà A"}]}, tag)
    stale = send({"attendance": []}, tag)
    strange = send({"attendance": [{"agency": other.key, "represented_by": "x"}]}, written["ETag"])
    long = send({"attendance": [{"agency": "du-lich", "represented_by": "x" * 201}]}, written["ETag"])

    assert written.json()["attendance"] == [{"agency": "du-lich", "represented_by": "Bà A"}]
    assert [answer.status_code for answer in (written, stale, strange, long)] == [200, 412, 400, 400]
    assert (strange.json()["error"]["code"], list(strange.json()["error"]["fields"])) == (
        "agency_not_asked",
        ["la"],
    )
    assert seats(session) == [("du-lich", "Bà A")]
