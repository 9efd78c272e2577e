from __future__ import annotations

import pyotp
import pytest
from django.contrib.auth import get_user
from django.contrib.messages import get_messages
from joserfc.jwk import RSAKey

from dnfa.accounts.models import CityIdentity, User
from dnfa.accounts.second_factor import second_factor_enrol
from dnfa.core.clock import local_now
from dnfa.environment import IdentityProvider
from tests.accounts import city_issuer
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MAIL = "hanh@danang.gov.vn"
START, BACK = "/dang-nhap/thanh-pho/", "/dang-nhap/thanh-pho/tro-lai/"
NOT_LINKED = "chưa gắn với tài khoản nào đang dùng"
FAILED = "chưa thành công"


@pytest.fixture(scope="module")
def server():
    with city_issuer.running() as issuer:
        yield issuer


@pytest.fixture
def issuer(server, settings):
    """The city's server, known to the house, saying the truth."""
    server.claims, server.signing_key = {}, server.key
    settings.DNFA_IDENTITY_PROVIDER = IdentityProvider(
        server.url, city_issuer.CLIENT_ID, city_issuer.CLIENT_SECRET, "Danh tính số Đà Nẵng"
    )
    return server


def walk(client, issuer, back="/toi/"):
    """Through the city and back."""
    location = client.get(START, {"next": back})["Location"]
    return client.get(BACK, issuer.authorize(location))


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_the_button_is_there_only_where_a_provider_is_named(client, issuer, settings):
    offered = client.get("/dang-nhap/?next=/doi-tac/").content.decode()
    settings.DNFA_IDENTITY_PROVIDER = None
    plain = client.get("/dang-nhap/").content.decode()

    assert "Đăng nhập bằng: Danh tính số Đà Nẵng" in offered
    assert "/dang-nhap/thanh-pho/?next=/doi-tac/" in offered.replace("%2F", "/")
    assert "thanh-pho" not in plain
    assert [client.get(url).status_code for url in (START, BACK)] == [404, 404]


def test_a_verified_address_opens_the_account_that_has_it_and_links_it(client, issuer):
    user = make_user(email=MAIL.upper(), language="en")

    response = walk(client, issuer)

    linked = CityIdentity.objects.get()
    assert response["Location"] == "/toi/"
    assert get_user(client) == user
    assert response.cookies["django_language"].value == "en"
    assert (linked.user, linked.issuer, linked.subject) == (user, issuer.url, "cccd-001")


def test_afterwards_the_identity_counts_not_the_address(client, issuer):
    user = make_user(email=MAIL)
    other = make_user(email="moi@danang.gov.vn")
    walk(client, issuer)
    client.post("/dang-xuat/")
    issuer.claims = {"email": other.email}

    walk(client, issuer)

    assert get_user(client) == user
    assert CityIdentity.objects.count() == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": "ai-do@danang.gov.vn"},
        {"email": ""},
    ],
)
def test_an_address_that_proves_nothing_opens_nothing_and_makes_no_account(client, issuer, claims):
    make_user(email=MAIL)
    make_user(email="")
    issuer.claims = claims

    response = walk(client, issuer)

    assert (response["Location"], NOT_LINKED in told(response)) == ("/dang-nhap/", True)
    assert get_user(client).is_anonymous
    assert (User.objects.count(), CityIdentity.objects.count()) == (2, 0)


def test_another_person_of_the_city_does_not_take_over_a_linked_account(client, issuer):
    make_user(email=MAIL)
    walk(client, issuer)
    client.post("/dang-xuat/")
    issuer.claims = {"sub": "cccd-002"}

    response = walk(client, issuer)

    assert NOT_LINKED in told(response)
    assert get_user(client).is_anonymous
    assert [identity.subject for identity in CityIdentity.objects.all()] == ["cccd-001"]


@pytest.mark.parametrize("is_linked", [False, True])
@pytest.mark.parametrize("values", [{"is_active": False}, {"is_demonstration": True}])
def test_a_closed_account_stays_closed(client, issuer, values, is_linked):
    user = make_user(email=MAIL, **values)
    if is_linked:
        CityIdentity.objects.create(user=user, issuer=issuer.url, subject="cccd-001", linked_at=local_now())

    assert NOT_LINKED in told(walk(client, issuer))
    assert get_user(client).is_anonymous


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://another.example"},
        {"aud": "another-client"},
        {"aud": ["another-client", "so-doi-ngoai"], "azp": "another-client"},
        {"exp": 1_700_000_000},
        {"nonce": "of-another-browser"},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_this_browser_of_this_house_is_refused(client, issuer, claims):
    make_user(email=MAIL)
    issuer.claims = claims

    response = walk(client, issuer)

    assert response["Location"] == "/dang-nhap/"
    assert get_user(client).is_anonymous
    assert CityIdentity.objects.count() == 0


def test_a_token_signed_by_somebody_else_is_refused(client, issuer):
    make_user(email=MAIL)
    issuer.signing_key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})

    assert FAILED in told(walk(client, issuer))
    assert get_user(client).is_anonymous


def test_an_answer_nobody_asked_for_is_refused(client, issuer):
    make_user(email=MAIL)
    brought = issuer.authorize(client.get(START)["Location"])
    victim = type(client)()

    answers = [
        victim.get(BACK, brought),
        client.get(BACK, {**brought, "state": "x"}),
        client.get(BACK, {"error": "access_denied", "state": brought["state"]}),
        client.get(BACK),
    ]

    assert [FAILED in told(answer) for answer in answers] == [True] * 4
    assert get_user(victim).is_anonymous
    assert get_user(client).is_anonymous


def test_a_provider_that_does_not_answer_leaves_the_password(client, settings):
    settings.DNFA_IDENTITY_PROVIDER = IdentityProvider("http://127.0.0.1:9", "a", "b", "")

    response = client.get(START)

    assert (response["Location"], "chưa trả lời" in told(response)) == ("/dang-nhap/", True)


def test_the_way_back_never_leads_to_another_house(client, issuer):
    make_user(email=MAIL)

    assert walk(client, issuer, back="https://evil.example/")["Location"] == "/"


def test_who_has_a_second_factor_is_asked_for_it(client, issuer):
    user, now, secret = make_user(email=MAIL), local_now(), pyotp.random_base32()
    codes = second_factor_enrol(user=user, secret=secret, code=pyotp.TOTP(secret).at(now), now=now)

    response = walk(client, issuer)
    before = get_user(client).is_anonymous
    done = client.post("/dang-nhap/ma-xac-thuc/", {"code": codes[0]})

    assert (response["Location"], before) == ("/dang-nhap/ma-xac-thuc/", True)
    assert (done["Location"], get_user(client)) == ("/toi/", user)
