from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dnfa.core.models import Provenance, SourceDocument
from partners.models import CooperationField
from tests.factories import make_agency, make_agreement, make_event, make_partner, make_project

pytestmark = pytest.mark.django_db


def summary_of(client, agreement, **query) -> list[tuple[str, str]]:
    rows = client.get(agreement.get_absolute_url(), query).context["summary"]
    return [(row["label"], str(row["value"])) for row in rows]


def part(response, code: str) -> dict | None:
    """One part of the page of an agreement, as its template gets it; None when it is not there."""
    return next((built.context for built in response.context["sections"] if built.code == code), None)


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ({"term_kind": "indefinite"}, "Không thời hạn"),
        ({"term_kind": "unknown"}, "Chưa rõ"),
        ({"term_kind": "until", "term_ends_on": "2012-04"}, "Đến hết 4/2012"),
        ({"term_kind": "for", "term_months": 36}, "03 năm"),
        ({"term_kind": "for", "term_months": 18}, "18 tháng"),
        (
            {"term_kind": "auto_renew", "term_months": 60, "term_renew_months": 36},
            "05 năm, tự động gia hạn mỗi lần 03 năm",
        ),
        (
            {"term_kind": "auto_renew", "term_months": 24, "term_renew_months": 12, "term_notice_months": 6},
            "02 năm, tự động gia hạn mỗi lần 01 năm, báo trước 06 tháng nếu không gia hạn",
        ),
    ],
)
def test_a_term_in_words(client, officer, term, words):
    agreement = make_agreement(signed_on="2010", **term)

    assert dict(summary_of(client, agreement))["Thời hạn"] == words


def test_the_page_of_an_agreement_begins_with_its_state_and_term(client, officer):
    field = CooperationField.objects.create(code="moi-truong", level=2, name_vi="Môi trường")
    parent = make_agreement(title_vi="Văn bản khung")
    agreement = make_agreement(
        signed_on="2016-11-22",
        effective_on="2017",
        term_kind="for",
        term_months=36,
        term_as_printed="03 năm",
        title_en="MoU",
        document_number="5/TT",
        legal_regime="ordinance_2007",
        note="Xem lại",
        parent=parent,
    )
    agreement.fields.add(field)

    rows = summary_of(client, agreement, as_of="2018")
    response = client.get(agreement.get_absolute_url(), {"as_of": "2018"})

    assert rows == [("Tình trạng", ""), ("Thời hạn", "03 năm"), ("Hết hiệu lực", "2020-12-31")]
    assert [(row["label"], str(row["value"])) for row in part(response, "facts")["items"]] == [
        ("Loại văn bản", "Bản ghi nhớ"),
        ("Tên tiếng Anh", "MoU"),
        ("Số, ký hiệu", "5/TT"),
        ("Ngày ký", "2016-11-22"),
        ("Ngày hiệu lực", "2017"),
        ("Danh nghĩa ký", "UBND thành phố"),
        ("Chế độ pháp lý", "Pháp lệnh 33/2007 (trước 01/7/2021)"),
        ("Lĩnh vực", "Môi trường"),
        ("Ghi chú", "Xem lại"),
        ("Văn bản gốc", "Văn bản khung"),
    ]
    assert response.context["summary"][0]["status"] == "in_force"
    assert response.context["summary"][2]["note"] == "còn 731 ngày"
    assert "Văn bản ghi: “03 năm”" in response.content.decode()


def test_both_sides_stand_on_the_page(client, officer):
    sakai = make_partner(name_vi="Thành phố Sakai")
    net = make_partner(name_vi="Mạng lưới", kind="network", country=None)
    agreement = make_agreement(partners=[sakai, net])
    agreement.agency_roles.create(
        agency=make_agency(name_vi="UBND thành phố"), role="signatory", signatory_vi="Chủ tịch"
    )

    sides = part(client.get(agreement.get_absolute_url()), "sides")

    assert [(row["label"], row["value"]) for row in sides["foreign_side"]] == [
        ("Nhật Bản", "Thành phố Sakai"),
        ("Mạng lưới", "Mạng lưới"),
    ]
    assert sides["vietnamese_side"] == [
        {"label": "Bên ký Việt Nam", "value": "UBND thành phố", "note": "Chủ tịch"}
    ]


def test_a_paper_without_sides_says_so(client, officer):
    text = client.get(make_agreement(partners=[]).get_absolute_url()).content.decode()

    assert "Không có bên nước ngoài trong sổ." in text
    assert "Nguồn không nêu cơ quan ký." in text
    assert "Chưa ghi sự kiện nào." in text


def test_the_chain_tells_what_each_event_did(client, officer):
    heir = make_agreement(title_vi="Bản mới")
    agreement = make_agreement(signed_on="2004")
    make_event(agreement, occurred_on="2004", as_printed="2004")
    make_event(
        agreement,
        "strengthening",
        occurred_on="2018-05",
        effective_on="2018-08-04",
        title_vi="Bản tăng cường",
        document_number="9/TT",
        term_kind="until",
        term_ends_on="2023-08-03",
        note="Bảng ghi một lần",
    )
    make_event(agreement, "replacement", effective_on="2024", successor=heir)

    chain = part(client.get(agreement.get_absolute_url(), {"as_of": "2020"}), "chain")["items"]
    replaced = part(client.get(heir.get_absolute_url()), "replaced")["items"]

    assert [(str(item["date"]), item["title"], item["note"], item.get("body"), item.get("href")) for item in chain] == [
        ("2004", "Ký", "Nguồn ghi: “2004”", None, None),
        ("2018-05", "Ký tăng cường: Bản tăng cường",
         "9/TT · Thời hạn từ đây: đến hết 03/08/2023 · có hiệu lực từ 04/08/2018 · Bảng ghi một lần", None, None),
        ("2024", "Thay thế bằng văn bản mới", "sau ngày đang xem", "Bản mới", heir.get_absolute_url()),
    ]  # fmt: skip
    assert [(str(item["date"]), item["title"], item["href"]) for item in replaced] == [
        ("2024", agreement.title_vi, agreement.get_absolute_url())
    ]


def test_the_row_of_the_table_is_shown_as_printed(client, officer):
    row = make_agreement(
        table_row=16,
        signatory_as_printed="UBND TP",
        partner_as_printed="TP Yokohama",
        country_as_printed="Nhật",
        signing_as_printed="2013 (Ký tăng cường 2019)",
        note_as_printed="đã ký",
        term_as_printed="cũ",
    )
    make_event(
        row,
        "strengthening",
        occurred_on="2019",
        term_kind="until",
        term_ends_on="2022",
        term_as_printed="2022",
    )
    plain = make_agreement(table_row=17, term_as_printed="Vô thời hạn", term_kind="indefinite")

    assert part(client.get(row.get_absolute_url(), {"as_of": "2014"}), "printed")["items"] == [
        ("STT", 16),
        ("Cơ quan ký kết", "UBND TP"),
        ("Đối tác ký", "TP Yokohama"),
        ("Nước đối tác", "Nhật"),
        ("Ngày ký, ngày hiệu lực", "2013 (Ký tăng cường 2019)"),
        ("Thời hạn hiệu lực", "2022"),
        ("Ghi chú", "đã ký"),
    ]
    items = part(client.get(plain.get_absolute_url()), "printed")["items"]
    assert dict(items)["Thời hạn hiệu lực"] == "Vô thời hạn"
    assert part(client.get(make_agreement().get_absolute_url()), "printed") is None


def test_sources_of_the_paper_and_of_its_events(client, officer):
    agreement = make_agreement()
    event = make_event(agreement, occurred_on="2004")
    source = SourceDocument.objects.create(key="qd", title="Quyết định")
    Provenance.objects.create(
        record=agreement, field="term_ends_on", source=source, locator="L1", value_as_printed="2022"
    )
    Provenance.objects.create(
        record=agreement,
        field="term_ends_on",
        source=source,
        locator="L2",
        value_as_printed="2025",
        is_used=False,
    )
    Provenance.objects.create(record=event, source=source, locator="phụ lục")

    sources = part(client.get(agreement.get_absolute_url()), "sources")["sources"]

    assert [(group.label, len(group.rows)) for group in sources.contradictions] == [("Đến ngày", 2)]
    assert sources.cited == [("Ký 2004", "Quyết định, phụ lục")]


def test_the_page_of_an_agreement_asks_the_same_number_of_queries(client, officer):
    asked = {}
    for number in (1, 20):
        agreement = make_agreement(signed_on="2004", agencies=[make_agency()])
        for _index in range(number):
            event = make_event(agreement, "renewal", occurred_on="2012", term_kind="indefinite")
            agreement.signatories.create(event=event, agency=make_agency(), name="Nguyễn Văn A")
            make_event(agreement, "amendment", occurred_on="2013", successor=make_agreement())
            child = make_agreement(parent=agreement)
            make_event(child, "replacement", occurred_on="2013", successor=agreement)
            make_project(agreements=[agreement])
        client.get(agreement.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            response = client.get(agreement.get_absolute_url())
        asked[number] = len(queries)
        assert len(part(response, "chain")["items"]) == 2 * number
        assert len(part(response, "children")["papers"]) == number

    assert asked[20] == asked[1] <= 44  # two of them: what agencies sent about it, and its last confirmation
