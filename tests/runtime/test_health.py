from __future__ import annotations

import pytest

from dnfa import heartbeat


@pytest.mark.django_db
def test_healthz_with_every_part_alive_is_ok(client):
    heartbeat.record("worker")
    heartbeat.record("beat")

    response = client.get("/healthz")

    assert response.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "broker": "ok", "worker": "ok", "beat": "ok"},
    }
    assert response.status_code == 200
