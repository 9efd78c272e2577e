from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from agreements.models import Agreement
from dnfa.core.errors import Conflict
from dnfa.core.versions import locked, touch
from tests.factories import make_agreement

pytestmark = pytest.mark.django_db


def version_of(paper):
    return Agreement.objects.values_list("version", flat=True).get(pk=paper.pk)


def test_every_way_of_changing_counts_and_saving_the_same_does_not():
    paper = make_agreement(partners=[], note="")
    versions = [version_of(paper)]

    paper.note = "một"
    paper.save()
    versions.append(version_of(paper))
    paper.refresh_from_db()
    paper.save()  # only the stamp
    versions.append(version_of(paper))
    Agreement.objects.filter(pk=paper.pk).update(note="hai")
    versions.append(version_of(paper))
    paper.note = "ba"
    Agreement.objects.bulk_update([paper], ["note"])
    versions.append(version_of(paper))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE agreements_agreement SET note = 'bốn' WHERE id = %s", [paper.pk])
    versions.append(version_of(paper))

    assert versions == [1, 2, 2, 3, 4, 5]


def test_a_stale_object_cannot_count_backwards():
    paper = make_agreement(partners=[])
    old = Agreement.objects.get(pk=paper.pk)
    Agreement.objects.filter(pk=paper.pk).update(note="một")

    old.note = "hai"
    old.save()

    assert version_of(paper) == 3


def test_touch_counts_what_hangs_on_the_record():
    paper = make_agreement(partners=[])

    touch(paper)
    touch(paper)

    assert (paper.version, version_of(paper)) == (3, 3)


@pytest.mark.parametrize(("base_version", "is_fresh"), [(None, True), (2, True), (1, False), (3, False)])
def test_locking_asks_for_the_version_that_was_read(base_version, is_fresh):
    paper = make_agreement(partners=[])
    Agreement.objects.filter(pk=paper.pk).update(note="mới")

    if is_fresh:
        fresh = locked(paper, base_version=base_version)
        assert (fresh.note, fresh.version) == ("mới", 2)
    else:
        with pytest.raises(Conflict) as refused:
            locked(paper, base_version=base_version)
        assert (refused.value.code, refused.value.http_status) == ("stale_version", 409)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_refused():
    paper = make_agreement(partners=[], note="")
    both_read = threading.Barrier(2)
    answers = []

    def change(note):
        try:
            with transaction.atomic():
                both_read.wait(10)
                fresh = locked(paper, base_version=1)
                fresh.note = note
                fresh.save()
            answers.append("saved")
        except Conflict as refused:
            answers.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=[note]) for note in ("một", "hai")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(answers) == ["saved", "stale_version"]
    assert version_of(paper) == 2
