from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from dnfa import health, heartbeat
from tests.core.mail.makers import make_mail

GREEN = {"database": "ok", "migrations": "ok", "broker": "ok", "worker": "ok", "beat": "ok"}


@pytest.fixture(autouse=True)
def _migrations_unknown(monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)


@pytest.mark.django_db
def test_healthz_with_every_part_alive_is_ok(client):
    heartbeat.record("worker")
    heartbeat.record("beat")
    heartbeat.record("notices")

    first, second = client.get("/healthz"), client.get("/healthz")

    assert (first.status_code, first.json()) == (200, {"status": "ok", "checks": GREEN, "warnings": {}})
    assert second.json() == first.json()


@pytest.mark.django_db
def test_healthz_names_the_process_that_is_silent(client):
    heartbeat.record("worker")
    heartbeat.record("beat")
    heartbeat.record("notices")
    heartbeat.forget("worker")

    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (
        503,
        {"status": "bad", "checks": {**GREEN, "worker": "no sign of life"}, "warnings": {}},
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minutes", "state", "warnings"),
    [
        (59, "queued", {}),
        (60, "queued", {"mail": "waits for 60 minutes"}),
        (90, "sending", {"mail": "waits for 90 minutes"}),
        (90, "sent", {}),
        (90, "failed", {}),
    ],
)
def test_healthz_warns_of_mail_that_waits_and_stays_healthy(client, minutes, state, warnings):
    heartbeat.record("worker")
    heartbeat.record("beat")
    heartbeat.record("notices")
    make_mail("viec:1", now=timezone.now() - timedelta(minutes=minutes), state=state)
    make_mail("viec:2", now=timezone.now(), not_before=timezone.now() + timedelta(hours=9))

    response = client.get("/healthz")

    assert (response.status_code, response.json()["warnings"]) == (200, warnings)


@pytest.mark.django_db
def test_healthz_counts_missing_migrations(client):
    heartbeat.record("worker")
    heartbeat.record("beat")
    heartbeat.record("notices")
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'reports'")

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["checks"]["migrations"].endswith("not applied")


def test_healthz_without_broker_says_so(client, settings, django_db_blocker):
    from django.core.cache import caches

    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}

    assert health.check_broker() == "unreachable: ConnectionError"
    assert health.CHECKS["worker"]() == "unknown: ConnectionError"
    del caches["default"]


def test_healthz_without_database_says_so(django_db_blocker):
    connection_settings = connection.settings_dict.copy()
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["HOST"] = "/nowhere"
        try:
            assert health.check_database() == "unreachable: OperationalError"
            assert health.check_migrations() == "unreachable: OperationalError"
            assert health.check_mail() == "unknown: OperationalError"
        finally:
            connection.settings_dict.update(connection_settings)
            connection.close()


def test_heartbeat_as_a_container_health_check():
    heartbeat.record("worker")

    assert heartbeat.main(["worker"]) == 0
    assert heartbeat.main(["beat"]) == 1


@pytest.mark.django_db
def test_notices_that_nobody_tells_are_a_warning_and_no_sickness(client):
    heartbeat.record("worker")
    heartbeat.record("beat")

    response = client.get("/healthz")

    assert (response.status_code, response.json()["warnings"]) == (200, {"notices": "no sign of life"})
