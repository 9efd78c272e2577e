"""What the environment tells the settings: flags, lists, the database and the broker.

Pure functions of their arguments; the settings module is the only caller that
reads the process environment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.core.exceptions import ImproperlyConfigured

WITHOUT_KEY = (
    "Thiếu DNFA_SECRET_KEY. Hệ thống không khởi động khi chưa có khóa bí mật; hãy đặt DNFA_SECRET_KEY bằng một "
    "chuỗi ngẫu nhiên dài ít nhất 50 ký tự, hoặc dùng bin/up và bin/manage, vốn tự tạo khóa cho thư mục thử.\n"
    "DNFA_SECRET_KEY is missing. Set it to a random string of at least 50 characters, "
    "or use bin/up and bin/manage, which make one for a development home."
)
WITHOUT_URL = (
    "Thiếu {name}. Hãy đặt {name} (ví dụ {example}), hoặc dùng bin/up và bin/manage, vốn tự khởi động dịch vụ nhúng.\n"
    "{name} is missing. Set it (for example {example}), or use bin/up and bin/manage, "
    "which start the embedded services."
)
SHORTEST_SECRET = 50


def flag(env: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    """Read a yes/no variable; anything but 1/0, true/false, yes/no, on/off stops the start."""
    text = env.get(name, "").strip().lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    if text:
        message = f"{name}={text!r}: chỉ nhận 1 hoặc 0 (only 1 or 0 is understood)."
        raise ImproperlyConfigured(message)
    return default


def words(env: Mapping[str, str], name: str, *, default: Sequence[str] = ()) -> list[str]:
    """Read a comma-separated variable, without blanks and empty parts; `default` where it is not set at all."""
    if name not in env:
        return list(default)
    return [part.strip() for part in env[name].split(",") if part.strip()]


def number(env: Mapping[str, str], name: str, *, default: int) -> int:
    """Read a whole number."""
    text = env.get(name, "").strip()
    try:
        return int(text) if text else default
    except ValueError:
        message = f"{name}={text!r}: phải là một số nguyên (must be a whole number)."
        raise ImproperlyConfigured(message) from None


def secret_key(env: Mapping[str, str]) -> str:
    """Return the secret; missing or shorter than 50 characters stops the start."""
    secret = env.get("DNFA_SECRET_KEY", "").strip()
    if len(secret) < SHORTEST_SECRET:
        raise ImproperlyConfigured(WITHOUT_KEY)
    return secret


def _required(env: Mapping[str, str], name: str, example: str) -> str:
    value = env.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(WITHOUT_URL.format(name=name, example=example))
    return value


def database(env: Mapping[str, str]) -> dict[str, Any]:
    """Turn DATABASE_URL into Django's database settings.

    `postgresql://user:password@host:5432/name?sslmode=require`; a socket
    directory goes into the query: `postgresql://postgres@/dnfa?host=/run/pg`.
    Only PostgreSQL: the registry uses exclusion constraints, triggers and full-text search.
    """
    url = urlsplit(_required(env, "DATABASE_URL", "postgresql://dnfa:…@db.example.vn:5432/dnfa"))
    if url.scheme not in {"postgres", "postgresql"}:
        message = f"DATABASE_URL: chỉ hỗ trợ PostgreSQL (only PostgreSQL is supported), not {url.scheme!r}."
        raise ImproperlyConfigured(message)
    options: dict[str, Any] = dict(parse_qsl(url.query))
    host = options.pop("host", None) or url.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")) or "dnfa",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(host),
        "PORT": str(url.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": number(env, "DNFA_DB_CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    }


@dataclass(frozen=True)
class RedisUrls:
    """One server, two spellings: Celery's broker in database n, Django's cache in n + 1."""

    broker: str
    cache: str


def redis_urls(env: Mapping[str, str]) -> RedisUrls:
    """Turn REDIS_URL (`redis://`, `rediss://`, `unix://`, `redis+socket://`) into both spellings."""
    url = urlsplit(_required(env, "REDIS_URL", "redis://:…@redis.example.vn:6379/0"))
    query = dict(parse_qsl(url.query))
    if url.scheme in {"unix", "redis+socket"}:
        number_ = int(query.pop("virtual_host", query.pop("db", "0")))
        query.pop("virtual_host", None)
        broker = urlencode({"virtual_host": number_, **query})
        cache = urlencode({"db": number_ + 1, **query})
        return RedisUrls(f"redis+socket://{url.path}?{broker}", f"unix://{url.path}?{cache}")
    if url.scheme in {"redis", "rediss"}:
        number_ = int(url.path.lstrip("/") or "0")
        plain = url._replace(path=f"/{number_}")
        return RedisUrls(plain.geturl(), plain._replace(path=f"/{number_ + 1}").geturl())
    message = f"REDIS_URL: không hiểu (cannot read) {url.scheme!r}; redis://, rediss://, unix:// hoặc redis+socket://."
    raise ImproperlyConfigured(message)


@dataclass(frozen=True)
class IdentityProvider:
    """The city's OpenID Connect server and what it knows us by."""

    issuer: str
    client_id: str
    client_secret: str
    name: str


def identity_provider(env: Mapping[str, str], *, insecure: bool) -> IdentityProvider | None:
    """Read `DNFA_OIDC_…`; None when nothing is set. Half of it, or plain http outside development, stops the start."""
    names = ("DNFA_OIDC_ISSUER", "DNFA_OIDC_CLIENT_ID", "DNFA_OIDC_CLIENT_SECRET")
    issuer, client_id, client_secret = values = [env.get(name, "").strip() for name in names]
    if not any(values):
        return None
    missing = [name for name, value in zip(names, values, strict=True) if not value]
    if missing:
        message = f"Thiếu {', '.join(missing)}: cần đủ cả ba biến DNFA_OIDC_… (all three are needed)."
        raise ImproperlyConfigured(message)
    if urlsplit(issuer).scheme != "https" and not insecure:
        message = f"DNFA_OIDC_ISSUER={issuer!r}: chỉ nhận https:// (only https:// is understood)."
        raise ImproperlyConfigured(message)
    return IdentityProvider(issuer, client_id, client_secret, env.get("DNFA_OIDC_NAME", "").strip())
