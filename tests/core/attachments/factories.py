"""Agreements with files: seen by those who see the agreement, attached to by those who keep the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from agreements.models import Agreement
from dnfa.accounts.rules import keeps_the_register
from dnfa.core.attachments import holders
from dnfa.core.attachments.enums import AttachmentKind
from dnfa.core.attachments.models import Attachment
from dnfa.core.attachments.services import attach_file
from tests.core.attachments import samples
from tests.factories import make_agreement, make_user

TODAY = date(2026, 3, 2)


def agreements_hold_files() -> Iterator[holders.Holder]:
    """Register agreements for one test; what was registered before comes back."""
    before = holders.holder_by_code("agreement")
    holder = holders.Holder(
        code="agreement",
        model=Agreement,
        visible_to=Agreement.objects.visible_to,
        may_attach=lambda user, _record: keeps_the_register(user),
    )
    holders.register_holder(holder)
    yield holder
    holders.unregister_holder("agreement")
    if before is not None:
        holders.register_holder(before)


def make_attachment(
    record: Any = None, *, content: bytes | None = None, name: str = "MOU.pdf", **values: Any
) -> Attachment:
    return attach_file(
        **{
            "record": record or make_agreement(),
            "upload": samples.upload(name, samples.pdf() if content is None else content),
            "kind": AttachmentKind.SIGNED_TEXT,
            "title": "Bản ghi nhớ đã ký",
            "language": "vi",
            "is_original": True,
            "user": values.pop("user", None) or make_user(),
            "today": TODAY,
            **values,
        }
    )
