"""A preview asks the database as often for many rows as for few."""

from __future__ import annotations

import pytest

from agreements.enums import EventKind, Stage, TermKind
from agreements.import_kinds import CRITERIA, RENEWAL_STEPS, RENEWALS, REPORTS, REVIEWS, STEPS
from agreements.services.expiry import open_renewal
from agreements.services.reviews import session_create
from dnfa.accounts.enums import Role
from tests.agreements.consultation.factories import make_report
from tests.agreements.import_kinds.sheets import TODAY, queries_of
from tests.agreements.pipeline.factories import make_set, make_step
from tests.agreements.records.factories import on
from tests.factories import make_agency, make_agreement, make_event, make_user

pytestmark = pytest.mark.django_db


def make_one_of_each(user) -> None:
    """A paper with all that these tables speak of, and a set of criteria of its own day."""
    paper = make_agreement(
        signed_on=on("2022-02-15"), term_kind=TermKind.UNTIL, term_ends_on=on("2027-02-14")
    )
    make_step(paper, Stage.SIGNED, TODAY, ball_agency=make_agency())
    ending = make_event(paper, EventKind.SUSPENSION, occurred_on=on("2026-01-01"))
    make_report(paper)
    make_report(paper, kind="ending", event=ending)
    session_create(title=paper.title_vi, held_on=TODAY, agreements=[paper], user=user)
    open_renewal(agreement=paper, user=user, today=TODAY)
    make_set(valid_from=TODAY.replace(year=2030 + paper.pk % 1000))


@pytest.mark.parametrize(
    "kind",
    [STEPS, REPORTS, REVIEWS, CRITERIA, RENEWALS, RENEWAL_STEPS],
    ids=lambda kind: kind.code,
)
def test_queries_do_not_grow_with_rows(kind):
    user = make_user(Role.HEAD)
    make_one_of_each(user)
    few = queries_of(kind, user)
    for _more in range(4):
        make_one_of_each(user)

    assert queries_of(kind, user) == few
