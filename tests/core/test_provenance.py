from __future__ import annotations

import pytest

from dnfa.core.models import Provenance, SourceDocument
from dnfa.core.provenance import (
    Sources,
    citation,
    cited,
    grouped_by_field,
    locator_words,
    provenance_of,
    told_by,
)
from tests.factories import make_partner, make_relationship

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision():
    return SourceDocument.objects.create(key="qd", title="Quyết định", rank=10)


@pytest.fixture
def thesis():
    return SourceDocument.objects.create(key="la", title="Luận án", rank=60)


def say(record, source, field="", *, locator="", value="", used=True) -> Provenance:
    return Provenance.objects.create(
        record=record, source=source, field=field, locator=locator, value_as_printed=value, is_used=used
    )


def test_sources_of_several_records_come_in_one_query(decision, django_assert_num_queries):
    partner = make_partner()
    tie = make_relationship(partner)
    other = make_partner(pk=tie.pk + 1000)
    rows = [say(partner, decision), say(tie, decision, "since")]
    say(other, decision)

    with django_assert_num_queries(1):
        found = list(provenance_of([partner, tie]))
        assert [row.source.title for row in found] == ["Quyết định", "Quyết định"]

    assert found == rows
    assert list(provenance_of([])) == []


def test_groups_speak_of_fields_and_contradictions_come_first(decision, thesis):
    partner = make_partner()
    tie = make_relationship(partner)
    say(partner, decision, locator="L1")
    say(partner, decision, "name_en", value="Sakai")
    say(partner, decision, "no_such_field", value="x")
    say(tie, decision, "since", value="1997")
    say(tie, thesis, "since", value="2016", used=False)

    groups = grouped_by_field(provenance_of([partner, tie]), {("relationship", tie.pk): "Chính thức"})

    assert [(group.label, group.is_contradiction) for group in groups] == [
        ("Chính thức: Từ", True),
        ("", False),
        ("Tên tiếng Anh", False),
        ("no_such_field", False),
    ]
    assert [(row.value_as_printed, place) for row, place in groups[0].sayings] == [
        ("1997", "Quyết định"),
        ("2016", "Luận án"),
    ]


def test_the_same_value_twice_is_no_contradiction(decision, thesis):
    partner = make_partner()
    say(partner, decision, "name_en", value="Sakai")
    say(partner, thesis, "name_en", value="Sakai")
    say(partner, thesis, "name_en", locator="p.2")

    assert [group.is_contradiction for group in grouped_by_field(provenance_of([partner]))] == [False]


def test_facts_of_one_place_share_its_citation(decision, thesis):
    partner = make_partner()
    say(partner, decision, locator="L1352")
    say(partner, decision, locator="L1415")
    say(partner, thesis, "latitude", locator="p.3", value="1")
    say(partner, thesis, "longitude", locator="p.3", value="2")

    assert told_by(provenance_of([partner])) == Sources(
        [], [("Toàn bộ bản ghi", "Quyết định, dòng 1352, dòng 1415"), ("Vĩ độ; Kinh độ", "Luận án, trang 3")]
    )


def test_the_citation_of_one_record_among_others(decision, thesis):
    partner, other = make_partner(), make_partner()
    rows = [say(partner, decision, locator="L1"), say(partner, thesis), say(other, decision, locator="L9")]

    assert cited(rows, partner) == "Quyết định, dòng 1; Luận án"
    assert citation([]) == ""


@pytest.mark.parametrize(
    ("locator", "words"),
    [
        ("L1415", "dòng 1415"),
        ("L1416-1423", "dòng 1416-1423"),
        ("p.122", "trang 122"),
        ("p. 7", "trang 7"),
        ("Phụ lục I", "Phụ lục I"),
        ("Lào", "Lào"),
        ("", ""),
    ],
)
def test_lines_and_pages_in_words(locator, words):
    assert locator_words(locator) == words
