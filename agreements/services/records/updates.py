"""Correcting and completing a record: only what differs is written, and a signed paper's facts need a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.enums import SIGNING_EVENTS, EventKind, Stage
from agreements.models import Agreement
from agreements.services.records.checks import (
    check_paper,
    check_sides,
    check_signers,
    refuse_reader,
    refuse_unknown_facts,
    refused,
)
from agreements.services.records.facts import (
    EDITABLE,
    LISTS,
    SIGNED_FACTS,
    cleaned,
    is_filled,
    recorded,
    same,
    signing_kind,
    texts_in,
)
from agreements.services.records.writing import said_why, settle, write_list
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked

FIRST_SIGNINGS = frozenset({EventKind.SIGNING, EventKind.LETTER_OF_INTENT})
_OF_SIGNING = {"signed_on": "occurred_on", "effective_on": "effective_on"}


def needs_reason(paper: Agreement, name: str, old: Any) -> bool:
    """Whether a change of this fact corrects what stands in a signed paper; filling in what was unknown does not."""
    return paper.stage == Stage.SIGNED and name in SIGNED_FACTS and is_filled(old)


@transaction.atomic
def agreement_update(
    *,
    agreement: Agreement,
    changes: Mapping[str, Any],
    base_version: int | None,
    user: Any,
    today: date,
    reason: str = "",
) -> Agreement:
    """Change facts of a record (`facts.EDITABLE`; sides, roles, fields and signatories as whole lists).

    Only what differs is written; nothing differing, nothing happens. `reason` is kept in the audit trail and is
    required where a fact of a signed paper is corrected. The stage is not changed here: that is the pipeline's.

    Side effects: the paper and its lists; with the day of signing or the type, the signing event that stands for it;
    the paper's version; clocks. Raises `NotAllowed`; `Conflict` ("stale_version"); `InvalidInput` by field
    ("reason_needed", name guard, sides, days, term, secrecy).
    """
    refuse_reader(user)
    refuse_unknown_facts(changes, EDITABLE)
    paper = locked(agreement, base_version=base_version)
    old = {name: recorded(paper, name) for name in changes}
    new = {name: cleaned(name, value) for name, value in changes.items()}
    differing = {name: value for name, value in new.items() if not same(name, old[name], value)}
    if not differing:
        return paper
    reason = clean_line(reason)
    if not reason and any(needs_reason(paper, name, old[name]) for name in differing):
        raise refused(
            "reason_needed", _("Văn bản đã ký: sửa nội dung đã ghi cần nêu lý do đính chính."), "reason"
        )
    refuse_secret(reason=reason, **texts_in(differing))
    scalars = [name for name in differing if name not in LISTS]
    signing = _signing_of(paper) if {*_OF_SIGNING, "type"} & set(scalars) else None
    for name in scalars:
        setattr(paper, name, differing[name])
    _check(paper, differing, today=today)
    with said_why(reason):
        if scalars:
            paper.save(update_fields=[*scalars, "updated_at"])
        for name in LISTS:
            if name in differing:
                write_list(paper, name, differing[name])
        if signing is not None:
            _follow(paper, signing)
    return settle(paper)


def _check(paper: Agreement, differing: Mapping[str, Any], *, today: date) -> None:
    check_paper(paper, today=today)
    lists = {
        name: differing[name] if name in differing else recorded(paper, name)
        for name in ("partners", "signing_agencies", "signatories")
    }
    if {"partners", "type"} & set(differing):
        check_sides(
            paper_type=paper.type,
            stage=Stage.EXPLORING,  # the Vietnamese side of old papers is often not told by any source
            capacity=paper.capacity,
            partners=lists["partners"],
            signing_agencies=lists["signing_agencies"],
        )
    if {"partners", "signing_agencies", "signatories"} & set(differing):
        check_signers(
            lists["signatories"], partners=lists["partners"], signing_agencies=lists["signing_agencies"]
        )


def _signing_of(paper: Agreement) -> Any:
    """The event that stands for the paper's own signing: of its kind and, before the change, of its day."""
    events = paper.events.filter(kind__in=sorted(SIGNING_EVENTS & FIRST_SIGNINGS))
    return (
        events.filter(kind=signing_kind(paper.type), occurred_on=paper.signed_on)
        .order_by("order", "pk")
        .first()
    )


def _follow(paper: Agreement, signing: Any) -> None:
    signing.kind = signing_kind(paper.type)
    for name, of_event in _OF_SIGNING.items():
        setattr(signing, of_event, getattr(paper, name))
    signing.save(update_fields=["kind", *_OF_SIGNING.values(), "updated_at"])
