from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from dnfa.accounts.enums import AgencyKind, Role, SuccessionKind
from dnfa.accounts.models import Agency, AgencySuccession, ApiToken
from dnfa.core import history
from dnfa.core.audit import as_actor, because
from dnfa.core.history import FieldChange, audit_model, changes_of, history_url
from dnfa.core.models import ImportBatch, Job
from dnfa.core.partial_dates import PartialDate
from dnfa.followup.models import Flag
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db


def told(change):
    return [(field.label, field.before, field.after) for field in change.fields]


def test_an_insert_tells_every_filled_field_in_words():
    with as_actor("Trần Bảo", reason="Theo Quyết định 2887", role="head"):
        agency = make_agency(
            key="so-du-lich",
            name_vi="Sở Du lịch",
            abbreviations=["SDL", "Sở DL"],
            valid_from=PartialDate(2016, 8),
        )

    [change] = changes_of(Agency, agency.pk)

    assert (change.action_label, change.actor, change.role, change.reason) == (
        "Thêm mới", "Trần Bảo", "head", "Theo Quyết định 2887",
    )  # fmt: skip
    assert told(change) == [
        ("Khóa", "", "so-du-lich"),
        ("Tên cơ quan", "", "Sở Du lịch"),
        ("Tên viết tắt", "", "SDL; Sở DL"),
        ("Loại", "", "Sở, ngành"),
        ("Thành lập", "", "8/2016"),
    ]


def test_updates_tell_what_changed_newest_first_and_bulk_updates_too():
    agency = make_agency(name_vi="Sở Du lịch")
    with as_actor("Lê Hà"), because("Hợp nhất"):
        Agency.objects.filter(pk=agency.pk).update(name_vi="Sở Văn hóa, Thể thao và Du lịch", kind="board")

    update, insert = changes_of(Agency, agency.pk)

    assert (update.action_label, update.actor, update.reason) == ("Sửa", "Lê Hà", "Hợp nhất")
    assert told(update) == [
        ("Tên cơ quan", "Sở Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Loại", "Sở, ngành", "Ban, ban quản lý"),
    ]
    assert (insert.actor, insert.reason, insert.url, insert.request_id) == ("hệ thống", "", "", "")


def test_an_update_that_a_person_cannot_see_is_left_out():
    agency = make_agency()
    agency.save()

    assert [change.action for change in changes_of(Agency, agency.pk)] == ["insert"]


def test_a_deleted_record_keeps_its_history():
    agency = make_agency(name_vi="Sở Tạm")
    pk = agency.pk
    agency.delete()

    deletion, insert = changes_of(Agency, pk)

    assert (deletion.action_label, insert.action_label) == ("Xóa", "Thêm mới")
    assert ("Tên cơ quan", "Sở Tạm", "") in told(deletion)


def test_foreign_keys_are_told_by_name_even_when_the_record_is_gone():
    before, after, other = (
        make_agency(name_vi="Trước"),
        make_agency(name_vi="Sau"),
        make_agency(name_vi="Khác"),
    )
    succession = AgencySuccession.objects.create(
        predecessor=before, successor=after, kind=SuccessionKind.MERGE, effective_on=PartialDate(2025, 7, 1)
    )
    AgencySuccession.objects.filter(pk=succession.pk).update(successor=other)
    gone = after.pk
    after.delete()

    update, insert = changes_of(AgencySuccession, succession.pk)

    assert told(update) == [("Cơ quan kế thừa", f"(đã xóa, số {gone})", "Khác")]
    assert ("Cơ quan trước", "", "Trước") in told(insert)
    assert ("Hình thức", "", "Hợp nhất, sáp nhập") in told(insert)


def test_secrets_and_file_contents_are_never_told():
    user = make_user(Role.OFFICER)
    user.set_password("mat-khau-moi-2026")
    user.save()
    token = ApiToken.objects.create(user=user, name="x", prefix="abcd", digest="0" * 64)
    batch = ImportBatch.objects.create(
        kind="relations", file_name="a.csv", sha256="1" * 64, content=b"secret"
    )

    names = {
        model: {field.name for change in changes_of(type(record), record.pk) for field in change.fields}
        for model, record in (("user", user), ("token", token), ("batch", batch))
    }

    assert "password" not in names["user"]
    assert names["token"] == {"user", "name", "prefix"}
    assert names["batch"] == {"kind", "file_name", "sha256", "state"}


def test_structures_and_bytes_are_told_as_far_as_a_person_can_read_them():
    column = Flag._meta.get_field("evidence")

    assert history._said(column, {"hết hạn": "2023"}, {}) == '{"hết hạn": "2023"}'
    assert history._said(column, b"\x00", {}) == "(nội dung tệp)"


def test_moments_are_told_in_vietnamese_time():
    token = ApiToken.objects.create(
        user=make_user(),
        name="x",
        prefix="abcd",
        digest="0" * 64,
        expires_at=datetime(2026, 1, 1, 17, 30, tzinfo=UTC),
    )

    [change] = changes_of(ApiToken, token.pk)

    assert ("Hết hạn", "", "02/01/2026 00:30") in told(change)


def test_a_change_of_a_field_knows_its_name():
    agency = make_agency(key="a-b")

    assert changes_of(Agency, agency.pk)[0].fields[0] == FieldChange("key", "Khóa", "", "a-b")


def test_history_takes_a_fixed_number_of_queries(django_assert_num_queries):
    succession = AgencySuccession.objects.create(
        predecessor=make_agency(), successor=make_agency(), kind="merge", effective_on=PartialDate(2025)
    )
    for number in range(5):
        AgencySuccession.objects.filter(pk=succession.pk).update(successor=make_agency(), note=str(number))

    with django_assert_num_queries(3):
        assert len(changes_of(AgencySuccession, succession.pk)) == 6


def test_a_model_without_audit_has_no_history():
    assert audit_model(Job) is None
    with pytest.raises(ValueError, match="Job is not audited"):
        changes_of(Job, 1)


def test_the_way_to_the_history_is_shown_to_those_who_may_read_it():
    agency = make_agency()
    url = f"/lich-su/accounts/agency/{agency.pk}/"

    shown = {role: history_url(agency, make_user(role)) for role in Role}

    assert shown == {
        Role.OFFICER: url, Role.HEAD: url, Role.ADMINISTRATOR: url, Role.AUDITOR: url,
        Role.FOCAL_POINT: "", Role.LEADER: "",
    }  # fmt: skip
    assert history_url(agency, AnonymousUser()) == ""
    assert history_url(Job.objects.create(kind="x", title="y"), make_user(Role.HEAD)) == ""


def test_labels_follow_the_language():
    agency = make_agency(kind=AgencyKind.OFFICE)

    with override("vi"):
        assert ("Loại", "", "Văn phòng") in told(changes_of(Agency, agency.pk)[0])
