"""Continuing a paper: strengthening, renewal, suspension, ending, replacement as dated events of its chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from agreements.chain import Complaint, event_complaint, event_facts, facts_of
from agreements.enums import SIGNING_EVENTS, EventKind, Stage
from agreements.models import Agreement, AgreementEvent
from agreements.services.records.checks import (
    check_fields,
    check_signers,
    check_term,
    refuse_reader,
    refuse_unknown_facts,
    refused,
)
from agreements.services.records.facts import (
    EVENT_FACTS,
    Signer,
    cleaned,
    is_filled,
    recorded,
    signers_of,
    texts_in,
)
from agreements.services.records.writing import said_why, settle, write_signers
from dnfa.core.errors import Conflict
from dnfa.core.partial_dates import PartialDate
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: dict[str, StrOrPromise] = {
    "event_before_signing": _("Ngày của sự kiện ở trước ngày ký văn bản."),
    "term_needed": _("Gia hạn, kéo dài cần nêu thời hạn mới; văn bản không nêu thì chọn “Chưa rõ”."),
    "term_not_here": _("Sự kiện này không đặt thời hạn mới; hãy để trống thời hạn."),
    "already_ended": _("Thỏa thuận đã có sự kiện chấm dứt hoặc thay thế; hãy sửa sự kiện đó."),
    "later_events": _("Sau ngày này thỏa thuận còn sự kiện khác, nên chưa thể kết thúc vào ngày này."),
    "after_the_end": _("Vào ngày này thỏa thuận đã chấm dứt hoặc đã được thay thế."),
    "not_suspended": _("Chỉ ghi tiếp tục khi trước đó thỏa thuận đang tạm ngưng."),
    "already_suspended": _("Vào ngày này thỏa thuận đang tạm ngưng."),
}
ONLY_SIGNING = frozenset({EventKind.SIGNING, EventKind.LETTER_OF_INTENT})


@transaction.atomic
def event_add(
    *,
    agreement: Agreement,
    kind: str,
    user: Any,
    today: date,
    occurred_on: PartialDate | None = None,
    effective_on: PartialDate | None = None,
    successor: Agreement | None = None,
    title_vi: str = "",
    document_number: str = "",
    reason: str = "",
    note: str = "",
    signatories: Sequence[Signer] = (),
    base_version: int | None = None,
    **term: Any,
) -> AgreementEvent:
    """Record that something happened to a signed paper; days in any order, also long ago.

    `term` are the figures of a new term (`term_kind`, `term_ends_on`, `term_months` …); without them the old term
    stays. A gap before the new term, or an overlap with the old one, is allowed and told by `chain.chain_gaps`.

    Side effects: the event and who signed it; the paper's version; clocks. Raises `NotAllowed`; `Conflict`
    ("stale_version", "not_signed"); `InvalidInput` by field (days, chain, term, reason, successor, secrecy).
    """
    refuse_reader(user)
    paper = locked(agreement, base_version=base_version)
    given = {
        "kind": kind,
        "occurred_on": occurred_on,
        "effective_on": effective_on,
        "successor": successor,
        "title_vi": title_vi,
        "document_number": document_number,
        "reason": reason,
        "note": note,
        "signatories": signatories,
        **term,
    }
    event = record_event(paper, given, today=today)
    settle(paper)
    event.agreement = paper
    return event


def record_event(paper: Agreement, given: dict[str, Any], *, today: date) -> AgreementEvent:
    """Check an event against the chain and write it; the caller holds the paper's lock and settles it."""
    refuse_unknown_facts(given, (*EVENT_FACTS, "signatories"))
    if paper.stage != Stage.SIGNED:
        raise Conflict("not_signed", _("Văn bản chưa ký; các bước trước khi ký ghi ở quá trình chuẩn bị."))
    values = {name: cleaned(name, value) for name, value in given.items()}
    signers = values.pop("signatories", [])
    refuse_secret(**texts_in({**values, "signatories": signers}))
    last = paper.events.aggregate(last=Max("order"))["last"]
    event = AgreementEvent(agreement=paper, order=0 if last is None else last + 1, **values)
    _check(paper, event, signers, today=today)
    event.save()
    write_signers(paper, signers, event)
    return event


@transaction.atomic
def event_update(
    *,
    event: AgreementEvent,
    changes: Mapping[str, Any],
    user: Any,
    today: date,
    correction: str = "",
    base_version: int | None = None,
) -> AgreementEvent:
    """Correct or complete an event (`facts.EVENT_FACTS` and "signatories" as a whole list).

    `correction` says why and is kept in the audit trail; it is required where a fact already recorded is changed.
    `base_version` is that of the paper. Kind and days of the paper's own signing are corrected on the paper
    (`agreement_update`), and its event follows.

    Side effects: the event and who signed it; the paper's version; clocks. Raises as `event_add`, and
    `InvalidInput` ("reason_needed", "follows_the_paper").
    """
    refuse_reader(user)
    refuse_unknown_facts(changes, (*EVENT_FACTS, "signatories"))
    paper = locked(event.agreement, base_version=base_version)
    fresh = AgreementEvent.objects.select_for_update().get(pk=event.pk)
    fresh.agreement = paper
    old = {name: _recorded(fresh, name) for name in changes}
    new = {name: cleaned(name, value) for name, value in changes.items()}
    differing = {name: value for name, value in new.items() if value != old[name]}
    if not differing:
        return fresh
    own = {"kind", "occurred_on", "effective_on"} & set(differing)
    if own and is_own_signing(fresh, paper):
        message = _("Đây là lần ký của chính văn bản: loại và ngày được sửa ở trang sửa thỏa thuận.")
        raise refused("follows_the_paper", message, min(own))
    correction = clean_line(correction)
    if not correction and any(name != "note" and is_filled(old[name]) for name in differing):
        raise refused("reason_needed", _("Sửa nội dung đã ghi cần nêu lý do đính chính."), "correction")
    refuse_secret(correction=correction, **texts_in(differing))
    scalars = [name for name in differing if name != "signatories"]
    for name in scalars:
        setattr(fresh, name, differing[name])
    signers = differing["signatories"] if "signatories" in differing else signers_of(paper, fresh)
    _check(paper, fresh, signers, today=today)
    with said_why(correction):
        if scalars:
            fresh.save(update_fields=[*scalars, "updated_at"])
        if "signatories" in differing:
            write_signers(paper, signers, fresh)
    settle(paper)
    return fresh


@transaction.atomic
def event_remove(
    *, event: AgreementEvent, reason: str, user: Any, base_version: int | None = None
) -> Agreement:
    """Take back an event that never happened; `reason` stays in the audit trail, as does the event.

    Side effects: the event and who signed it are deleted; the paper's version; clocks. Raises `NotAllowed`;
    `InvalidInput` ("reason_needed"); `Conflict` ("stale_version", "only_signing": a signed paper keeps its signing,
    "event_has_reports": reports by law were sent about it). Gives the paper.
    """
    refuse_reader(user)
    reason = clean_line(reason)
    if not reason:
        raise refused("reason_needed", _("Cần nêu lý do xóa sự kiện."), "reason")
    refuse_secret(reason=reason)
    paper = locked(event.agreement, base_version=base_version)
    if event.kind in ONLY_SIGNING and paper.events.filter(kind__in=sorted(ONLY_SIGNING)).count() == 1:
        raise Conflict("only_signing", _("Văn bản đã ký phải có lần ký của nó; hãy sửa sự kiện thay vì xóa."))
    if event.legal_reports.exists():
        raise Conflict(
            "event_has_reports",
            _("Đã ghi báo cáo theo luật về sự kiện này; hãy xóa hoặc chuyển báo cáo trước."),
        )
    with said_why(reason):
        AgreementEvent.objects.get(pk=event.pk).delete()
    return settle(paper)


def is_own_signing(event: AgreementEvent, paper: Agreement) -> bool:
    """Whether the event stands for the paper's own signing, whose days are those of the paper."""
    return (
        event.kind in ONLY_SIGNING and event.occurred_on == paper.signed_on and event.occurred_on is not None
    )


def _recorded(event: AgreementEvent, name: str) -> Any:
    return signers_of(event.agreement, event) if name == "signatories" else getattr(event, name)


def _check(paper: Agreement, event: AgreementEvent, signers: list[Signer], *, today: date) -> None:
    if event.occurred_on is None and event.effective_on is None and event.pk is None:
        raise refused(
            "day_needed", _("Cần ghi ngày của sự kiện; biết đến tháng hoặc năm cũng được."), "occurred_on"
        )
    if event.occurred_on is not None and event.occurred_on.first_day() > today:
        raise refused(
            "day_in_future", _("Ngày này chưa tới; hiệu lực về sau ghi ở “Có hiệu lực từ”."), "occurred_on"
        )
    if event.kind == EventKind.TERMINATION and not event.reason:
        raise refused("reason_for_ending", _("Chấm dứt cần nêu lý do."), "reason")
    _check_successor(paper, event)
    check_term(event, may_be_empty=True)
    others = [other for other in paper.events.order_by("order", "pk") if other.pk != event.pk]
    complaint = event_complaint(facts_of(paper, others), event_facts(event))
    if complaint is not None:
        raise _refusal(complaint)
    check_fields(event)
    if signers and event.kind not in SIGNING_EVENTS:
        raise refused("no_signers_here", _("Sự kiện này không có người ký."), "signatories")
    check_signers(signers, partners=recorded(paper, "partners"), signing_agencies=None)


def _refusal(complaint: Complaint) -> Exception:
    return refused(complaint.code, SENTENCES[complaint.code], complaint.field)


def _check_successor(paper: Agreement, event: AgreementEvent) -> None:
    heir = event.successor
    if event.kind != EventKind.REPLACEMENT:
        if heir is not None:
            raise refused("successor_not_here", _("Chỉ “thay thế” mới nêu văn bản mới."), "successor")
        return
    if heir is None:
        raise refused("successor_needed", _("Thay thế cần nêu văn bản mới."), "successor")
    if heir.stage != Stage.SIGNED:
        raise refused("successor_not_signed", _("Văn bản mới phải là văn bản đã ký."), "successor")
    seen, waiting = set(), [heir.pk]
    while waiting:
        current = waiting.pop()
        if current == paper.pk:
            raise refused(
                "successor_loop",
                _("Văn bản mới không thể là chính văn bản này hoặc văn bản mà nó thay."),
                "successor",
            )
        if current not in seen:
            seen.add(current)
            later = AgreementEvent.objects.filter(agreement=current, kind=EventKind.REPLACEMENT)
            waiting += [pk for pk in later.values_list("successor", flat=True) if pk]
