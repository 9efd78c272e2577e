from __future__ import annotations

import pghistory
import pytest
from django.db import ProgrammingError, transaction

from dnfa.accounts.models import Agency, User
from dnfa.core.audit import as_actor, because
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db


def labels(agency: Agency) -> list[str]:
    return list(agency.audit_rows.order_by("pgh_id").values_list("pgh_label", flat=True))


def test_every_way_of_writing_leaves_a_row():
    agency = make_agency(name_vi="Sở Một")

    agency.name_vi = "Sở Hai"
    agency.save()
    Agency.objects.filter(pk=agency.pk).update(name_vi="Sở Ba")
    rows = agency.audit_rows.order_by("pgh_id")

    assert list(rows.values_list("pgh_label", "name_vi")) == [
        ("insert", "Sở Một"),
        ("update", "Sở Hai"),
        ("update", "Sở Ba"),
    ]


def test_bulk_create_leaves_a_row_for_each_record():
    made = Agency.objects.bulk_create(
        [Agency(key=f"k-{n}", name_vi=f"Cơ quan {n}", kind="department") for n in range(3)]
    )

    assert [labels(agency) for agency in made] == [["insert"]] * 3


def test_deletion_leaves_the_last_state():
    agency = make_agency(name_vi="Sở Xóa")
    key = agency.pk
    agency.delete()

    row = Agency.audit_rows.rel.related_model.objects.get(pgh_obj_id=key, pgh_label="delete")
    assert row.name_vi == "Sở Xóa"


def test_saving_without_a_change_of_values_leaves_no_row():
    agency = make_agency()

    Agency.objects.filter(pk=agency.pk).update(name_vi=agency.name_vi)

    assert labels(agency) == ["insert"]


def test_context_says_who_and_why():
    with as_actor("nạp dữ liệu", reason="lần đầu"):
        agency = make_agency()
        with because("sửa tên"):
            Agency.objects.filter(pk=agency.pk).update(name_vi="Khác")

    contexts = list(agency.audit_rows.order_by("pgh_id").values_list("pgh_context__metadata", flat=True))
    assert [context["actor"] for context in contexts] == ["nạp dữ liệu", "nạp dữ liệu"]
    assert contexts[1]["reason"] == "sửa tên"


@pytest.mark.parametrize("change", ["update", "delete"])
def test_audit_rows_cannot_be_changed(change):
    agency = make_agency()

    rows = agency.audit_rows.all()
    forge = {"update": lambda: rows.update(name_vi="giả"), "delete": rows.delete}[change]

    with pytest.raises(ProgrammingError, match="Cannot update or delete rows"), transaction.atomic():
        forge()

    assert labels(agency) == ["insert"]


def test_passwords_are_never_copied():
    user = make_user()
    audit = User.audit_rows.rel.related_model

    assert "password" not in {field.name for field in audit._meta.get_fields()}
    assert user.audit_rows.count() == 1


def test_every_model_of_ours_is_audited_or_says_why_not():
    from django.apps import apps

    ours = {"core", "accounts", "followup", "partners", "agreements", "delegations", "reports"}
    events = {model for model in apps.get_models() if issubclass(model, pghistory.models.Event)}
    tracked = {model.pgh_tracked_model for model in events if model.pgh_tracked_model}
    plain = {
        model._meta.object_name
        for model in apps.get_models()
        if model._meta.app_label in ours and model not in events and model not in tracked
    }

    # A job and a sync run are logs themselves; rows and changes of an import hang on their audited batch; an
    # idempotency key is an answer kept for a day; failures and sessions are logs too (who unlocked stands in the row),
    # a recovery code hangs on its audited factor. A try to send a mail, a notice and the mail of a day are what they log.
    assert plain == {
        "Job", "FlagRun", "ImportRow", "ImportChange", "IdempotencyKey",
        "SignInLock", "SignedInSession", "RecoveryCode", "MailAttempt", "Notice", "Digest",
    }  # fmt: skip
