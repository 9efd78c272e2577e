from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, transaction

from agreements.models import Agreement
from dnfa.accounts.enums import Role
from dnfa.core.attachments import holders, storage
from dnfa.core.attachments.enums import AttachmentKind, Caution
from dnfa.core.attachments.models import Attachment
from dnfa.core.attachments.selectors import annotate_has_file, files_of, is_current, versions_of
from dnfa.core.attachments.services import attach_file, withdraw_file
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.core.attachments import samples
from tests.core.attachments.factories import TODAY, make_attachment
from tests.factories import make_agency, make_agreement, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("holder")]


def withdraw(attachment, **values):
    return withdraw_file(
        **{
            "attachment": attachment,
            "reason": "Nhầm tệp",
            "user": attachment.uploaded_by,
            "today": TODAY,
            **values,
        }
    )


def text(words: str) -> bytes:
    return words.encode()


def version(words: str, **values):
    return make_attachment(content=text(words), name=f"{len(words)}.txt", **values)


def test_attaching_keeps_the_file_and_its_facts():
    agreement, officer = make_agreement(), make_user()
    content = samples.pdf()

    made = make_attachment(agreement, user=officer, title="  Bản ghi   nhớ ", note=" scan ", language="ko")

    kept = Attachment.objects.get()
    assert kept == made
    assert (kept.record, kept.kind, kept.title, kept.note, kept.language, kept.is_original) == (
        agreement, "signed_text", "Bản ghi nhớ", "scan", "ko", True,
    )  # fmt: skip
    assert (kept.file_name, kept.media_type, kept.size, kept.pdf_version, kept.pages) == (
        "MOU.pdf", "application/pdf", len(content), "1.7", 1,
    )  # fmt: skip
    assert (kept.text_was_readable, kept.cautions, kept.version_number, kept.replaces) == (True, [], 1, None)
    assert (kept.uploaded_by, kept.added_on, kept.is_withdrawn, str(kept)) == (
        officer, TODAY, False, "Bản ghi nhớ",
    )  # fmt: skip
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert storage.read_content_of(kept.sha256) == content
    assert kept.audit_rows.count() == 1


def test_a_scan_says_that_it_was_not_read():
    made = make_attachment(content=samples.scan(samples.picture(827, 1169)))

    assert made.text_was_readable is False
    assert made.cautions == ["text_not_read", "low_resolution"]
    assert made.caution_sentences == [Caution.TEXT_NOT_READ.label, Caution.LOW_RESOLUTION.label]


@pytest.mark.parametrize(
    ("values", "code", "fields"),
    [
        ({"title": " "}, "invalid_file", {"title"}),
        ({"title": "a" * 301, "note": "b" * 501}, "invalid_file", {"title", "note"}),
        ({"kind": "letter", "language": "xx"}, "invalid_file", {"kind", "language"}),
        ({"title": "Báo cáo (Mật)", "note": "TỐI MẬT"}, "secret_mark", {"title", "note"}),
        ({"content": b"", "title": ""}, "empty_file", {"file", "title"}),
        ({"name": "TOI-MAT.pdf"}, "secret_mark", {"file"}),
        ({"content": text("TUYỆT MẬT"), "name": "a.txt", "title": "[Mật]"}, "secret_mark", {"file", "title"}),
    ],
)
def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(values, code, fields):
    agreement = make_agreement()

    with pytest.raises(InvalidInput) as refused:
        make_attachment(agreement, **values)

    assert (refused.value.code, set(refused.value.fields)) == (code, fields)
    assert Attachment.objects.count() == 0
    assert list(storage.kept_files()) == []


@pytest.mark.parametrize(("length", "is_taken"), [(300, True), (301, False)])
def test_the_longest_title(length, is_taken):
    if is_taken:
        assert len(make_attachment(title="a" * length).title) == length
    else:
        with pytest.raises(InvalidInput):
            make_attachment(title="a" * length)


def test_who_may_attach():
    agency = make_agency()
    agreement = make_agreement(agencies=[agency])
    people = {role: make_user(role, agency=agency) for role in Role}

    outcomes = {}
    for number, (role, user) in enumerate(people.items()):
        try:
            outcomes[role] = version("x" * (number + 1), record=agreement, user=user).uploaded_by == user
        except NotAllowed as error:
            outcomes[role] = error.code

    may = {Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR}
    assert outcomes == {role: True if role in may else "may_not_attach" for role in Role}


def test_a_hidden_record_is_not_found():
    stranger = make_user(Role.FOCAL_POINT)

    with pytest.raises(NotFound) as hidden:
        make_attachment(make_agreement(), user=stranger)
    assert hidden.value.code == "record_not_found"
    with pytest.raises(NotFound):
        make_attachment(Agreement(pk=999_999))


def test_a_record_of_a_kind_nobody_registered_is_an_error_of_the_program():
    with pytest.raises(LookupError, match="register_holder"):
        make_attachment(make_agency())


def test_a_record_deleted_meanwhile_is_not_found(holder):
    def delete_it(_user, record):
        return bool(Agreement.objects.filter(pk=record.pk).delete()[0])

    holders.register_holder(holders.Holder("agreement", Agreement, holder.visible_to, delete_it))

    with pytest.raises(NotFound) as gone:
        make_attachment(make_agreement(partners=[]))
    assert gone.value.code == "record_not_found"
    assert Attachment.objects.count() == 0


def test_the_same_content_twice_on_one_record_names_the_earlier():
    agreement = make_agreement()
    first = make_attachment(agreement, title="Bản đầu")

    with pytest.raises(Conflict) as refused:
        make_attachment(agreement, title="Bản sau", name="khac.pdf")
    elsewhere = make_attachment(make_agreement())

    assert (refused.value.code, list(refused.value.fields)) == ("same_file", ["file"])
    assert (
        str(refused.value) == "Tệp này đã có ở bản ghi: “Bản đầu”, phiên bản 1, đưa vào sổ ngày 02/03/2026."
    )
    assert elsewhere.sha256 == first.sha256
    assert len(list(storage.kept_files())) == 1


def test_a_new_version_follows_and_the_old_stays():
    agreement = make_agreement()
    first = version("một", record=agreement)
    second = version("hai!", record=agreement, replaces=first, title="Bản sửa")
    other = version("khác...", record=agreement, kind=AttachmentKind.DRAFT)

    assert (second.version_number, second.series, second.replaces) == (2, first.series, first)
    assert [(item.current, item.older) for item in files_of(agreement)] == [(second, (first,)), (other, ())]
    assert [is_current(item) for item in (first, second, other)] == [False, True, True]
    assert versions_of(first) == [second, first]
    assert set(Attachment.objects.current()) == {second, other}


def test_only_the_current_version_is_replaced():
    agreement = make_agreement()
    first = version("một", record=agreement)
    version("hai!", record=agreement, replaces=first)

    with pytest.raises(Conflict) as late:
        version("ba!!!", record=agreement, replaces=first)
    with pytest.raises(NotFound) as elsewhere:
        version("bốn!!!!", record=make_agreement(), replaces=first)
    with pytest.raises(InvalidInput) as other_kind:
        version("năm!!!!!", record=agreement, replaces=first, kind=AttachmentKind.DRAFT)

    assert (late.value.code, elsewhere.value.code) == ("not_current", "file_not_found")
    assert list(other_kind.value.fields) == ["kind"]
    assert Attachment.objects.count() == 2


def test_a_withdrawn_version_gives_its_place_back_but_not_its_number():
    agreement = make_agreement()
    first = version("một", record=agreement)
    second = version("hai!", record=agreement, replaces=first)

    withdraw(second, today=date(2026, 3, 3))
    assert [(item.current, item.older) for item in files_of(agreement)] == [(first, (second,))]
    with pytest.raises(Conflict) as gone:
        version("ba!!!", record=agreement, replaces=second)
    third = version("ba!!!", record=agreement, replaces=first)
    withdraw(first)

    assert gone.value.code == "file_withdrawn"
    assert third.version_number == 3
    assert [(item.current, item.older) for item in files_of(agreement)] == [(third, (second, first))]
    assert [is_current(item) for item in (first, second, third)] == [False, False, True]


def test_withdrawing_keeps_the_file_and_says_who_when_and_why():
    agreement = make_agreement()
    head = make_user(Role.HEAD)
    made = make_attachment(agreement)

    withdrawn = withdraw(made, reason="  Nhầm   văn bản ", user=head, today=date(2026, 3, 4))

    made.refresh_from_db()
    assert made == withdrawn
    assert (made.withdrawn_on, made.withdrawn_by, made.withdraw_reason) == (
        date(2026, 3, 4), head, "Nhầm văn bản",
    )  # fmt: skip
    assert made.audit_rows.order_by("pgh_id").last().pgh_context.metadata["reason"] == "Nhầm văn bản"
    assert storage.read_content_of(made.sha256) == samples.pdf()
    [only] = files_of(agreement)
    assert (only.current, only.is_withdrawn) == (made, True)
    assert make_attachment(agreement).version_number == 1


@pytest.mark.parametrize(
    ("reason", "code"), [("", "invalid_reason"), ("x" * 501, "invalid_reason"), ("có dấu MẬT", "secret_mark")]
)
def test_withdrawing_needs_a_reason_fit_to_keep(reason, code):
    made = make_attachment()

    with pytest.raises(InvalidInput) as refused:
        withdraw(made, reason=reason)

    made.refresh_from_db()
    assert (refused.value.code, list(refused.value.fields), made.withdrawn_on) == (code, ["reason"], None)


def test_who_may_withdraw():
    agency = make_agency()
    made = make_attachment(make_agreement(agencies=[agency]))

    with pytest.raises(NotAllowed):
        withdraw(made, user=make_user(Role.FOCAL_POINT, agency=agency))
    with pytest.raises(NotFound):
        withdraw(made, user=make_user(Role.FOCAL_POINT))
    withdraw(made)
    with pytest.raises(Conflict) as twice:
        withdraw(made)
    assert twice.value.code == "file_withdrawn"


def test_a_file_whose_record_is_gone_cannot_be_withdrawn():
    agreement = make_agreement(partners=[])
    made = make_attachment(agreement)
    Agreement.objects.filter(pk=agreement.pk).delete()

    with pytest.raises(NotFound):
        withdraw(Attachment.objects.get(pk=made.pk))


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64},
        {"size": 1},
        {"object_id": 1},
        {"kind": "draft"},
        {"title": "Khác"},
        {"file_name": "x.pdf"},
        {"version_number": 7},
        {"uploaded_by": None},
    ],
)
def test_the_database_refuses_every_change(change):
    made = make_attachment()
    if "uploaded_by" in change:
        change = {"uploaded_by": make_user()}

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Attachment.objects.filter(pk=made.pk).update(**change)


def test_the_database_refuses_deleting_and_a_second_withdrawal():
    made = make_attachment()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        made.delete()
    withdraw(made)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Attachment.objects.filter(pk=made.pk).update(withdrawn_on=None, withdrawn_by=None, withdraw_reason="")

    assert Attachment.objects.get().is_withdrawn


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"withdrawn_on": TODAY}, "attachment_withdrawn_whole"),
        ({"withdraw_reason": "vì nhầm"}, "attachment_withdrawn_whole"),
    ],
)
def test_a_withdrawal_is_whole(change, constraint):
    made = make_attachment()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Attachment.objects.filter(pk=made.pk).update(**change)


@pytest.mark.parametrize(("days", "is_taken"), [(-1, False), (0, True), (1, True)])
def test_a_withdrawal_is_not_before_the_file_came(days, is_taken):
    made = make_attachment()
    day = TODAY + timedelta(days=days)

    if is_taken:
        assert withdraw(made, today=day).withdrawn_on == day
    else:
        with pytest.raises(IntegrityError, match="attachment_withdrawn_after_added"), transaction.atomic():
            withdraw(made, today=day)


def test_who_sees_which_files(django_assert_num_queries):
    agency = make_agency()
    own, foreign = make_agreement(agencies=[agency]), make_agreement()
    files = {"own": make_attachment(own), "foreign": make_attachment(foreign)}
    people = {role: make_user(role, agency=agency) for role in Role}

    seen = {role: set(Attachment.objects.visible_to(user)) for role, user in people.items()}

    assert seen == {
        role: {files["own"]} if role == Role.FOCAL_POINT else set(files.values()) for role in Role
    }
    assert set(Attachment.objects.visible_to(make_user(Role.HEAD, is_active=False))) == set()
    assert set(Attachment.objects.visible_to(AnonymousUser())) == set()
    holders.unregister_holder("agreement")
    assert set(Attachment.objects.visible_to(people[Role.HEAD])) == set()


def test_files_of_a_record_cost_one_query(django_assert_num_queries):
    agreement = make_agreement()
    first = version("một", record=agreement)
    for number in range(3):
        version("x" * (number + 10), record=agreement, kind=AttachmentKind.REPORT)
    version("hai!", record=agreement, replaces=first)

    with django_assert_num_queries(1):
        shelf = files_of(agreement)
        names = [item.current.uploaded_by.full_name for item in shelf]

    assert len(names) == 4


def test_has_file_means_a_signed_text_that_stands():
    signed, drafted, withdrawn, renewed, empty = (make_agreement() for _number in range(5))
    make_attachment(signed)
    make_attachment(drafted, kind=AttachmentKind.DRAFT)
    withdraw(make_attachment(withdrawn))
    first = version("một", record=renewed)
    withdraw(version("hai!", record=renewed, replaces=first))

    rows = annotate_has_file(Agreement.objects.all(), Agreement)

    assert set(rows.filter(has_file=True)) == {signed, renewed}
    assert set(rows.filter(has_file=False)) == {drafted, withdrawn, empty}
    drafts = annotate_has_file(Agreement.objects.all(), Agreement, kind=AttachmentKind.DRAFT)
    assert set(drafts.filter(has_file=True)) == {drafted}


def test_a_transaction_taken_back_leaves_a_harmless_content():
    with transaction.atomic():
        make_attachment()
        transaction.set_rollback(True)

    assert Attachment.objects.count() == 0
    assert len(list(storage.kept_files())) == 1


def test_the_registry_of_holders(holder):
    assert holders.holder_by_code("agreement") is holder
    assert holders.holder_by_code("partner") is None
    assert holder in holders.holders()
    assert ("agreement", "thỏa thuận") in [(code, str(label)) for code, label in holders.holder_choices()]


def test_attaching_takes_named_arguments_only():
    with pytest.raises(TypeError):
        attach_file(make_agreement())


def test_the_page_of_the_office_names_every_field(settings):
    page = (settings.BASE_DIR / "docs" / "models" / "tep.md").read_text(encoding="utf-8")
    names = [str(field.verbose_name) for field in Attachment._meta.concrete_fields if not field.auto_created]

    assert [name for name in names if name not in page] == []
