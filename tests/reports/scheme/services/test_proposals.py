from __future__ import annotations

from datetime import date

import pytest

from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.partial_dates import PartialDate
from reports.models import SchemeProposal, SchemeTask
from reports.scheme.services import accept_proposal, propose_task, return_proposal, withdraw_proposal
from tests.factories import make_agency, make_user
from tests.reports.scheme.factories import TODAY, make_proposal, make_task

pytestmark = pytest.mark.django_db
WORDS = {"title_vi": "Mở tuyến du lịch đường thủy", "reason": "Nhu cầu mới"}
DECIDED = {"code": "II.A.15", "deciding_document": "QĐ 12/QĐ-UBND", "decided_on": date(2026, 11, 2)}


@pytest.fixture
def officer():
    return make_user()


@pytest.fixture
def speaker(tourism):
    return make_user(Role.FOCAL_POINT, agency=tourism)


def who(user) -> dict:
    return {"user": user, "today": TODAY}


def test_the_department_proposes_for_an_agency(officer, tourism, planning):
    make_task()

    made = propose_task(
        group_code="II.A",
        lead_agency=tourism,
        coordinating=[planning],
        agency=tourism,
        ends_on=PartialDate(2028),
        **WORDS,
        **who(officer),
    )

    assert (made.agency, made.kind, made.state, made.proposed_on) == (tourism, "addition", "waiting", TODAY)
    assert list(made.coordinating.all()) == [planning]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"title_vi": " "}, ["title_vi"]),
        ({"reason": ""}, ["reason"]),
        ({"group_code": "IX"}, ["group_code"]),
        ({"lead_agency": None}, ["lead_agency"]),
        ({"agency": None}, ["agency"]),
        ({"starts_on": PartialDate(2028), "ends_on": PartialDate(2027)}, ["ends_on"]),
    ],
)
def test_a_proposal_tells_what_why_and_who(given, fields, officer, tourism):
    make_task()
    said = {"group_code": "II.A", "lead_agency": tourism, "agency": tourism, **WORDS, **given}

    with pytest.raises(InvalidInput) as refused:
        propose_task(**said, **who(officer))

    assert (list(refused.value.fields), SchemeProposal.objects.count()) == (fields, 0)


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER])
def test_only_the_department_writes_proposals_down(role, tourism):
    make_task()
    said = {"group_code": "II.A", "lead_agency": tourism, "agency": tourism, **WORDS}

    with pytest.raises(NotAllowed):
        propose_task(**said, **who(make_user(role, agency=tourism)))

    assert SchemeProposal.objects.count() == 0


def test_an_accepted_addition_is_a_task(officer, tourism, planning):
    make_task(order=90)
    proposal = make_proposal(tourism, title_vi="Tuyến mới", ends_on="2028")
    proposal.coordinating.set([planning])

    settled = accept_proposal(proposal=proposal, base_version=1, **DECIDED, **who(officer))

    task = SchemeTask.objects.get(code="II.A.15")
    assert (settled.state, settled.result, settled.decided_on, settled.decided_by) == (
        "accepted",
        task,
        TODAY,
        officer,
    )
    assert (task.title_vi, task.order, str(task.ends_on), task.decided_on) == (
        "Tuyến mới",
        91,
        "2028",
        date(2026, 11, 2),
    )
    assert sorted(task.agency_links.values_list("role", "agency__key")) == [
        ("coordinating", "so-ke-hoach-dau-tu"),
        ("lead", "so-du-lich"),
    ]


def test_an_accepted_amendment_takes_the_place_of_its_task(officer, tourism):
    old = make_task("II.A.3", leads=[tourism], with_all_relevant_units=True)
    proposal = propose_task(task=old, lead_agency=tourism, agency=tourism, **WORDS, **who(officer))

    accept_proposal(proposal=proposal, base_version=None, **{**DECIDED, "code": "II.A.3-1"}, **who(officer))

    old.refresh_from_db()
    new = SchemeTask.objects.get(code="II.A.3-1")
    assert (old.replaced_by, old.replaced_on) == (new, date(2026, 11, 2))
    assert (new.with_all_relevant_units, new.group_code, proposal.kind) == (True, "II.A", "amendment")


def test_a_refused_acceptance_settles_nothing(officer, tourism):
    make_task("II.A.15")
    proposal = make_proposal(tourism)

    with pytest.raises(InvalidInput) as refused:
        accept_proposal(proposal=proposal, base_version=None, **DECIDED, **who(officer))

    proposal.refresh_from_db()
    assert (list(refused.value.fields), proposal.state, SchemeTask.objects.count()) == (
        ["code"],
        "waiting",
        1,
    )


def test_a_returned_proposal_is_sent_again_once(officer, tourism):
    make_task()
    proposal = make_proposal(tourism)
    said = {"group_code": "II.A", "lead_agency": tourism, "agency": tourism, **WORDS}

    with pytest.raises(InvalidInput) as unsaid:
        return_proposal(proposal=proposal, reason=" ", base_version=None, **who(officer))
    returned = return_proposal(proposal=proposal, reason="Trùng", base_version=None, **who(officer))
    again = propose_task(follows=proposal, **said, **who(officer))
    with pytest.raises(Conflict) as twice:
        propose_task(follows=proposal, **said, **who(officer))

    assert (list(unsaid.value.fields), twice.value.code) == (["reason"], "proposal_settled")
    assert (returned.state, returned.decision_note) == ("returned", "Trùng")
    assert (again.follows, again.state) == (proposal, "waiting")


@pytest.mark.parametrize("state", ["returned", "withdrawn"])
def test_what_is_settled_stays_so(state, officer, tourism):
    proposal = make_proposal(tourism, state=state, decision_note="Trùng")

    for deed in (
        lambda: accept_proposal(proposal=proposal, base_version=None, **DECIDED, **who(officer)),
        lambda: return_proposal(proposal=proposal, reason="x", base_version=None, **who(officer)),
        lambda: withdraw_proposal(proposal=proposal, base_version=None, **who(officer)),
    ):
        with pytest.raises(Conflict) as refused:
            deed()
        assert refused.value.code == "proposal_settled"


def test_its_agency_takes_it_back_and_others_decide_nothing(speaker, tourism):
    proposal = make_proposal(tourism)
    other = make_user(Role.FOCAL_POINT, agency=make_agency())

    with pytest.raises(NotAllowed):
        withdraw_proposal(proposal=proposal, base_version=None, **who(other))
    with pytest.raises(NotAllowed):
        accept_proposal(proposal=proposal, base_version=None, **DECIDED, **who(speaker))
    with pytest.raises(NotAllowed):
        return_proposal(proposal=proposal, reason="x", base_version=None, **who(speaker))
    settled = withdraw_proposal(proposal=proposal, base_version=1, **who(speaker))

    assert (settled.state, settled.decided_by, settled.decided_on) == ("withdrawn", None, TODAY)
