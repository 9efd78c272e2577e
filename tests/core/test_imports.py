from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from dnfa.core.enums import ImportFate, ImportState
from dnfa.core.errors import Conflict, InvalidInput
from dnfa.core.imports import (
    ChangeLog,
    RowPreview,
    batch_create,
    batch_refresh,
    lock_kind,
    safe_file_name,
    snapshot,
    undo_batch,
)
from dnfa.core.models import CalendarException, ImportBatch, ImportRow
from partners.models import Partner, PartnerName, Relationship
from tests.factories import make_partner, make_partner_name, make_relationship, make_user

pytestmark = pytest.mark.django_db


def _row(number: int = 1, fate: ImportFate = ImportFate.NEW, **values) -> RowPreview:
    return RowPreview(number, ["a"], {"key": "a"}, fate=fate, **values)


def _batch(*rows: RowPreview, user=None) -> ImportBatch:
    return batch_create(kind="test", file_name="bang.csv", content=b"a", user=user, rows=rows)


def _committed() -> ImportBatch:
    batch = _batch(_row())
    batch.state = ImportState.COMMITTED
    batch.save()
    return batch


def _values(*models: type) -> list[list[dict]]:
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("bang.xlsx", "bang.xlsx"),
        ("C:\\Tai lieu\\Bảng 2.xlsx", "Bảng 2.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.csv", "ab .csv"),
        ("", "bang"),
        ("x" * 300 + ".csv", "x" * 251 + ".csv"),
    ],
)
def test_safe_file_name(name, safe):
    assert safe_file_name(name) == safe


def test_batch_create_keeps_file_rows_and_author():
    user = make_user()

    batch = _batch(_row(3, problems=[{"column": "A", "message": "m", "severity": "note"}]), user=user)

    assert (batch.kind, batch.file_name, bytes(batch.content), batch.uploaded_by) == (
        "test",
        "bang.csv",
        b"a",
        user,
    )
    assert batch.sha256 == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    assert batch.state == ImportState.PREVIEWED
    assert list(batch.rows.values_list("number", "cells", "parsed", "fate")) == [
        (3, ["a"], {"key": "a"}, "new")
    ]


def test_batch_with_a_wrong_row_is_refused_until_it_is_mended():
    batch = _batch(_row(1), _row(2, ImportFate.WRONG))
    assert batch.state == ImportState.REFUSED

    batch = batch_refresh(batch=batch, rows=[_row(1), _row(2)])

    assert (batch.state, ImportRow.objects.count()) == (ImportState.PREVIEWED, 2)


def test_batch_refresh_of_a_committed_batch_is_refused():
    with pytest.raises(Conflict) as refusal:
        batch_refresh(batch=_committed(), rows=[])

    assert (refusal.value.code, ImportRow.objects.count()) == ("import_not_open", 1)


def test_snapshot_is_what_json_reads_back():
    relationship = make_relationship(make_partner(), since="2012-04")

    values = snapshot(Relationship.objects.get())

    assert values["since"] == "2012-04"
    assert values["partner_id"] == relationship.partner_id
    assert {"id", "name_fold"}.isdisjoint(values)
    assert "name_fold" not in snapshot(relationship.partner)


def test_undo_takes_back_what_was_made_changed_and_deleted():
    partner, other = make_partner(latitude="16.05", longitude="108.2"), make_partner()
    partner.refresh_from_db()
    tie = make_relationship(partner, since="2012-04")
    before = _values(Partner, PartnerName, Relationship)
    batch = _committed()
    log = ChangeLog(batch)

    log.watch(partner)
    partner.name_vi = "Tên khác"
    partner.save()
    log.deleted(tie)
    tie.delete()
    log.watch(other)
    made = make_partner()
    log.created([made, make_partner_name(made, "Tên nữa")])
    assert log.save() == 4
    batch = undo_batch(batch=batch, user=None, reason=" nhầm \n tệp ")

    assert _values(Partner, PartnerName, Relationship) == before
    assert (batch.state, batch.undo_reason) == (ImportState.UNDONE, "nhầm tệp")
    assert batch.undone_at is not None


def test_undo_restores_plain_dates_and_flags():
    day = CalendarException.objects.create(day="2026-11-24", name="Ngày Văn hóa")
    day.refresh_from_db()
    before = _values(CalendarException)
    batch = _committed()
    log = ChangeLog(batch)

    log.watch(day)
    day.is_working = True
    day.save()
    log.save()
    undo_batch(batch=batch, user=None, reason="nhầm")

    assert _values(CalendarException) == before


def _made(batch: ImportBatch) -> Partner:
    log = ChangeLog(batch)
    partner = make_partner(name_vi="Thành phố Mới")
    log.created([partner])
    log.save()
    return partner


def test_undo_names_what_was_changed_since():
    batch = _committed()
    partner = _made(batch)
    partner.note = "thêm"
    partner.save()

    with pytest.raises(Conflict) as refusal:
        undo_batch(batch=batch, user=None, reason="nhầm")

    assert str(refusal.value) == (
        "Không hoàn tác được: đối tác “Thành phố Mới” đã được sửa sau khi nhập (Ghi chú)."
    )


def test_undo_does_not_mind_a_record_saved_without_change():
    batch = _committed()
    _made(batch).save()

    undo_batch(batch=batch, user=None, reason="nhầm")

    assert Partner.objects.count() == 0


def test_undo_names_what_would_vanish_with_its_records():
    batch = _committed()
    make_partner_name(_made(batch), "Tên thêm sau")

    with pytest.raises(Conflict) as refusal:
        undo_batch(batch=batch, user=None, reason="nhầm")

    assert str(refusal.value) == (
        "Không hoàn tác được: tên khác “Tên thêm sau” được thêm sau khi nhập và gắn với lần nhập này."
    )


def test_undo_names_what_is_protected_by_its_records():
    batch = _committed()
    make_relationship(_made(batch))

    with pytest.raises(Conflict, match="quan hệ “Thành phố Mới: Chính thức”"):
        undo_batch(batch=batch, user=None, reason="nhầm")

    assert Partner.objects.count() == 1


def test_undo_without_reason_is_refused():
    with pytest.raises(InvalidInput):
        undo_batch(batch=_committed(), user=None, reason="\n")


@pytest.mark.parametrize("state", [ImportState.PREVIEWED, ImportState.REFUSED, ImportState.UNDONE])
def test_undo_of_what_is_not_committed_is_refused(state):
    batch = _committed()
    ImportBatch.objects.update(state=state)

    with pytest.raises(Conflict) as refusal:
        undo_batch(batch=batch, user=None, reason="nhầm")

    assert refusal.value.code == "import_not_committed"


@pytest.mark.django_db(transaction=True)
def test_lock_kind_lets_one_import_run_at_a_time():
    order: list[str] = []
    started = threading.Event()

    def second() -> None:
        try:
            with transaction.atomic():
                started.set()
                lock_kind("test")
                order.append("second")
        finally:
            connection.close()

    with transaction.atomic():
        lock_kind("test")
        thread = threading.Thread(target=second)
        thread.start()
        started.wait(10)
        thread.join(0.3)
        order.append("first")
    thread.join(10)

    assert order == ["first", "second"]
