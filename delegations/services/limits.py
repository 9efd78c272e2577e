"""Why a delegation goes over a limit of the city: asked for, never a bar."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.limits import Finding
from delegations.models import Delegation, LimitJustification
from delegations.rules.programme import can_justify
from delegations.selectors_limits import findings_for
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked, touch

LONGEST_TEXT = 500


@transaction.atomic
def justify_limit(
    *,
    delegation: Delegation,
    kind: str,
    subject: str = "",
    text: str,
    base_version: int | None = None,
    user: Any,
) -> LimitJustification:
    """Say why the delegation goes over one limit; said again, the new words stand instead of the old ones.

    `kind` and `subject` are those of a finding that stands now. Side effects: writes the justification, counts a version
    of the delegation. Raises `NotAllowed` ("may_not_justify"), `Conflict` ("stale_version", "limit_not_exceeded"),
    `InvalidInput` ("invalid_justification": no or too many words; "secret_mark").
    """
    record = _writable(delegation, base_version, user)
    words = clean_line(text)
    problem: Any = ""
    if not words:
        problem = _("Hãy ghi lý do vượt hạn mức.")
    elif len(words) > LONGEST_TEXT:
        problem = _("Giải trình dài quá %(count)s ký tự.") % {"count": LONGEST_TEXT}
    if problem:
        raise InvalidInput("invalid_justification", problem, {"text": [problem]})
    refuse_secret(text=words)
    if not _stands(findings_for([record]).get(record.pk, []), kind, subject):
        raise Conflict(
            "limit_not_exceeded",
            _("Theo thông tin hiện có, đoàn không vượt hạn mức này nữa nên không cần giải trình."),
        )
    said, _made = LimitJustification.objects.update_or_create(
        delegation=record, kind=kind, subject=subject, defaults={"text": words, "given_by": user}
    )
    touch(record)
    return said


@transaction.atomic
def withdraw_justification(
    *,
    delegation: Delegation,
    kind: str,
    subject: str = "",
    base_version: int | None = None,
    user: Any,
) -> None:
    """Take a justification back; the history keeps its words, and what still goes over waits for another.

    Side effects: deletes the justification, counts a version of the delegation. Raises `NotAllowed` ("may_not_justify"),
    `Conflict` ("stale_version"), `NotFound` ("no_justification").
    """
    record = _writable(delegation, base_version, user)
    said = record.justifications.filter(kind=kind, subject=subject).first()
    if said is None:
        raise NotFound("no_justification", _("Chưa có giải trình này."))
    said.delete()
    touch(record)


def _writable(delegation: Delegation, base_version: int | None, user: Any) -> Delegation:
    if not can_justify(user, delegation):
        raise NotAllowed(
            "may_not_justify",
            _("Chỉ chuyên viên, trưởng phòng Sở Ngoại vụ và quản trị ghi giải trình, khi đoàn chưa hủy."),
        )
    return locked(delegation, base_version=base_version)


def _stands(findings: list[Finding], kind: str, subject: str) -> bool:
    return any((one.kind, one.subject) == (kind, subject) for one in findings)
