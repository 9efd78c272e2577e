"""The whole check, step by step; `bin/test` without arguments runs it.

Every step runs, whatever the one before said; the summary comes last.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dnfa.embedded import Postgres, Valkey  # noqa: E402 - the checkout comes first

BIN = Path(sys.executable).parent
PYTHON = sys.executable
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
NO_CHROMIUM = """\
✗ Không có Chromium cho các kiểm thử trình duyệt. Hãy cài (Debian: apt install chromium), chạy .ci/run với quyền root,
  đặt DNFA_CHROMIUM, hoặc bỏ qua chúng bằng DNFA_NO_BROWSER=1.
  No Chromium for the browser tests. Install it (Debian: apt install chromium), run .ci/run as root,
  set DNFA_CHROMIUM, or leave them out with DNFA_NO_BROWSER=1."""


@dataclass
class Step:
    """One command of the check; `env` is added to ours."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)


@contextmanager
def throw_away_services() -> Iterator[dict[str, str]]:
    """Give Django commands an empty database and broker, as production would start with."""
    home = Path(tempfile.mkdtemp(prefix="dnfa-check-"))
    home.chmod(0o711)
    postgres = Postgres(home, log=home / "postgres.log", throw_away=True)
    valkey = Valkey(home, log=home / "valkey.log", throw_away=True)
    try:
        postgres.start()
        postgres.create_database("dnfa")
        valkey.start()
        yield {
            "DATABASE_URL": postgres.url("dnfa"),
            "REDIS_URL": valkey.url(),
            "DNFA_HOME": str(home / "home"),
            "DNFA_SECRET_KEY": secrets.token_urlsafe(60),
            "DNFA_DEVELOPMENT": "0",
            "DNFA_ALLOWED_HOSTS": "registry.example.vn",
        }
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(home, ignore_errors=True)


def find_chromium() -> str | None:
    """Return the browser the tests drive: DNFA_CHROMIUM, or the first one on PATH."""
    if os.environ.get("DNFA_CHROMIUM"):
        return os.environ["DNFA_CHROMIUM"]
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


def workers() -> str:
    """Return how many test processes run at once: DNFA_TEST_WORKERS, or one a core, 2 to 4."""
    return os.environ.get("DNFA_TEST_WORKERS") or str(max(2, min(4, os.cpu_count() or 2)))


def pytest_command() -> list[str]:
    """Return pytest under coverage; children (xdist workers, bin/up, Celery) are measured as well."""
    command = [PYTHON, "-m", "coverage", "run", "-m", "pytest", "-n", workers(), "--dist", "loadgroup", "-q"]
    return [*command, "-m", "not browser"] if os.environ.get("DNFA_NO_BROWSER") == "1" else command


def steps(django: dict[str, str]) -> list[Step]:
    """Return the steps in order: the quick ones first."""
    manage = [PYTHON, "-W", "error", "manage.py"]
    return [
        Step("ruff", [str(BIN / "ruff"), "check", "--quiet", "."]),
        Step("ruff format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        Step("djlint", [str(BIN / "djlint"), "templates", "--lint", "--quiet"]),
        Step("floors (import-linter)", [str(BIN / "lint-imports"), "--no-cache"]),
        Step("types (mypy)", [PYTHON, "-m", "mypy"], django),
        Step("migrations", [*manage, "makemigrations", "--check", "--dry-run"], django),
        Step("messages", [*manage, "messages", "--check"], django),
        Step("check --deploy", [*manage, "check", "--deploy", "--fail-level", "WARNING"], django),
        Step("tests (pytest)", pytest_command()),
        Step("coverage: combine", [PYTHON, "-m", "coverage", "combine", "--quiet"]),
        Step("coverage: branches", [PYTHON, "-m", "coverage", "report"]),
    ]


def run(step: Step) -> tuple[bool, float]:
    """Run one step with its output visible; return whether it passed and its seconds."""
    print(f"\n── {step.name}", flush=True)
    begin = time.monotonic()
    done = subprocess.run(step.command, cwd=ROOT, env={**os.environ, **step.env}, check=False)
    seconds = time.monotonic() - begin
    print(f"── {step.name}: {'ok' if done.returncode == 0 else 'FAILED'} ({seconds:.1f} s)", flush=True)
    return done.returncode == 0, seconds


def main() -> int:
    """Run every step, print the summary, return 1 when one failed."""
    for left in ROOT.glob(".coverage*"):
        left.unlink()
    if os.environ.get("DNFA_NO_BROWSER") != "1" and find_chromium() is None:
        print(NO_CHROMIUM, file=sys.stderr)
        return 1
    begin = time.monotonic()
    with throw_away_services() as django:
        results = [(step.name, *run(step)) for step in steps(django)]
    print("\n── Tổng kết (summary)")
    for name, passed, seconds in results:
        print(f"  {'ok    ' if passed else 'FAILED'} {seconds:6.1f} s  {name}")
    failed = [name for name, passed, _seconds in results if not passed]
    verdict = f"FAILED: {', '.join(failed)}" if failed else "ok"
    print(f"bin/test: {verdict} ({time.monotonic() - begin:.0f} s)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
