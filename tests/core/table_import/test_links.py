from __future__ import annotations

import pytest

from agreements.models import Agreement
from dnfa.core.imports import ChangeLog, batch_create
from dnfa.core.models import ImportChange
from dnfa.core.table_import.links import links_of, note_links
from partners.models import CooperationField
from tests.factories import make_agreement

pytestmark = pytest.mark.django_db


@pytest.fixture
def fields() -> list[CooperationField]:
    return [
        CooperationField.objects.create(code=code, level=2, name_vi=code) for code in ("it", "sea", "trade")
    ]


def test_links_that_came_and_went_are_told_to_the_log(fields):
    paper = make_agreement()
    paper.fields.set(fields[:2])
    before = links_of(paper, ("fields",))
    log = ChangeLog(batch_create(kind="co-quan", file_name="a.csv", content=b"", user=None, rows=[]))

    paper.fields.set(fields[1:])
    note_links(log, before, links_of(paper, ("fields",)))
    log.save()

    through = Agreement.fields.through
    gone = next(link.pk for link in before if link.cooperationfield_id == fields[0].pk)
    made = through.objects.get(cooperationfield=fields[2]).pk
    changes = ImportChange.objects.values_list("object_id", "created")
    assert (len(before), sorted(changes)) == (2, sorted([(gone, False), (made, True)]))


def test_links_that_stay_are_not_told(fields):
    paper = make_agreement()
    paper.fields.set(fields)
    log = ChangeLog(batch_create(kind="co-quan", file_name="a.csv", content=b"", user=None, rows=[]))

    note_links(log, links_of(paper, ("fields",)), links_of(paper, ("fields",)))

    assert log.save() == 0
