from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOW = """
import json
from dnfa import settings
names = [
    "DEBUG", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
    "ALLOWED_HOSTS", "WHITENOISE_USE_FINDERS",
]
chosen = {name: getattr(settings, name) for name in names}
chosen["static"] = settings.STORAGES["staticfiles"]["BACKEND"].rpartition(".")[2]
chosen["catches_mail"] = settings.DNFA_CAUGHT_MAIL is not None
chosen["proxy"] = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
print(json.dumps(chosen))
"""


def load(**env):
    """Import the settings in a fresh process with nothing but `env`."""
    inherited = {name: os.environ[name] for name in ("PATH", "DATABASE_URL", "REDIS_URL")}
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env={**inherited, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_secret_nothing_starts():
    done = load()

    assert done.returncode == 1
    assert "Thiếu DNFA_SECRET_KEY" in done.stderr


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_without_a_service_nothing_starts(name):
    done = load(DNFA_SECRET_KEY="x" * 60, **{name: ""})

    assert done.returncode == 1
    assert f"Thiếu {name}" in done.stderr


def test_defaults_are_those_of_production():
    done = load(DNFA_SECRET_KEY="x" * 60, DNFA_ALLOWED_HOSTS="so.example.vn", DNFA_DEBUG="1")

    assert json.loads(done.stdout) == {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "ALLOWED_HOSTS": ["so.example.vn", "127.0.0.1", "localhost", "[::1]"],
        "WHITENOISE_USE_FINDERS": False,
        "static": "CompressedManifestStaticFilesStorage",
        "catches_mail": False,
        "proxy": None,
    }


def test_a_development_home_speaks_plain_http():
    done = load(DNFA_SECRET_KEY="x" * 60, DNFA_DEVELOPMENT="1", DNFA_BEHIND_PROXY="1")

    assert json.loads(done.stdout) == {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": False,
        "SECURE_HSTS_SECONDS": 0,
        "SESSION_COOKIE_SECURE": False,
        "CSRF_COOKIE_SECURE": False,
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "WHITENOISE_USE_FINDERS": True,
        "static": "StaticFilesStorage",
        "catches_mail": True,
        "proxy": ["HTTP_X_FORWARDED_PROTO", "https"],
    }


def test_every_scheduled_task_is_registered():
    from dnfa.celery import app

    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} - set(app.tasks) == set()
