from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from dnfa.accounts import focal_point_services as services
from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.accounts.services import issue_token
from dnfa.core.clock import VIETNAM
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.mail.models import OutgoingMail
from dnfa.core.partial_dates import PartialDate
from tests.accounts.focal_points import BASE, inherit, make_focal, make_manager
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 9, tzinfo=VIETNAM)


def invite(user, agency, **values):
    facts = {"full_name": "Trần Hạnh", "email": "Hanh@danang.gov.vn", **values}
    return services.focal_point_invite(agency=agency, user=user, today=TODAY, now=NOW, base=BASE, **facts)


def mails():
    """Who was written to where about what."""
    return [(mail.recipient, mail.to, mail.subject, mail.state) for mail in OutgoingMail.objects.all()]


def reason_of(person):
    return person.audit_rows.order_by("pgh_id").last().pgh_context.metadata["reason"]


def test_one_in_charge_invites_into_the_own_agency():
    manager = make_manager()

    person = invite(manager, manager.agency, position=" Chuyên  viên ", phone="0236 1022")

    person.refresh_from_db()
    assert (person.username, person.email, person.role, person.agency) == (
        "hanh@danang.gov.vn", "Hanh@danang.gov.vn", Role.FOCAL_POINT, manager.agency,
    )  # fmt: skip
    assert (person.full_name, person.position, person.phone) == ("Trần Hạnh", "Chuyên viên", "0236 1022")
    assert (person.has_usable_password(), person.is_staff, person.is_superuser, person.manages_focal_points) == (
        False, False, False, False,
    )  # fmt: skip
    assert reason_of(person) == "Mời làm đầu mối"
    assert mails() == [
        (person, "Hanh@danang.gov.vn", "Mời bạn vào Sổ đối ngoại Đà Nẵng: đặt mật khẩu", "queued")
    ]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.HEAD, True),
        (Role.ADMINISTRATOR, True),
        (Role.OFFICER, False),
        (Role.LEADER, False),
        (Role.AUDITOR, False),
    ],
)
def test_who_of_the_department_invites(role, may):
    user, agency = make_user(role), make_agency()

    if may:
        assert invite(user, agency, manages_focal_points=True).manages_focal_points is True
    else:
        with pytest.raises(NotAllowed):
            invite(user, agency)
        assert User.objects.filter(role=Role.FOCAL_POINT).count() == 0


def deeds(person, user):
    """Every deed to a focal point, ready to be done by `user`."""
    by = {"person": person, "user": user, "today": TODAY}
    return [
        lambda: services.focal_point_edit(changes={"phone": "1"}, base_version=None, now=NOW, **by),
        lambda: services.focal_point_close(reason="x", confirm_last=True, **by),
        lambda: services.focal_point_reopen(reason="x", **by),
        lambda: services.focal_point_charge(manages_focal_points=True, reason="x", **by),
        lambda: services.focal_point_send_link(base=BASE, now=NOW, **by),
    ]


@pytest.mark.parametrize("who", ["another agency's manager", "a colleague", "an officer", "oneself"])
def test_nobody_reaches_beyond_their_charge(who):
    person = make_focal()
    user = {
        "another agency's manager": make_manager,
        "a colleague": lambda: make_focal(person.agency),
        "an officer": lambda: make_user(Role.OFFICER, agency=person.agency),
        "oneself": lambda: person,
    }[who]()
    before = User.objects.values().get(pk=person.pk)

    for deed in deeds(person, user):
        with pytest.raises(NotAllowed):
            deed()
    with pytest.raises(NotAllowed):
        invite(user, person.agency)

    assert User.objects.values().get(pk=person.pk) == before


def test_of_two_who_close_each_other_the_second_is_too_late():
    first = make_manager()
    second = make_manager(first.agency)
    as_the_request_began = User.objects.get(pk=second.pk)
    services.focal_point_close(person=second, reason="x", user=first, today=TODAY)

    with pytest.raises(NotAllowed):
        services.focal_point_close(
            person=first, reason="x", confirm_last=True, user=as_the_request_began, today=TODAY
        )

    first.refresh_from_db()
    assert first.is_active is True


@pytest.mark.parametrize("role", [role for role in Role if role != Role.FOCAL_POINT])
def test_who_is_no_focal_point_is_out_of_reach(role):
    manager = make_manager()
    person = make_user(role, agency=manager.agency, email="x@danang.gov.vn")

    for user in (manager, make_user(Role.ADMINISTRATOR)):
        for deed in deeds(person, user):
            with pytest.raises(NotAllowed):
                deed()

    person.refresh_from_db()
    assert (person.is_active, person.phone, person.version) == (True, "", 1)


@pytest.mark.parametrize(
    ("values", "code", "fields"),
    [
        ({"email": "co-roi@danang.gov.vn"}, "invalid_focal_point", ["email"]),
        ({"email": "CO-ROI@danang.gov.vn"}, "invalid_focal_point", ["email"]),
        ({"email": "khong-phai-thu"}, "invalid_focal_point", ["email"]),
        ({"email": " "}, "mail_address_required", ["email"]),
        ({"full_name": " "}, "invalid_focal_point", ["full_name"]),
    ],
)
def test_an_invitation_that_will_not_do_makes_no_account(
    values, code, fields, django_capture_on_commit_callbacks
):
    manager = make_manager()
    make_focal(name="co-roi")

    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(InvalidInput) as refused:
        invite(manager, manager.agency, **values)

    assert (refused.value.code, list(refused.value.fields), callbacks) == (code, fields, [])
    assert User.objects.count() == 2


def test_nobody_is_invited_into_an_agency_that_is_no_more():
    heir, old = make_agency(), make_agency(valid_to=PartialDate(2025, 2, 28))
    inherit(heir, old)

    with pytest.raises(InvalidInput) as refused:
        invite(make_manager(heir), old)

    assert (refused.value.code, list(refused.value.fields)) == ("agency_ended", ["agency"])


def test_an_heir_closes_the_account_of_the_old_agency():
    heir, old = make_agency(), make_agency(valid_to=PartialDate(2025, 2, 28))
    inherit(heir, old)
    person = make_focal(old)

    services.focal_point_close(person=person, reason="Chuyển công tác", user=make_manager(heir), today=TODAY)

    person.refresh_from_db()
    assert (person.is_active, reason_of(person)) == (False, "Chuyển công tác")


def test_the_contact_is_changed_and_nothing_else():
    manager = make_manager()
    person = make_focal(manager.agency, name="hanh")

    services.focal_point_edit(
        person=person,
        changes={"email": "moi@danang.gov.vn", "position": "Phó Chánh Văn phòng"},
        base_version=1,
        user=manager,
        today=TODAY,
        now=NOW,
    )

    person.refresh_from_db()
    assert (person.username, person.email, person.position, person.version) == (
        "hanh@danang.gov.vn", "moi@danang.gov.vn", "Phó Chánh Văn phòng", 2,
    )  # fmt: skip
    assert mails() == [
        (None, "hanh@danang.gov.vn", "Sổ đối ngoại Đà Nẵng: thư điện tử của tài khoản đã đổi", "queued")
    ]


@pytest.mark.parametrize("name", ["role", "agency", "is_staff", "username", "manages_focal_points"])
def test_what_is_no_contact_is_a_mistake_of_the_caller(name):
    manager = make_manager()

    with pytest.raises(TypeError, match="contact of a focal point has no"):
        services.focal_point_edit(
            person=manager, changes={name: "x"}, base_version=None, user=manager, today=TODAY, now=NOW
        )


def test_a_stale_version_overwrites_nothing():
    manager = make_manager()
    person = make_focal(manager.agency)
    by = {"person": person, "user": manager, "today": TODAY}
    services.focal_point_edit(changes={"phone": "1"}, base_version=1, now=NOW, **by)

    with pytest.raises(Conflict) as refused:
        services.focal_point_edit(changes={"phone": "2"}, base_version=1, now=NOW, **by)

    person.refresh_from_db()
    assert (refused.value.code, person.phone) == ("stale_version", "1")


def test_signing_in_is_no_change_of_the_account(client):
    person = make_focal()
    client.force_login(person)

    person.refresh_from_db()
    assert (person.last_login is not None, person.version) == (True, 1)


def test_closing_stops_sessions_and_tokens_and_opening_again_keeps_the_password(client):
    manager = make_manager()
    person = make_focal(manager.agency, username="hanh")
    person.set_password("mat-khau-dai-2026")
    person.save()
    given = {"username": "hanh", "password": "mat-khau-dai-2026"}
    client.post("/dang-nhap/", given)
    token = {"Authorization": f"Token {issue_token(user=person, name='x')}"}

    services.focal_point_close(person=person, reason="Nghỉ", user=manager, today=TODAY)
    closed = client.get("/toi/").status_code, client.get("/api/v1/agencies/", headers=token).status_code
    services.focal_point_reopen(person=person, reason="Về lại", user=manager, today=TODAY)
    response = client.post("/dang-nhap/", given)

    assert closed == (302, 401)
    assert (response["Location"], reason_of(person)) == ("/", "Về lại")


@pytest.mark.parametrize("deed", ["close", "charge"])
def test_the_last_in_charge_goes_only_when_that_is_meant(deed):
    manager = make_manager()
    by = {"person": manager, "reason": "Chuyển công tác", "user": manager, "today": TODAY}
    service = {
        "close": services.focal_point_close,
        "charge": lambda **given: services.focal_point_charge(manages_focal_points=False, **given),
    }[deed]

    with pytest.raises(Conflict) as warned:
        service(**by)
    manager.refresh_from_db()
    before = manager.is_active, manager.manages_focal_points
    service(confirm_last=True, **by)

    manager.refresh_from_db()
    assert (warned.value.code, list(warned.value.fields), before) == (
        "last_manager", ["confirm_last"], (True, True),
    )  # fmt: skip
    assert (manager.is_active, manager.manages_focal_points) == {
        "close": (False, True),
        "charge": (True, False),
    }[deed]


def test_who_is_not_the_last_goes_without_more():
    manager = make_manager()
    colleague = make_focal(manager.agency)
    services.focal_point_charge(
        person=colleague, manages_focal_points=True, reason="Thay tôi", user=manager, today=TODAY
    )

    services.focal_point_close(person=manager, reason="Chuyển công tác", user=manager, today=TODAY)

    manager.refresh_from_db()
    assert manager.is_active is False


@pytest.mark.parametrize(
    ("values", "number", "refusal", "code"),
    [
        ({"is_active": False}, 1, Conflict, "account_closed"),
        ({}, 2, Conflict, "account_open"),
        ({"is_active": False}, 3, Conflict, "account_closed"),
        ({"manages_focal_points": True}, 3, Conflict, "charge_unchanged"),
        ({"is_active": False}, 4, Conflict, "account_closed"),
        ({"email": ""}, 4, InvalidInput, "no_mail_address"),
    ],
)
def test_a_deed_out_of_place_is_refused(values, number, refusal, code):
    person = make_focal(**values)
    before = User.objects.values().get(pk=person.pk)

    with pytest.raises(refusal) as refused:
        deeds(person, make_user(Role.HEAD))[number]()

    assert refused.value.code == code
    assert User.objects.values().get(pk=person.pk) == before


def test_every_deed_wants_its_reason():
    manager = make_manager()
    by = {"person": make_focal(manager.agency), "reason": " ", "user": manager, "today": TODAY}

    for service in (
        services.focal_point_close,
        services.focal_point_reopen,
        lambda **given: services.focal_point_charge(manages_focal_points=True, **given),
    ):
        with pytest.raises(InvalidInput) as refused:
            service(**by)
        assert (refused.value.code, list(refused.value.fields)) == ("reason_required", ["reason"])


def test_the_link_is_sent_to_the_own_address_once_in_the_pause():
    person = make_focal(name="hanh")
    given = {"person": person, "base": BASE, "user": make_user(Role.HEAD), "today": TODAY}

    for minutes in (0, 4, 5):
        services.focal_point_send_link(now=NOW + timedelta(minutes=minutes), **given)

    subject = "Mời bạn vào Sổ đối ngoại Đà Nẵng: đặt mật khẩu"
    assert mails() == [(person, "hanh@danang.gov.vn", subject, "queued")] * 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"phone": "0236 1022"}, []),
        ({"email": "HANH@danang.gov.vn"}, []),
        ({"email": "moi@danang.gov.vn"}, ["hanh@danang.gov.vn"]),
    ],
)
def test_the_former_address_learns_of_the_new_one_without_its_name(changes, told):
    person = make_focal(name="hanh")

    services.focal_point_edit(
        person=person, changes=changes, base_version=1, user=make_user(Role.HEAD), today=TODAY, now=NOW
    )

    written = list(OutgoingMail.objects.all())
    assert [mail.to for mail in written] == told
    assert ["moi@danang.gov.vn" in mail.body for mail in written] == [False] * len(told)
    assert ["Lúc 09:00 26/11/2026, thư điện tử của tài khoản" in mail.body for mail in written] == [
        True
    ] * len(told)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.FOCAL_POINT])
def test_the_database_lets_only_focal_points_be_in_charge(role):
    with pytest.raises(Exception, match="only_focal_points_manage_focal_points"):
        make_user(role, manages_focal_points=True, agency=make_agency())
