from __future__ import annotations

from datetime import timedelta

import pytest

from dnfa.accounts.models import ApiToken
from dnfa.accounts.services import choose_language, digest, issue_token, note_token_use, revoke_token
from dnfa.core.clock import local_now
from dnfa.core.errors import InvalidInput, NotAllowed
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_token_is_kept_as_its_digest_only():
    user, end = make_user(), local_now() + timedelta(days=90)

    token = issue_token(user=user, name="  Cổng dữ liệu ", expires_at=end)

    row = ApiToken.objects.get()
    assert len(token) == 43
    assert (row.user, row.name, row.prefix, row.digest, row.expires_at) == (
        user, "Cổng dữ liệu", token[:4], digest(token), end,
    )  # fmt: skip
    assert token not in {str(value) for value in ApiToken.objects.values_list().get()}


def test_two_tokens_are_never_the_same():
    user = make_user()

    assert issue_token(user=user, name="a") != issue_token(user=user, name="a")


@pytest.mark.parametrize(
    ("values", "name", "refusal"),
    [
        ({"is_active": False}, "x", NotAllowed),
        ({"is_demonstration": True}, "x", NotAllowed),
        ({}, "  ", InvalidInput),
    ],
)
def test_a_refused_token_leaves_nothing(values, name, refusal):
    with pytest.raises(refusal):
        issue_token(user=make_user(**values), name=name)

    assert ApiToken.objects.count() == 0


def test_revoking_keeps_the_first_moment_and_the_reason():
    issue_token(user=make_user(), name="x")
    token, now = ApiToken.objects.get(), local_now()

    revoke_token(token=token, now=now, reason="Lộ mã")
    revoke_token(token=token, now=now + timedelta(days=1))

    token.refresh_from_db()
    assert token.revoked_at == now
    assert [row.pgh_label for row in token.audit_rows.order_by("pgh_id")] == ["insert", "update"]


def test_use_is_written_once_a_day(django_assert_num_queries):
    issue_token(user=make_user(), name="x")
    day = local_now().date()
    note_token_use(token=ApiToken.objects.get(), today=day)

    with django_assert_num_queries(1):
        note_token_use(token=ApiToken.objects.get(), today=day)

    assert ApiToken.objects.get().last_used_on == day


def test_language_is_chosen_and_the_same_again_writes_nothing(django_assert_num_queries):
    user = make_user()
    choose_language(user=user, language="en")
    user.refresh_from_db()

    assert user.language == "en"
    with django_assert_num_queries(0):
        choose_language(user=user, language="en")
    with pytest.raises(InvalidInput):
        choose_language(user=user, language="fr")
