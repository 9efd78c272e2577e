"""The workshop: every model of the ground floor opens, is searched, saved with a reason, and protected."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin

from dnfa.accounts.enums import Role
from dnfa.accounts.locks import Attempt, note_failure
from dnfa.accounts.models import Agency, ApiToken, SecondFactor, SignedInSession, SignInLock, User
from dnfa.accounts.services import issue_token
from dnfa.core.clock import local_now
from dnfa.core.mail.models import OutgoingMail
from dnfa.core.models import ImportBatch, Job, LegalBasis, PolicyParameter
from dnfa.core.partial_dates import PartialDate
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db
MODELS = [
    model
    for label in ("core", "accounts")
    for model in apps.get_app_config(label).get_models()
    if not model.__name__.endswith("Audit")
]


@pytest.fixture
def workshop(client):
    client.force_login(
        make_user(
            Role.ADMINISTRATOR, is_staff=True, is_superuser=True, full_name="Võ Nam", username="quan-tri"
        )
    )
    return client


def address(model, what="changelist", *args):
    tail = {"changelist": "", "add": "add/", "change": f"{args[0]}/change/" if args else ""}[what]
    return f"/quan-tri/{model._meta.app_label}/{model._meta.model_name}/{tail}"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_is_listed_and_searched(workshop, model):
    assert workshop.get(address(model)).status_code == 200
    assert workshop.get(address(model) + "?q=da+nang").status_code == 200


READ_ONLY = {
    "Job", "ImportBatch", "ImportRow", "ImportChange", "ApiToken", "IdempotencyKey", "Attachment",
    "SignInLock", "SignedInSession", "SecondFactor", "RecoveryCode", "CityIdentity", "OutgoingMail", "MailAttempt",
}  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_programs_write_cannot_be_added(workshop, model):
    assert workshop.get(address(model, "add")).status_code == (403 if model.__name__ in READ_ONLY else 200)


def agency_form(**values):
    return {
        "key": "so-du-lich", "name_vi": "Sở Du lịch", "name_en": "", "abbreviations": "SDL", "kind": "department",
        "valid_from": "8/2016", "valid_to": "", "note": "", "audit_reason": "Theo Quyết định 2887",
        "successions-TOTAL_FORMS": "0", "successions-INITIAL_FORMS": "0", **values,
    }  # fmt: skip


def test_saving_keeps_who_and_why(workshop):
    response = workshop.post(address(Agency, "add"), agency_form())

    assert response.status_code == 302
    agency = Agency.objects.get()
    metadata = agency.audit_rows.get().pgh_context.metadata
    assert (agency.valid_from, agency.abbreviations) == (PartialDate(2016, 8), ["SDL"])
    assert (metadata["actor"], metadata["reason"]) == ("Võ Nam", "Theo Quyết định 2887")


def test_saving_without_a_reason_says_where_it_was_done(workshop):
    agency = make_agency()

    workshop.post(address(Agency, "change", agency.pk), agency_form(audit_reason=""))

    assert (
        agency.audit_rows.order_by("pgh_id").last().pgh_context.metadata["reason"]
        == "Sửa trong trang quản trị"
    )


def test_the_reason_and_the_computed_columns_are_on_the_page(workshop):
    text = workshop.get(address(Agency, "change", make_agency().pk)).content.decode()

    assert 'name="audit_reason"' in text
    assert 'name="name_fold"' not in text


def test_vietnamese_dates_are_read(workshop):
    workshop.post(
        address(LegalBasis, "add"),
        {
            "key": "thu-30",
            "number": "30/2020/NĐ-CP",
            "kind": "Nghị định",
            "title": "Văn thư",
            "signed_on": "05/03/2020",
        },
    )

    assert LegalBasis.objects.get(key="thu-30").signed_on.isoformat() == "2020-03-05"


@pytest.mark.parametrize(("superuser", "left"), [(True, 0), (False, 1)])
def test_only_a_superuser_deletes_and_never_many_at_once(client, superuser, left):
    client.force_login(make_user(Role.ADMINISTRATOR, is_staff=True, is_superuser=superuser))
    agency = make_agency()

    client.post(address(Agency), {"action": "delete_selected", "_selected_action": agency.pk, "post": "yes"})
    assert Agency.objects.count() == 1
    client.post(f"/quan-tri/accounts/agency/{agency.pk}/delete/", {"post": "yes"})

    assert Agency.objects.count() == left


def test_people_are_closed_not_deleted(workshop):
    person = make_user(Role.OFFICER)

    response = workshop.post(f"/quan-tri/accounts/user/{person.pk}/delete/", {"post": "yes"})

    assert (response.status_code, User.objects.filter(pk=person.pk).exists()) == (403, True)


def test_a_person_is_made_with_role_and_agency(workshop):
    agency = make_agency()

    response = workshop.post(
        address(User, "add"),
        {"username": "chau", "full_name": "Lê Châu", "role": "focal_point", "agency": agency.pk,
         "usable_password": "true", "password1": "mat-khau-dai-2026", "password2": "mat-khau-dai-2026"},
    )  # fmt: skip

    person = User.objects.get(username="chau")
    assert response.status_code == 302
    assert (person.role, person.agency, person.is_staff) == ("focal_point", agency, False)
    assert person.audit_rows.get().pgh_context.metadata["reason"] == "Sửa trong trang quản trị"


def test_tokens_are_revoked_in_the_workshop_and_their_digest_is_not_shown(workshop):
    issue_token(user=make_user(), name="Cổng dữ liệu")
    token = ApiToken.objects.get()

    page = workshop.get(address(ApiToken, "change", token.pk)).content.decode()
    workshop.post(address(ApiToken), {"action": "revoke", "_selected_action": token.pk})

    token.refresh_from_db()
    assert "Cổng dữ liệu" in page
    assert token.digest not in page
    assert token.revoked_at is not None
    assert (
        token.audit_rows.order_by("pgh_id").last().pgh_context.metadata["reason"]
        == "Thu hồi trong trang quản trị"
    )


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_keepers_without_permission_see_neither_people_nor_tokens(client, role):
    client.force_login(make_user(role, is_staff=True))

    assert [client.get(address(model)).status_code for model in (User, ApiToken)] == [403, 403]


def test_records_of_programs_open_read_only(workshop):
    job = Job.objects.create(kind="x", title="Báo cáo")
    batch = ImportBatch.objects.create(kind="relations", file_name="a.csv", sha256="1" * 64, content=b"x")

    for record in (job, batch):
        text = workshop.get(address(type(record), "change", record.pk)).content.decode()
        assert 'name="_save"' not in text
        assert 'name="audit_reason"' not in text


def test_every_foreign_key_to_a_long_list_is_searched_not_listed():
    assert admin.site._registry[PolicyParameter].autocomplete_fields == ("basis",)
    assert admin.site._registry[User].autocomplete_fields == ("agency",)


def test_the_workshop_bears_the_name_of_the_house(workshop):
    text = workshop.get("/quan-tri/").content.decode()

    assert "Sổ đối ngoại Đà Nẵng – Quản trị dữ liệu" in text
    assert "img/mark" in text


def act(workshop, model, action, rows):
    return workshop.post(
        address(model), {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True
    )


def test_locked_doors_are_listed_in_words_and_opened(workshop):
    now = local_now()
    person = make_user(full_name="Trần Hạnh", username="hanh")
    for _time in range(10):
        note_failure(attempt=Attempt("hanh", "192.0.2.1"), now=now)
    note_failure(attempt=Attempt("khong-co-ai"), now=now)
    page = workshop.get(address(SignInLock)).content.decode()

    done = act(workshop, SignInLock, "open_again", SignInLock.objects.all())

    assert [words in page for words in ("Trần Hạnh (hanh)", "192.0.2.1", "tên không có trong sổ")] == [
        True
    ] * 3
    lock = SignInLock.objects.get(user=person)
    assert (lock.locked_until, lock.unlocked_by.username) == (None, "quan-tri")
    assert done.content.decode().count("Không còn khóa.") == 2


def test_sessions_are_ended_in_the_workshop(workshop, client):
    person = make_user()
    browser = type(client)()
    browser.force_login(person)
    row = SignedInSession.objects.create(
        session_id=browser.session.session_key, user=person, started_at=local_now(), last_seen_at=local_now()
    )

    act(workshop, SignedInSession, "end", [row])

    assert (browser.get("/toi/").status_code, SignedInSession.objects.count()) == (302, 0)


def test_a_lost_second_factor_leads_to_the_page_that_asks_why(workshop):
    person = make_user()
    SecondFactor.objects.create(user=person, secret="x", set_up_at=local_now())

    assert (
        f'href="/nguoi-dung/{person.pk}/go-xac-thuc/"' in workshop.get(address(SecondFactor)).content.decode()
    )


def test_a_link_is_sent_instead_of_telling_a_password(workshop):
    hanh, without_address = make_user(email="hanh@danang.gov.vn"), make_user(email="")

    page = act(workshop, User, "send_link", [hanh, without_address])

    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.to, mail.purpose, mail.sensitive) == (
        hanh,
        hanh.email,
        "password_link",
        True,
    )
    assert "http://testserver/dat-mat-khau/" in mail.body
    assert "Đang gửi 1 thư" in page.content.decode()


@pytest.mark.parametrize(("email", "told"), [("moi@danang.gov.vn", ["hanh@danang.gov.vn"]), (None, [])])
def test_the_former_address_learns_that_the_workshop_changed_it(workshop, email, told):
    person = make_user(email="hanh@danang.gov.vn")
    page = f"/quan-tri/accounts/user/{person.pk}/change/"
    form = workshop.get(page).context["adminform"].form
    sent = {name: form[name].value() for name in ("username", "full_name", "email", "role", "language")}

    workshop.post(page, {**sent, "is_active": "on", "email": email or person.email, "phone": "0236 1022"})

    person.refresh_from_db()
    assert (person.email, person.phone) == (email or "hanh@danang.gov.vn", "0236 1022")
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == told


def test_a_password_set_in_the_workshop_is_dated_and_ends_the_sessions(workshop, client):
    person = make_user()
    browser = type(client)()
    browser.force_login(person)
    new = "cau rong song han"

    workshop.post(
        f"/quan-tri/accounts/user/{person.pk}/password/",
        {"usable_password": "true", "password1": new, "password2": new},
    )

    person.refresh_from_db()
    assert (person.check_password(new), person.password_set_at is not None) == (True, True)
    assert browser.get("/toi/").status_code == 302
