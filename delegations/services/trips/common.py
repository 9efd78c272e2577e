"""What every change of a delegation or conference shares: who may, the lock, what is refused, what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from delegations.models.base import CURRENCY, ContactRecord, PlannedRecord
from delegations.rules import can_write_contacts
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed
from dnfa.core.text import clean_line, fold, nfc
from dnfa.core.versions import locked, touch
from dnfa.followup.clocks import sync_clocks

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KEY_ROOM = 90  # of the 120 characters of a key; the rest is for the year and a number
KEY_LOCK = 0x4B45  # first key of the advisory locks of free keys ("KE"); the second is of the key's beginning
LINES = {
    "title_vi": 500,
    "title_en": 500,
    "place": 300,
    "head_name": 150,
    "head_title": 200,
    "host": 300,
    "received_by_name": 150,
    "received_by_title": 200,
    "cost_note": 300,
    "decision_number": 120,
    "decision_by": 200,
    "out_of_plan_reason": 500,
    "out_of_plan_document": 120,
    "cancel_note": 500,
}
TEXTS = frozenset({"purpose_vi", "outcome_vi"})


def refused(code: str, message: StrOrPromise, field: str) -> InvalidInput:
    """A refusal with its sentence at one field."""
    return InvalidInput(code, message, {field: [message]})


def refuse_reader(user: Any) -> None:
    """Raise `NotAllowed` for those who only read."""
    if not can_write_contacts(user):
        raise NotAllowed(
            "not_a_writer",
            _(
                "Chỉ chuyên viên, trưởng phòng và quản trị của Sở Ngoại vụ được ghi đoàn, hội nghị, đoàn phóng viên."
            ),
        )


def refuse_unknown(facts: Iterable[str], known: Iterable[str]) -> None:
    """Raise `TypeError`, as a call with a wrong argument does: forms and serializers give known names only."""
    strange = sorted(set(facts) - set(known))
    if strange:
        message = f"no such facts: {', '.join(strange)}"
        raise TypeError(message)


def cleaned(name: str, value: Any) -> Any:
    """A text as it is stored: composed, lines without stray blanks; lists without repeats; the rest as it is."""
    if name in LINES:
        return clean_line(value or "")
    if name in TEXTS:
        return nfc(value or "").replace("\r\n", "\n").strip()
    if isinstance(value, list | tuple):
        return list(dict.fromkeys(value))
    if name in CODES:
        code = (value or "").strip()
        return code.upper() if name == "cost_currency" else code
    return value


CODES = frozenset({"mode", "head_rank", "cost_source", "cost_currency", "direction"})


def texts_in(facts: Mapping[str, Any]) -> dict[str, str]:
    """Every text a person typed, by the field to blame: for the secrecy guard."""
    return {name: value for name, value in facts.items() if (name in LINES or name in TEXTS) and value}


def check_fields(record: Model, *, prefix: str = "", exclude: Iterable[str] = ()) -> dict[str, list[Any]]:
    """What the model's own fields refuse, by field; empty when all is well. Constraints have checks with sentences."""
    try:
        record.full_clean(exclude=set(exclude), validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return {
            f"{prefix}{'' if name == NON_FIELD_ERRORS else name}": list(texts)
            for name, texts in error.message_dict.items()
        }
    return {}


def refuse_wrong_fields(record: Model) -> None:
    """Raise `InvalidInput` ("invalid") by field for what the model refuses."""
    wrong = check_fields(record)
    if wrong:
        raise InvalidInput("invalid", _("Có chỗ chưa đúng, hãy sửa các ô được nêu."), wrong)


def opened(record: Any, *, base_version: int | None) -> Any:
    """The record locked, as long as it can be changed.

    Raises `Conflict` ("stale_version", "record_cancelled", "record_closed").
    """
    fresh = locked(record, base_version=base_version)
    refuse_over(fresh)
    return fresh


def refuse_over(record: PlannedRecord) -> None:
    """A cancelled record is reinstated first; a closed one is evidence and stays as it is."""
    if record.cancelled_on is not None:
        raise Conflict("record_cancelled", _("Hồ sơ này đã hủy; hãy khôi phục trước khi ghi tiếp."))
    if record.closed_on is not None:
        raise Conflict("record_closed", _("Hồ sơ này đã kết thúc; hãy mở lại trước khi ghi tiếp."))


def settle(record: Any) -> Any:
    """At the end of every change: count a version, and bring the clocks in line with the facts."""
    touch(record)
    sync_clocks(record=record)
    return record


def free_key(model: type[ContactRecord], title: str, year: int, *, nameless: str = "doan") -> str:
    """A key nobody has: "tham-sakai-2026", "tham-sakai-2026-2"; the year at its end keeps it off fixed addresses.

    Who asks for a key of the same beginning waits until this transaction ends, so that two never get one.
    """
    words = slugify(fold(title)) or nameless
    if len(words) > KEY_ROOM:  # no half word at the end
        words = words[:KEY_ROOM].rpartition("-")[0] or words[:KEY_ROOM]
    stem = f"{words}-{year}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [KEY_LOCK, f"{model._meta.label} {stem}"]
        )
    taken = set(model._base_manager.filter(key__startswith=stem).values_list("key", flat=True))
    if stem not in taken:
        return stem
    return next(key for number in count(2) if (key := f"{stem}-{number}") not in taken)


def cost_complaint(amount: Any, currency: str) -> StrOrPromise | None:
    """The sentence against the currency of an amount; None when both may stand."""
    if amount is None or re.fullmatch(CURRENCY, currency):
        return None
    return _("Có số tiền thì cần loại tiền, ba chữ cái, ví dụ VND.")
