from __future__ import annotations

import threading

import pytest
from django.db import connection

from agreements.models import ProjectAgency
from agreements.services.projects import project_update
from dnfa.accounts.enums import Role
from dnfa.core.attachments.services import attach_file
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from dnfa.updates import services
from dnfa.updates.models import ChangeRequest, ProposedValue
from tests.core.attachments.samples import pdf, upload
from tests.factories import make_agency, make_user
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


def test_a_draft_of_an_edit_is_opened_once():
    cast = make_cast()
    colleague = make_user(Role.FOCAL_POINT, agency=cast.agency)

    first = begin(cast)

    assert begin(cast, user=colleague) == first
    assert (first.state, first.author, first.agency, first.record) == (
        "draft",
        cast.focal,
        cast.agency,
        cast.project,
    )
    assert first.base_version == cast.project.version


def test_notes_files_and_difficulties_may_be_many():
    cast = make_cast()

    made = [save(cast, begin(cast, kind), text="Đã họp") for kind in ("note", "note", "difficulty")]
    made.append(begin(cast, "file"))

    assert len({request.pk for request in made}) == 4


@pytest.mark.parametrize("kind", ["note", "file", "difficulty", "new"])
def test_a_second_click_opens_what_the_first_one_began(kind):
    cast = make_cast()
    about = {"record": None} if kind == "new" else {}

    first, second = begin(cast, kind, **about), begin(cast, kind, **about)
    save(cast, first, {"title_vi": "Tên"} if kind == "new" else None, text="Lời")
    third = begin(cast, kind, **about)

    assert (second, ChangeRequest.objects.count()) == (first, 2)
    assert third != first


def test_an_empty_draft_is_found_only_by_its_author_its_record_and_its_kind():
    cast, other = make_cast(), make_cast()
    first = begin(cast, "note")
    ProjectAgency.objects.create(project=other.project, agency=cast.agency, role="owner")
    colleague = make_user(Role.FOCAL_POINT, agency=cast.agency)

    others = [
        begin(cast, "note", user=colleague),
        begin(cast, "difficulty"),
        begin(cast, "note", record=other.project),
    ]

    assert len({first.pk, *(request.pk for request in others)}) == 4


def test_a_draft_with_a_file_is_not_empty(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cast = make_cast()
    first = begin(cast, "file")
    facts = {"kind": "other", "title": "Biên bản", "language": "vi", "is_original": False}
    attach_file(
        record=first, upload=upload("bien-ban.pdf", pdf("Họp")), **facts, user=cast.focal, today=TODAY
    )

    assert begin(cast, "file") != first


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_open_one():
    cast = make_cast()
    met, found = threading.Barrier(2), []

    def click() -> None:
        met.wait()
        found.append(begin(cast, "note").pk)
        connection.close()

    clicks = [threading.Thread(target=click) for _number in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    assert found == [ChangeRequest.objects.get().pk] * 2


@pytest.mark.parametrize("kind", ["edit", "note", "file"])
def test_what_speaks_of_a_record_needs_one(kind):
    cast = make_cast()

    with pytest.raises(InvalidInput) as refusal:
        begin(cast, kind, record=None)

    assert (refusal.value.code, ChangeRequest.objects.count()) == ("record_needed", 0)


def test_another_agencys_record_is_not_there():
    cast, other = make_cast(), make_cast()

    with pytest.raises(NotFound) as refusal:
        begin(cast, record=other.project)

    assert refusal.value.code == "record_not_found"


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_readers_send_nothing(role):
    cast = make_cast()

    with pytest.raises(NotAllowed) as refusal:
        begin(cast, user=make_user(role))

    assert refusal.value.code == "not_your_agency"


def test_nobody_speaks_for_another_agency():
    cast = make_cast()

    with pytest.raises(NotAllowed) as refusal:
        begin(cast, agency=make_agency())

    assert refusal.value.code == "not_your_agency"


def test_an_officer_writes_for_an_agency_and_does_not_decide_on_it():
    cast = make_cast()
    request = save(cast, begin(cast, user=cast.officer), {"place": "Liên Chiểu"}, user=cast.officer)
    request = submit(cast, request, user=cast.officer)

    with pytest.raises(NotAllowed) as refusal:
        accept(cast, request, "place")

    assert (request.author, request.agency, refusal.value.code) == (
        cast.officer,
        cast.agency,
        "may_not_review",
    )


def test_only_what_differs_is_proposed():
    cast = make_cast()

    request = save(cast, begin(cast), {"place": "Sơn Trà", "title_vi": "Dạy tiếng Nhật", "quantity": ""})

    assert values_of(request) == {"place": ("Hải Châu", "Sơn Trà", "open")}


def test_typing_it_back_takes_the_proposal_back():
    cast = make_cast()
    request = save(cast, begin(cast), {"place": "Sơn Trà"})

    request = save(cast, request, {"place": "Hải Châu"})

    assert values_of(request) == {}


def test_fields_that_were_not_shown_are_left_alone():
    cast = make_cast()
    request = save(cast, begin(cast), {"place": "Sơn Trà"})

    request = save(cast, request, {"purpose_vi": "Cho học sinh"})

    assert values_of(request) == {
        "place": ("Hải Châu", "Sơn Trà", "open"),
        "purpose_vi": ("", "Cho học sinh", "open"),
    }


def test_fields_that_are_not_the_agencys_are_not_taken():
    cast = make_cast()

    request = save(cast, begin(cast), {"officer": str(cast.focal.pk), "direction": "given"})

    assert values_of(request) == {}


def test_what_cannot_be_read_is_kept_as_typed_and_refused_when_sent():
    cast = make_cast()
    request = save(cast, begin(cast), {"starts_on": "mùa thu năm ngoái"})

    with pytest.raises(InvalidInput) as refusal:
        submit(cast, request)

    assert values_of(request) == {"starts_on": ("", "mùa thu năm ngoái", "open")}
    assert (refusal.value.code, list(refusal.value.fields)) == ("unreadable", ["starts_on"])
    assert ChangeRequest.objects.get(pk=request.pk).state == "draft"


def test_two_who_write_the_same_draft_are_told_apart():
    cast = make_cast()
    request = begin(cast)
    save(cast, request, {"place": "Sơn Trà"})

    with pytest.raises(Conflict) as refusal:
        save(cast, request, {"place": "Thanh Khê"})

    assert refusal.value.code == "stale_version"
    assert values_of(request) == {"place": ("Hải Châu", "Sơn Trà", "open")}


def test_nothing_changed_counts_no_version():
    cast = make_cast()
    request = save(cast, begin(cast), {"place": "Sơn Trà"}, text="Theo QĐ 12")

    again = save(cast, request, {"place": "Sơn Trà"}, text="Theo QĐ 12")

    assert again.version == request.version


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", {}),  # left as the page showed it: somebody else's change stands
        (
            "Cho sinh viên",
            {"purpose_vi": ("", "Cho sinh viên", "open")},
        ),  # the reviewer is told that it has moved
        ("Cho học sinh", {}),  # what stands by now
    ],
)
def test_what_the_page_did_not_show_yet_is_not_undone_unawares(typed, kept):
    cast = make_cast()
    request = begin(cast)
    shown = {"place": "Hải Châu", "purpose_vi": ""}
    project_update(
        project=cast.project, changes={"purpose_vi": "Cho học sinh"}, base_version=None, user=cast.officer
    )

    save(cast, request, {"place": "Sơn Trà", "purpose_vi": typed}, shown=shown)

    assert values_of(request) == {"place": ("Hải Châu", "Sơn Trà", "open"), **kept}


def test_what_is_typed_back_to_what_the_page_showed_is_no_proposal_any_more():
    cast = make_cast()
    shown = {"place": "Hải Châu"}
    request = save(cast, begin(cast), {"place": "Sơn Trà"}, shown=shown)
    project_update(project=cast.project, changes={"place": "Cẩm Lệ"}, base_version=None, user=cast.officer)

    save(cast, request, {"place": "Hải Châu"}, shown=shown)

    assert values_of(request) == {}


def test_a_draft_written_on_a_newer_record_takes_it_as_its_base():
    cast = make_cast()
    request = save(cast, begin(cast), {"place": "Sơn Trà"})
    record = project_update(
        project=cast.project, changes={"place": "Ngũ Hành Sơn"}, base_version=None, user=cast.officer
    )

    unseen = save(cast, request, {"purpose_vi": "Cho học sinh"}, record_version=cast.project.version)
    seen = save(cast, unseen, {"purpose_vi": "Cho sinh viên"}, record_version=record.version)

    assert values_of(seen)["place"] == ("Ngũ Hành Sơn", "Sơn Trà", "open")
    assert (unseen.base_version, seen.base_version) == (cast.project.version, record.version)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("edit", "nothing_said"),
        ("note", "nothing_said"),
        ("difficulty", "nothing_said"),
        ("file", "file_needed"),
    ],
)
def test_nothing_is_sent_that_says_nothing(kind, code):
    cast = make_cast()

    with pytest.raises(InvalidInput) as refusal:
        submit(cast, begin(cast, kind))

    assert refusal.value.code == code


def test_sending_is_a_step_and_ends_writing():
    cast = make_cast()
    request = sent(cast)

    with pytest.raises(Conflict) as refusal:
        save(cast, request, {"place": "Cẩm Lệ"})

    assert (request.state, request.submitted_at, steps_of(request)) == (
        "submitted",
        NOW,
        [("submitted", "", "")],
    )
    assert refusal.value.code == "not_with_agency"


def test_while_it_waits_no_second_edit_is_begun():
    cast = make_cast()
    sent(cast)

    with pytest.raises(Conflict) as refusal:
        begin(cast)

    assert refusal.value.code == "already_sent"


def test_what_came_back_is_sent_again():
    cast = make_cast()
    request = give_back(cast, sent(cast), remarks={"place": "Phường nào?"})

    request = submit(cast, save(cast, request, {"place": "phường An Hải"}))

    assert values_of(request) == {
        "place": ("Hải Châu", "phường An Hải", "open"),
        "purpose_vi": ("", "Cho người đi làm", "open"),
    }
    assert [kind for kind, _reason, _text in steps_of(request)] == ["submitted", "returned", "resubmitted"]


def test_a_draft_is_withdrawn_without_a_reason_and_what_was_sent_with_one():
    cast = make_cast()
    draft, waiting = begin(cast, "note"), sent(cast)

    services.request_withdraw(request=draft, base_version=draft.version, user=cast.focal, now=NOW)
    with pytest.raises(InvalidInput) as refusal:
        services.request_withdraw(request=waiting, base_version=waiting.version, user=cast.focal, now=NOW)
    done = services.request_withdraw(
        request=waiting, reason="Gửi nhầm", base_version=waiting.version, user=cast.focal, now=NOW
    )

    assert refusal.value.code == "reason_needed"
    assert (done.state, done.closed_at, steps_of(done)[-1]) == (
        "withdrawn",
        NOW,
        ("withdrawn", "", "Gửi nhầm"),
    )
    assert ChangeRequest.objects.get(pk=draft.pk).state == "withdrawn"


def test_nobody_else_writes_sends_or_withdraws():
    cast, other = make_cast(), make_cast()
    request = save(cast, begin(cast), {"place": "Sơn Trà"})
    codes = []
    for deed in (
        lambda: save(cast, request, {"place": "x"}, user=other.focal),
        lambda: submit(cast, request, user=cast.officer),
        lambda: services.request_withdraw(
            request=request, base_version=request.version, user=other.focal, now=NOW
        ),
    ):
        with pytest.raises(NotAllowed) as refusal:
            deed()
        codes.append(refusal.value.code)

    assert codes == ["not_your_request"] * 3
    assert list(ProposedValue.objects.values_list("proposed", flat=True)) == ["Sơn Trà"]


def test_the_day_of_what_is_told_stays_until_it_is_taken_away():
    cast = make_cast()
    request = save(cast, begin(cast, "note"), text="Đã mở ba lớp", told_on=TODAY)

    kept = save(cast, request, text="Đã mở bốn lớp")
    gone = save(cast, kept, told_on=None)

    assert (kept.text, kept.told_on) == ("Đã mở bốn lớp", TODAY)
    assert (gone.text, gone.told_on) == ("Đã mở bốn lớp", None)
