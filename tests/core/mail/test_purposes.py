from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from dnfa.core.mail import purposes


@pytest.fixture
def labels(monkeypatch):
    known = {}
    monkeypatch.setattr(purposes, "_labels", known)
    return known


def test_kinds_of_mail_are_listed_by_their_words(labels):
    for code, label in (("digest", "Thư tổng hợp"), ("link", "Liên kết"), ("digest", "Thư tổng hợp")):
        purposes.register_purpose(code, label)

    assert purposes.purposes() == [("link", "Liên kết"), ("digest", "Thư tổng hợp")]
    assert [purposes.purpose_label(code) for code in ("digest", "khac")] == ["Thư tổng hợp", "khac"]


def test_one_code_means_one_thing(labels):
    purposes.register_purpose("digest", "Thư tổng hợp")

    with pytest.raises(ImproperlyConfigured, match="digest"):
        purposes.register_purpose("digest", "Thư khác")

    assert labels == {"digest": "Thư tổng hợp"}
