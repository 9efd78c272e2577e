from __future__ import annotations

import pytest
from django.test import RequestFactory

from dnfa.accounts.addresses import client_address, client_agent, device_name, lock_subject


@pytest.mark.parametrize(
    ("behind_proxy", "remote", "forwarded", "address"),
    [
        (False, "192.0.2.1", None, "192.0.2.1"),
        (False, "192.0.2.1", "198.51.100.9", "192.0.2.1"),
        (True, "127.0.0.1", "198.51.100.9", "198.51.100.9"),
        (True, "127.0.0.1", "10.0.0.1, 198.51.100.9", "198.51.100.9"),
        (True, "127.0.0.1", None, "127.0.0.1"),
        (True, "127.0.0.1", "unknown", None),
        (False, "", None, None),
        (False, "2001:db8::0001", None, "2001:db8::1"),
        (False, "fe80::1%eth0", None, "fe80::1"),
        (False, "::ffff:192.0.2.1", None, "192.0.2.1"),
    ],
)
def test_whose_address_counts(settings, behind_proxy, remote, forwarded, address):
    settings.DNFA_BEHIND_PROXY = behind_proxy
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}

    assert client_address(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)) == address


def test_a_command_comes_from_nowhere():
    assert client_address(None) is None


@pytest.mark.parametrize(
    ("address", "subject"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")],
)
def test_what_failures_are_counted_by(address, subject):
    assert lock_subject(address) == subject


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("curl/8.5", "thiết bị không rõ"),
        ("", "thiết bị không rõ"),
    ],
)  # fmt: skip
def test_a_device_in_two_words(agent, name):
    assert device_name(agent) == name


def test_a_long_name_of_a_browser_is_cut():
    assert client_agent(RequestFactory().get("/", headers={"User-Agent": "x" * 1000})) == "x" * 300
