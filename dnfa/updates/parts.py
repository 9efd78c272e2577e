"""What a record's page says of updates: what agencies sent about it, when it was last called still true, and the button."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from dnfa.accounts.enums import Role
from dnfa.accounts.rules import keeps_the_register
from dnfa.core.page_parts import PageParts, Section
from dnfa.updates.models import ChangeRequest, Confirmation
from dnfa.updates.selectors import hang_on
from dnfa.updates.subjects import Subject

MOST = 10


def add_to_page(page: PageParts[Any], subject: Subject, url_name: str) -> None:
    """Give a record's page its part and the button: a focal point's own, or what the Department writes for an agency.

    `url_name` takes the record's key.
    """

    def is_offered(record: Any, user: Any) -> bool:
        return user.role == Role.FOCAL_POINT and subject.may_propose(user, record)

    def is_written_for_others(record: Any, user: Any) -> bool:
        return keeps_the_register(user) and subject.may_propose(user, record)

    page.register_action(_("Gửi cập nhật"), url_name, is_offered, order=5, icon="send")
    page.register_action(
        _("Ghi thay cơ quan"), url_name, is_written_for_others, order=95, icon="send", code="for-an-agency"
    )
    page.register_section(Section("updates", _("Cập nhật của cơ quan"), 90, "updates/part.html", build_part))


def build_part(record: Any, user: Any, as_of: date) -> dict[str, Any] | None:
    """The newest updates about the record that this person may see, and its last confirmation; None without either."""
    rows = list(
        ChangeRequest.objects.visible_to(user).of_record(record).select_related("agency", "author")[:MOST]
    )
    last = (
        Confirmation.objects.visible_to(user)
        .of_model(type(record))
        .filter(object_id=record.pk, confirmed_on__lte=as_of)
        .select_related("agency")
        .first()
    )
    if not rows and last is None:
        return None
    return {"rows": hang_on(rows, user, as_of), "last": last}
