from __future__ import annotations

from datetime import UTC, date, datetime

from django.contrib.contenttypes.models import ContentType
from django.utils import translation

from delegations.models import TripLimit
from dnfa.accounts.system import SYSTEM_VIEWER
from dnfa.core.models import LegalBasis, Provenance, SourceDocument
from partners.models import Assessment, Relationship
from reports.annual import content
from reports.annual.checks import problems
from reports.annual.document import Paragraph
from reports.models import PublishedCount
from tests.delegations.programme.factories import make_trip
from tests.factories import make_agreement, make_event, make_partner, make_relationship
from tests.reports.conftest import CUTOFF, PREPARED


def _build(year=2023, cutoff=CUTOFF):
    return content.build(user=SYSTEM_VIEWER, year=year, cutoff=cutoff, prepared_at=PREPARED)


def _texts(report):
    return [
        block.text for section in report.sections for block in section.blocks if isinstance(block, Paragraph)
    ]


def _tables(report):
    return {table.key: table for _number, table in report.tables()}


def _rows(report, key):
    return [row.cells for row in _tables(report)[key].rows]


def test_sentences_of_the_small_register(report):
    assert _texts(report) == [
        (
            "Số liệu lấy từ sổ quan hệ đối ngoại của thành phố, tính đến hết ngày 26/12/2023. Mỗi số liệu có một cách tính, "
            "ghi trong bảng dưới đây; danh sách của từng số liệu ở các Phụ lục kèm theo."
        ),
        "Đến ngày 26/12/2023, thành phố có quan hệ chính thức với 04 địa phương của 04 quốc gia và vùng lãnh thổ (Phụ lục II).",
        "Bảng thống kê các cấp quan hệ (Phụ lục I) có 04 dòng của 04 địa phương.",
        "Trong số đó, 01 địa phương mới ở mức ý định thư: Thành phố Houston (Hoa Kỳ).",
        "Trong năm 2023, sổ không ghi quan hệ chính thức nào mới thiết lập.",
        "1. Ký kết và hiệu lực",
        "Đến ngày 26/12/2023, sổ ghi 07 lần ký văn bản hợp tác cấp thành phố với đối tác nước ngoài (Phụ lục VIII).",
        "Trong năm 2023, sổ không ghi lần ký nào ở cấp thành phố.",
        "03 văn bản còn hiệu lực (Phụ lục VII).",
        "2. Văn bản sắp hết hạn",
        "Trong 12 tháng tới, đến hết ngày 26/12/2024, 01 văn bản hết hạn (Phụ lục IV) với Thành phố Sakai (ngày 01/02/2024).",
        "3. Văn bản đã hết hạn, chưa gia hạn",
        (
            "01 văn bản đã hết hạn, sổ chưa ghi gia hạn, ký lại hoặc văn bản thay thế (Phụ lục III): văn bản với Thành phố "
            "Newcastle (ngày 31/12/2022). Văn bản hết hạn không có nghĩa quan hệ đã kết thúc."
        ),
        "Không tính trong số này 01 văn bản đã được thay bằng văn bản mới, với Thành phố Newcastle.",
        "4. Văn bản chưa rõ thời hạn và ý định thư",
        "01 văn bản chưa rõ thời hạn, cần đối chiếu bản gốc (Phụ lục VI, bảng A).",
        "01 ý định thư đến nay chưa chuyển thành thỏa thuận (Phụ lục VI, bảng B).",
        "01 địa phương lâu không có hoạt động được ghi nhận (Phụ lục V, bảng A).",
        "02 địa phương từ khi ký văn bản chưa có tiếp xúc nào được ghi nhận (Phụ lục V, bảng B).",
        (
            "Hai danh sách này dựa trên những gì đã ghi trong sổ; hoạt động mà các cơ quan chưa báo cáo thì chưa được tính. "
            "Căn cứ của từng trường hợp ghi trong Phụ lục V để các cơ quan xác nhận hoặc bổ sung."
        ),
        "Từ ngày 01/01/2023 đến hết ngày 26/12/2023, sổ ghi 01 đoàn vào (Phụ lục IX, bảng A).",
        "Từ ngày 01/01/2023 đến hết ngày 26/12/2023, sổ không ghi đoàn ra nào.",
        "Ngoài ra sổ có 01 đoàn không rõ ngày nên không được tính vào năm nào.",
        "Không có đoàn ra nào vượt hạn mức của thành phố.",
        "Trong năm 2023, sổ không ghi chương trình, dự án, khoản viện trợ thành phố tiếp nhận (Phụ lục X, bảng A).",
        "Ngoài ra sổ có 01 chương trình, dự án không rõ thời gian nên không được tính vào kỳ nào.",
        "Trong năm 2023, sổ không ghi chương trình, dự án thành phố hỗ trợ bạn (Phụ lục X, bảng B).",
        "Sổ ghi 01 chương trình, dự án đang thực hiện (Phụ lục X, bảng C).",
        "Sổ không ghi nhiệm vụ nào của Đề án.",
        "Sổ không ghi đợt cập nhật nào của năm 2023 mở trước ngày chốt số liệu.",
        "Chưa có số liệu đã công bố để đối chiếu.",
        "Không có điểm nào mà các nguồn nói khác nhau.",
    ]


def test_every_claim_is_borne_out_by_its_list(report):
    tables = _tables(report)

    stated = {
        (claim.table_key, claim.counts): (
            claim.value,
            tables[claim.table_key].row_count
            if claim.counts == "rows"
            else tables[claim.table_key].group_count,
        )
        for claim in report.claims
    }

    assert len(stated) == 20
    assert {key for key, (value, listed) in stated.items() if value != listed} == set()
    assert problems(report) == []


def test_figures_of_the_report_are_all_figures(report):
    assert [(line.key, line.value) for line in report.figures][:4] == [
        ("localities", 4),
        ("countries_and_territories", 4),
        ("agreements_signed", 7),
        ("agreements_in_force", 3),
    ]
    assert len(report.figures) == 13
    assert {row["key"]: row["rows"] for row in report.as_json()["tables"]} == {
        "figures": 13,
        "ties_by_continent": 3,
        "official_table": 4,
        "results": 4,
        "expired": 1,
        "expiring": 1,
        "tie_dormant": 1,
        "tie_never_active": 2,
        "unknown_term": 1,
        "letters_of_intent": 1,
        "contradictions": 0,
        "in_force": 3,
        "signings": 7,
        "delegations_in": 1,
        "delegations_out": 0,
        "over_limits": 0,
        "delegations_by_quarter": 0,
        "aid_received": 0,
        "aid_given": 0,
        "projects": 1,
        "aid_by_quarter": 0,
        "scheme_groups": 0,
        "scheme_tasks": 0,
        "scheme_late": 0,
        "scheme_without_lead": 0,
        "scheme_difficulties": 0,
        "rounds": 0,
        "round_figures": 0,
        "round_figures_by_agency": 0,
        "round_missing": 0,
        "round_others": 0,
        "investment_by_quarter": 0,
    }


def test_official_table_prints_the_decision_s_cells_and_adds_later_papers(report):
    assert _rows(report, "official_table") == [
        (
            "1",
            "UBND thành phố Đà Nẵng",
            "Thành phố Sakai",
            "Nhật Bản",
            "2009 (Ký tăng cường 2019)",
            "Không có thời hạn",
            "",
        ),
        ("2", "UBND thành phố Đà Nẵng", "Thành phố Newcastle", "Úc", "2019", "2022", ""),
        ("3", "UBND thành phố Đà Nẵng", "Tỉnh Giang Tô", "Trung Quốc", "1999", "", ""),
        (
            "4",
            "UBND thành phố",
            "Thành phố Houston",
            "Hoa Kỳ",
            "2012 (Ký ý định thư 2012)",
            "Không thời hạn",
            "",
        ),
    ]


def test_results_are_grouped_by_country_with_what_is_known(register):
    Assessment.objects.create(
        key="n-2023",
        partner=register.newcastle,
        as_of=CUTOFF,
        level="interrupted",
        summary_vi="Gián đoạn từ lâu",
    )
    Assessment.objects.create(
        key="n-2024",
        partner=register.newcastle,
        as_of=date(2024, 5, 1),
        level="active",
        summary_vi="Đã nối lại",
    )

    rows = _tables(_build())["results"].rows

    assert [(row.is_group, row.cells[:3]) for row in rows] == [
        (True, ("NHẬT BẢN",)),
        (False, ("1", "Thành phố Sakai", "2009")),
        (True, ("TRUNG QUỐC",)),
        (False, ("2", "Tỉnh Giang Tô", "1999")),
        (True, ("HOA KỲ",)),
        (False, ("3", "Thành phố Houston", "2012")),
        (True, ("ÚC",)),
        (False, ("4", "Thành phố Newcastle", "2001")),
    ]
    assert rows[-1].cells[3].split("\n") == [
        "Nhận định đến ngày 26/12/2023: Gián đoạn từ lâu (Gián đoạn).",
        "- 3/2012: Đoàn 3".replace("Đoàn 3", rows[-1].cells[3].rsplit(": ", 1)[1]),
    ]
    assert rows[3].cells[3] == "Sổ chưa ghi lĩnh vực, nhận định hoặc hoạt động nào."


def test_many_ending_and_expired_papers_name_the_first(register):
    for day in ("2024-03-01", "2024-01-05"):
        make_agreement(partners=[register.sakai], signed_on="2022", term_kind="until", term_ends_on=day)
    make_agreement(partners=[register.jiangsu], signed_on="2001", term_kind="until", term_ends_on="2005")

    texts = _texts(_build())

    assert (
        "Trong 12 tháng tới, đến hết ngày 26/12/2024, 03 văn bản hết hạn (Phụ lục IV), sớm nhất là văn bản với Thành phố "
        "Sakai (ngày 05/01/2024)." in texts
    )
    assert (
        "02 văn bản đã hết hạn, sổ chưa ghi gia hạn, ký lại hoặc văn bản thay thế (Phụ lục III); lâu nhất là văn bản với "
        "Tỉnh Giang Tô (ngày 31/12/2005). Văn bản hết hạn không có nghĩa quan hệ đã kết thúc." in texts
    )


def test_ties_begun_and_ended_in_the_year_are_named(register):
    jeju = make_partner(name_vi="Jeju", country=register.sakai.country)
    make_relationship(jeju, since="2023")
    Relationship.objects.filter(partner=register.jiangsu).update(until="2023-05", end_reason="Bạn dừng")
    agreement = make_agreement(partners=[jeju], signed_on="2023", term_kind="indefinite")
    make_event(agreement, occurred_on="2023")

    texts = _texts(_build())

    assert "Trong năm 2023, thành phố thiết lập quan hệ với 01 địa phương: Jeju (Nhật Bản)." in texts
    assert "Trong năm 2023, 01 quan hệ kết thúc: Tỉnh Giang Tô (Trung Quốc)." in texts
    assert "Riêng năm 2023 có 01 lần ký, với Jeju." in texts


def test_locality_that_signed_twice_is_told(register):
    make_agreement(
        partners=[register.sakai],
        table_row=4,
        partner_as_printed="TP Sakai",
        signed_on="2022",
        term_kind="indefinite",
    )

    assert (
        "Bảng thống kê các cấp quan hệ (Phụ lục I) có 05 dòng của 04 địa phương; Thành phố Sakai có 02 dòng."
        in _texts(_build())
    )


def test_more_than_a_dozen_names_are_cut(register):
    for number in range(14):
        make_relationship(
            make_partner(name_vi=f"Thành phố {number:02d}", country=register.sakai.country), since="2023"
        )

    sentence = next(text for text in _texts(_build()) if "thiết lập quan hệ với" in text)

    assert sentence.endswith("Thành phố 11 (Nhật Bản) và 02 địa phương khác.")


def test_empty_register_says_so_everywhere(db):
    report = _build()

    assert problems(report) == []
    texts = _texts(report)
    assert (
        "Đến ngày 26/12/2023, sổ không ghi quan hệ chính thức nào với địa phương nước ngoài (Phụ lục II)."
        in texts
    )
    assert "Bảng thống kê các cấp quan hệ (Phụ lục I) không có dòng nào." in texts
    assert "Không có văn bản nào còn hiệu lực (Phụ lục VII)." in texts
    assert "Trong 12 tháng tới, đến hết ngày 26/12/2024, không có văn bản nào hết hạn." in texts
    told = ("Không", "Sổ", "Nhiệm vụ nào cũng")
    assert [table.key for table in _tables(report).values() if not table.empty.startswith(told)] == []


def test_published_counts_are_held_against_our_own(register):
    PublishedCount.objects.create(
        key="a",
        as_of="2023-12-26",
        localities=48,
        countries_and_territories=4,
        agreements=5,
        basis="published",
        note="Trang 1",
    )
    PublishedCount.objects.create(key="later", as_of="2024-03-12", localities=50, basis="published")

    report = _build()

    assert (
        "So với số đã công bố gần nhất, tính đến 26/12/2023: địa phương: công bố 48, sổ 4 (ít hơn 44); quốc gia và vùng lãnh "
        "thổ: công bố 4, sổ 4 (khớp); thỏa thuận: công bố 5, sổ 7 lần ký cấp thành phố (nhiều hơn 2). Số công bố không kèm "
        "danh sách đầy đủ nên phần chênh lệch chưa giải thích được từng dòng." in _texts(report)
    )
    assert [cells[:5] for cells in _rows(report, "published_counts")] == [
        ("26/12/2023", "Đã công bố", "48", "4", "5"),
        ("26/12/2023", "Sổ quan hệ đối ngoại", "4", "4", "7"),
    ]


def _say(record, field, value, source, **values):
    return Provenance.objects.create(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        field=field,
        value_as_printed=value,
        source=source,
        **values,
    )


def test_contradictions_name_both_values_and_leave_later_sources_out(register):
    decision = SourceDocument.objects.create(key="d", title="Quyết định 2887/QĐ-UBND, phụ lục", rank=10)
    thesis = SourceDocument.objects.create(key="t", title="Luận án", rank=30)
    later = SourceDocument.objects.create(key="l", title="Báo", rank=40, published_on=date(2024, 3, 12))
    count = PublishedCount.objects.create(key="a", as_of="2023-12", localities=48, basis="published")
    _say(register.sakai, "level", "thành phố", decision, locator="L1367")
    _say(register.sakai, "level", "tỉnh", thesis, locator="p.119", is_used=False)
    _say(register.newcastle, "level", "thành phố", decision)
    _say(register.newcastle, "level", "tỉnh", later, is_used=False)
    _say(register.houston, "level", "thành phố", decision)
    _say(register.houston, "level", "thành phố", thesis)
    _say(count, "localities", "48", decision)
    _say(count, "localities", "47", thesis, is_used=False)

    report = _build()

    assert _rows(report, "contradictions") == [
        (
            "1",
            "Thành phố Sakai",
            "Cấp",
            "thành phố (Quyết định 2887/QĐ-UBND, L1367)",
            "tỉnh (Luận án, p.119)",
        ),
        (
            "2",
            "Số đã công bố, tính đến 12/2023",
            "Địa phương",
            "48 (Quyết định 2887/QĐ-UBND)",
            "47 (Luận án)",
        ),
    ]
    assert (
        "Các nguồn nói khác nhau ở 02 điểm (Phụ lục VI, bảng C); sổ giữ các giá trị cùng nguồn và đánh dấu giá trị đang dùng."
        in _texts(report)
    )


def test_basis_is_what_was_in_force_on_the_cut_off(db):
    assert _build().basis == (
        "Căn cứ Luật Thỏa thuận quốc tế số 70/2020/QH14 ngày 13 tháng 11 năm 2020;",
        (
            "Căn cứ Nghị định số 64/2021/NĐ-CP ngày 30 tháng 6 năm 2021 của Chính phủ về ký kết và thực hiện thỏa thuận quốc "
            "tế nhân danh cơ quan chuyên môn, UBND cấp huyện, UBND cấp xã biên giới và cơ quan cấp tỉnh của tổ chức;"
        ),
        (
            "Căn cứ Quyết định số 2887/QĐ-UBND ngày 26 tháng 12 năm 2023 của UBND thành phố Đà Nẵng phê duyệt Đề án Hội nhập "
            "và hợp tác quốc tế thành phố Đà Nẵng đến năm 2030;"
        ),
    )
    assert len(_build(2022, date(2022, 12, 31)).basis) == 2
    assert _build(2020, date(2020, 12, 31)).basis == ()


def test_basis_without_day_or_issuer():
    basis = LegalBasis(number="64/2021/NĐ-CP", kind="Nghị định", title="Ký kết thỏa thuận")

    assert content.basis_line(basis) == "Căn cứ Nghị định số 64/2021/NĐ-CP về ký kết thỏa thuận;"


def test_report_is_vietnamese_whatever_language_is_active(register):
    with translation.override("en"):
        english = _build()

    assert english == _build()


def test_report_is_the_same_from_the_same_register(register):
    assert _build() == _build()


def test_number_of_queries_does_not_grow(register, django_assert_max_num_queries):
    for number in range(6):
        partner = make_partner(name_vi=f"Thành phố {number}", country=register.sakai.country)
        make_relationship(partner, since="2010")
        make_event(
            make_agreement(partners=[partner], signed_on="2010", term_kind="indefinite"), occurred_on="2010"
        )

    with django_assert_max_num_queries(75):
        _build()


def test_prepared_time_is_kept(register):
    moment = datetime(2024, 1, 5, 3, 0, tzinfo=UTC)

    built = content.build(user=SYSTEM_VIEWER, year=2023, cutoff=CUTOFF, prepared_at=moment)

    assert built.as_json()["prepared_at"] == "2024-01-05T03:00:00+00:00"


def test_locality_without_a_country_stands_last_under_its_own_heading(register):
    make_relationship(make_partner(name_vi="Vùng không tên", country=None), since="2001")

    rows = [row.cells[0] for row in _tables(_build())["results"].rows if row.is_group]

    assert rows[-1] == "CHƯA GHI QUỐC GIA, VÙNG LÃNH THỔ"


def test_delegations_over_the_limits_stand_in_the_report_with_their_justification(register):
    TripLimit.objects.create(kind="countries", most=1, valid_from="2023-01-01")
    way = (("LA", "", "", False), ("TH", "", "", False))
    told, _silent, _later = (
        make_trip(*way, title_vi=title, planned_starts_on=day)
        for title, day in (
            ("Thăm Lào", date(2023, 3, 1)),
            ("Thăm Nhật Bản", date(2023, 5, 1)),
            ("Sau ngày chốt", date(2023, 12, 27)),
        )
    )
    told.justifications.create(kind="countries", text="Đi liên tuyến")

    report = _build()

    over = "Đến 2 quốc gia và vùng lãnh thổ trong một chuyến, hạn mức 1."
    assert _rows(report, "over_limits") == [
        ("1", "Thăm Lào", "", "01/03/2023", over, "Đi liên tuyến"),
        ("2", "Thăm Nhật Bản", "", "01/05/2023", over, "Chưa giải trình"),
    ]
    assert (
        "Có 02 trường hợp đoàn ra vượt hạn mức của thành phố, đã giải trình 01 (Phụ lục IX, bảng C)."
        in _texts(report)
    )
    assert problems(report) == []
