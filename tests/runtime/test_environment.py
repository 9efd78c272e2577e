from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from dnfa import environment
from dnfa.environment import RedisUrls


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", True), ("true", True), ("YES", True), ("on", True), ("0", False), ("False", False), ("no", False)],
)
def test_flag_reads_the_usual_words(text, expected):
    assert environment.flag({"X": text}, "X", default=not expected) is expected


@pytest.mark.parametrize("env", [{}, {"X": ""}, {"X": "  "}])
def test_flag_not_given_is_the_default(env):
    assert environment.flag(env, "X") is False
    assert environment.flag(env, "X", default=True) is True


def test_flag_that_nobody_understands_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="X='maybe'"):
        environment.flag({"X": "maybe"}, "X")


def test_words_drops_blanks():
    assert environment.words({"X": " a, b ,,c "}, "X") == ["a", "b", "c"]
    assert environment.words({}, "X") == []


def test_words_not_set_at_all_are_the_default_and_empty_ones_none():
    assert environment.words({}, "X", default=["a"]) == ["a"]
    assert environment.words({"X": ""}, "X", default=["a"]) == []


OIDC = {
    "DNFA_OIDC_ISSUER": "https://id.example.vn",
    "DNFA_OIDC_CLIENT_ID": "so",
    "DNFA_OIDC_CLIENT_SECRET": "bi-mat",
}


def test_the_citys_identity_provider_is_none_unless_named():
    assert environment.identity_provider({}, insecure=False) is None
    assert environment.identity_provider(OIDC, insecure=False) == environment.IdentityProvider(
        "https://id.example.vn", "so", "bi-mat", ""
    )


@pytest.mark.parametrize("missing", OIDC)
def test_half_an_identity_provider_stops_the_start(missing):
    with pytest.raises(ImproperlyConfigured, match=missing):
        environment.identity_provider({**OIDC, missing: " "}, insecure=False)


def test_an_identity_provider_without_https_is_for_development_only():
    env = {**OIDC, "DNFA_OIDC_ISSUER": "http://127.0.0.1:9000"}

    with pytest.raises(ImproperlyConfigured, match="https"):
        environment.identity_provider(env, insecure=False)

    assert environment.identity_provider(env, insecure=True).issuer == "http://127.0.0.1:9000"


def test_number_reads_whole_numbers_only():
    assert environment.number({"X": " 25 "}, "X", default=1) == 25
    assert environment.number({}, "X", default=1) == 1
    with pytest.raises(ImproperlyConfigured, match="X='2,5'"):
        environment.number({"X": "2,5"}, "X", default=1)


@pytest.mark.parametrize("env", [{}, {"DNFA_SECRET_KEY": "short"}, {"DNFA_SECRET_KEY": " " * 60}])
def test_missing_or_short_secret_is_refused_with_what_to_do(env):
    with pytest.raises(ImproperlyConfigured, match="Thiếu DNFA_SECRET_KEY") as caught:
        environment.secret_key(env)

    assert "bin/up" in str(caught.value)


def test_database_url_of_a_server():
    settings = environment.database(
        {
            "DATABASE_URL": "postgresql://dnfa:p%40ss@db.example.vn:6432/so?sslmode=require",
            "DNFA_DB_CONN_MAX_AGE": "0",
        }
    )

    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "so",
        "USER": "dnfa",
        "PASSWORD": "p@ss",
        "HOST": "db.example.vn",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
    }


def test_database_url_of_a_socket():
    settings = environment.database({"DATABASE_URL": "postgres://postgres@/?host=/tmp/pg"})

    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("/tmp/pg", "", "dnfa")
    assert settings["OPTIONS"] == {}


@pytest.mark.parametrize("url", ["", "sqlite:///db.sqlite3", "mysql://root@localhost/x"])
def test_database_must_be_postgresql(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database({"DATABASE_URL": url})


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        ("redis://h:6379", "redis://h:6379/0", "redis://h:6379/1"),
        ("redis://:pw@h/4", "redis://:pw@h/4", "redis://:pw@h/5"),
        ("rediss://h/0?ssl_cert_reqs=required",) * 2 + ("rediss://h/1?ssl_cert_reqs=required",),
        ("unix:///s/v.sock?db=2", "redis+socket:///s/v.sock?virtual_host=2", "unix:///s/v.sock?db=3"),
        (
            "redis+socket:///s/v.sock?virtual_host=0",
            "redis+socket:///s/v.sock?virtual_host=0",
            "unix:///s/v.sock?db=1",
        ),
        ("unix:///s/v.sock", "redis+socket:///s/v.sock?virtual_host=0", "unix:///s/v.sock?db=1"),
    ],
    ids=["plain", "password", "tls", "unix", "celery", "bare socket"],
)
def test_redis_url_becomes_broker_and_cache(url, broker, cache):
    assert environment.redis_urls({"REDIS_URL": url}) == RedisUrls(broker, cache)


@pytest.mark.parametrize("url", ["", "amqp://guest@localhost"])
def test_broker_must_speak_redis(url):
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL"):
        environment.redis_urls({"REDIS_URL": url})
