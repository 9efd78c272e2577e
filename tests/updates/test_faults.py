"""Killed at every statement of a deed, nothing is lost, nothing doubled, nothing half done.

A child process does the deed against the same database and dies at its n-th statement: by `kill -9` of itself (before the
statement reaches the database, or after it has answered), or because the database ends its connection. Then the
register is what it was before; and the deed, done again, gives exactly what it gives when nothing goes wrong.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from agreements.models import Project, ProjectReport
from dnfa.core.attachments.models import Attachment
from dnfa.followup.models import Action
from dnfa.updates import services
from dnfa.updates.models import (
    ChangeRequest,
    Confirmation,
    ProposedValue,
    RequestStep,
    RoundAgency,
    RoundStep,
)
from dnfa.updates.services import rounds
from tests.factories import make_agency
from tests.faults import DONE, LOST, in_a_child
from tests.updates.factories import NOW, TODAY, accept, begin, give_back, make_cast, save, sent, submit
from tests.updates.services.test_rounds import QUESTIONS, answer, asked_of, opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("as_installed")]

WATCHED = (
    ChangeRequest, ProposedValue, RequestStep, Confirmation, RoundAgency, RoundStep, Project, ProjectReport, Action,
    Attachment,
)  # fmt: skip
STAMPS = {"id", "created_at", "updated_at", "request_id", "asked_id", "project_id"}


def register() -> dict[str, list[tuple[Any, ...]]]:
    """Every row the deeds touch, without the numbers a second attempt may count differently."""
    return {
        model.__name__: [
            tuple(value for name, value in sorted(row.items()) if name not in STAMPS)
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in WATCHED
    }


def killed_everywhere(deed: Callable[[], Any], how: str) -> int:
    """Kill the deed at each of its statements; the number of places where it was killed before it got through."""
    before = register()
    for at in count(1):
        ended = in_a_child(deed, at, how)
        if ended == DONE:
            return at - 1
        assert ended == (LOST if how == "database" else -signal.SIGKILL)
        assert register() == before
    raise AssertionError


def submitting():
    cast = make_cast(starts_on="2020")
    request = save(cast, begin(cast), {"place": "Sơn Trà", "purpose_vi": "Cho người đi làm"})
    return lambda: submit(cast, request)


def accepting():
    cast = make_cast(starts_on="2020")
    request = sent(cast)
    return lambda: accept(cast, request, "place", "purpose_vi")


def accepting_a_part():
    cast = make_cast(starts_on="2020")
    request = sent(cast)
    return lambda: accept(cast, request, "place", reason="wrong", text="Cho ai?")


def accepting_a_note():
    cast = make_cast(starts_on="2020")
    request = submit(cast, save(cast, begin(cast, "note"), text="Đã mở ba lớp"))
    return lambda: accept(cast, request)


def accepting_a_difficulty():
    cast, solver = make_cast(starts_on="2020"), make_agency()
    request = submit(cast, save(cast, begin(cast, "difficulty"), text="Thiếu giáo viên"))
    return lambda: accept(cast, request, lead_agency=solver, due_on=TODAY)


def returning():
    cast = make_cast(starts_on="2020")
    request = sent(cast)
    return lambda: give_back(cast, request)


def sending_an_answer():
    cast = make_cast(starts_on="2020")
    asked = asked_of(opened(cast, questions=QUESTIONS[1:]), cast.agency)
    asked = answer(cast, asked, **{"Số đoàn đã đón": {"is_nothing": True}})
    return lambda: rounds.answer_submit(asked=asked, base_version=asked.version, user=cast.focal, now=NOW)


def confirming():
    cast = make_cast(starts_on="2020")
    opened(cast)
    facts = {"subject": cast.subject, "record": cast.project, "agency": cast.agency, "user": cast.focal}
    return lambda: services.confirm_record(**facts, seen_version=cast.project.version, today=TODAY)


DEEDS = (
    submitting, accepting, accepting_a_part, accepting_a_note, accepting_a_difficulty, returning, sending_an_answer,
    confirming,
)  # fmt: skip


@pytest.mark.parametrize("prepared", DEEDS, ids=lambda deed: deed.__name__)
def test_a_deed_is_done_or_it_is_not(prepared):
    deed = prepared()
    before = register()

    places = {how: killed_everywhere(deed, how) for how in ("before",)}
    through = register()

    assert places["before"] >= 4
    assert through != before


@pytest.mark.parametrize("how", ["after", "database"])
@pytest.mark.parametrize("prepared", [submitting, accepting_a_part], ids=lambda deed: deed.__name__)
def test_nor_by_an_answer_nobody_heard_or_a_database_that_went_away(prepared, how):
    deed = prepared()
    before = register()

    places = killed_everywhere(deed, how)

    assert places >= 4
    assert register() != before


def test_there_are_more_than_thirty_places_to_be_killed_at():
    assert (
        sum(killed_everywhere(prepared(), "before") for prepared in (accepting, accepting_a_difficulty)) >= 30
    )


def test_done_again_it_gives_what_it_gives_when_nothing_goes_wrong():
    untouched = make_cast(starts_on="2020", key="mot", title_vi="Một")
    killed = make_cast(starts_on="2020", key="hai", title_vi="Hai")
    smooth, rough = sent(untouched), sent(killed)
    accept(untouched, smooth, "place", "purpose_vi")

    in_a_child(lambda: accept(killed, rough, "place", "purpose_vi"), 9, "after")
    accept(killed, rough, "place", "purpose_vi")

    def told(request, project):
        row = ChangeRequest.objects.get(pk=request.pk)
        record = Project.objects.get(pk=project.pk)
        return (
            row.state,
            [step.kind for step in row.steps.all()],
            record.place,
            record.purpose_vi,
            record.version,
        )

    assert told(rough, killed.project) == told(smooth, untouched.project)
