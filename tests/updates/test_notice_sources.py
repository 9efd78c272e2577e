"""Who hears of updates and rounds, and when it ends: every source through the services of the house."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from agreements.models import ProjectParty
from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.core.calendar import WorkCalendar, add_working_days
from dnfa.core.mail.models import OutgoingMail
from dnfa.core.models import PolicyParameter
from dnfa.followup import rules
from dnfa.followup.models import Notice
from dnfa.followup.notices.digests import make_digests
from dnfa.followup.notices.selectors import counts_of, hang_on
from dnfa.followup.notices.sources import all_sources
from dnfa.followup.sync import sync_flags
from dnfa.updates import services
from dnfa.updates.flags import ANSWER_LATE, ESCALATE_DAYS, REVIEW_DAYS, UPDATE_WAITS
from dnfa.updates.models import ChangeRequest, RoundAgency
from dnfa.updates.notice_sources import say_refused_time
from dnfa.updates.services import rounds
from partners.models import PartnerCharge
from tests.factories import make_agency, make_partner, make_user
from tests.followup.notices.telling import moment, tell
from tests.updates.factories import NOW, TODAY, Cast, accept, begin, give_back, make_cast, save, sent, submit
from tests.updates.services.test_rounds import DUE, answer, asked_of, opened, send

pytestmark = pytest.mark.django_db
ASKED = [{"kind": "other", "title": "Có gì mới", "is_required": False}]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def cast() -> Cast:
    """An agency with a project whose partner an officer has in charge."""
    made = make_cast(starts_on="2020")
    partner = make_partner()
    ProjectParty.objects.create(project=made.project, partner=partner, role="donor")
    PartnerCharge.objects.create(
        partner=partner, person=make_user(full_name="Người phụ trách"), since="2020-01-01"
    )
    return made


@pytest.fixture
def people(cast) -> dict[str, User]:
    return {
        "author": cast.focal,
        "colleague": make_user(Role.FOCAL_POINT, agency=cast.agency),
        "officer": cast.officer,
        "keeper": User.objects.get(full_name="Người phụ trách"),
        "head": make_user(Role.HEAD),
        "stranger": make_user(Role.FOCAL_POINT),
        "other officer": make_user(),
        "administrator": make_user(Role.ADMINISTRATOR),
    }


def told(people: dict[str, User], source: str, **facts: Any) -> list[str]:
    """Who has a standing notice of the source."""
    rows = Notice.objects.standing().filter(source=source, **facts)
    recipients = set(rows.values_list("recipient", flat=True))
    return [name for name, person in people.items() if person.pk in recipients]


def take(request: ChangeRequest, user: User) -> ChangeRequest:
    return services.request_take(request=request, base_version=request.version, user=user, now=NOW)


def leave(person: User, change: dict[str, Any]) -> None:
    """Close the account, or let the person go to another agency."""
    where = {"agency": make_agency()} if change.get("role") == Role.FOCAL_POINT or "agency" in change else {}
    User.objects.filter(pk=person.pk).update(**{**change, **where})


# Updates


def test_what_was_sent_waits_for_who_is_in_charge_then_for_who_took_it(cast, people):
    request = sent(cast)
    tell()
    assert told(people, "update_waiting") == ["keeper"]

    request = take(request, cast.officer)
    tell()
    assert told(people, "update_waiting") == ["officer"]

    accept(cast, request, "place", "purpose_vi")
    tell()
    assert told(people, "update_waiting") == []


def test_what_nobody_has_in_charge_waits_for_the_heads(cast, people):
    PartnerCharge.objects.all().delete()
    sent(cast)

    tell()

    assert told(people, "update_waiting") == ["head"]


def test_a_difficulty_about_no_record_waits_for_the_heads(cast, people):
    request = begin(cast, "difficulty", record=None, subject=None)
    submit(cast, save(cast, request, text="Thiếu kinh phí"))

    tell()

    assert told(people, "update_waiting") == ["head"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.FOCAL_POINT}], ids=["left", "moved"])
def test_a_reviewer_who_is_gone_gives_it_back_to_who_is_in_charge(cast, people, change):
    take(sent(cast), cast.officer)
    tell()
    leave(cast.officer, change)

    tell()

    assert told(people, "update_waiting") == ["keeper"]


def test_nobody_hears_of_an_own_update_as_a_reviewer(cast, people):
    """The keeper wrote it for the agency, and may not decide: the heads hear of it."""
    keeper = people["keeper"]
    request = save(cast, begin(cast, user=keeper), {"place": "Sơn Trà"}, user=keeper)
    submit(cast, request, user=keeper)

    tell()

    assert told(people, "update_waiting") == ["head"]


def test_what_came_back_is_told_to_its_agency_until_it_is_sent_again(cast, people):
    request = give_back(cast, sent(cast))
    tell()
    assert told(people, "update_returned") == ["author", "colleague"]

    submit(cast, request)
    tell()

    assert (told(people, "update_returned"), told(people, "update_waiting")) == ([], ["officer"])


def test_what_comes_back_twice_in_a_day_is_told_twice(cast, people):
    request = give_back(cast, sent(cast))
    tell()
    request = give_back(cast, submit(cast, request))
    tell()

    rows = Notice.objects.filter(recipient=cast.focal, source="update_returned").order_by("pk")
    assert [(row.reference_date, row.ended_at is None) for row in rows] == [(TODAY, False), (TODAY, True)]
    assert told(people, "update_returned") == ["author", "colleague"]


def test_what_was_accepted_in_part_came_back(cast, people):
    request = sent(cast)
    accept(cast, request, "place", reason="incomplete", text="Nêu rõ mục tiêu")

    tell()

    assert (told(people, "update_returned"), told(people, "update_accepted")) == (["author", "colleague"], [])


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, ["author"]), (12, ["author"]), (13, ["author"]), (14, []), (15, []), (400, [])],
)
def test_accepted_is_news_for_a_fortnight(cast, people, days, expected):
    accept(cast, sent(cast), "place", "purpose_vi")

    tell(TODAY + timedelta(days=days))

    assert told(people, "update_accepted") == expected


def test_a_draft_and_what_was_withdrawn_are_nobodys_news(cast, people):
    save(cast, begin(cast), {"place": "Sơn Trà"})
    other = submit(cast, save(cast, begin(cast, "note"), text="Đã họp"))
    services.request_withdraw(
        request=other, reason="Gửi nhầm", base_version=other.version, user=cast.focal, now=NOW
    )

    tell()

    assert Notice.objects.count() == 0


@pytest.mark.parametrize("is_read", [True, False])
def test_a_focal_point_who_moved_is_told_no_more_of_the_agency_it_left(cast, people, is_read):
    """The bell counts what the list shows as soon as the next run is through."""
    give_back(cast, sent(cast))
    accept(cast, submit(cast, save(cast, begin(cast, "note"), text="Đã họp")))
    asked_in(cast)
    tell()
    mine = Notice.objects.standing().filter(recipient=cast.focal)
    before = sorted(mine.values_list("source", flat=True))
    mine.update(read_at=NOW if is_read else None)
    User.objects.filter(pk=cast.focal.pk).update(agency=people["stranger"].agency)

    tell()

    assert before == ["round_to_answer", "update_accepted", "update_returned"]
    moved = User.objects.get(pk=cast.focal.pk)
    assert (list(mine), counts_of(moved).unread) == ([], 0)
    assert told(people, "update_returned") == ["colleague"]


def test_it_is_called_by_what_it_is_about_where_the_person_sees_that(cast, people):
    sent(cast)
    give_back(cast, submit(cast, save(cast, begin(cast, "note"), text="Đã họp")))
    tell()
    waiting = Notice.objects.filter(source="update_waiting")
    (shown,) = hang_on(waiting, people["keeper"])
    cast.project.agency_roles.all().delete()

    (hidden,) = hang_on(Notice.objects.filter(recipient=cast.focal), cast.focal)

    assert (shown.title, shown.sentence) == (
        "Sửa thông tin: Dạy tiếng Nhật",
        f"{cast.agency.name_vi} gửi ngày 26/11/2026, chờ duyệt.",
    )
    assert hidden.title == "Ghi nhận tiến độ, kết quả"


# Rounds


def asked_in(cast: Cast, **facts: Any) -> RoundAgency:
    return asked_of(opened(cast, questions=ASKED, **facts), cast.agency)


def answered(cast: Cast, asked: RoundAgency) -> RoundAgency:
    return send(cast, answer(cast, asked, **{"Có gì mới": {"is_nothing": True}}))


def steps_told(person: User) -> list[tuple[str, date]]:
    rows = Notice.objects.filter(recipient=person, source="round_to_answer").order_by("pk")
    return list(rows.values_list("threshold", "reference_date"))


def test_a_round_is_told_from_the_start_then_as_the_day_comes_nearer(cast, people):
    asked_in(cast)
    for days in (0, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 25, 40):
        tell(TODAY + timedelta(days=days), only=lambda source: source.code == "round_to_answer")

    assert [code for code, _day in steps_told(cast.focal)] == ["start", "5", "3", "1", "0", "-1", "-3"]
    assert told(people, "round_to_answer") == ["author", "colleague"]
    assert Notice.objects.standing().filter(recipient=cast.focal).count() == 1


def test_more_time_is_another_day_to_be_reminded_of(cast, people):
    asked, until = asked_in(cast), date(2026, 12, 29)
    tell(DUE)
    asked = rounds.extension_ask(
        asked=asked,
        until=until,
        because="Thiếu số liệu",
        base_version=asked.version,
        user=cast.focal,
        now=NOW,
    )
    tell(DUE)
    assert told(people, "round_extension") == ["officer"]

    rounds.extension_decide(asked=asked, until=until, base_version=asked.version, user=cast.officer, now=NOW)
    tell(DUE), tell(until)

    assert steps_told(cast.focal) == [("0", DUE), ("start", until), ("0", until)]
    assert told(people, "round_extension") == []


def test_time_refused_ends_the_question_and_leaves_the_day(cast, people):
    asked = asked_in(cast)
    asked = rounds.extension_ask(
        asked=asked, until=date(2026, 12, 29), because="Thiếu số liệu", base_version=asked.version,
        user=cast.focal, now=NOW,
    )  # fmt: skip
    tell()

    asked = rounds.extension_decide(
        asked=asked, until=None, text="Đã báo trước", base_version=asked.version, user=cast.officer, now=NOW
    )
    tell()

    assert (told(people, "round_extension"), steps_told(cast.focal)) == ([], [("start", DUE)])
    assert told(people, "round_time_refused") == ["author", "colleague"]
    notice = Notice.objects.get(recipient=cast.focal, source="round_time_refused")
    assert say_refused_time(notice.evidence) == (
        "Đợt “Quý IV/2026” không được lùi hạn, hạn trả lời vẫn là 15/12/2026. Lý do: Đã báo trước"
    )

    asked = rounds.extension_ask(
        asked=asked, until=date(2026, 12, 29), because="Vẫn thiếu", base_version=asked.version,
        user=cast.focal, now=NOW,
    )  # fmt: skip
    tell()
    assert (told(people, "round_extension"), told(people, "round_time_refused")) == (["officer"], [])

    asked = rounds.extension_decide(
        asked=asked, until=None, text="Không", base_version=asked.version, user=cast.officer, now=NOW
    )
    tell()
    assert Notice.objects.filter(recipient=cast.focal, source="round_time_refused").count() == 2

    answered(cast, asked)
    tell()
    assert told(people, "round_time_refused") == []


def test_an_answer_goes_to_the_officer_comes_back_and_is_taken(cast, people):
    asked = asked_in(cast)
    tell()

    asked = answered(cast, asked)
    tell()
    assert (told(people, "round_to_answer"), told(people, "round_answer_waiting")) == ([], ["officer"])

    asked = rounds.answer_return(
        asked=asked, reason="incomplete", text="Nêu số đoàn", base_version=asked.version, user=cast.officer, now=NOW
    )  # fmt: skip
    tell()
    assert told(people, "round_answer_returned") == ["author", "colleague"]
    assert (told(people, "round_to_answer"), told(people, "round_answer_waiting")) == ([], [])

    asked = send(cast, asked)
    tell()
    assert (told(people, "round_answer_returned"), told(people, "round_answer_waiting")) == ([], ["officer"])

    rounds.answer_accept(asked=asked, base_version=asked.version, user=cast.officer, now=NOW)
    tell()
    assert set(Notice.objects.standing().values_list("source", flat=True)) == {"round_answer_accepted"}
    assert told(people, "round_answer_accepted") == ["author", "colleague"]


def test_an_answer_that_was_taken_is_news_for_a_fortnight(cast, people):
    rounds.answer_accept(asked=answered(cast, asked_in(cast)), base_version=None, user=cast.officer, now=NOW)
    standing = []
    for days in (0, 13, 14):
        tell(TODAY + timedelta(days=days))
        standing.append(told(people, "round_answer_accepted"))

    assert standing == [["author", "colleague"], ["author", "colleague"], []]
    [notice] = hang_on(
        Notice.objects.filter(recipient=cast.focal, source="round_answer_accepted"), cast.focal
    )
    assert notice.sentence.startswith("Sở Ngoại vụ đã nhận câu trả lời đợt “Quý IV/2026” ngày ")
    assert notice.sentence.endswith("26/11/2026.")


def test_an_answer_that_came_back_is_reminded_of_as_its_day_nears_and_passes(cast):
    """Due on Tuesday 15/12/2026: at once, three and one working days before, on the day, one and three after."""
    give_answer_back(cast, answered(cast, asked_in(cast)))
    steps = []
    for day in (
        TODAY,
        DUE - timedelta(days=5),
        DUE - timedelta(days=1),
        DUE,
        DUE + timedelta(days=1),
        DUE + timedelta(days=3),
    ):
        tell(day)
        [notice] = Notice.objects.standing().filter(recipient=cast.focal, source="round_answer_returned")
        steps.append((notice.threshold.split()[0], notice.reference_date))

    assert steps == [(step, DUE) for step in ("start", "3", "1", "0", "-1", "-3")]


def test_an_answer_that_comes_back_twice_in_a_day_is_told_twice(cast):
    asked = give_answer_back(cast, answered(cast, asked_in(cast)))
    tell()
    give_answer_back(cast, send(cast, asked))
    tell()

    rows = Notice.objects.filter(recipient=cast.focal, source="round_answer_returned")
    assert (rows.count(), rows.standing().count()) == (2, 1)


def give_answer_back(cast: Cast, asked: RoundAgency) -> RoundAgency:
    return rounds.answer_return(
        asked=asked, reason="incomplete", text="Nêu số đoàn", base_version=None, user=cast.officer, now=NOW
    )


def test_an_answer_still_waits_for_the_officer_when_its_round_is_closed(cast, people):
    asked = answered(cast, asked_in(cast))
    rounds.round_close(held=asked.round, base_version=None, user=cast.officer, now=NOW)

    tell()

    assert told(people, "round_answer_waiting") == ["officer"]


def test_an_answer_the_officer_of_the_round_sent_itself_waits_for_the_heads(cast, people):
    asked = asked_in(cast)
    rounds.answer_submit(asked=asked, base_version=None, user=cast.officer, now=NOW)

    tell()

    assert told(people, "round_answer_waiting") == ["head"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.FOCAL_POINT}], ids=["left", "moved"])
def test_answers_to_an_officer_who_is_gone_reach_the_heads(cast, people, change):
    answered(cast, asked_in(cast))
    leave(cast.officer, change)

    tell()

    assert told(people, "round_answer_waiting") == ["head"]


def test_an_agency_without_focal_points_is_the_heads_business(cast, people):
    asked_in(cast)
    User.objects.filter(agency=cast.agency).update(is_active=False)

    tell()

    assert told(people, "round_to_answer") == ["head"]


def test_what_is_prepared_or_closed_asks_nobody(cast, people):
    held = opened(cast, questions=ASKED)
    tell()

    rounds.round_close(held=held, base_version=held.version, user=cast.officer, now=NOW)
    tell()

    assert (told(people, "round_to_answer"), Notice.objects.standing().count()) == ([], 0)


# Silence reaches the heads


def working_days() -> tuple[int, int]:
    rows = PolicyParameter.objects.filter(key__in=[REVIEW_DAYS, ESCALATE_DAYS])
    found = {row.key: int(row.value) for row in rows}
    return found[REVIEW_DAYS], found[ESCALATE_DAYS]


def of_flag(people: dict[str, User], rule: str) -> list[str]:
    return told(people, "flag_raised", evidence__rule=rule)


@pytest.fixture
def rules_of_silence(monkeypatch) -> None:
    """No flags but those of waiting, for the sake of speed."""
    monkeypatch.setattr(rules, "_rules", {code: rules._rules[code] for code in (UPDATE_WAITS, ANSWER_LATE)})


def night(day: date) -> None:
    """The night's two runs, in the order of the schedule."""
    sync_flags(as_of=day)
    tell(day, only=lambda source: source.code == "flag_raised")


def test_an_update_that_waits_too_long_reaches_the_heads(cast, people, rules_of_silence):
    request = take(sent(cast), cast.officer)
    review, escalate = working_days()
    last = add_working_days(TODAY, review, WorkCalendar())
    urgent = add_working_days(last, escalate, WorkCalendar())

    seen = []
    for day in (last, last + timedelta(days=1), urgent, urgent + timedelta(days=1)):
        night(day)
        seen.append(of_flag(people, UPDATE_WAITS))

    assert seen == [[], ["officer"], ["officer"], ["officer", "head"]]
    people["head"].email = "truong.phong@danang.gov.vn"
    people["head"].save()
    make_digests(moment=moment(add_working_days(urgent, 1, WorkCalendar())), now=NOW)
    mail = OutgoingMail.objects.get(recipient=people["head"])
    assert (str(request) in mail.body, "chưa ai duyệt" in mail.body) == (True, True)

    accept(cast, request, "place", "purpose_vi")
    night(urgent + timedelta(days=2))
    assert of_flag(people, UPDATE_WAITS) == []


def test_an_agency_that_does_not_answer_reaches_the_heads(cast, people, rules_of_silence):
    asked_in(cast)
    _review, escalate = working_days()
    urgent = add_working_days(DUE, escalate, WorkCalendar())

    seen = []
    for day in (DUE, DUE + timedelta(days=1), urgent, urgent + timedelta(days=1)):
        night(day)
        seen.append(of_flag(people, ANSWER_LATE))

    assert seen == [[], ["officer"], ["officer"], ["officer", "head"]]


@pytest.mark.parametrize("count", [1, 3])
def test_a_live_run_asks_the_same_however_much_happened(count, django_assert_num_queries):
    for _one in range(count):
        made = make_cast(starts_on="2020")
        answered(made, asked_in(made))
        sent(made)

    # The lock in its savepoint, the statement of each source in its own, the steps of each that has them.
    live = [source for source in all_sources() if source.is_live]
    with django_assert_num_queries(3 + 3 * len(live) + sum(source.has_steps for source in live)):
        tell(only=lambda source: source.is_live)
