from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.db.utils import OperationalError
from django.http import QueryDict

from dnfa.accounts.idempotency import DatabaseKeeper, purge
from dnfa.accounts.models import Agency, IdempotencyKey
from dnfa.accounts.tasks import purge_idempotency_keys
from dnfa.core import once
from dnfa.core.clock import local_now
from dnfa.core.errors import InvalidInput
from dnfa.core.once import Attempt, Kept, KeyReused
from tests.factories import make_agency, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(hours=24)


@pytest.fixture
def attempt():
    return Attempt(make_user().pk, "k-1", "POST", "/api/v1/x/", "0" * 64)


def make():
    agency = make_agency(name_vi="Sở Mới")
    return Kept(201, {"Location": "/x/"}, {"b": "á", "a": agency.name_vi})


def count():
    return Agency.objects.filter(name_vi="Sở Mới").count()


def test_the_second_attempt_gets_the_first_answer(attempt):
    keeper = DatabaseKeeper()

    first = keeper.once(attempt, make, now=NOW)
    second = keeper.once(attempt, make, now=NOW)

    assert first == Kept(201, {"Location": "/x/"}, {"b": "á", "a": "Sở Mới"}, is_replay=False)
    assert second == replace(first, is_replay=True)
    assert list(second.body) == ["b", "a"]
    assert count() == 1


@pytest.mark.parametrize(
    ("age", "made"),
    [(timedelta(), 1), (DAY - timedelta(seconds=1), 1), (DAY, 1), (DAY + timedelta(seconds=1), 2)],
)
def test_an_answer_is_kept_a_day_even_when_nobody_purges(attempt, age, made):
    keeper = DatabaseKeeper()
    keeper.once(attempt, make, now=NOW)

    keeper.once(attempt, make, now=NOW + age)

    assert (count(), IdempotencyKey.objects.count()) == (made, 1)


@pytest.mark.parametrize("other", [{"method": "PATCH"}, {"path": "/api/v1/y/"}, {"digest": "1" * 64}])
def test_a_key_for_another_request_is_refused_with_the_first_answer(attempt, other):
    keeper = DatabaseKeeper()
    first = keeper.once(attempt, make, now=NOW)

    with pytest.raises(KeyReused) as refused:
        keeper.once(replace(attempt, **other), make, now=NOW)

    assert (refused.value.code, refused.value.http_status) == ("idempotency_key_reused", 422)
    assert refused.value.kept == replace(first, is_replay=True)
    assert count() == 1


def test_a_key_belongs_to_one_person(attempt):
    keeper = DatabaseKeeper()
    keeper.once(attempt, make, now=NOW)

    keeper.once(replace(attempt, user_id=make_user().pk), make, now=NOW)

    assert (count(), IdempotencyKey.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("other", "since", "is_found"),
    [
        ({"key": "k-2"}, NOW, True),
        ({"key": "k-2"}, NOW + timedelta(seconds=1), False),
        ({"digest": "1" * 64}, NOW, False),
        ({"path": "/api/v1/y/"}, NOW, False),
        ({"method": "PATCH"}, NOW, False),
        ({"user_id": 0}, NOW, False),
    ],
)
def test_the_same_sent_under_another_key_is_found(attempt, other, since, is_found):
    keeper = DatabaseKeeper()
    first = keeper.once(attempt, make, now=NOW)

    found = keeper.same_since(replace(attempt, **other), since=since)

    assert found == (replace(first, is_replay=True) if is_found else None)


def test_a_refusal_undoes_its_work_and_is_forgotten(attempt):
    keeper = DatabaseKeeper()

    refused = keeper.once(attempt, lambda: replace(make(), status=412), now=NOW)

    assert (refused.status, count(), IdempotencyKey.objects.count()) == (412, 0, 0)
    assert keeper.once(attempt, make, now=NOW).is_replay is False


@pytest.mark.parametrize("error", [InvalidInput("x", "Sai."), RuntimeError(), DatabaseError()])
def test_a_failure_leaves_neither_effect_nor_key(attempt, error):
    def fail():
        make()
        raise error

    with pytest.raises(type(error)):
        DatabaseKeeper().once(attempt, fail, now=NOW)

    assert (count(), IdempotencyKey.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_another_trouble_of_the_database_is_not_called_busy(attempt):
    claimed, let_go = threading.Event(), threading.Event()

    def hold():
        def wait():
            claimed.set()
            let_go.wait(20)
            return Kept(200)

        try:
            DatabaseKeeper().once(attempt, wait, now=NOW)
        finally:
            connection.close()

    first = threading.Thread(target=hold)
    first.start()
    assert claimed.wait(20)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '200ms'")
    try:
        with pytest.raises(OperationalError, match="statement timeout"):
            DatabaseKeeper().once(attempt, make, now=NOW)
    finally:
        connection.close()
        let_go.set()
        first.join(20)

    assert (count(), IdempotencyKey.objects.count()) == (0, 1)


def test_the_wait_ends_with_the_claim(attempt):
    seen = []

    def look():
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            seen.append(cursor.fetchone()[0])
        return Kept(200)

    DatabaseKeeper().once(attempt, look, now=NOW)

    assert seen == ["0"]


def test_purging_takes_what_is_older_than_a_day_in_one_statement(attempt, django_assert_num_queries):
    for number, age in enumerate([timedelta(), DAY, DAY + timedelta(seconds=1), DAY * 3]):
        IdempotencyKey.objects.create(
            user_id=attempt.user_id,
            key=f"k{number}",
            method="POST",
            path="/",
            digest="",
            created_at=NOW - age,
        )

    with django_assert_num_queries(1):
        forgotten = purge(now=NOW)

    assert forgotten == 2
    assert sorted(IdempotencyKey.objects.values_list("key", flat=True)) == ["k0", "k1"]


def test_the_nightly_task_purges_as_of_now(attempt):
    for key, created_at in (("old", local_now() - DAY * 2), ("new", local_now())):
        IdempotencyKey.objects.create(
            user_id=attempt.user_id, key=key, method="POST", path="/", digest="", created_at=created_at
        )

    assert purge_idempotency_keys() == 1
    assert str(IdempotencyKey.objects.get()) == "POST /"


@pytest.mark.django_db(transaction=True)
def test_a_killed_process_leaves_neither_effect_nor_key(attempt):
    program = f"""
import os, signal, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {connection.settings_dict["NAME"]!r}
django.setup()
from datetime import datetime, UTC
from dnfa.accounts.idempotency import DatabaseKeeper
from dnfa.accounts.models import Agency, IdempotencyKey
from dnfa.core.once import Attempt, Kept
def work():
    Agency.objects.create(key="so-moi", name_vi="Sở Mới", kind="department")
    assert IdempotencyKey.objects.count() == 1
    print("written", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
DatabaseKeeper().once(Attempt({attempt.user_id}, "k-1", "POST", "/api/v1/x/", "0" * 64), work, now=datetime(2026, 3, 1, tzinfo=UTC))
"""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "dnfa.settings"}
    killed = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (killed.returncode, killed.stdout) == (-9, "written\n"), killed.stderr
    assert (count(), IdempotencyKey.objects.count()) == (0, 0)
    with transaction.atomic():
        assert DatabaseKeeper().once(attempt, make, now=NOW).is_replay is False
    assert count() == 1


# --- dnfa/core/once.py -----------------------------------------------------------------------


def test_without_a_keeper_nobody_promises(monkeypatch):
    monkeypatch.setattr(once, "_keepers", [])

    with pytest.raises(ImproperlyConfigured):
        once.keeper()


def test_the_house_registers_its_keeper():
    assert isinstance(once.keeper(), DatabaseKeeper)


def file(name="a.pdf", content=b"%PDF"):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ({"a": 1, "b": [1, {"c": 2}]}, {"b": [1, {"c": 2}], "a": 1}, True),
        ({"a": [1, 2]}, {"a": [2, 1]}, False),
        ({"a": 1}, {"a": "1"}, False),
        (QueryDict("a=1&a=2&b=3"), QueryDict("b=3&a=1&a=2"), True),
        (QueryDict("a=1&a=2"), QueryDict("a=2"), False),
        ({"file": file()}, {"file": file()}, True),
        ({"file": file()}, {"file": file(content=b"%PDG")}, False),
        ({"file": file()}, {"file": file("b.pdf")}, False),
        (None, {}, False),
    ],
)
def test_what_counts_as_the_same_request(one, other, is_same):
    assert (once.digest_of(one) == once.digest_of(other)) is is_same


def test_a_file_can_still_be_read_after_its_digest_was_taken():
    sent = file()

    once.digest_of({"file": sent})

    assert sent.read() == b"%PDF"
