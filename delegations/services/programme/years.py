"""A year's programme and its approved editions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from delegations.enums import ProgrammeItemState, RevisionKind
from delegations.models import ProgrammeRevision, YearProgramme
from delegations.services.programme.common import Problems, refuse, refuse_unknown, require_keeper, too_long
from dnfa.core.errors import Conflict
from dnfa.core.secrecy import refuse_secret
from dnfa.core.text import clean_line
from dnfa.core.versions import locked, touch

FIRST_YEAR, LAST_YEAR = 1990, 2200
LONGEST = {"document_number": 120, "approved_by": 200}
LONGEST_NOTE = 10_000
ONCE = frozenset({RevisionKind.INITIAL, RevisionKind.MID_YEAR})


def open_programme(
    *, year: int, proposals_due_on: date | None = None, note: str = "", user: Any
) -> YearProgramme:
    """Open the programme of a year, so that agencies can propose.

    Side effects: the record. Raises `NotAllowed`, `Conflict` ("programme_exists"), `InvalidInput` ("invalid_programme":
    a year outside 1990 to 2200, a note too long; "secret_mark").
    """
    require_keeper(user)
    problems = _wrong_note(note)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        problems["year"] = [_("Năm từ %(first)s đến %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}]
    refuse("invalid_programme", problems)
    refuse_secret(note=note)
    try:
        with transaction.atomic():
            return YearProgramme.objects.create(
                year=year, proposals_due_on=proposals_due_on, note=note.strip()
            )
    except IntegrityError as error:
        raise Conflict(
            "programme_exists",
            _("Chương trình năm này đã được mở."),
            {"year": [_("Chương trình năm này đã được mở.")]},
        ) from error


@transaction.atomic
def update_programme(
    *, programme: YearProgramme, changes: Mapping[str, Any], base_version: int | None, user: Any
) -> YearProgramme:
    """Change the day until which agencies propose, and the note.

    Side effects: the record. Raises `NotAllowed`, `Conflict` ("stale_version"), `InvalidInput`.
    """
    require_keeper(user)
    refuse_unknown(changes, ("proposals_due_on", "note"))
    note = changes.get("note", "").strip()
    refuse("invalid_programme", _wrong_note(note))
    refuse_secret(note=note)
    record = locked(programme, base_version=base_version)
    for name, value in changes.items():
        setattr(record, name, note if name == "note" else value)
    record.save()
    record.refresh_from_db()
    return record


@transaction.atomic
def approve_revision(
    *,
    programme: YearProgramme,
    kind: str,
    approved_on: date,
    document_number: str = "",
    approved_by: str = "",
    note: str = "",
    base_version: int | None = None,
    user: Any,
    today: date,
) -> ProgrammeRevision:
    """Record that an edition was approved: the first of the year, the six-month adjustment, another.

    Every accepted line that no edition holds yet is held from this one on, every removed line leaves with it. Side
    effects: the edition, those lines, a version of the programme. Raises `NotAllowed`; `Conflict` ("stale_version",
    "revision_exists", "no_initial_revision", "nothing_to_approve"); `InvalidInput` ("invalid_revision": a day to come or
    before the edition before it; "secret_mark").
    """
    require_keeper(user)
    lines = {"document_number": clean_line(document_number), "approved_by": clean_line(approved_by)}
    record = locked(programme, base_version=base_version)
    before = list(record.revisions.all())
    _refuse_order(kind, before)
    problems: Problems = {**too_long(lines, LONGEST), **_wrong_note(note)}
    if approved_on > today:
        problems["approved_on"] = [_("Ngày này chưa tới.")]
    elif before and approved_on < before[-1].approved_on:
        problems["approved_on"] = [_("Sớm hơn lần ban hành trước.")]
    refuse("invalid_revision", problems)
    refuse_secret(note=note, **lines)
    coming = record.items.filter(state=ProgrammeItemState.ACCEPTED, accepted_in__isnull=True)
    leaving = record.items.filter(state=ProgrammeItemState.REMOVED, removed_in__isnull=True)
    if not (coming.exists() or leaving.exists()):
        raise Conflict(
            "nothing_to_approve",
            _("Chưa có mục nào được đưa vào hay đưa ra kể từ lần ban hành trước."),
        )
    made = ProgrammeRevision.objects.create(
        programme=record, kind=kind, approved_on=approved_on, note=note.strip(), **lines
    )
    coming.update(accepted_in=made)
    leaving.update(removed_in=made)
    touch(record)
    return made


def _refuse_order(kind: str, before: list[ProgrammeRevision]) -> None:
    if kind not in RevisionKind.values:
        refuse("invalid_revision", {"kind": [_("Hãy chọn lần ban hành.")]})
    kinds = {one.kind for one in before}
    if kind in ONCE and kind in kinds:
        sentence = _("Lần ban hành này đã được ghi.")
        raise Conflict("revision_exists", sentence, {"kind": [sentence]})
    if kind != RevisionKind.INITIAL and RevisionKind.INITIAL not in kinds:
        sentence = _("Chưa ghi chương trình đầu năm nên chưa có gì để điều chỉnh.")
        raise Conflict("no_initial_revision", sentence, {"kind": [sentence]})


def _wrong_note(note: str) -> Problems:
    if len(note) <= LONGEST_NOTE:
        return {}
    return {"note": [_("Dài quá %(count)s ký tự.") % {"count": LONGEST_NOTE}]}
