"""What every change of a project shares: who may, the lock, how texts are stored, what is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from agreements.models import Project
from agreements.rules.projects import can_write_projects
from dnfa.core.errors import InvalidInput, NotAllowed
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line, fold, nfc
from dnfa.core.versions import locked

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from dnfa.core.partial_dates import PartialDate

KEY_ROOM = 90  # of the 120 characters of a key; the rest is for the year and a number
SECOND = 2


def refused(code: str, message: StrOrPromise, field: str) -> InvalidInput:
    """A refusal with its sentence at one field."""
    return InvalidInput(code, message, {field: [message]})


def refuse_reader(user: Any) -> None:
    """Raise `NotAllowed` ("not_a_writer") for those who only read."""
    if not can_write_projects(user):
        raise NotAllowed(
            "not_a_writer",
            _("Chỉ chuyên viên, trưởng phòng và quản trị của Sở Ngoại vụ được ghi dự án, viện trợ."),
        )


def opened(project: Project, *, base_version: int | None) -> Project:
    """The project locked until the transaction ends. Raises `Conflict` ("stale_version")."""
    return locked(project, base_version=base_version)


def line(value: Any) -> str:
    """A text of one line as it is stored."""
    return clean_line(value or "")


def text(value: Any) -> str:
    """A text of many lines as it is stored."""
    return nfc(value or "").replace("\r\n", "\n").strip()


def needed_reason(reason: str, sentence: StrOrPromise) -> str:
    """Why, as it is kept. Raises `InvalidInput` ("reason_needed" with `sentence`, "secret_mark")."""
    why = line(reason)
    if not why:
        raise refused("reason_needed", sentence, "reason")
    refuse_secret(reason=why)
    return why


def refuse_wrong_fields(record: Model, *, exclude: Iterable[str] = ()) -> None:
    """Raise `InvalidInput` ("invalid") by field for what the model's own fields refuse."""
    try:
        record.full_clean(exclude=set(exclude), validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        wrong: Mapping[str, list[str]] = error.message_dict
        fields = {"" if name == NON_FIELD_ERRORS else name: list(texts) for name, texts in wrong.items()}
        raise InvalidInput("invalid", _("Có chỗ chưa đúng, hãy sửa các ô được nêu."), fields) from error


def refuse_backwards(first: PartialDate | None, last: PartialDate | None, *, field: str) -> None:
    """Raise `InvalidInput` ("ends_before_start") when the end cannot lie at or after the beginning."""
    if first and last and last.last_day() < first.first_day():
        raise refused("ends_before_start", _("Ngày kết thúc trước ngày bắt đầu."), field)


def free_key(title: str, year: int) -> str:
    """A key nobody has: "cap-nuoc-2026", "cap-nuoc-2026-2"."""
    stem = f"{slugify(fold(title))[:KEY_ROOM].strip('-') or 'du-an'}-{year}"
    taken = set(Project.objects.filter(key__startswith=stem).values_list("key", flat=True))
    if stem not in taken:
        return stem
    return next(key for number in count(SECOND) if (key := f"{stem}-{number}") not in taken)
