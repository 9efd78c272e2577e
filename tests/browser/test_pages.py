"""Every page in a real browser: readable by everybody, at three widths, in both languages, with no outside host."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = {"desk": (1366, 768), "tablet": (820, 1180), "phone": (390, 844)}
PAGES = {
    "home": "/",
    "partners": "/doi-tac/",
    "partner": "/doi-tac/jp-yokohama/",
    "partner-two-sources": "/doi-tac/kr-changwon/",
    "countries": "/doi-tac/quoc-gia/?tie=official&as_of=26/12/2023",
    "agreements": "/thoa-thuan/",
    "agreements-filtered": "/thoa-thuan/?status=expired&as_of=26/12/2023",
    "agreements-nothing": "/thoa-thuan/?q=khongcogi",
    "agreements-wrong-day": "/thoa-thuan/?as_of=31/9/2023",
    "agreement-champasak": "/thoa-thuan/ao-la-champasak-2008/",
    "signings": "/thoa-thuan/lan-ky/?signing=true",
    "projects": "/thoa-thuan/du-an/",
    "project": "/thoa-thuan/du-an/pj-sustainable-city/",
    "delegations": "/doan/",
    "engagements": "/doan/tiep-xuc/",
    "delegation": "/doan/act-2008-12-macao-visit/",
    "engagement": "/doan/tiep-xuc/act-2001-ewec-conference/",
    "flags": "/canh-bao/",
    "import": "/nhap-bang/",
    "leader": "/lanh-dao/?as_of=26/12/2023",
    "report": "/bao-cao/",
    "search": "/tim/?q=yokohama",
    "jobs": "/viec/",
    "me": "/toi/",
}


def walk(visitor, suffix: str) -> list[str]:
    found = []
    for name, path in PAGES.items():
        visitor.open(path)
        visitor.picture(name if suffix == "desk" else f"{name}-{suffix}")
        found += [f"{name}-{suffix}: {barrier}" for barrier in visitor.barriers()]
        if visitor.overflow() > 0:
            found.append(f"{name}-{suffix}: {visitor.overflow()} px wider than the window")
    return found


@pytest.mark.parametrize("widths", [("desk", "phone"), ("tablet",)], ids="-".join)
def test_every_page_is_open_to_everybody(visitor, widths):
    visitor.sign_in("officer")

    for width in widths:
        visitor.resize(*WIDTHS[width])
        assert walk(visitor, width) == []


def test_every_page_in_english(visitor):
    visitor.sign_in("officer")
    visitor.speak_english()

    assert walk(visitor, "english") == []
    assert visitor.page.locator("html").get_attribute("lang") == "en"


def test_sign_in_page_and_refusals_are_open_to_everybody(visitor):
    visitor.open("/dang-nhap/")
    visitor.picture("sign-in")

    assert visitor.barriers() == []

    visitor.sign_in("focal")
    visitor.open("/lanh-dao/", status=403)
    visitor.picture("refused")

    assert visitor.barriers() == []
    visitor.trouble.clear()  # the browser itself reports the 403
