"""The workshop for updates: every list, search and record opens; what was sent is only read."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.core.admin import ReadOnlyAdmin
from dnfa.updates import services
from dnfa.updates.models import (
    ChangeRequest,
    Confirmation,
    ProposedValue,
    RequestStep,
    RoundAgency,
    RoundAnswer,
    RoundRecord,
    RoundStep,
    UpdateRound,
)
from dnfa.updates.services import rounds
from tests.factories import make_user
from tests.updates.factories import NOW, TODAY, make_cast, sent
from tests.updates.services.test_rounds import answer, asked_of, opened

pytestmark = pytest.mark.django_db

MODELS = (
    ChangeRequest, Confirmation, ProposedValue, RequestStep, RoundAgency, RoundAnswer, RoundRecord, RoundStep, UpdateRound,
)  # fmt: skip


@pytest.fixture
def client():
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR, is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def one_of_each():
    cast = make_cast(starts_on="2020")
    asked = asked_of(opened(cast), cast.agency)
    asked = answer(cast, asked, **{"Số đoàn đã đón": {"is_nothing": True}})
    services.confirm_record(
        subject=cast.subject,
        record=cast.project,
        agency=cast.agency,
        seen_version=None,
        user=cast.focal,
        today=TODAY,
    )
    rounds.answer_submit(asked=asked, base_version=asked.version, user=cast.focal, now=NOW)
    return sent(cast)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_search_and_record_open(client, one_of_each, model):
    info = model._meta.app_label, model._meta.model_name
    record = model._default_manager.order_by("pk").first()
    addresses = [
        reverse("admin:{}_{}_changelist".format(*info)),
        reverse("admin:{}_{}_change".format(*info), args=[record.pk]),
    ]

    answers = [client.get(addresses[0]), client.get(addresses[0], {"q": "x"}), client.get(addresses[1])]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].context["cl"].result_count >= 1


def test_only_rounds_can_be_mended_there():
    editable = {
        model.__name__ for model in MODELS if not isinstance(admin.site._registry[model], ReadOnlyAdmin)
    }

    assert editable == {"UpdateRound"}
