from __future__ import annotations

from datetime import date

import pytest

from agreements.enums import Stage
from agreements.import_kinds.opinions import OPINIONS
from agreements.models import Consultation, Opinion
from dnfa.core.imports import undo_batch
from dnfa.core.table_import.services import RefusedRowsError, sheet_commit
from tests.agreements.consultation.factories import (
    make_consultation,
    make_draft,
    make_opinion,
    mofa,
    prime_minister,
)
from tests.agreements.import_kinds.sheets import (
    CHANGED,
    NEW,
    TODAY,
    UNCHANGED,
    commit,
    errors,
    exported_rows,
    fates,
    imported_again,
    preview,
    register_now,
)
from tests.agreements.records.factories import on
from tests.factories import make_agency, make_agreement

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    mofa()
    make_agency(key="so-y-te", name_vi="Sở Y tế")
    return make_draft(key="nhap", title_vi="Dự thảo với Mie")


def line(agency="Bộ Ngoại giao", **cells) -> dict[str, str]:
    return {"agreement": "nhap", "agency": agency, "sent_on": "02/03/2026", **cells}


def told() -> list[tuple]:
    """Every opinion: letter, body, receipt, day and sense of the answer."""
    rows = Opinion.objects.order_by("consultation_id", "pk").select_related("consultation", "agency")
    return [
        (
            opinion.consultation.document_number,
            opinion.agency.key,
            opinion.received_on,
            opinion.answered_on,
            opinion.answer,
        )
        for opinion in rows
    ]


def test_rows_of_one_letter_become_one_round(officer, draft):
    batch = commit(
        OPINIONS,
        line(
            asked_number="12/SNgV",
            received_on="03/03/2026",
            answered_on="06/03/2026",
            answer="Không đồng ý",
            document_number="7/BNG",
            summary="Bỏ điều 5\nvà điều 6",
            handling="Đã bỏ",
        ),
        line("so-y-te", asked_number="12/SNgV"),
        line("so-y-te", sent_on="10/03/2026", answered_on="10/03/2026", answer="Đồng ý"),
        user=officer,
    )

    assert fates(batch) == [NEW] * 3
    assert told() == [
        ("12/SNgV", "bo-ngoai-giao", date(2026, 3, 3), date(2026, 3, 6), "disagree"),
        ("12/SNgV", "so-y-te", None, None, ""),
        ("", "so-y-te", None, date(2026, 3, 10), "agree"),
    ]
    first = Opinion.objects.order_by("pk").first()
    assert (first.document_number, first.summary, first.handling) == (
        "7/BNG",
        "Bỏ điều 5\nvà điều 6",
        "Đã bỏ",
    )
    assert list(Consultation.objects.order_by("pk").values_list("purpose", "sent_on", "agreement")) == [
        ("signing", date(2026, 3, 2), draft.pk),
        ("signing", date(2026, 3, 10), draft.pk),
    ]


@pytest.mark.parametrize(
    ("standing", "given", "expected"),
    [
        ("12/SNgV", "12/SNGV", ["12/SNgV"]),
        ("12/SNgV", "", ["12/SNgV"]),
        ("", "12/SNgV", ["12/SNgV"]),
        ("", "", [""]),
        ("12/SNgV", "13/SNgV", ["12/SNgV", "13/SNgV"]),
    ],
)
def test_a_body_joins_the_round_of_the_same_letter(officer, draft, standing, given, expected):
    make_opinion(make_consultation(draft, document_number=standing), make_agency(key="khac"))

    commit(OPINIONS, line(asked_number=given), user=officer)

    rounds = Consultation.objects.order_by("pk").values_list("document_number", flat=True)
    assert (list(rounds), Opinion.objects.count()) == (expected, 2)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"sent_on": "25/11/2026"}, []),
        ({"sent_on": "26/11/2026"}, [("sent_on", "Ngày này chưa tới.")]),
        ({"sent_on": "3/2026"}, [("sent_on", "Cần đủ ngày, tháng và năm, ví dụ 05/03/2026.")]),
        ({"received_on": "1/3/2026"}, [("received_on", "Ngày nhận hồ sơ không thể trước ngày gửi.")]),
        ({"received_on": "2/3/2026"}, []),
        ({"received_on": "26/11/2026"}, [("received_on", "Ngày này chưa tới.")]),
        ({"answered_on": "1/3/2026", "answer": "Đồng ý"}, [("answered_on", "Ngày trả lời không thể trước ngày gửi.")]),
        ({"answered_on": "4/3/2026", "received_on": "5/3/2026", "answer": "Đồng ý"}, [("answered_on", "Ngày trả lời không thể trước ngày nhận đủ hồ sơ.")]),
        ({"answered_on": "5/3/2026", "received_on": "5/3/2026", "answer": "Đồng ý"}, []),
        ({"answered_on": "4/3/2026"}, [("answer", "Ngày trả lời và ý kiến phải cùng có hoặc cùng để trống.")]),
        ({"answer": "Đồng ý"}, [("answered_on", "Ngày trả lời và ý kiến phải cùng có hoặc cùng để trống.")]),
        ({"answer": "Đồng ý", "answered_on": "hôm qua"}, None),
        ({"answered_on": "4/3/2026", "answer": "Không đồng ý"}, [("summary", "Cơ quan không đồng ý thì phải tóm tắt lý do.")]),
        ({"summary": "x", "handling": "y"}, [("summary", "Cơ quan này chưa trả lời."), ("handling", "Cơ quan này chưa trả lời.")]),
        ({"purpose": "Sửa đổi, bổ sung, gia hạn"}, [("purpose", "Văn bản chưa ký nên chưa thể sửa đổi, gia hạn hoặc chấm dứt.")]),
        ({"agreement": "ky"}, [("sent_on", "Ý kiến về việc ký phải được hỏi trước ngày ký.")]),
        ({"agreement": "ky", "sent_on": "1/3/2026"}, []),
        ({"agreement": "ky", "sent_on": "28/2/2026", "purpose": "Sửa đổi, bổ sung, gia hạn"}, [("sent_on", "Ngày hỏi không thể trước ngày ký văn bản.")]),
        ({"agreement": "ky", "sent_on": "1/3/2026", "purpose": "Chấm dứt, rút khỏi, tạm đình chỉ"}, []),
        ({"agency": ""}, [("agency", "Thiếu: cột này bắt buộc khi thêm mới.")]),
        ({"agreement": ""}, [("agreement", "Thiếu: cột này bắt buộc khi thêm mới.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_cell(officer, draft, cells, expected):
    make_agreement(key="ky", title_vi="Khác hẳn", signed_on=on("2026-03-01"))

    batch = preview(OPINIONS, line(**cells), user=officer)

    found = [(column, message) for _row, column, message in errors(batch)]
    if expected is None:
        assert [column for column, _message in found] == ["answered_on"]
    else:
        assert found == expected


def test_what_the_service_sees_is_marked_at_the_cell_and_nothing_is_written(officer, draft):
    make_agency(key="cu", name_vi="Sở cũ", valid_to=on("2025-02-28"))
    prime_minister()
    before = register_now()
    batch = preview(
        OPINIONS,
        line("cu"),
        line("thu-tuong-chinh-phu", purpose="Xin ý kiến Thủ tướng Chính phủ khi có cơ quan không đồng ý"),
        line("so-y-te"),
        user=officer,
    )
    assert errors(batch) == []

    with pytest.raises(RefusedRowsError) as refused:
        sheet_commit(kind=OPINIONS, batch=batch, user=officer, today=TODAY)

    assert sorted(refused.value.fields) == ["rows.2.agency", "rows.3.purpose"]
    assert refused.value.fields["rows.2.agency"] == ["Sở cũ không phải cơ quan hoạt động vào ngày gửi."]
    assert register_now() == before


def test_a_mark_of_secrecy_is_refused(officer, draft):
    batch = preview(
        OPINIONS,
        line(asked_number="12/SNgV MẬT", answered_on="4/3/2026", answer="Đồng ý", summary="Độ mật: Tối mật"),
        user=officer,
    )

    assert [column for _row, column, _message in errors(batch)] == ["asked_number", "summary"]


def test_rows_that_contradict_one_another(officer, draft):
    asked = make_consultation(draft, document_number="12/SNgV")
    make_opinion(asked, mofa())
    make_opinion(asked, make_agency(key="khac"))

    batch = preview(
        OPINIONS,
        line(asked_number="13/SNgV"),
        line("khac", asked_number="14/SNgV"),
        line("so-y-te", asked_number="15/SNgV"),
        line("so-y-te", asked_number="15/SNGV"),
        user=officer,
    )

    assert errors(batch) == [
        (3, "asked_number", "Cùng một đợt lấy ý kiến với dòng 2 của bảng nhưng số công văn khác."),
        (5, "agency", "Trùng với dòng 4 của bảng: mỗi bản ghi chỉ ghi một dòng."),
    ]


def test_of_two_letters_of_one_day_the_number_decides(officer, draft):
    one = make_opinion(make_consultation(draft, document_number="12/SNgV"), mofa())
    make_opinion(make_consultation(draft, document_number="13/SNgV"), mofa())

    found = preview(OPINIONS, line(asked_number="12/SNgV", received_on="5/3/2026"), user=officer)
    make_opinion(make_consultation(draft, document_number="12/SNGV"), mofa())
    unclear = preview(OPINIONS, line(asked_number="12/SNgV"), user=officer)

    assert (fates(found), found.rows.get().parsed["record"]) == ([CHANGED], one.pk)
    assert errors(unclear) == [
        (2, "asked_number", "Trong sổ có 2 bản ghi như vậy: hãy ghi khóa hoặc mã để phân biệt.")
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"received_on": "4/3/2026", "answered_on": "5/3/2026"}, (date(2026, 3, 4), date(2026, 3, 5), "agree")),
        ({"received_on": "9/3/2026", "answered_on": "10/3/2026"}, (date(2026, 3, 9), date(2026, 3, 10), "agree")),
        ({"received_on": "-"}, (None, date(2026, 3, 6), "agree")),
        ({"answer": "Đồng ý, có góp ý"}, (date(2026, 3, 5), date(2026, 3, 6), "agree_with_comments")),
        ({"answer": "-", "answered_on": "-", "summary": "-"}, (date(2026, 3, 5), None, "")),
    ],
)  # fmt: skip
def test_a_known_answer_is_corrected_or_taken_back(officer, draft, cells, expected):
    asked = make_consultation(draft)
    opinion = make_opinion(asked, mofa(), answer="agree", received_on=date(2026, 3, 5))

    batch = commit(OPINIONS, line(asked_number="12/SNgV", **cells), user=officer)

    opinion.refresh_from_db()
    asked.refresh_from_db()
    assert fates(batch) == [CHANGED]
    assert (opinion.received_on, opinion.answered_on, opinion.answer) == expected
    assert asked.document_number == "12/SNgV"


def test_what_was_made_of_an_answer(officer, draft):
    opinion = make_opinion(make_consultation(draft), mofa(), answer="agree", handling="cũ")

    commit(OPINIONS, line(handling="Đã tiếp thu"), user=officer)

    opinion.refresh_from_db()
    assert opinion.handling == "Đã tiếp thu"


def test_a_table_of_opinions_needs_a_person(draft):
    batch = preview(OPINIONS, line(), user=None)

    with pytest.raises(RefusedRowsError):
        sheet_commit(kind=OPINIONS, batch=batch, user=None, today=TODAY)

    assert Opinion.objects.count() == 0


def test_undo_brings_back_every_row_of_the_register(officer, draft):
    asked = make_consultation(draft)
    make_opinion(asked, mofa())
    before = register_now()

    batch = commit(
        OPINIONS,
        line(asked_number="12/SNgV", answered_on="6/3/2026", answer="Đồng ý", handling="x"),
        line("so-y-te", asked_number="12/SNgV"),
        line("so-y-te", sent_on="20/11/2026"),
        user=officer,
    )
    assert fates(batch) == [CHANGED, NEW, NEW]
    undo_batch(batch=batch, user=officer, reason="nhập nhầm")

    assert register_now() == before


def test_an_export_imported_again_changes_nothing(officer, draft):
    signed = make_agreement(key="ky", title_vi="Khác hẳn", stage=Stage.SIGNED, signed_on=on("2020"))
    make_opinion(make_consultation(signed, purpose="ending"), mofa())
    make_opinion(make_consultation(draft, document_number="13/SNgV"), mofa())
    commit(
        OPINIONS,
        line(
            asked_number="12/SNgV",
            sent_on="9/3/2026",
            received_on="10/3/2026",
            answered_on="12/3/2026",
            answer="Đồng ý, có góp ý",
            document_number="7/BNG",
            summary="a\nb",
            handling="c",
        ),
        user=officer,
    )

    assert imported_again(OPINIONS, officer) == [UNCHANGED] * 3
    rows = exported_rows(OPINIONS, officer)
    assert [(row["agreement"], row["sent_on"]) for row in rows] == [
        ("ky", "02/03/2026"),
        ("nhap", "02/03/2026"),
        ("nhap", "09/03/2026"),
    ]
    assert rows[2] == {
        "agreement": "nhap",
        "agency": "bo-ngoai-giao",
        "purpose": "Ký văn bản",
        "sent_on": "09/03/2026",
        "asked_number": "12/SNgV",
        "received_on": "10/03/2026",
        "answered_on": "12/03/2026",
        "answer": "Đồng ý, có góp ý",
        "document_number": "7/BNG",
        "summary": "a\nb",
        "handling": "c",
    }
