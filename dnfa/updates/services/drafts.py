"""What the agency does: open, write, send, withdraw. Nothing typed is lost, and nothing is checked before it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency
from dnfa.accounts.system import AgencyViewer
from dnfa.core.attachments.models import Attachment
from dnfa.core.editing.three_way import Raw
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from dnfa.core.versions import VersionedModel, touch
from dnfa.core.windows import (
    Window,
    is_kept_already,
    is_own_save,
    locked_while_typed,
    remember_window,
)
from dnfa.updates import proposals
from dnfa.updates.enums import (
    NEEDS_RECORD,
    WITH_AGENCY,
    Decision,
    RequestKind,
    RequestState,
    StepKind,
)
from dnfa.updates.models import ChangeRequest, ProposedValue
from dnfa.updates.rules import can_withdraw, can_write, speaks_for
from dnfa.updates.services.common import clean_text, held, known_subject, needed_line, put_step
from dnfa.updates.services.merging import Seen, typed_values, typed_words
from dnfa.updates.subjects import Subject


class Unsaid(Enum):
    """Stands for a fact nobody spoke of, where None takes it away."""

    UNSAID = "unsaid"


UNSAID = Unsaid.UNSAID
NOT_YOURS = _("Chỉ đầu mối của cơ quan gửi được sửa, gửi, rút cập nhật này.")


@transaction.atomic
def request_open(
    *, kind: str, subject: Subject | None, record: VersionedModel | None, agency: Agency, user: Any
) -> ChangeRequest:
    """Begin a change request for an agency; an edit that is still open, the agency's word begun in a form of its own, or an own
    draft that nothing is written in yet is given back instead of a second.

    Side effects: one draft, with the values that such a draft begins with. Raises `NotAllowed` ("not_your_agency",
    "may_not_propose": the record, or this kind of update of it), `NotFound` for a record this person does not see,
    `InvalidInput` ("record_needed"; "not_the_agencys": not of the agency that the Department writes for), `Conflict`
    ("already_sent": the agency's proposal waits for review).
    """
    if not speaks_for(user, agency.pk):
        raise NotAllowed("not_your_agency", _("Bạn không gửi cập nhật thay cơ quan này được."))
    if record is None and kind in {*NEEDS_RECORD, RequestKind.AMENDMENT}:
        raise InvalidInput("record_needed", _("Hãy chọn bản ghi cần cập nhật."))
    _refuse_closed_door(kind, subject, record, user)
    _refuse_foreign_record(subject, record, agency, user)
    # One at a time for an agency: a second click finds what the first one opened.
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    saying = None if subject is None else subject.sayings.get(kind)
    standing = _begun(kind, subject, record, agency, user)
    if standing is not None:
        return standing
    row = ChangeRequest.objects.create(agency=agency, author=user, **_about(kind, subject, record))
    if saying is not None:
        begins = {**saying.initial(record, agency), **saying.opening(record, agency)}
        form = saying.form(record=record, agency=agency, user=user, initial=begins)
        _keep_values(row, proposals.standing(form), None, user, _Page())
    return row


def _about(kind: str, subject: Subject | None, record: VersionedModel | None) -> dict[str, Any]:
    """What a request is of, as its row says it."""
    facts: dict[str, Any] = {"kind": kind, "subject": subject.code if subject else ""}
    if record is not None and subject is not None:
        facts |= {
            "record_type": subject.content_type,
            "record_id": record.pk,
            "base_version": record.version,
        }
    return facts


def _begun(
    kind: str, subject: Subject | None, record: VersionedModel | None, agency: Agency, user: Any
) -> ChangeRequest | None:
    """What the agency has begun of this already: the open edit, the word in a form of its own, or a draft that its author has
    not written a word into yet.
    """
    if record is not None and kind == RequestKind.EDIT:
        return _open_edit(agency, record)
    if record is not None and subject is not None and kind in subject.sayings:
        written = ChangeRequest.objects.of_record(record).with_agency()
        return written.filter(agency=agency, kind=kind).first()
    facts = _about(kind, subject, record) | {"record_id": None if record is None else record.pk}
    facts.pop("base_version", None)
    empty = ChangeRequest.objects.filter(agency=agency, author=user, **facts).empty().order_by("pk")
    return next((row for row in empty if not Attachment.objects.of_record(row).exists()), None)


def _refuse_closed_door(kind: str, subject: Subject | None, record: Any, user: Any) -> None:
    if record is not None:
        if subject is None or not subject.visible_to(user).filter(pk=record.pk).exists():
            raise NotFound("record_not_found", _("Không tìm thấy bản ghi."))
        if not subject.may_propose(user, record):
            raise NotAllowed("may_not_propose", _("Cơ quan bạn không đề nghị sửa bản ghi này được."))
        if kind not in subject.kinds:
            raise NotAllowed("may_not_propose", _("Loại bản ghi này không nhận loại cập nhật đó."))
    elif kind == RequestKind.NEW and (subject is None or not subject.may_create(user)):
        raise NotAllowed("may_not_propose", _("Cơ quan bạn không đề nghị thêm loại bản ghi này được."))


def _refuse_foreign_record(subject: Subject | None, record: Any, agency: Agency, user: Any) -> None:
    """The Department writes for an agency only what the agency could have written itself."""
    if user.role == Role.FOCAL_POINT or subject is None or record is None:
        return
    eye = AgencyViewer(agency.pk)
    if not (subject.visible_to(eye).filter(pk=record.pk).exists() and subject.may_propose(eye, record)):
        sentence = _("Bản ghi này không thuộc việc của cơ quan đã chọn.")
        raise InvalidInput("not_the_agencys", sentence, {"agency": [sentence]})


def _open_edit(agency: Agency, record: VersionedModel) -> ChangeRequest | None:
    standing = (
        ChangeRequest.objects.of_record(record)
        .filter(agency=agency, kind=RequestKind.EDIT)
        .exclude(state__in=[RequestState.ACCEPTED, RequestState.WITHDRAWN])
        .first()
    )
    if standing is not None and standing.state == RequestState.SUBMITTED:
        raise Conflict(
            "already_sent",
            _("Cơ quan bạn đã gửi đề nghị sửa bản ghi này và đang chờ duyệt. Hãy rút về để sửa tiếp."),
        )
    return standing


@transaction.atomic
def draft_save(
    *,
    request: ChangeRequest,
    values: Mapping[str, Raw] | None = None,
    text: str | None = None,
    told_on: date | Unsaid | None = UNSAID,
    record_version: int | None = None,
    shown: Mapping[str, Raw] | None = None,
    seen: Seen | None = None,
    window: Window | None = None,
    base_version: int | None,
    user: Any,
) -> ChangeRequest:
    """Keep what is typed so far; what the agency typed back to what stands is no proposal any more.

    `values` are raw values of the form by name: all that the page shows, or some of them; `told_on` None takes the day away. `record_version` is the record as
    the page showed it: is it still that, then what stands now becomes the base of every value of this request. `shown` is what stood on
    the page, by name: what was left as it was is no proposal to undo what somebody else changed meanwhile. `seen` is what the page
    showed of the draft: with it, only what was typed on this page is taken, and a colleague's work on the rest stands. `window` is
    the window that saves: what it has saved itself is not a colleague's.
    Side effects: the row, its proposed values, a version when anything changed, the window; accepted values stay accepted. Raises
    `NotAllowed`, `Conflict` ("stale_version": a colleague wrote the same place, without `seen` any place; "not_with_agency"),
    `InvalidInput` ("too_long", "secret_mark").
    """
    row = _own(request, base_version if seen is None else None, user, window)
    if is_kept_already(row, window):
        return row
    is_own = is_own_save(row, window) and base_version != row.version  # whose answer never reached the window
    words: dict[str, Any] = {} if text is None else {"text": clean_text(text)}
    if not isinstance(told_on, Unsaid):
        words["told_on"] = told_on
    words = typed_words(row, words, seen, is_own=is_own)
    changed = [name for name, told in words.items() if told != getattr(row, name)]
    for name in changed:
        setattr(row, name, words[name])
    moved = False
    if proposals.takes_values(row):
        page = _Page(shown or {}, seen, is_own=is_own)
        moved = _keep_values(row, values or {}, record_version, user, page)
    if changed or moved:
        row.save(update_fields=[*changed, "base_version", "updated_at"])
    if moved:
        touch(row)
    row.refresh_from_db()
    remember_window(row, window)
    return row


@dataclass(frozen=True)
class _Page:
    """What stood on the page that sends: of the record, of the draft; whether the draft is its own last save."""

    shown: Mapping[str, Raw] = field(default_factory=dict)
    seen: Seen | None = None
    is_own: bool = False


def _keep_values(
    row: ChangeRequest,
    values: Mapping[str, Raw],
    record_version: int | None,
    user: Any,
    page: _Page,
) -> bool:
    """Bring the proposed values to what was typed; says whether anything differed."""
    subject = known_subject(row)
    record = _record(row, subject, user)
    allowed = proposals.field_names(subject, row.kind)
    blank = proposals.make_form(subject, record=record, user=user, names=allowed)
    standing = proposals.standing(blank)
    known = {value.name: value for value in row.values.all()}
    rebased = record is not None and record_version is not None and record_version == record.version
    moved = False
    stood = {**standing, **page.shown}
    proposed = {name: value.proposed for name, value in known.items()}
    sent = {name: raw for name, raw in values.items() if name in standing}
    typed = typed_values(blank, sent, stood, proposed, page.seen, is_own=page.is_own)
    wanted = proposals.differing(blank, standing, proposals.differing(blank, stood, typed))
    for name in typed:
        value = known.get(name)
        if value is not None and value.decision == Decision.ACCEPTED:
            continue
        if name not in wanted:
            if value is not None:
                value.delete()
                moved = True
        elif value is None:
            ProposedValue.objects.create(request=row, name=name, base=stood[name], proposed=wanted[name])
            moved = True
        elif value.proposed != wanted[name]:
            value.proposed = wanted[name]
            value.save(update_fields=["proposed"])
            moved = True
    if rebased and record is not None and row.base_version != record.version:
        for value in row.values.exclude(decision=Decision.ACCEPTED):
            value.base = standing.get(value.name, "")
            value.save(update_fields=["base"])
        row.base_version = record.version
        moved = True
    return moved


@transaction.atomic
def request_submit(
    *, request: ChangeRequest, base_version: int | None, user: Any, now: datetime
) -> ChangeRequest:
    """Send it to the Department; sent again, values that had come back are open again.

    Side effects: state, time, a step. Raises `NotAllowed`, `Conflict` ("stale_version", "not_with_agency"), `InvalidInput`
    ("nothing_said"; by field what the room's form refuses; "file_needed").
    """
    row = _own(request, base_version, user)
    _refuse_empty(row)
    if proposals.takes_values(row):
        _refuse_unreadable(row, user)
    again = row.state == RequestState.RETURNED
    row.values.filter(decision=Decision.RETURNED).update(decision=Decision.OPEN, remark="")
    row.state, row.submitted_at = RequestState.SUBMITTED, now
    row.save(update_fields=["state", "submitted_at", "updated_at"])
    put_step(row, StepKind.RESUBMITTED if again else StepKind.SUBMITTED, user=user, now=now)
    row.refresh_from_db()
    return row


def _refuse_empty(row: ChangeRequest) -> None:
    if row.kind == RequestKind.FILE:
        if not Attachment.objects.of_record(row).standing().exists():
            sentence = _("Hãy đính kèm ít nhất một tệp.")
            raise InvalidInput("file_needed", sentence, {"file": [sentence]})
    elif proposals.takes_values(row):
        if not row.values.exclude(decision=Decision.ACCEPTED).exists():
            raise InvalidInput("nothing_said", _("Chưa có thay đổi nào để gửi. Hãy sửa ít nhất một mục."))
    elif not row.text:
        sentence = _("Hãy ghi nội dung.")
        raise InvalidInput("nothing_said", sentence, {"text": [sentence]})


def _refuse_unreadable(row: ChangeRequest, user: Any) -> None:
    """The room's form reads the record with everything proposed; what it refuses is told by field."""
    subject = known_subject(row)
    record = _record(row, subject, user)
    values = {value.name: value.proposed for value in row.values.all()}
    form = proposals.overlaid(proposals.make_form(subject, record=record, user=user), values)
    own = set(proposals.field_names(subject, row.kind))
    wrong = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
    # What the agency cannot change was wrong before: that is no reason to refuse what it tells now.
    told = {name: texts for name, texts in wrong.items() if name in own or name == "__all__"}
    if told:
        raise InvalidInput("unreadable", _("Chưa gửi được. Hãy xem các mục được đánh dấu."), told)


@transaction.atomic
def request_withdraw(
    *, request: ChangeRequest, reason: str = "", base_version: int | None, user: Any, now: datetime
) -> ChangeRequest:
    """Take it back for good; what was sent stays readable. What was never sent needs no reason.

    Side effects: state, time, a step. Raises `NotAllowed`, `Conflict` ("stale_version", "already_decided"),
    `InvalidInput` ("reason_needed").
    """
    row = held(request, base_version=base_version)
    if row.closed_at is not None:
        raise Conflict("already_decided", _("Cập nhật này đã kết thúc."))
    if not can_withdraw(user, row):
        raise NotAllowed("not_your_request", NOT_YOURS)
    text = ""
    if row.submitted_at is not None:
        text = needed_line(reason, "reason", _("Hãy ghi lý do rút."))
    row.state, row.closed_at = RequestState.WITHDRAWN, now
    row.save(update_fields=["state", "closed_at", "updated_at"])
    put_step(row, StepKind.WITHDRAWN, user=user, now=now, text=text)
    row.refresh_from_db()
    return row


def _own(
    request: ChangeRequest, base_version: int | None, user: Any, window: Window | None = None
) -> ChangeRequest:
    """The request, locked, while the agency may write it."""
    row = locked_while_typed(request, base_version=base_version, window=window)
    if row.state not in WITH_AGENCY:
        raise Conflict("not_with_agency", _("Cập nhật đã gửi hoặc đã kết thúc nên không sửa được nữa."))
    if not can_write(user, row):
        raise NotAllowed("not_your_request", NOT_YOURS)
    return row


def _record(row: ChangeRequest, subject: Subject, user: Any) -> Any:
    """The record as this person may see it; None of a new one. Raises `NotFound` when it is hidden meanwhile."""
    if row.record_id is None:
        return None
    record = subject.visible_to(user).filter(pk=row.record_id).first()
    if record is None:
        raise NotFound("record_not_found", _("Bản ghi không còn thuộc việc của cơ quan bạn."))
    return record
