from __future__ import annotations

import pytest

from agreements.models import ProjectAgency
from agreements.services.projects import project_update
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, NotAllowed
from dnfa.updates import services
from dnfa.updates.models import Confirmation
from tests.factories import make_agency, make_project, make_user
from tests.updates.factories import TODAY, make_cast
from tests.updates.services.test_rounds import asked_of, confirm, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast(starts_on="2020")


def confirm_both(cast, other, **facts):
    records = [(cast.subject, one, one.version) for one in (cast.project, other)]
    given = {"agency": cast.agency, "user": cast.focal, "today": TODAY, **facts}
    return services.confirm_all(records=records, **given)


def kept() -> list[tuple]:
    rows = Confirmation.objects.order_by("pk")
    return [(one.object_id, one.agency, one.confirmed_by, one.record_version) for one in rows]


def test_still_true_is_said_once_a_day(cast):
    first, second = confirm(cast), confirm(cast)

    assert first == second
    assert kept() == [(cast.project.pk, cast.agency, cast.focal, cast.project.version)]


def test_said_again_of_what_was_changed_since_it_stands_for_the_new_version(cast):
    morning, colleague = confirm(cast), make_user(Role.FOCAL_POINT, agency=cast.agency)
    project_update(project=cast.project, changes={"place": "Cẩm Lệ"}, base_version=None, user=cast.officer)
    cast.project.refresh_from_db()

    noon = services.confirm_record(
        subject=cast.subject,
        record=cast.project,
        agency=cast.agency,
        seen_version=cast.project.version,
        user=colleague,
        today=TODAY,
    )

    assert noon == morning
    assert kept() == [(cast.project.pk, cast.agency, colleague, cast.project.version)]


def test_still_true_is_not_said_of_what_was_not_seen(cast):
    with pytest.raises(Conflict) as refusal:
        services.confirm_record(
            subject=cast.subject,
            record=cast.project,
            agency=cast.agency,
            seen_version=cast.project.version + 1,
            user=cast.focal,
            today=TODAY,
        )

    assert (refusal.value.code, Confirmation.objects.count()) == ("stale_version", 0)


def own_project(cast, **facts):
    project = make_project(starts_on="2020", **facts)
    ProjectAgency.objects.create(project=project, agency=cast.agency, role="managing")
    project.refresh_from_db()
    return project


@pytest.mark.parametrize(
    ("make_other", "is_named", "code"),
    [
        (lambda _cast: make_cast(starts_on="2020").project, False, "record_not_found"),
        (lambda cast: own_project(cast, title_vi="Thư viện"), True, "stale_version"),
    ],
)
def test_what_can_be_is_confirmed_and_the_rest_is_named(cast, make_other, is_named, code):
    other = make_other(cast)
    if code == "stale_version":
        other.version -= 1

    told = confirm_both(cast, other)

    assert [one.object_id for one in told.done] == [cast.project.pk]
    assert [(left.record, left.error.code) for left in told.left] == [(other if is_named else None, code)]
    assert [pk for pk, *_rest in kept()] == [cast.project.pk]


def test_nobody_confirms_for_a_foreign_agency(cast):
    with pytest.raises(NotAllowed) as refusal:
        confirm_both(cast, own_project(cast), agency=make_agency())

    assert (refusal.value.code, kept()) == ("not_your_agency", [])


def test_the_department_writes_for_an_agency_only_what_is_the_agencys(cast):
    """Whatever agency the officer's own account has: the one that is asked is the one that confirms."""
    told = confirm_both(cast, make_cast(starts_on="2020").project, user=cast.officer)

    assert [one.agency for one in told.done] == [cast.agency]
    assert [left.error.code for left in told.left] == ["may_not_propose"]


def test_an_open_round_counts_it(cast):
    asked = asked_of(opened(cast), cast.agency)

    confirmation = confirm(cast)

    assert [row.confirmation for row in asked.records.all()] == [confirmation]
