"""A development home: one directory with secret, data, logs; and the environment made from it.

Layout (docs/operations.md): `secret_key`, `postgres/` or `postgres.path`,
`valkey/`, `media/`, `static/`, `mail/`, `logs/`, `beat/`, and lock files.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dnfa.embedded.postgres import Postgres
from dnfa.embedded.processes import ServiceError, locked
from dnfa.embedded.valkey import Valkey

CHECKOUT = Path(__file__).resolve().parent.parent.parent
DATABASE = "dnfa"


@dataclass(frozen=True)
class Home:
    """Where everything of one installation lies, and which services it runs itself."""

    path: Path
    env: Mapping[str, str]

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Home:
        """Take DNFA_HOME, or `.dnfa` in the checkout."""
        return cls(Path(env.get("DNFA_HOME") or CHECKOUT / ".dnfa").resolve(), dict(env))

    @property
    def logs(self) -> Path:
        """Return the directory of the log files."""
        return self.path / "logs"

    @property
    def embeds_postgres(self) -> bool:
        """Tell whether the database is ours: DATABASE_URL always wins."""
        return not self.env.get("DATABASE_URL")

    @property
    def embeds_valkey(self) -> bool:
        """Tell whether the broker is ours: REDIS_URL always wins."""
        return not self.env.get("REDIS_URL")

    @property
    def is_development(self) -> bool:
        """Tell whether this is a home for trying out: nobody has given it a secret of production."""
        chosen = self.env.get("DNFA_DEVELOPMENT", "").strip().lower()
        return chosen in {"1", "true", "yes", "on"} if chosen else not self.env.get("DNFA_SECRET_KEY")

    @property
    def has_demonstration(self) -> bool:
        """Tell whether the register and the demonstration users are loaded at each start.

        An external database gets them only when DNFA_DEMO=1 says so.
        """
        chosen = self.env.get("DNFA_DEMO", "").strip().lower()
        if chosen:
            return chosen in {"1", "true", "yes", "on"}
        return self.is_development and self.embeds_postgres

    @property
    def catches_mail(self) -> bool:
        """Tell whether mails are filed in the home instead of sent: DNFA_EMAIL_HOST always wins."""
        return self.is_development and not self.env.get("DNFA_EMAIL_HOST")

    def prepare(self) -> None:
        """Create the directories; the secret stays readable for its owner only."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            # PostgreSQL's own account passes through when we are root; nobody else may look in.
            self.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for name in ("logs", "media", "static", "mail", "beat"):
                (self.path / name).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            message = (
                f"Không dùng được thư mục dữ liệu {self.path} ({error.strerror}); "
                "hãy đặt DNFA_HOME là một thư mục ghi được.\n"
                f"The data folder {self.path} cannot be used ({error.strerror}); set DNFA_HOME to a writable folder."
            )
            raise ServiceError(message) from error

    def secret_key(self) -> str:
        """Return the home's own secret, made at the first start (mode 0600)."""
        path = self.path / "secret_key"
        with locked(self.path / "secret_key.lock"):
            if not path.exists():
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(secrets.token_urlsafe(64))
            return path.read_text(encoding="utf-8").strip()


class Services:
    """The embedded services of a home, shared by every command that needs them.

    Each user holds a shared lock on `services.users`. Whoever can take it
    exclusively when leaving is the last one out and stops the services, so
    several `bin/manage` and one `bin/up` never pull the floor from under each
    other, and what a killed command left running is adopted and then stopped.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self.postgres = Postgres(home.path, log=home.logs / "postgres.log") if home.embeds_postgres else None
        self.valkey = Valkey(home.path, log=home.logs / "valkey.log") if home.embeds_valkey else None

    @property
    def all(self) -> list[Postgres | Valkey]:
        """Return the services that are ours, in the order of starting."""
        return [service for service in (self.postgres, self.valkey) if service is not None]

    def start(self, *, with_parent: bool) -> None:
        """Start what does not run, and make the database."""
        for service in self.all:
            service.start(with_parent=with_parent)
        if self.postgres is not None:
            self.postgres.create_database(DATABASE)

    def stop(self) -> None:
        """Stop them in the other order."""
        for service in reversed(self.all):
            service.stop()

    def environment(self) -> dict[str, str]:
        """Return the environment for manage.py, gunicorn and Celery in this home."""
        env = dict(self.home.env)
        env["DNFA_HOME"] = str(self.home.path)
        env["DJANGO_SETTINGS_MODULE"] = "dnfa.settings"
        env["DNFA_DEVELOPMENT"] = "1" if self.home.is_development else "0"
        env["DNFA_DEMO"] = "1" if self.home.has_demonstration else "0"
        if self.home.is_development and not env.get("DNFA_SECRET_KEY"):
            env["DNFA_SECRET_KEY"] = self.home.secret_key()
        if self.postgres is not None:
            env["DATABASE_URL"] = self.postgres.url(DATABASE)
        if self.valkey is not None:
            env["REDIS_URL"] = self.valkey.url()
        return env

    @contextmanager
    def in_use(self, *, with_parent: bool) -> Iterator[None]:
        """Keep the services running inside the block; the last user stops them.

        `with_parent` ties what this call starts to our life, as bin/up wants it;
        then they are stopped at the end whoever else is there.
        """
        gate, users = self.home.path / "services.gate", self.home.path / "services.users"
        with users.open("a") as handle:
            with locked(gate):
                self.start(with_parent=with_parent)
                fcntl.flock(handle, fcntl.LOCK_SH)
            try:
                yield
            finally:
                with locked(gate):
                    if with_parent or _is_last(handle.fileno()):
                        self.stop()


def _is_last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
