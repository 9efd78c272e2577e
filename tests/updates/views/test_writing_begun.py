"""A new draft complains of nothing before it is sent."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from dnfa.accounts.enums import Role
from tests.factories import make_user
from tests.updates.telling import begin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("pressed", "wrong"), [("", []), ("send", ["direction", "title_vi"])])
def test_what_a_draft_lacks_is_told_when_it_is_sent(pressed, wrong):
    speaker, client = make_user(Role.FOCAL_POINT), Client()
    client.force_login(speaker)
    request = begin(speaker, "delegation", "new")
    page = reverse("updates:write", args=[request.pk])
    typed = {"version": "1", "send": "1", "text": "", "place": "Gwangju", "has-place": "1"}

    answer = client.post(page, typed) if pressed else client.get(page)

    assert sorted(answer.context["record_form"].errors) == wrong
