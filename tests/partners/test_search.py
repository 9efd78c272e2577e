from __future__ import annotations

import unicodedata

import pytest

from dnfa.core.search import search
from tests.factories import (
    make_agreement,
    make_event,
    make_partner,
    make_partner_name,
    make_project,
)
from tests.partners.factories import make_delegation, make_engagement, make_world

pytestmark = pytest.mark.django_db


def titles(user, text: str) -> list[str]:
    return [hit.title for hit in search(user, text).hits]


@pytest.mark.parametrize(
    "typed",
    [
        "Hòa Bình",
        "hoa binh",
        "HOÀ BÌNH",
        "hoà bình",
        unicodedata.normalize("NFD", "hòa bình"),
        "  bình   hòa ",
        "thanh pho hoa",
    ],
)
def test_marks_case_order_and_composition_do_not_matter(officer, typed):
    make_partner(name_vi="Thành phố Hòa Bình")
    make_partner(name_vi="Thành phố Huế")

    assert titles(officer, typed) == ["Thành phố Hòa Bình"]


@pytest.mark.parametrize("typed", ["Đông Đô", "dong do", "đông do"])
def test_d_with_stroke_is_found_with_and_without_it(officer, typed):
    make_partner(name_vi="Quận Đông Đô")

    assert titles(officer, typed) == ["Quận Đông Đô"]


@pytest.mark.parametrize(
    ("typed", "matched"),
    [
        ("sakai", "Thành phố Sakai"),
        ("堺市", "堺市"),
        ("Sakai-shi", "Sakai-shi"),
        ("thanh pho Sakai", "Thành phố Sakai"),
    ],
)
def test_a_partner_is_found_under_each_of_its_names(officer, typed, matched):
    partner = make_partner(name_vi="Thành phố Sakai", name_en="Sakai City", name_native="堺市")
    make_partner_name(partner, "Sakai-shi")

    hits = search(officer, typed).hits

    assert [(hit.kind, hit.key, hit.matched, hit.url) for hit in hits] == [
        ("partner", partner.key, matched, partner.get_absolute_url())
    ]


def test_a_former_name_finds_the_present_one(officer):
    partner = make_partner(name_vi="Thành phố Changwon")
    make_partner_name(partner, "Masan", "former")

    hits = search(officer, "masan").hits

    assert [(hit.title, hit.matched) for hit in hits] == [("Thành phố Changwon", "Masan")]


@pytest.mark.parametrize("typed", ["123/BC-SNgV", "123/bc-sngv", "15/QĐ-UBND", "15/qd-ubnd"])
def test_a_document_number_finds_the_paper_and_the_paper_of_a_later_event(officer, typed):
    agreement = make_agreement(title_vi="Bản ghi nhớ", partners=[], document_number="123/BC-SNgV")
    make_event(agreement, "renewal", document_number="15/QĐ-UBND")
    make_agreement(title_vi="Thỏa thuận khác", partners=[], document_number="7/QĐ-UBND")

    hits = search(officer, typed).hits

    assert [(hit.title, hit.matched.upper().replace("Đ", "D")) for hit in hits] == [
        ("Bản ghi nhớ", typed.upper().replace("Đ", "D"))
    ]


def test_the_best_comes_first_whatever_its_kind(officer):
    make_agreement(title_vi="Ghi nhớ về Salo và Salov", partners=[])
    make_project(title_vi="Xa lộ Salovar")
    make_partner(name_vi="Hội Tasalo")
    make_partner(name_vi="Đại học Salo Bắc")
    make_partner(name_vi="Thành phố Salo")

    assert titles(officer, "salo") == [
        "Thành phố Salo",
        "Đại học Salo Bắc",
        "Ghi nhớ về Salo và Salov",
        "Xa lộ Salovar",
        "Hội Tasalo",
    ]


def test_the_name_itself_is_found_among_many_that_hold_it(officer):
    for number in range(70):
        make_partner(name_vi=f"Công ty Kota số {number} của miền Đông")
    make_partner(name_vi="Kota")

    found = titles(officer, "kota")

    assert (found[0], len(found)) == ("Kota", 8)


def test_all_kinds_are_found_by_their_words_and_by_their_partner(officer):
    partner = make_partner(name_vi="Thành phố Turku")
    make_agreement(title_vi="Bản ghi nhớ", partners=[partner])
    make_delegation(title_vi="Đoàn thăm", partners=[partner])
    make_engagement(title_vi="Thư chúc mừng", partners=[partner])
    make_project(title_vi="Vườn ươm", partners=[partner])

    hits = search(officer, "turku").hits

    assert [(hit.kind, hit.title, hit.matched) for hit in hits] == [
        ("partner", "Thành phố Turku", "Thành phố Turku"),
        ("agreement", "Bản ghi nhớ", "Thành phố Turku"),
        ("delegation", "Đoàn thăm", "Thành phố Turku"),
        ("engagement", "Thư chúc mừng", "Thành phố Turku"),
        ("project", "Vườn ươm", "Thành phố Turku"),
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("Yokohma", "Thành phố Yokohama"), ("thanh pho yokohma", "Thành phố Yokohama"), ("Mássan", "Changwon")],
)
def test_a_slip_of_the_finger_still_finds(officer, typed, expected):
    make_partner(name_vi="Thành phố Yokohama", name_native="横浜市")
    make_partner_name(make_partner(name_vi="Changwon"), "Masan", "former")
    make_partner(name_vi="Bang Queensland")

    findings = search(officer, typed)

    assert (findings.hits[0].title, findings.guessed) == (expected, True)


def test_the_title_of_a_paper_may_be_mistyped(officer):
    make_agreement(title_vi="Chương trình nghiên cứu khoa học", partners=[])

    findings = search(officer, "chuong trinh nghien cuw")

    assert ([hit.title for hit in findings.hits], findings.guessed) == (
        ["Chương trình nghiên cứu khoa học"],
        True,
    )


@pytest.mark.parametrize("typed", ["", "   ", "́", "xyz", "hoàn toàn khác biệt", "\x00"])
def test_nothing_is_found_for_nothing(officer, typed):
    make_partner(name_vi="Sakai")

    findings = search(officer, typed)

    assert (findings.hits, findings.guessed, findings.by_kind()) == ([], False, [])


@pytest.mark.parametrize("typed", ["bimat", "bimta", "12/BGN-bimat", "Thành phố Bimat"])
def test_hidden_records_are_never_found_or_guessed(client, typed):
    world = make_world()

    assert [
        hit.title
        for hit in search(world.focal, typed).hits
        if "bimat" in hit.title.lower() or "bimat" in hit.matched.lower()
    ] == []
    assert any("bimat" in hit.title.lower() for hit in search(world.officer, typed).hits)


def test_the_page_groups_by_kind_and_says_what_matched(client, officer):
    partner = make_partner(name_vi="Thành phố Changwon")
    make_partner_name(partner, "Masan", "former")
    make_agreement(title_vi="Ghi nhớ Masan", partners=[])

    response = client.get("/tim/", {"q": "masan"})

    groups = response.context["found"].by_kind()
    assert [(str(label), [hit.title for hit in hits]) for label, hits in groups] == [
        ("Đối tác", ["Thành phố Changwon"]),
        ("Thỏa thuận", ["Ghi nhớ Masan"]),
    ]
    assert "2 kết quả" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Gõ điều cần tìm"),
        ("zzzz", "Không tìm thấy"),
        ("Yokohma", "Không có tên nào chứa đúng “Yokohma”"),
        ("<script>", "&lt;script&gt;"),
    ],
)
def test_the_page_says_what_to_do(client, officer, typed, words):
    make_partner(name_vi="Yokohama")

    assert words in client.get("/tim/", {"q": typed}).content.decode()


def test_more_than_fit_are_announced(client, officer):
    for number in range(9):
        make_partner(name_vi=f"Sakai {number}")

    response = client.get("/tim/", {"q": "sakai"})

    assert len(response.context["found"].hits) == 8
    assert "Chỉ hiện các kết quả đầu" in response.content.decode()


def test_a_search_asks_at_most_one_query_and_its_names_for_each_kind(
    client, officer, django_assert_max_num_queries
):
    world = make_world()
    client.force_login(world.officer)
    client.get("/tim/", {"q": "mimosa"})

    with django_assert_max_num_queries(19):
        client.get("/tim/", {"q": "mimosa"})
