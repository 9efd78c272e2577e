from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from agreements.importing import (
    WrongRowsError,
    commit_batch,
    create_batch,
    import_relations_file,
    refresh_batch,
    undo_batch,
)
from agreements.importing.back import annotate
from agreements.models import Agreement, AgreementAgency, AgreementEvent, AgreementParty
from dnfa.accounts.models import Agency
from dnfa.core.enums import ImportState
from dnfa.core.errors import Conflict, InvalidInput
from dnfa.core.imports import batch_create
from dnfa.core.models import ImportBatch, ImportChange, Provenance, SourceDocument
from dnfa.core.sheets import SheetError
from partners.models import Partner, Relationship
from tests.agreements.importing.factories import DATA, TODAY, line, official, table_csv, workbook
from tests.factories import make_agreement, make_event, make_relationship, make_user

pytestmark = pytest.mark.django_db


def _preview(*lines: list) -> ImportBatch:
    return create_batch(file_name="bang.xlsx", content=workbook(*lines), user=None, today=TODAY)


def _commit(*lines: list, user=None) -> ImportBatch:
    return commit_batch(batch=_preview(*lines), user=user, today=TODAY)


def _values(model: type) -> list[dict]:
    # The version counts the undo too: it never runs backwards.
    return [
        {name: value for name, value in row.items() if name != "version"}
        for row in model.objects.order_by("pk").values()
    ]


def _register() -> list[list[dict]]:
    models = (Agreement, AgreementParty, AgreementAgency, AgreementEvent, Relationship)
    return [_values(model) for model in models]


def _term(record) -> tuple:
    ends_on = record.term_ends_on.isoformat() if record.term_ends_on else None
    return record.term_kind, ends_on, record.term_months, record.term_as_printed


def _events(agreement: Agreement) -> list[tuple]:
    return [
        (event.key, event.kind, str(event.occurred_on or ""), event.as_printed, _term(event))
        for event in agreement.events.order_by("order")
    ]


NO_TERM = ("", None, None, "")


# --- commit -------------------------------------------------------------------
def test_commit_of_a_plain_row(register):
    _commit(line(stt=2, signing="22/11/2016", term="03 năm", note="theo bảng"))

    agreement = Agreement.objects.get()
    assert (agreement.key, agreement.table_row, agreement.stage) == ("bang-2-kr-daegu", 2, "signed")
    assert agreement.title_vi == "Thỏa thuận giữa UBND thành phố Đà Nẵng và Thành phố Daegu"
    assert (agreement.title_is_official, agreement.type, agreement.capacity) == (False, "unspecified", "city")
    assert (agreement.signed_on.isoformat(), agreement.effective_on) == ("2016-11-22", None)
    assert agreement.legal_regime == "ordinance_2007"
    assert _term(agreement) == ("for", None, 36, "03 năm")
    assert (
        agreement.signatory_as_printed,
        agreement.partner_as_printed,
        agreement.country_as_printed,
        agreement.signing_as_printed,
        agreement.note_as_printed,
    ) == ("UBND thành phố Đà Nẵng", "Thành phố Daegu", "Hàn Quốc", "22/11/2016", "theo bảng")
    assert [party.partner.key for party in agreement.parties.all()] == ["kr-daegu"]
    assert [(role.agency.key, role.role) for role in agreement.agency_roles.all()] == [
        ("ubnd-thanh-pho", "signatory")
    ]
    assert _events(agreement) == [("bang-2-kr-daegu-1", "signing", "2016-11-22", "22/11/2016", NO_TERM)]


def test_commit_puts_the_printed_term_on_the_last_signing(few):
    _commit(line(signing="2004 (Ký tăng cường 2018)", term="03/08/2023"))

    agreement = Agreement.objects.get()
    assert _term(agreement) == ("unknown", None, None, "")
    assert [event[1:] for event in _events(agreement)] == [
        ("signing", "2004", "2004", NO_TERM),
        ("strengthening", "2018", "Ký tăng cường 2018", ("until", "2023-08-03", None, "03/08/2023")),
    ]


@pytest.mark.parametrize(
    ("signing", "last"), [("2018, 2004", 0), ("2010 (kéo dài đến 2015)", 1), ("2019, 2021", 1)]
)
def test_commit_takes_the_latest_signing_for_the_last(few, signing, last):
    _commit(line(signing=signing, term="2025"))

    kinds = [event[4][0] for event in _events(Agreement.objects.get())]
    assert kinds == ["until" if position == last else "" for position in range(2)]


def test_commit_keeps_a_paper_without_end_without_end(few):
    _commit(line(signing="2009 (Ký tăng cường 2019)", term="Không có thời hạn"))

    agreement = Agreement.objects.get()
    indefinite = ("indefinite", None, None, "Không có thời hạn")
    assert _term(agreement) == indefinite
    assert [event[4] for event in _events(agreement)] == [NO_TERM, indefinite]


def test_commit_keeps_the_text_of_an_unknown_term_with_the_last_signing(few):
    _commit(line(stt=1, signing="2009, 2019", term="theo dự án"), line(stt=2, signing="2010, 2011", term=""))

    first, second = Agreement.objects.order_by("table_row")
    assert _events(first)[1][4] == ("unknown", None, None, "theo dự án")
    assert _events(second)[1][4] == NO_TERM


def test_commit_of_a_renewing_term_and_of_notice_on_an_open_one(few):
    _commit(
        line(
            stt=1,
            signing="2009",
            term="2 năm, tự động gia hạn 2 năm nếu không bên nào thông báo trước 6 tháng",
        ),
        line(stt=2, signing="2010", term="vô thời hạn, trừ khi một bên thông báo chấm dứt trước 6 tháng"),
    )

    first, second = Agreement.objects.order_by("table_row")
    assert (first.term_kind, first.term_months, first.term_renew_months, first.term_notice_months) == (
        "auto_renew",
        24,
        24,
        6,
    )
    assert (second.term_kind, second.term_notice_months) == ("indefinite", None)


@pytest.mark.parametrize(
    ("signing", "paper_type", "signed_on", "regime"),
    [
        ("2014 (Ý định thư)", "letter_of_intent", "2014", "ordinance_2007"),
        ("4/2012 (Ý định thư) 02/2015 (ký chính thức)", "unspecified", "2015-02", "ordinance_2007"),
        ("1998", "unspecified", "1998", "earlier"),
        ("2007", "unspecified", "2007", "unknown"),
        ("30/6/2007", "unspecified", "2007-06-30", "earlier"),
        ("1/7/2007", "unspecified", "2007-07-01", "ordinance_2007"),
        ("2021", "unspecified", "2021", "unknown"),
        ("30/6/2021", "unspecified", "2021-06-30", "ordinance_2007"),
        ("1/7/2021", "unspecified", "2021-07-01", "law_70_2020"),
        ("2018, 2004", "unspecified", "2004", "earlier"),
        ("không rõ", "unspecified", None, "unknown"),
    ],
)
def test_commit_tells_type_date_and_regime_from_the_signings(few, signing, paper_type, signed_on, regime):
    _commit(line(signing=signing))

    agreement = Agreement.objects.get()
    day = agreement.signed_on.isoformat() if agreement.signed_on else None
    assert (agreement.type, day, agreement.legal_regime) == (paper_type, signed_on, regime)


@pytest.mark.parametrize(
    ("signatory", "capacity", "agency"),
    [
        ("UBND thành phố Đà Nẵng", "city", "ubnd-thanh-pho"),
        ("HĐND thành phố Đà Nẵng", "council", "hdnd-thanh-pho"),
        ("Thành ủy Đà Nẵng", "party", "thanh-uy"),
        ("Sở Ngoại vụ", "department", "so-ngoai-vu"),
        ("Liên hiệp các tổ chức hữu nghị thành phố Đà Nẵng", "organisation", "lien-hiep-huu-nghi"),
        ("Văn phòng UBND thành phố", "unit", "van-phong-ubnd"),
        ("Tỉnh Quảng Nam - Đà Nẵng (cũ)", "city", "tinh-quang-nam-da-nang"),
        ("UBND tỉnh Quảng Nam", "unknown", None),
        ("", "unknown", None),
    ],
)
def test_commit_tells_the_capacity_from_the_signatory(few, signatory, capacity, agency):
    _commit(line(signatory=signatory))

    agreement = Agreement.objects.get()
    assert agreement.capacity == capacity
    assert [role.agency.key for role in agreement.agency_roles.all()] == ([agency] if agency else [])


def test_commit_titles_a_row_without_signatory(few):
    _commit(line(signatory=""))

    assert Agreement.objects.get().title_vi == "Thỏa thuận với Thành phố Daegu"


def test_commit_keeps_the_day_of_effect(few):
    _commit(line(signing="22/11/2016, có hiệu lực từ 01/01/2017"))

    agreement = Agreement.objects.get()
    assert (agreement.signed_on.isoformat(), agreement.effective_on.isoformat()) == (
        "2016-11-22",
        "2017-01-01",
    )
    assert agreement.events.get().effective_on.isoformat() == "2017-01-01"


def test_commit_finds_free_keys_and_numbers(few):
    make_agreement(key="bang-1-kr-daegu", partners=[], table_row=1)

    _commit(line(stt=1), line(stt=None, partner="Thành phố Seoul"))

    assert list(Agreement.objects.order_by("pk").values_list("key", "table_row")) == [
        ("bang-1-kr-daegu", 1),
        ("bang-1-kr-daegu-v2", None),
        ("bang-d5-kr-seoul", None),
    ]


def test_commit_names_its_author_in_the_audit_trail(few):
    user = make_user()

    batch = _commit(line(), user=user)

    audit = Agreement.objects.get().audit_rows.get()
    assert audit.pgh_context.metadata["user"] == user.pk
    assert batch.uploaded_by == user


def test_commit_refuses_a_table_with_errors_and_writes_nothing(few):
    batch = _preview(line(stt=1), line(stt=2, partner="Nơi nào đó"))

    with pytest.raises(WrongRowsError) as refusal:
        commit_batch(batch=batch, user=None, today=TODAY)

    assert str(refusal.value) == "Không ghi được: 1 dòng có lỗi. Hãy sửa các ô được nêu rồi nhập lại cả bảng."
    assert [row.fate for row in refusal.value.rows] == ["new", "wrong"]
    assert (Agreement.objects.count(), ImportChange.objects.count()) == (0, 0)
    batch.refresh_from_db()
    assert batch.state == ImportState.REFUSED


def test_commit_refuses_when_the_register_moved_on_since_the_preview(few):
    batch = _preview(line())
    _commit(line())

    with pytest.raises(Conflict) as refusal:
        commit_batch(batch=batch, user=None, today=TODAY)

    assert refusal.value.code == "import_stale"
    assert Agreement.objects.count() == 1


def test_commit_twice_is_refused(few):
    batch = _commit(line())

    with pytest.raises(Conflict) as refusal:
        commit_batch(batch=batch, user=None, today=TODAY)

    assert refusal.value.code == "import_not_open"


def test_refresh_sees_what_was_added_to_the_register(few):
    batch = _preview(line(partner="Thành phố Mới"))
    Partner.objects.create(key="kr-moi", kind="locality", name_vi="Thành phố Mới", country_id="KR")

    batch = refresh_batch(batch=batch, today=TODAY)

    assert (batch.state, batch.rows.get().fate) == (ImportState.PREVIEWED, "new")
    assert commit_batch(batch=batch, user=None, today=TODAY).state == ImportState.COMMITTED


def test_refresh_of_a_committed_batch_is_refused(register):
    batch = _commit(line())
    before = _register()

    with pytest.raises(Conflict) as refusal:
        refresh_batch(batch=batch, today=TODAY)

    assert refusal.value.code == "import_not_open"
    assert _register() == before


# --- the official table -------------------------------------------------------
def test_the_official_table_goes_in_whole_and_again_without_change(register):
    first = create_batch(file_name="a.xlsx", content=official(), user=None, today=TODAY)
    commit_batch(batch=first, user=None, today=TODAY)
    before = _register()

    for name in ("relations_table.xlsx", "relations_table.csv"):
        again = create_batch(file_name=name, content=official(name), user=None, today=TODAY)
        commit_batch(batch=again, user=None, today=TODAY)
        assert again.changes.count() == 0

    assert _register() == before
    assert [len(rows) for rows in before] == [48, 48, 48, 62, 49]
    assert Counter(
        agreement.status for agreement in Agreement.objects.with_status(TODAY, expiring_days=90)
    ) == {
        "in_force": 30,
        "expired": 16,
        "unknown_term": 2,
    }


def test_the_official_table_is_undone_without_a_trace(register):
    make_relationship(Partner.objects.get(key="kr-daegu"), relationship_class="cooperating", since="2001")
    before = _register()

    batch = create_batch(file_name="a.xlsx", content=official(), user=None, today=TODAY)
    commit_batch(batch=batch, user=None, today=TODAY)
    undo_batch(batch=batch, user=None, reason="nhập nhầm")

    assert _register() == before


def test_the_official_table_takes_a_fixed_number_of_queries(register, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        batch = create_batch(file_name="a.xlsx", content=official(), user=None, today=TODAY)
        commit_batch(batch=batch, user=None, today=TODAY)


# --- changed rows ---------------------------------------------------------------
def _changed(before: dict, after: dict) -> Agreement:
    """Import a row, import it changed, and see that undo gives back what was there."""
    _commit(line(**before))
    first = _register()
    batch = _commit(line(**after))
    second = _register()

    undo_batch(batch=batch, user=None, reason="thử")
    assert _register() == first
    batch = _commit(line(**after))

    assert [len(rows) for rows in _register()] == [len(rows) for rows in second]
    return Agreement.objects.get()


def test_a_changed_term_goes_to_the_paper(few):
    agreement = _changed({"signing": "2004", "term": "2021"}, {"signing": "2004", "term": "2026"})

    assert _term(agreement) == ("until", "2026", None, "2026")
    assert [event[4] for event in _events(agreement)] == [NO_TERM]


def test_a_changed_term_goes_to_the_last_signing(few):
    agreement = _changed({"signing": "2004, 2018", "term": "2021"}, {"signing": "2004, 2018", "term": "2026"})

    assert _term(agreement)[0] == "unknown"
    assert [event[4][:2] for event in _events(agreement)] == [("", None), ("until", "2026")]


def test_a_new_signing_keeps_the_terms_before_it(few):
    agreement = _changed(
        {"signing": "2019", "term": "2022"}, {"signing": "2019 (gia hạn 2022)", "term": "2025"}
    )

    assert _term(agreement) == ("until", "2022", None, "2022")
    assert [(event[1], event[2], event[4][:2]) for event in _events(agreement)] == [
        ("signing", "2019", ("", None)),
        ("renewal", "2022", ("until", "2025")),
    ]
    assert agreement.signing_as_printed == "2019 (gia hạn 2022)"


def test_a_third_signing_keeps_the_term_of_the_second(few):
    agreement = _changed(
        {"signing": "2010, 2015", "term": "2018"}, {"signing": "2010, 2015, 2019", "term": "2023"}
    )

    assert [event[4][:2] for event in _events(agreement)] == [
        ("", None),
        ("until", "2018"),
        ("until", "2023"),
    ]


def test_a_corrected_signing_changes_its_event_in_place(few):
    agreement = _changed({"signing": "2008"}, {"signing": "2009"})

    assert agreement.signed_on.isoformat() == "2009"
    assert _events(agreement) == [("bang-1-kr-daegu-1", "signing", "2009", "2009", NO_TERM)]


def test_a_signing_taken_out_takes_its_event_along(few):
    agreement = _changed({"signing": "2008, 2012", "term": "2015"}, {"signing": "2008", "term": "2015"})

    assert _term(agreement) == ("until", "2015", None, "2015")
    assert [event[2] for event in _events(agreement)] == ["2008"]


def test_a_letter_of_intent_that_was_signed_changes_type_and_tie(few):
    agreement = _changed(
        {"signing": "2014 (Ý định thư)", "term": ""},
        {"signing": "2014 (Ý định thư), 2022 (ký chính thức)", "term": "Vô thời hạn"},
    )

    assert (agreement.type, agreement.signed_on.isoformat(), agreement.legal_regime) == (
        "unspecified",
        "2022",
        "law_70_2020",
    )
    ties = Relationship.objects.order_by("pk").values_list(
        "relationship_class", "since", "until", "end_reason"
    )
    assert [(kind, str(since), str(until or ""), reason) for kind, since, until, reason in ties] == [
        ("letter_of_intent", "2014", "2022", "Nâng lên quan hệ chính thức khi ký thỏa thuận"),
        ("formal", "2022", "", ""),
    ]


def test_changed_names_change_titles_roles_and_capacity(few):
    agreement = _changed(
        {"partner": "Thành phố Daegu"}, {"partner": "TP Daegu", "signatory": "HĐND thành phố Đà Nẵng"}
    )

    assert agreement.title_vi == "Thỏa thuận giữa HĐND thành phố Đà Nẵng và TP Daegu"
    assert agreement.capacity == "council"
    assert [role.agency.key for role in agreement.agency_roles.all()] == ["hdnd-thanh-pho"]


def test_a_signatory_nobody_knows_leaves_no_agency(few):
    agreement = _changed({}, {"signatory": "UBND tỉnh Quảng Nam"})

    assert (agreement.capacity, agreement.agency_roles.count()) == ("unknown", 0)


def test_a_signatory_in_other_words_is_the_same_agency(few):
    agreement = _changed({}, {"signatory": "UBND TP Đà Nẵng"})

    assert [role.agency.key for role in agreement.agency_roles.all()] == ["ubnd-thanh-pho"]


def test_an_official_title_stays(register):
    _commit(line())
    Agreement.objects.update(title_vi="Bản ghi nhớ", title_is_official=True)

    _commit(line(partner="TP Daegu"))

    assert Agreement.objects.get().title_vi == "Bản ghi nhớ"


def test_refined_dates_stay_when_another_cell_changes(few):
    _commit(line(signing="2013 (Ký tăng cường 2019)", term="2022"))
    AgreementEvent.objects.filter(order=0).update(occurred_on="2013-04-09")
    Agreement.objects.update(signed_on="2013-04-09")

    _commit(line(signing="2013 (Ký tăng cường 2019)", term="2025", note="đã gia hạn"))

    agreement = Agreement.objects.get()
    assert (agreement.signed_on.isoformat(), agreement.note_as_printed) == ("2013-04-09", "đã gia hạn")
    assert [event[2] for event in _events(agreement)] == ["2013-04-09", "2019"]


def test_an_agreement_known_from_elsewhere_keeps_what_is_finer(few):
    agreement = make_agreement(
        partners=[Partner.objects.get(key="kr-daegu")],
        agencies=[Agency.objects.get(key="ubnd-thanh-pho")],
        title_vi="Bản ghi nhớ 2014",
        signed_on="2014",
        term_kind="until",
        term_ends_on="2019-08-25",
    )
    make_event(agreement, occurred_on="2014-08")

    _commit(line(stt=5, signing="2014 (gia hạn 2019)", term="2023"))

    agreement.refresh_from_db()
    assert Agreement.objects.count() == 1
    assert (agreement.title_vi, agreement.table_row, agreement.type) == ("Bản ghi nhớ 2014", 5, "mou")
    assert _term(agreement)[:2] == ("until", "2019-08-25")
    assert [
        (event.kind, str(event.occurred_on), event.term_kind) for event in agreement.events.order_by("pk")
    ] == [
        ("signing", "2014-08", ""),
        ("renewal", "2019", "until"),
    ]


def test_an_agreement_known_from_elsewhere_gets_the_term_it_lacks(few):
    agreement = make_agreement(
        partners=[Partner.objects.get(key="kr-daegu")],
        agencies=[Agency.objects.get(key="ubnd-thanh-pho")],
        signed_on="2014",
    )

    _commit(line(stt=5, signing="2014", term="05 năm"))

    agreement.refresh_from_db()
    assert _term(agreement) == ("for", None, 60, "05 năm")


# --- undo -----------------------------------------------------------------------
@pytest.mark.parametrize("reason", ["", "  "])
def test_undo_needs_a_reason(few, reason):
    batch = _commit(line())

    with pytest.raises(InvalidInput) as refusal:
        undo_batch(batch=batch, user=None, reason=reason)

    assert refusal.value.fields == {"reason": ["Hãy ghi lý do hoàn tác."]}
    assert Agreement.objects.count() == 1


def test_undo_keeps_reason_and_author(few):
    user = make_user()
    batch = _commit(line())
    pk = Agreement.objects.get().pk

    batch = undo_batch(batch=batch, user=user, reason="nhầm tệp")

    assert (batch.state, batch.undo_reason) == (ImportState.UNDONE, "nhầm tệp")
    audit = Agreement.audit_rows.rel.related_model.objects.filter(pgh_obj_id=pk).order_by("pgh_id").last()
    assert (audit.pgh_label, audit.pgh_context.metadata["reason"]) == ("delete", "nhầm tệp")
    assert audit.pgh_context.metadata["user"] == user.pk


def test_undo_refuses_and_names_a_record_changed_since(few):
    batch = _commit(line())
    Agreement.objects.update(note="chuyên viên ghi thêm")

    with pytest.raises(Conflict) as refusal:
        undo_batch(batch=batch, user=None, reason="nhầm")

    assert str(refusal.value) == (
        "Không hoàn tác được: thỏa thuận “Thỏa thuận giữa UBND thành phố Đà Nẵng và Thành phố Daegu” "
        "đã được sửa sau khi nhập (Ghi chú)."
    )
    assert Agreement.objects.count() == 1


def test_undo_refuses_when_something_was_added_to_its_records(few):
    batch = _commit(line())
    make_event(Agreement.objects.get(), "suspension", occurred_on="2023")

    with pytest.raises(Conflict) as refusal:
        undo_batch(batch=batch, user=None, reason="nhầm")

    assert str(refusal.value) == (
        "Không hoàn tác được: sự kiện của thỏa thuận “Tạm ngưng 2023” được thêm sau khi nhập và gắn với lần nhập này."
    )


def test_undo_refuses_when_another_paper_hangs_on_its_own(few):
    batch = _commit(line())
    make_agreement(title_vi="Văn bản con", parent=Agreement.objects.get())

    before = _register()

    with pytest.raises(Conflict, match="Văn bản con"):
        undo_batch(batch=batch, user=None, reason="nhầm")

    assert _register() == before


def test_undo_refuses_when_a_source_was_noted(few):
    from django.contrib.contenttypes.models import ContentType

    batch = _commit(line())
    Provenance.objects.create(
        content_type=ContentType.objects.get_for_model(Agreement),
        object_id=Agreement.objects.get().pk,
        source=SourceDocument.objects.create(key="qd", title="Quyết định"),
        locator="L1",
    )

    with pytest.raises(Conflict) as refusal:
        undo_batch(batch=batch, user=None, reason="nhầm")

    assert refusal.value.code == "import_built_upon"


def test_undo_refuses_when_a_record_is_gone(few):
    batch = _commit(line())
    AgreementEvent.objects.all().delete()

    with pytest.raises(Conflict) as refusal:
        undo_batch(batch=batch, user=None, reason="nhầm")

    assert str(refusal.value) == (
        "Không hoàn tác được: một sự kiện của thỏa thuận của lần nhập này đã bị xóa sau khi nhập."
    )


def test_undo_of_the_earlier_of_two_imports_is_refused_until_the_later_is_undone(few):
    first = _commit(line(term="2021"))
    second = _commit(line(term="2026"))

    with pytest.raises(Conflict):
        undo_batch(batch=first, user=None, reason="nhầm")
    undo_batch(batch=second, user=None, reason="nhầm")
    undo_batch(batch=first, user=None, reason="nhầm")

    assert Agreement.objects.count() == 0


def test_undo_twice_and_of_a_preview_is_refused(few):
    batch = _commit(line())
    undo_batch(batch=batch, user=None, reason="nhầm")

    for other in (batch, _preview(line())):
        with pytest.raises(Conflict) as refusal:
            undo_batch(batch=other, user=None, reason="nhầm")
        assert refusal.value.code == "import_not_committed"


def test_undo_of_another_kind_of_sheet_is_refused(db):
    batch = batch_create(kind="other", file_name="a.csv", content=b"a", user=None, rows=[])

    with pytest.raises(InvalidInput) as refusal:
        undo_batch(batch=batch, user=None, reason="nhầm")

    assert refusal.value.code == "import_other_kind"
    assert ImportBatch.objects.get().state == ImportState.PREVIEWED


def test_an_undone_table_is_no_longer_what_the_next_is_compared_with(few):
    _commit(line(term="2021"))
    undo_batch(batch=_commit(line(term="2026")), user=None, reason="nhầm")

    batch = _preview(line(term="2021"))

    assert [row.fate for row in batch.rows.all()] == ["unchanged"]


# --- a file in one go --------------------------------------------------------------
def test_import_relations_file_commits_and_the_second_time_returns_the_same_batch(register):
    path = DATA / "relations_table.csv"

    batch = import_relations_file(path=path, user=None, today=TODAY)
    again = import_relations_file(path=str(path), user=None, today=TODAY)

    assert (batch.state, batch.file_name, batch.rows.count()) == ("committed", "relations_table.csv", 48)
    assert again == batch
    assert ImportBatch.objects.count() == 1


def test_import_relations_file_keeps_another_file_that_changes_nothing(register):
    first = import_relations_file(path=DATA / "relations_table.csv", user=None, today=TODAY)

    second = import_relations_file(path=DATA / "relations_table.xlsx", user=None, today=TODAY)

    assert second != first
    assert (second.state, second.changes.count()) == ("committed", 0)


def test_import_relations_file_keeps_nothing_of_a_table_with_errors(few, tmp_path: Path):
    path = tmp_path / "bang.xlsx"
    path.write_bytes(workbook(line(signing="31/9/2023")))

    with pytest.raises(WrongRowsError):
        import_relations_file(path=path, user=None, today=TODAY)

    assert (ImportBatch.objects.count(), Agreement.objects.count()) == (0, 0)


def test_import_relations_file_that_does_not_exist(db, tmp_path: Path):
    with pytest.raises(SheetError, match="Không mở được tệp"):
        import_relations_file(path=tmp_path / "khong-co.xlsx", user=None, today=TODAY)


# --- the sheet back --------------------------------------------------------------
def _back(batch: ImportBatch):
    return openpyxl.load_workbook(io.BytesIO(annotate(batch))).active


def test_annotate_marks_wrong_and_unclear_cells(few):
    batch = _preview(
        line(stt=1),
        line(stt=2, partner="Nơi nào đó", term=""),
        line(stt=3, partner="Thành phố Seoul", note="=1+1"),
    )

    sheet = _back(batch)

    assert [sheet.cell(3, column).value for column in (8, 9)] == ["Kết quả", "Cần sửa"]
    assert [(sheet.cell(row, 8).value, sheet.cell(row, 9).value) for row in (4, 5, 6)] == [
        ("Thêm mới", None),
        (
            "Có lỗi",
            (
                "Đối tác ký: Sổ chưa có đối tác “Nơi nào đó”: hãy thêm đối tác trước, hoặc sửa tên.\n"
                "Thời hạn hiệu lực: Chưa ghi thời hạn: cần hỏi lại hoặc tìm văn bản."
            ),
        ),
        ("Có lỗi", "Ghi chú: Ô G6 là công thức: hãy thay bằng giá trị."),
    ]
    assert [sheet.cell(5, column).fill.fgColor.rgb for column in (3, 6, 7)] == [
        "00FFC7CE",
        "00FFEB9C",
        "00000000",
    ]
    assert (sheet["G6"].value, sheet["G6"].data_type) == ("'=1+1", "s")


def test_annotated_sheet_can_be_mended_and_sent_again(few):
    batch = _preview(line(stt=1, partner="Nơi nào đó"))
    book = openpyxl.load_workbook(io.BytesIO(annotate(batch)))
    book.active["C4"] = "Thành phố Daegu"
    target = io.BytesIO()
    book.save(target)

    again = create_batch(file_name="bang.xlsx", content=target.getvalue(), user=None, today=TODAY)
    sheet = _back(again)

    assert [row.fate for row in again.rows.all()] == ["new"]
    assert [cell.value for cell in sheet[3]][6:] == ["Ghi chú", "Kết quả", "Cần sửa"]
    assert [cell.value for cell in sheet[4]][7:] == ["Thêm mới", None]


def test_annotate_of_a_csv_and_of_a_table_without_note_column(few):
    content = table_csv(line(stt=1, signing="+1", note="-"))
    batch = create_batch(file_name="bang.csv", content=content, user=None, today=TODAY)

    sheet = _back(batch)

    assert [cell.value for cell in sheet[2]][:7] == [
        "1",
        *[cell or None for cell in line(signing="'+1", note="-")[1:]],
    ]
