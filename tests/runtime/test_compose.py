from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(COMPOSE)["services"]
SECRETS = ("DNFA_SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD")


def test_compose_has_every_part_of_the_house():
    assert sorted(SERVICES) == ["beat", "migrate", "postgres", "redis", "web", "worker"]


@pytest.mark.parametrize("name", ["beat", "postgres", "redis", "web", "worker"])
def test_every_lasting_service_has_a_health_check_and_comes_back(name):
    assert set(SERVICES[name]["healthcheck"]) >= {"test", "interval", "timeout", "retries"}
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["beat", "web", "worker"])
def test_programs_wait_for_migrations_and_healthy_services(name):
    assert {other: how["condition"] for other, how in SERVICES[name]["depends_on"].items()} == {
        "migrate": "service_completed_successfully",
        "postgres": "service_healthy",
        "redis": "service_healthy",
    }


def test_no_secret_has_a_default():
    used = re.findall(r"\$\{(\w+)(:?[-?])?", COMPOSE)

    assert {how for name, how in used if name in SECRETS} == {":?"}
    assert {name for name, _how in used} >= set(SECRETS)


def test_only_the_loopback_address_is_published():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert published == {"web": ["127.0.0.1:${DNFA_PORT:-8000}:8000"]}


def test_postgres_sorts_and_folds_as_the_embedded_one():
    arguments = SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]

    assert "--locale-provider=builtin --locale=C.UTF-8" in arguments


def test_data_live_in_named_volumes():
    volumes = {
        volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])
    }

    assert volumes == set(yaml.safe_load(COMPOSE)["volumes"])
