"""From where a request comes, and in what browser: as the list of sessions and the lock need it."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

LONGEST_AGENT = 300
# The first that is named decides: Edge and Opera call themselves Chrome too, Chrome calls itself Safari.
_BROWSERS = (
    (r"Edg", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"coc_coc", "Cốc Cốc"),
    (r"SamsungBrowser", "Samsung Internet"),
    (r"Firefox|FxiOS", "Firefox"),
    (r"Chrome|CriOS", "Chrome"),
    (r"Safari", "Safari"),
)
_SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"Macintosh", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux", "Linux"),
)


def client_address(request: HttpRequest | None) -> str | None:
    """The network address of the browser, None where it is not known (a socket, a command).

    Behind our proxy it is the last one of `X-Forwarded-For`, the one the proxy itself has written; those before it
    the client may have invented.
    """
    if request is None:
        return None
    text = str(request.META.get("REMOTE_ADDR", ""))
    if settings.DNFA_BEHIND_PROXY:
        text = request.headers.get("X-Forwarded-For", text).rpartition(",")[2]
    try:
        parsed = ip_address(
            text.strip().partition("%")[0]
        )  # the zone of a link-local address is our own affair
    except ValueError:
        return None
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def lock_subject(address: str) -> str:
    """What failures are counted by: an IPv4 address, or the /64 of an IPv6 one, which is one household or office."""
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, 64), strict=False))
    return address


def client_agent(request: HttpRequest) -> str:
    """What the browser calls itself, cut to what is stored."""
    return request.headers.get("User-Agent", "")[:LONGEST_AGENT]


def device_name(agent: str) -> str:
    """The browser and the system in two words: "Chrome, Windows"."""
    named = [
        next((name for pattern, name in table if re.search(pattern, agent)), "")
        for table in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in named if name) or _("thiết bị không rõ")
