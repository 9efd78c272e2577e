"""What becomes of proposed lines: into the programme, not into it, out of it again at an adjustment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import ProgrammeItemState
from delegations.models import ProgrammeItem
from delegations.rules.programme import UNDECIDED
from delegations.services.programme.common import refuse, require_keeper, too_long
from dnfa.core.errors import Conflict
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked

LONGEST_NOTE = 500


@transaction.atomic
def decide_items(
    *, items: Iterable[ProgrammeItem], is_accepted: bool, note: str = "", user: Any, today: date
) -> list[ProgrammeItem]:
    """Accept or refuse proposed lines, several at once: all or none. Decided lines may be decided anew until an edition
    holds them.

    Side effects: state, day and note of each line. Raises `NotAllowed`, `InvalidInput` ("invalid_decision": nothing
    chosen, no reason for refusing; "secret_mark"), `Conflict` ("item_settled": in an edition, withdrawn or removed).
    """
    require_keeper(user)
    words = _reason(note, "invalid_decision", is_needed=not is_accepted)
    chosen = sorted(items, key=lambda item: item.pk)
    if not chosen:
        refuse("invalid_decision", {"items": [_("Hãy chọn ít nhất một mục.")]})
    state = ProgrammeItemState.ACCEPTED if is_accepted else ProgrammeItemState.REFUSED
    decided = []
    for item in chosen:
        record = locked(item, base_version=None)
        if record.state not in UNDECIDED or record.accepted_in_id is not None:
            raise Conflict(
                "item_settled",
                _("Mục “%(title)s” đã vào một lần ban hành hoặc đã rút, không xử lý lại được.")
                % {"title": record.title},
            )
        decided.append(_set(record, state, words, today))
    return decided


@transaction.atomic
def remove_item(
    *, item: ProgrammeItem, reason: str, base_version: int | None = None, user: Any, today: date
) -> ProgrammeItem:
    """Take a line of the programme out at the next adjustment; the edition that then is approved is stamped on it.

    Side effects: the line's state, day and reason. Raises `NotAllowed`, `InvalidInput` ("invalid_removal", "secret_mark"),
    `Conflict` ("stale_version", "item_not_in_programme", "item_in_use": a delegation or conference stands on it).
    """
    require_keeper(user)
    words = _reason(reason, "invalid_removal", is_needed=True, field="reason")
    record = locked(item, base_version=base_version)
    if record.state != ProgrammeItemState.ACCEPTED or record.accepted_in_id is None:
        raise Conflict(
            "item_not_in_programme", _("Chỉ đưa ra được mục đang có trong chương trình đã ban hành.")
        )
    used = (
        record.delegations.filter(cancelled_on__isnull=True).exists()
        or record.conferences.filter(cancelled_on__isnull=True).exists()
    )
    if used:
        raise Conflict(
            "item_in_use",
            _("Đã có đoàn hoặc hội nghị thực hiện mục này; hãy hủy hoặc chuyển ra ngoài kế hoạch trước."),
        )
    return _set(record, ProgrammeItemState.REMOVED, words, today)


@transaction.atomic
def restore_item(
    *, item: ProgrammeItem, base_version: int | None = None, user: Any, today: date
) -> ProgrammeItem:
    """Take back a removal that no edition holds yet.

    Side effects: the line stands in the programme as before. Raises `NotAllowed`, `Conflict` ("stale_version",
    "item_settled").
    """
    require_keeper(user)
    record = locked(item, base_version=base_version)
    if record.state != ProgrammeItemState.REMOVED or record.removed_in_id is not None:
        raise Conflict("item_settled", _("Mục này không chờ đưa ra nên không có gì để hoàn lại."))
    return _set(record, ProgrammeItemState.ACCEPTED, "", today)


def _set(record: ProgrammeItem, state: str, words: str, today: date) -> ProgrammeItem:
    record.state = state
    record.decided_on = today
    record.decision_note = words
    record.save(update_fields=["state", "decided_on", "decision_note", "updated_at"])
    record.refresh_from_db()
    return record


def _reason(note: str, code: str, *, is_needed: bool, field: str = "note") -> str:
    words = clean_line(note)
    if is_needed and not words:
        refuse(code, {field: [_("Hãy ghi lý do.")]})
    refuse(code, too_long({field: words}, {field: LONGEST_NOTE}))
    refuse_secret(**{field: words})
    return words
