"""Passwords are kept as strongly as OWASP asks, and those kept otherwise are written anew."""

from __future__ import annotations

import argon2
import pytest
from django.contrib.auth import hashers

from dnfa import settings as ours
from dnfa.accounts.hashers import Argon2PasswordHasher

PASSWORD = "bốn từ không liên quan"
# OWASP Password Storage Cheat Sheet, Argon2id: least memory in KiB by number of passes, with one lane.
LEAST_MEMORY = {1: 47_104, 2: 19_456, 3: 12_288, 4: 9_216, 5: 7_168}


def test_the_house_hashes_with_it():
    assert ours.PASSWORD_HASHERS[0] == "dnfa.accounts.hashers.Argon2PasswordHasher"


def test_a_hash_is_no_weaker_than_asked_for():
    kept = Argon2PasswordHasher().encode(PASSWORD, "0" * 22).removeprefix("argon2")
    assert argon2.extract_parameters(kept).type == argon2.Type.ID
    assert argon2.extract_parameters(kept).memory_cost >= LEAST_MEMORY[Argon2PasswordHasher.time_cost]


@pytest.mark.parametrize(
    ("hasher", "is_renewed"), [(hashers.Argon2PasswordHasher(), True), (Argon2PasswordHasher(), False)]
)
def test_a_password_kept_otherwise_opens_and_is_written_anew(settings, hasher, is_renewed):
    settings.PASSWORD_HASHERS = ours.PASSWORD_HASHERS
    kept, written = hasher.encode(PASSWORD, "0" * 22), []
    assert hashers.check_password(PASSWORD, kept, setter=written.append) is True
    assert written == [PASSWORD] * is_renewed
    assert hashers.check_password("sai", kept) is False
