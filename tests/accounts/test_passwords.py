from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from dnfa.accounts.models import User

PERSON = User(
    username="nguyen.ha", full_name="Nguyễn Thị Thu Hà", email="thuha@danang.gov.vn", phone="0905123456"
)


def refusals(password: str) -> list[str]:
    """The codes of what stands against a password."""
    try:
        validate_password(password, PERSON)
    except ValidationError as error:
        return [refusal.code for refusal in error.error_list]
    return []


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("song han cau rong", []),
        ("bốn từ không nhau", []),
        ("cầu-rồng-2", ["password_too_short"]),
        ("cau-rong-12", ["password_too_short"]),
        ("cau-rong-123", []),
        ("password1234", ["password_too_common"]),
        ("857463920174", ["password_entirely_numeric"]),
        ("nguyenthithuha", ["password_too_similar"]),
        ("NguyễnThịThuHà1", ["password_too_similar"]),
        ("thuha@danang.gov", ["password_too_similar"]),
        ("0905123456789", ["password_too_similar", "password_entirely_numeric"]),
        ("654321", ["password_too_short", "password_too_common", "password_entirely_numeric"]),
    ],
)
def test_what_stands_against_a_password(password, codes):
    assert refusals(password) == codes


def test_without_a_person_nothing_is_alike():
    assert validate_password("nguyenthithuha") is None


@pytest.mark.parametrize(
    ("password", "advice"),
    [
        ("ngan", "Mật khẩu ngắn quá: cần ít nhất 12 ký tự. Hãy ghép bốn, năm từ không liên quan đến nhau."),
        ("857463920174", "Mật khẩu chỉ gồm chữ số. Hãy thêm chữ."),
    ],
)
def test_each_refusal_says_what_to_do(password, advice):
    with override("vi"), pytest.raises(ValidationError) as refused:
        validate_password(password, PERSON)

    assert refused.value.messages == [advice]
