from __future__ import annotations

from datetime import date

import pytest

from agreements.models import Project, ProjectReport
from agreements.services.projects import project_update
from dnfa.accounts.enums import Role
from dnfa.core.attachments.models import Attachment
from dnfa.core.attachments.services import attach_file
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.history import changes_of
from dnfa.followup.models import Action
from dnfa.updates import services
from dnfa.updates.models import ChangeRequest
from tests.core.attachments.samples import pdf, upload
from tests.factories import make_agency, make_agreement, make_partner, make_user
from tests.updates.factories import (
    NOW,
    TODAY,
    accept,
    begin,
    give_back,
    make_cast,
    save,
    sent,
    steps_of,
    submit,
    values_of,
)

pytestmark = pytest.mark.django_db


def stored(cast) -> tuple[str, str]:
    record = Project.objects.get(pk=cast.project.pk)
    return record.place, record.purpose_vi


def test_everything_accepted_stands_in_the_register():
    cast = make_cast()

    request = accept(cast, sent(cast), "place", "purpose_vi", text="Cảm ơn")

    assert stored(cast) == ("Sơn Trà", "Cho người đi làm")
    assert (request.state, request.closed_at, request.reviewer) == ("accepted", NOW, cast.officer)
    assert steps_of(request) == [("submitted", "", ""), ("accepted", "", "Cảm ơn")]


def test_the_history_of_the_record_says_whose_update_it_was():
    cast = make_cast()
    request = accept(cast, sent(cast), "place", "purpose_vi")

    reasons = {change.reason for change in changes_of(Project, cast.project.pk) if change.reason}

    assert reasons == {f"Theo cập nhật CN-{request.pk} của {cast.agency}"}


def test_what_is_not_chosen_goes_back_and_the_rest_stands():
    cast = make_cast()

    request = accept(cast, sent(cast), "purpose_vi", reason="wrong", remarks={"place": "Ghi tên phường"})

    assert stored(cast) == ("Hải Châu", "Cho người đi làm")
    assert (request.state, request.closed_at) == ("returned", None)
    assert values_of(request) == {
        "place": ("Hải Châu", "Sơn Trà", "returned"),
        "purpose_vi": ("", "Cho người đi làm", "accepted"),
    }
    assert steps_of(request)[-1] == ("partly_accepted", "wrong", "Ghi tên phường")


def test_the_rest_is_sent_again_and_accepted():
    cast = make_cast()
    request = accept(cast, sent(cast), "purpose_vi", reason="wrong", text="Ghi tên phường")

    request = submit(cast, save(cast, request, {"place": "phường An Hải", "purpose_vi": "bỏ qua"}))
    request = accept(cast, request, "place")

    assert stored(cast) == ("phường An Hải", "Cho người đi làm")
    assert request.state == "accepted"


def test_a_part_goes_back_only_with_reason_and_words():
    cast = make_cast()
    request = sent(cast)
    codes = []
    for words in ({}, {"reason": "wrong"}):
        with pytest.raises(InvalidInput) as refusal:
            accept(cast, request, "place", **words)
        codes.append(refusal.value.code)

    assert codes == ["reason_needed", "text_needed"]
    assert stored(cast) == ("Hải Châu", "")
    assert ChangeRequest.objects.get(pk=request.pk).state == "submitted"


def test_nothing_chosen_is_no_acceptance():
    cast = make_cast()

    with pytest.raises(InvalidInput) as refusal:
        accept(cast, sent(cast), reason="wrong", text="x")

    assert refusal.value.code == "nothing_accepted"


def test_a_record_that_moved_since_the_page_was_opened_is_looked_at_again():
    cast = make_cast()
    request = sent(cast)
    seen = cast.project.version
    project_update(project=cast.project, changes={"place": "Cẩm Lệ"}, base_version=None, user=cast.officer)

    with pytest.raises(Conflict) as refusal:
        accept(cast, request, "place", "purpose_vi", record_version=seen)

    assert refusal.value.code == "stale_version"
    assert stored(cast) == ("Cẩm Lệ", "")


def test_having_looked_the_reviewer_may_overwrite():
    cast = make_cast()
    request = sent(cast)
    record = project_update(
        project=cast.project, changes={"place": "Cẩm Lệ"}, base_version=None, user=cast.officer
    )

    accept(cast, request, "place", "purpose_vi", record_version=record.version)

    assert stored(cast) == ("Sơn Trà", "Cho người đi làm")


def test_what_the_rooms_service_refuses_changes_nothing():
    cast = make_cast()
    request = sent(cast, {"starts_on": "2026", "ends_on": "2028"})
    project_update(
        project=cast.project,
        changes={"starts_on": None, "ends_on": None, "purpose_vi": "khác"},
        base_version=None,
        user=cast.officer,
    )
    Project.objects.filter(pk=cast.project.pk).update(ends_on="2020")

    with pytest.raises(InvalidInput) as refusal:
        accept(cast, request, "starts_on", reason="wrong", text="x")

    assert list(refusal.value.fields) == ["ends_on"]
    assert ChangeRequest.objects.get(pk=request.pk).state == "submitted"
    assert values_of(request)["starts_on"][2] == "open"


def test_a_whole_return_keeps_what_was_written():
    cast = make_cast()

    request = give_back(cast, sent(cast), remarks={"place": "Phường nào?"})

    assert stored(cast) == ("Hải Châu", "")
    assert {value.name: (value.decision, value.remark) for value in request.values.all()} == {
        "place": ("returned", "Phường nào?"),
        "purpose_vi": ("returned", "Nêu rõ phường"),
    }
    assert (request.state, steps_of(request)[-1]) == ("returned", ("returned", "incomplete", "Nêu rõ phường"))


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.FOCAL_POINT])
def test_only_who_keeps_the_register_decides(role):
    cast = make_cast()
    request = sent(cast)
    values = {"agency": cast.agency} if role == Role.FOCAL_POINT else {}

    with pytest.raises(NotAllowed) as refusal:
        accept(cast, request, "place", user=make_user(role, **values))

    assert refusal.value.code == "may_not_review"


def test_two_reviewers_decide_once():
    cast = make_cast()
    request = sent(cast)
    accept(cast, request, "place", "purpose_vi")

    codes = []
    for version in (request.version, None):
        with pytest.raises(Conflict) as refusal:
            accept(cast, request, "place", base_version=version, user=make_user(Role.HEAD))
        codes.append(refusal.value.code)

    assert codes == ["stale_version", "not_waiting"]


def test_taking_it_tells_who_reviews_and_counts_once():
    cast = make_cast()
    request = sent(cast)

    taken = services.request_take(request=request, base_version=request.version, user=cast.officer, now=NOW)
    again = services.request_take(request=taken, base_version=taken.version, user=cast.officer, now=NOW)

    assert (taken.reviewer, taken.state, again.version) == (cast.officer, "submitted", taken.version)
    assert [kind for kind, _reason, _text in steps_of(again)] == ["submitted", "taken"]


def test_a_new_project_is_made_with_what_was_accepted():
    cast = make_cast()
    request = begin(cast, "new", record=None)
    request = save(
        cast,
        request,
        {"title_vi": "Tặng xe cứu thương", "direction": "received", "managing": [str(cast.agency.pk)]},
    )

    request = accept(cast, submit(cast, request), "title_vi", "direction", "managing")

    record = Project.objects.get(title_vi="Tặng xe cứu thương")
    assert (request.record, request.state, record.direction) == (record, "accepted", "received")
    assert [row.agency for row in record.agency_roles.all()] == [cast.agency]


def donor_of(cast):
    """A partner that the agency knows by a paper of its own."""
    partner = make_partner()
    make_agreement(partners=[partner], agencies=[cast.agency])
    return partner


def new_project(cast):
    values = {
        "title_vi": "Tặng xe cứu thương",
        "direction": "received",
        "donors": [str(donor_of(cast).pk)],
        "managing": [str(cast.agency.pk)],
    }
    return submit(cast, save(cast, begin(cast, "new", record=None), values))


@pytest.mark.parametrize("left", ["title_vi", "donors", "managing"])
def test_a_new_record_is_not_made_of_a_part(left):
    cast = make_cast()
    request = new_project(cast)
    names = [value.name for value in request.values.all()]

    with pytest.raises(InvalidInput) as refusal:
        accept(cast, request, *(name for name in names if name != left), reason="wrong", text="Xem lại")

    assert refusal.value.code == "whole_only"
    assert list(Project.objects.all()) == [cast.project]
    assert ChangeRequest.objects.get().state == "submitted"


def test_a_new_record_that_came_back_is_mended_in_every_field_and_made_once():
    cast = make_cast()
    request = give_back(cast, new_project(cast), remarks={"donors": "Ghi tên đầy đủ"})

    donor = donor_of(cast)
    request = submit(cast, save(cast, request, {"donors": [str(donor.pk)]}))
    accept(cast, request, *(value.name for value in request.values.all()))

    record = Project.objects.exclude(pk=cast.project.pk).get()
    assert (record.title_vi, [row.agency for row in record.agency_roles.all()]) == (
        "Tặng xe cứu thương",
        [cast.agency],
    )
    assert [party.partner for party in record.parties.all()] == [donor]


def test_an_accepted_note_is_the_progress_report_of_its_half_year():
    cast = make_cast()
    request = submit(cast, save(cast, begin(cast, "note"), text="Đã mở ba lớp", told_on=date(2026, 6, 30)))

    accept(cast, request)

    report = ProjectReport.objects.get(project=cast.project)
    assert (report.agency, report.period_from, report.period_to, report.done_vi) == (
        cast.agency,
        date(2026, 1, 1),
        date(2026, 6, 30),
        "Đã mở ba lớp",
    )


def test_a_second_note_of_the_half_year_stands_as_an_update_only():
    cast = make_cast()
    for text in ("Đã mở ba lớp", "Thêm một lớp"):
        accept(cast, submit(cast, save(cast, begin(cast, "note"), text=text, told_on=TODAY)))

    assert list(ProjectReport.objects.values_list("done_vi", flat=True)) == ["Đã mở ba lớp"]
    assert ChangeRequest.objects.filter(state="accepted").count() == 2


def test_a_difficulty_becomes_a_thing_to_do():
    cast, solver = make_cast(), make_agency()
    request = submit(cast, save(cast, begin(cast, "difficulty"), text="Thiếu giáo viên\nTừ tháng 9"))

    with pytest.raises(InvalidInput) as refusal:
        accept(cast, request, due_on=date(2026, 11, 25))
    accept(cast, request, lead_agency=solver, due_on=date(2026, 12, 31))

    action = Action.objects.get()
    assert sorted(refusal.value.fields) == ["due_on", "lead_agency"]
    assert (action.title, action.lead_agency, action.due_on, action.origin, action.record) == (
        "Giải quyết vướng mắc: Thiếu giáo viên",
        solver,
        date(2026, 12, 31),
        "difficulty",
        request,
    )
    assert list(action.coordinating.all()) == [cast.agency]


def test_accepted_files_go_to_the_record_once(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cast = make_cast()
    request = begin(cast, "file")
    attach_file(
        record=request,
        upload=upload("bien-ban.pdf", pdf("Biên bản họp")),
        kind="other",
        title="Biên bản",
        language="vi",
        is_original=False,
        user=cast.focal,
        today=TODAY,
    )

    accept(cast, submit(cast, request))

    files = Attachment.objects.of_record(cast.project)
    assert [(file.title, file.uploaded_by, file.added_on) for file in files] == [
        ("Biên bản", cast.officer, TODAY)
    ]
    assert Attachment.objects.of_record(request).count() == 1
