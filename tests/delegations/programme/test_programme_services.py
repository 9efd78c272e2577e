from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from delegations.models import Conference, Delegation, ProgrammeItem, ProgrammeRevision, YearProgramme
from delegations.services import programme as services
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict
from dnfa.core.partial_dates import PartialDate
from tests.delegations.engagements.factories import refusal
from tests.delegations.programme.factories import make_item, make_programme, make_trip
from tests.factories import make_agency, make_country, make_partner, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
READERS = [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT]


@pytest.fixture
def who():
    return {"user": make_user()}


@pytest.fixture
def by(who):
    return {**who, "today": TODAY}


def state_of(item) -> tuple:
    item.refresh_from_db()
    return (item.state, item.decided_on, item.decision_note, item.accepted_in_id, item.removed_in_id)


def approve(programme, by, kind="initial", on=TODAY, **more):
    return services.approve_revision(programme=programme, kind=kind, approved_on=on, **more, **by)


# --- years ---------------------------------------------------------------------------------
def test_a_year_is_opened_once(who):
    made = services.open_programme(year=2027, proposals_due_on=date(2026, 11, 30), note=" Gấp ", **who)

    again = refusal(services.open_programme, year=2027, **who)

    assert (made.year, made.proposals_due_on, made.note) == (2027, date(2026, 11, 30), "Gấp")
    assert (again.code, again.http_status, sorted(again.fields)) == ("programme_exists", 409, ["year"])
    assert YearProgramme.objects.count() == 1


@pytest.mark.parametrize(("year", "is_taken"), [(1989, False), (1990, True), (2200, True), (2201, False)])
def test_years_far_away_are_refused(who, year, is_taken):
    error = None if is_taken else refusal(services.open_programme, year=year, **who)

    if is_taken:
        services.open_programme(year=year, **who)
    assert YearProgramme.objects.filter(year=year).exists() == is_taken
    assert is_taken or (error.code, sorted(error.fields)) == ("invalid_programme", ["year"])


@pytest.mark.parametrize("role", READERS)
def test_readers_keep_no_programme(role):
    programme, item, user = make_programme(), make_item(), make_user(role)
    who = {"user": user}
    by = {**who, "today": TODAY}

    refused = [
        refusal(services.open_programme, year=2030, **who),
        refusal(services.update_programme, programme=programme, changes={}, base_version=None, **who),
        refusal(lambda: approve(programme, by)),
        refusal(services.decide_items, items=[item], is_accepted=True, **by),
        refusal(services.remove_item, item=item, reason="Thôi", **by),
        refusal(services.restore_item, item=item, **by),
    ]

    assert {(error.code, error.http_status) for error in refused} == {("may_not_keep_programme", 403)}
    assert (YearProgramme.objects.count(), state_of(item)[0]) == (1, "proposed")


def test_day_and_note_of_a_year_are_changed(who):
    programme = make_programme(note="Cũ")

    changed = services.update_programme(
        programme=programme, changes={"proposals_due_on": date(2025, 10, 1)}, base_version=1, **who
    )
    error = refusal(
        services.update_programme, programme=programme, changes={"note": "Mới"}, base_version=1, **who
    )
    unknown = refusal(
        services.update_programme, programme=programme, changes={"year": 2030}, base_version=2, **who
    )
    long = refusal(
        services.update_programme, programme=programme, changes={"note": "a" * 10_001}, base_version=2, **who
    )

    assert (changed.proposals_due_on, changed.note, changed.version) == (date(2025, 10, 1), "Cũ", 2)
    assert [one.code for one in (error, unknown, long)] == [
        "stale_version",
        "unknown_field",
        "invalid_programme",
    ]


# --- proposals -----------------------------------------------------------------------------
def test_a_line_keeps_what_was_proposed(who):
    agency, country, partner = make_agency(), make_country("JP"), make_partner()

    item = services.propose_item(
        programme=make_programme(),
        kind="delegation_out",
        title="  Thăm  Sakai ",
        agency=agency,
        countries=[country],
        partners=[partner],
        expected_on=PartialDate.parse_vi("5/2026"),
        days=5,
        persons=7,
        cost_amount=Decimal(250000000),
        cost_currency="vnd",
        head_rank="locality_deputy",
        **who,
    )

    assert (item.title, item.agency, item.state, item.cost_currency, item.proposed_by, item.version) == (
        "Thăm Sakai",
        agency,
        "proposed",
        "VND",
        who["user"],
        1,
    )
    assert ([*item.countries.all()], [*item.partners.all()]) == ([country], [partner])
    assert item.expected_on == PartialDate.parse_vi("5/2026")


def test_a_focal_point_proposes_for_its_own_agency_only():
    user = make_user(Role.FOCAL_POINT)
    given = {
        "programme": make_programme(),
        "kind": "conference",
        "title": "Hội thảo",
        "user": user,
    }

    own = services.propose_item(agency=None, **given)
    error = refusal(services.propose_item, agency=make_agency(), **given)

    assert (own.agency, own.proposed_by) == (user.agency, user)
    assert (error.code, error.http_status) == ("may_not_propose", 403)
    assert ProgrammeItem.objects.count() == 1


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_who_only_reads_proposes_nothing(role):
    error = refusal(
        services.propose_item,
        programme=make_programme(),
        kind="conference",
        title="Hội thảo",
        agency=make_agency(),
        user=make_user(role),
    )

    assert (error.code, ProgrammeItem.objects.count()) == ("may_not_propose", 0)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"title": " "}, ["title"]),
        ({"title": "a" * 501}, ["title"]),
        ({"head_title": "a" * 201}, ["head_title"]),
        ({"kind": "x"}, ["kind"]),
        ({"agency": None}, ["agency"]),
        ({"head_rank": "x", "cost_source": "y"}, ["cost_source", "head_rank"]),
        ({"days": 0}, ["days"]),
        ({"days": 367}, ["days"]),
        ({"persons": 0}, ["persons"]),
        ({"persons": 100_001}, ["persons"]),
        ({"purpose": "a" * 10_001}, ["purpose"]),
        ({"cost_amount": Decimal(-1), "cost_currency": "VND"}, ["cost_amount"]),
        ({"cost_amount": Decimal(1)}, ["cost_currency"]),
        ({"cost_amount": Decimal(1), "cost_currency": "đồng"}, ["cost_currency"]),
        ({"expected_on": PartialDate.parse_vi("1/1/2027")}, ["expected_on"]),
        ({"expected_on": PartialDate.parse_vi("31/12/2025")}, ["expected_on"]),
    ],
)
def test_what_cannot_be_proposed_names_its_field(who, given, fields):
    told = {"kind": "conference", "title": "Hội thảo", "agency": make_agency(), **given}

    error = refusal(services.propose_item, programme=make_programme(2026), **told, **who)

    assert (error.code, sorted(error.fields)) == ("invalid_item", fields)
    assert ProgrammeItem.objects.count() == 0


@pytest.mark.parametrize("when", ["1/1/2026", "31/12/2026", "2026", "12/2026"])
def test_every_day_of_the_year_may_be_expected(who, when):
    item = services.propose_item(
        programme=make_programme(2026),
        kind="conference",
        title="Hội thảo",
        agency=make_agency(),
        expected_on=PartialDate.parse_vi(when),
        **who,
    )

    assert item.expected_on == PartialDate.parse_vi(when)


def test_secrets_and_unknown_fields_are_refused(who):
    told = {"programme": make_programme(), "kind": "conference", "agency": make_agency(), **who}

    secret = refusal(services.propose_item, title="Độ mật: TỐI MẬT", **told)
    unknown = refusal(services.propose_item, title="Hội thảo", state="accepted", **told)

    assert (secret.code, unknown.code, ProgrammeItem.objects.count()) == ("secret_mark", "unknown_field", 0)


def test_a_line_is_changed_with_its_lists(who):
    item = make_item(cost_amount=Decimal(5), cost_currency="USD")
    partner = make_partner()

    changed = services.update_item(
        item=item,
        changes={"title": "Mới", "cost_amount": None, "partners": [partner]},
        base_version=1,
        **who,
    )
    same = services.update_item(item=item, changes={"partners": [partner]}, base_version=None, **who)

    assert (changed.title, changed.cost_amount, changed.cost_currency, [*changed.partners.all()]) == (
        "Mới",
        None,
        "",
        [partner],
    )
    assert (changed.version, same.version) == (3, 3)


def test_the_agency_of_a_line_is_not_given_away_by_a_focal_point():
    user = make_user(Role.FOCAL_POINT)
    item = make_item(agency=user.agency)
    given = {"item": item, "base_version": None, "user": user}

    changed = services.update_item(changes={"title": "Mới"}, **given)
    error = refusal(services.update_item, changes={"agency": make_agency()}, **given)
    other = refusal(services.update_item, **{**given, "item": make_item(), "changes": {"title": "Của bạn"}})

    assert (changed.title, error.code, other.code) == ("Mới", "may_not_propose", "may_not_propose")


@pytest.mark.parametrize(
    ("state", "in_edition", "officer", "focal"),
    [
        ("proposed", False, True, True),
        ("accepted", False, True, False),
        ("accepted", True, False, False),
        ("refused", False, False, False),
        ("withdrawn", False, False, False),
        ("removed", True, False, False),
    ],
)
def test_until_when_a_line_may_be_changed(state, in_edition, officer, focal):
    programme = make_programme()
    edition = programme.revisions.create(kind="initial", approved_on=TODAY) if in_edition else None
    user = make_user(Role.FOCAL_POINT)
    item = make_item(programme, agency=user.agency, state=state, decision_note="Lý do", accepted_in=edition)

    def is_taken(person) -> bool:
        try:
            services.update_item(item=item, changes={"days": 3}, base_version=None, user=person)
        except Conflict:
            return False
        return True

    assert (is_taken(make_user()), is_taken(user)) == (officer, focal)


def test_a_proposal_is_withdrawn_before_it_is_decided(by):
    item, decided = make_item(), make_item(state="accepted")

    services.withdraw_item(item=item, note=" Chưa  bố trí ", base_version=1, **by)
    error = refusal(services.withdraw_item, item=decided, **by)
    long = refusal(services.withdraw_item, item=make_item(), note="a" * 501, **by)

    assert state_of(item) == ("withdrawn", TODAY, "Chưa bố trí", None, None)
    assert (error.code, long.code, state_of(decided)[0]) == ("item_settled", "invalid_item", "accepted")


# --- decisions -----------------------------------------------------------------------------
def test_several_lines_are_decided_at_once(by):
    items = [make_item(), make_item()]

    services.decide_items(items=items, is_accepted=True, **by)
    accepted = [state_of(item)[0] for item in items]
    services.decide_items(items=items[:1], is_accepted=False, note="Chưa cần", **by)

    assert accepted == ["accepted", "accepted"]
    assert [state_of(item)[:3] for item in items] == [
        ("refused", TODAY, "Chưa cần"),
        ("accepted", TODAY, ""),
    ]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"is_accepted": False}, ["note"]),
        ({"is_accepted": False, "note": " "}, ["note"]),
        ({"is_accepted": True, "note": "a" * 501}, ["note"]),
        ({"is_accepted": True, "items": []}, ["items"]),
    ],
)
def test_a_decision_that_cannot_be_written(by, given, fields):
    item = make_item()

    error = refusal(services.decide_items, **{"items": [item], **given, **by})

    assert (error.code, sorted(error.fields)) == ("invalid_decision", fields)
    assert state_of(item)[0] == "proposed"


@pytest.mark.parametrize("state", ["withdrawn", "removed", "in_edition"])
def test_one_settled_line_stops_the_whole_decision(by, state):
    open_item, programme = make_item(), make_programme()
    edition = programme.revisions.create(kind="initial", approved_on=TODAY)
    values = {"state": "accepted", "accepted_in": edition} if state == "in_edition" else {"state": state}
    settled = make_item(programme, decision_note="Lý do", **values)

    error = refusal(services.decide_items, items=[settled, open_item], is_accepted=True, **by)

    assert (error.code, state_of(open_item)[0]) == ("item_settled", "proposed")


# --- editions ------------------------------------------------------------------------------
def test_an_edition_stamps_what_came_and_what_left(by):
    programme = make_programme()
    first, second, waiting = (make_item(programme) for _number in range(3))
    services.decide_items(items=[first, second], is_accepted=True, **by)

    initial = approve(
        programme, by, on=date(2026, 1, 5), document_number=" 12/QĐ-UBND ", approved_by="Chủ tịch"
    )
    services.remove_item(item=first, reason="Đối tác hoãn", **by)
    services.decide_items(items=[waiting], is_accepted=True, **by)
    before = state_of(first)
    change = approve(programme, by, kind="mid_year")

    assert (initial.document_number, initial.approved_by) == ("12/QĐ-UBND", "Chủ tịch")
    assert before == ("removed", TODAY, "Đối tác hoãn", initial.pk, None)
    assert [state_of(item)[3:] for item in (first, second, waiting)] == [
        (initial.pk, change.pk),
        (initial.pk, None),
        (change.pk, None),
    ]
    programme.refresh_from_db()
    assert programme.version == 3


@pytest.mark.parametrize(
    ("before", "given", "code", "fields"),
    [
        ([], {"kind": "mid_year"}, "no_initial_revision", ["kind"]),
        ([], {"kind": "other"}, "no_initial_revision", ["kind"]),
        ([], {"kind": "x"}, "invalid_revision", ["kind"]),
        (["initial"], {"kind": "initial"}, "revision_exists", ["kind"]),
        (["initial", "mid_year"], {"kind": "mid_year"}, "revision_exists", ["kind"]),
        ([], {"on": date(2026, 3, 3)}, "invalid_revision", ["approved_on"]),
        (["initial"], {"kind": "other", "on": date(2025, 12, 31)}, "invalid_revision", ["approved_on"]),
        ([], {"document_number": "a" * 121}, "invalid_revision", ["document_number"]),
        ([], {"note": "a" * 10_001}, "invalid_revision", ["note"]),
        ([], {"note": "Độ mật: TỐI MẬT"}, "secret_mark", ["note"]),
        ([], {"base_version": 9}, "stale_version", []),
    ],
)
def test_an_edition_that_cannot_be(by, before, given, code, fields):
    programme = make_programme()
    for kind in before:
        programme.revisions.create(kind=kind, approved_on=date(2026, 1, 1))
    item = make_item(programme, state="accepted")

    error = refusal(lambda: approve(programme, by, **given))

    assert (error.code, sorted(error.fields)) == (code, fields)
    assert ProgrammeRevision.objects.count() == len(before)
    assert state_of(item)[3] is None


@pytest.mark.parametrize("on", [date(2026, 1, 1), date(2026, 3, 2)])
def test_an_edition_may_be_of_the_day_of_the_one_before_or_of_today(by, on):
    programme = make_programme()
    programme.revisions.create(kind="initial", approved_on=date(2026, 1, 1))
    make_item(programme, state="accepted")

    assert approve(programme, by, kind="other", on=on).approved_on == on


def test_an_edition_without_any_change_is_none(by):
    programme = make_programme()
    make_item(programme, state="refused", decision_note="Thôi")

    error = refusal(lambda: approve(programme, by))

    assert (error.code, ProgrammeRevision.objects.count()) == ("nothing_to_approve", 0)


# --- out again -----------------------------------------------------------------------------
def in_programme(by):
    item = make_item()
    services.decide_items(items=[item], is_accepted=True, **by)
    approve(item.programme, by)
    item.refresh_from_db()
    return item


def test_a_line_taken_out_can_be_put_back_until_the_adjustment(by):
    item = in_programme(by)
    services.remove_item(item=item, reason="Hoãn", **by)

    services.restore_item(item=item, **by)
    back = state_of(item)
    services.remove_item(item=item, reason="Hoãn", **by)
    approve(item.programme, by, kind="mid_year")
    error = refusal(services.restore_item, item=item, **by)

    assert (back[0], back[2], error.code, state_of(item)[0]) == ("accepted", "", "item_settled", "removed")


def test_only_what_an_edition_holds_is_taken_out_with_a_reason(by):
    accepted = make_item(state="accepted")

    early = refusal(services.remove_item, item=accepted, reason="Hoãn", **by)
    silent = refusal(services.remove_item, item=in_programme(by), reason=" ", **by)

    assert (early.code, silent.code, sorted(silent.fields)) == (
        "item_not_in_programme",
        "invalid_removal",
        ["reason"],
    )


@pytest.mark.parametrize(("cancelled", "code"), [(None, "item_in_use"), (date(2026, 2, 1), "")])
def test_a_line_that_is_being_carried_out_stays(by, cancelled, code):
    item = in_programme(by)
    reason = "budget" if cancelled else ""
    make_trip(plan_status="in_plan", programme_item=item, cancelled_on=cancelled, cancel_reason=reason)

    if code:
        assert refusal(services.remove_item, item=item, reason="Hoãn", **by).code == code
    else:
        services.remove_item(item=item, reason="Hoãn", **by)
    assert state_of(item)[0] == ("accepted" if code else "removed")


# --- the delegation of a line -----------------------------------------------------------------
def test_a_delegation_begins_with_what_its_line_says(by):
    item = in_programme(by)
    item.partners.add(make_partner())
    item.countries.add(make_country("KR"), make_country("JP"))
    ProgrammeItem.objects.filter(pk=item.pk).update(head_rank="department", purpose="Học hỏi")
    item.refresh_from_db()

    made = services.start_delegation(
        item=item, title_vi=item.title, planned_starts_on=date(2026, 5, 4), planned_persons=5, **by
    )

    assert (made.direction, made.plan_status, made.programme_item, made.head_rank, made.purpose_vi) == (
        "out",
        "in_plan",
        item,
        "department",
        "Học hỏi",
    )
    assert ([*made.partners.all()], [*made.lead_agencies.all()]) == ([*item.partners.all()], [item.agency])
    assert [stop.country.code for stop in made.stops.all()] == ["JP", "KR"]


def test_a_conference_begins_with_what_its_line_says(by):
    item = make_item(kind="conference", state="accepted", cost_amount=Decimal(5), cost_currency="USD")
    item.countries.add(make_country("JP"))

    made = services.start_conference(
        item=item, part="hosted", title_vi="Diễn đàn", planned_starts_on=date(2026, 5, 4), **by
    )

    assert (made.part, made.plan_status, made.programme_item, made.cost_amount, made.cost_currency) == (
        "hosted",
        "in_plan",
        item,
        Decimal(5),
        "USD",
    )
    assert ([*made.countries.all()], [*made.lead_agencies.all()]) == ([*item.countries.all()], [item.agency])


@pytest.mark.parametrize(
    ("values", "is_delegation"),
    [
        ({"kind": "conference", "state": "accepted"}, True),
        ({"state": "proposed"}, True),
        ({"state": "accepted"}, False),
        ({"kind": "conference"}, False),
    ],
)
def test_other_lines_start_no_record(by, values, is_delegation):
    start = services.start_delegation if is_delegation else services.start_conference
    more = {} if is_delegation else {"part": "hosted"}

    error = refusal(
        start, item=make_item(**values), title_vi="Tên", planned_starts_on=date(2026, 5, 4), **more, **by
    )

    assert error.code == "item_starts_nothing"
    assert (Delegation.objects.count(), Conference.objects.count()) == (0, 0)
