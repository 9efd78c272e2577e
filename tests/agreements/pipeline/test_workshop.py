"""The workshop looks at answered questions and leaves them as they were asked."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.agreements.pipeline.factories import make_assessment, make_set, make_stepped
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_question_is_corrected_until_it_is_answered(client):
    client.force_login(make_user("administrator", is_staff=True, is_superuser=True))
    criteria_set = make_set()
    criterion = criteria_set.criteria.first()
    address = reverse("admin:agreements_criterion_change", args=[criterion.pk])
    data = {
        "criteria_set": criteria_set.pk,
        "code": criterion.code,
        "text": "Câu sửa",
        "weight": "4",
        "order": "1",
        "audit_reason": "sửa chữ",
    }

    first = client.post(address, data)
    make_assessment(make_stepped(), criteria_set)
    second = client.post(address, {**data, "text": "Câu khác"})

    criterion.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 403)
    assert (criterion.text, criterion.weight) == ("Câu sửa", 4)
