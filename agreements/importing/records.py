"""Writing planned rows into the register: new agreements whole, known ones only where the printed cell changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import models
from django.utils import timezone

from agreements.enums import AgencyRole, AgreementType, Capacity, Stage, TermKind
from agreements.importing.cells import Signing, read_signings
from agreements.importing.layout import Column
from agreements.importing.preview import RowPlan, event_key, table_events
from agreements.importing.reading import (
    Understood,
    effective_on,
    paper_type,
    placed_terms,
    signed_on,
)
from agreements.importing.terms import ParsedTerm, read_term
from agreements.loading.common import regime_of
from agreements.models import Agreement, AgreementAgency, AgreementEvent, AgreementParty
from dnfa.accounts.enums import AgencyKind
from dnfa.accounts.models import Agency
from dnfa.core.imports import ChangeLog

_AT_ONCE = 500
_CAPACITIES = {
    AgencyKind.COMMITTEE: Capacity.CITY,
    AgencyKind.FORMER_AUTHORITY: Capacity.CITY,
    AgencyKind.COUNCIL: Capacity.COUNCIL,
    AgencyKind.PARTY: Capacity.PARTY,
    AgencyKind.DEPARTMENT: Capacity.DEPARTMENT,
    AgencyKind.DISTRICT: Capacity.DISTRICT,
    AgencyKind.COMMUNE: Capacity.COMMUNE,
    AgencyKind.UNION: Capacity.ORGANISATION,
    AgencyKind.ASSOCIATION: Capacity.ORGANISATION,
    AgencyKind.CENTRAL_AGENCY: Capacity.NATIONAL,
    AgencyKind.PLACEHOLDER: Capacity.UNKNOWN,
}
_PRINTED_FIELDS = {
    Column.SIGNATORY: "signatory_as_printed",
    Column.PARTNER: "partner_as_printed",
    Column.COUNTRY: "country_as_printed",
    Column.SIGNING: "signing_as_printed",
    Column.NOTE: "note_as_printed",
}
_TERM_FIELDS = (
    "term_kind",
    "term_ends_on",
    "term_months",
    "term_renew_months",
    "term_notice_months",
    "term_as_printed",
)
_AGREEMENT_FIELDS = (
    *_PRINTED_FIELDS.values(),
    *_TERM_FIELDS,
    "title_vi",
    "type",
    "capacity",
    "legal_regime",
    "signed_on",
    "effective_on",
    "table_row",
    "updated_at",
)
_EVENT_FIELDS = ("kind", "occurred_on", "effective_on", "as_printed", "order", *_TERM_FIELDS, "updated_at")


def capacity_of(agency: Agency | None) -> Capacity:
    """In whose name a body of the city signs: city, council, party …; anything below a department is a unit."""
    return Capacity.UNKNOWN if agency is None else _CAPACITIES.get(AgencyKind(agency.kind), Capacity.UNIT)


def title_of(texts: dict[Column, str]) -> str:
    """A descriptive title from the printed names, for a table that prints none."""
    partner = texts[Column.PARTNER]
    signatory = texts[Column.SIGNATORY]
    title = f"Thỏa thuận giữa {signatory} và {partner}" if signatory else f"Thỏa thuận với {partner}"
    return title[:500]


def term_values(term: ParsedTerm) -> dict[str, Any]:
    """A term as model fields. An indefinite or unknown one keeps its sentence only (check `term_is_whole`)."""
    has_length = term.kind not in {TermKind.INDEFINITE, TermKind.UNKNOWN}
    return {
        "term_kind": term.kind,
        "term_ends_on": term.ends_on,
        "term_months": term.months,
        "term_renew_months": term.renew_months,
        "term_notice_months": term.notice_months if has_length else None,
        "term_as_printed": term.as_printed,
    }


def _event_term(term: ParsedTerm | None) -> dict[str, Any]:
    """The term a signing sets; an empty printed term sets none."""
    if term is None or (term.kind == TermKind.UNKNOWN and not term.as_printed):
        return term_values(ParsedTerm(TermKind.UNKNOWN)) | {"term_kind": ""}
    return term_values(term)


def _event_values(signing: Signing, position: int) -> dict[str, Any]:
    return {
        "kind": signing.kind,
        "occurred_on": signing.date,
        "effective_on": signing.effective_on,
        "as_printed": signing.as_printed[:300],
        "order": position,
    }


def _paper_values(signings: tuple[Signing, ...], capacity: Capacity | str) -> dict[str, Any]:
    kind, day = paper_type(signings), signed_on(signings)
    return {
        "type": kind,
        "signed_on": day,
        "effective_on": effective_on(signings),
        "legal_regime": regime_of(paper_type=kind, capacity=capacity, day=day),
    }


# --- new rows -----------------------------------------------------------------
def create_agreements(rows: list[RowPlan], log: ChangeLog) -> None:
    """Make an agreement with parties, signatory and events for each row; sets `row.agreement`. Side effects noted in `log`."""
    keys = set(Agreement.objects.filter(key__startswith="bang-").values_list("key", flat=True))
    for row in rows:
        row.agreement = _new_agreement(row, keys)
    agreements = [row.agreement for row in rows if row.agreement]
    Agreement.objects.bulk_create(agreements, batch_size=_AT_ONCE)
    parties = [
        AgreementParty(agreement=row.agreement, partner=row.understood.partner)
        for row in rows
        if row.agreement and row.understood.partner
    ]
    agencies = [
        AgreementAgency(agreement=row.agreement, agency=row.understood.agency, role=AgencyRole.SIGNATORY)
        for row in rows
        if row.agreement and row.understood.agency
    ]
    events = [event for row in rows if row.agreement for event in _new_events(row.agreement, row.understood)]
    AgreementParty.objects.bulk_create(parties, batch_size=_AT_ONCE)
    AgreementAgency.objects.bulk_create(agencies, batch_size=_AT_ONCE)
    AgreementEvent.objects.bulk_create(events, batch_size=_AT_ONCE)
    for made in (agreements, parties, agencies, events):
        log.created(made)


def _new_agreement(row: RowPlan, keys: set[str]) -> Agreement:
    understood = row.understood
    texts = understood.texts
    capacity = capacity_of(understood.agency)
    own_term, _terms = placed_terms(understood.signings, understood.term)
    return Agreement(
        key=_free_key(understood, keys),
        title_vi=title_of(texts),
        title_is_official=False,
        capacity=capacity,
        stage=Stage.SIGNED,
        table_row=row.table_row,
        **{name: texts[column] for column, name in _PRINTED_FIELDS.items()},
        **_paper_values(understood.signings, capacity),
        **term_values(own_term),
    )


def _free_key(understood: Understood, keys: set[str]) -> str:
    """Like "bang-12-kr-daegu": STT (or "d" and the row of the sheet) and partner, numbered when taken."""
    number = understood.row.stt if understood.row.stt is not None else f"d{understood.row.sheet_row}"
    key = stem = f"bang-{number}-{understood.partner.key if understood.partner else ''}"
    variant = 1
    while key in keys:
        variant += 1
        key = f"{stem}-v{variant}"
    keys.add(key)
    return key


def _new_events(agreement: Agreement, understood: Understood) -> list[AgreementEvent]:
    _own_term, terms = placed_terms(understood.signings, understood.term)
    return [
        AgreementEvent(
            key=event_key(agreement, position),
            agreement=agreement,
            **_event_values(signing, position),
            **_event_term(terms.get(position)),
        )
        for position, signing in enumerate(understood.signings)
    ]


# --- known agreements ---------------------------------------------------------
def update_agreements(rows: list[RowPlan], log: ChangeLog) -> None:
    """Write changed cells into their agreements and events, what was refined since left alone. Side effects noted in `log`."""
    updates = [_Update(row, row.agreement, log) for row in rows if row.agreement]
    for update in updates:
        update.prepare()
    Agreement.objects.bulk_update([u.agreement for u in updates], _AGREEMENT_FIELDS, batch_size=_AT_ONCE)
    changed = [event for update in updates for event in update.changed_events]
    AgreementEvent.objects.bulk_update(changed, _EVENT_FIELDS, batch_size=_AT_ONCE)
    made = [event for update in updates for event in update.new_events]
    AgreementEvent.objects.bulk_create(made, batch_size=_AT_ONCE)
    log.created(made)
    _delete([event for update in updates for event in update.gone_events])
    for update in updates:
        update.write_signatory()


def _delete(events: list[AgreementEvent]) -> None:
    AgreementEvent.objects.filter(pk__in=[event.pk for event in events]).delete()


class _Update:
    """One known agreement and the row that now says something else of it."""

    def __init__(self, row: RowPlan, agreement: Agreement, log: ChangeLog) -> None:
        self.agreement, self.log = agreement, log
        self.texts = row.understood.texts
        self.agency = row.understood.agency
        self.differing = set(row.differing)
        self.table_row = row.table_row
        self.before = row.printed_before
        self.was_printed = bool(any(self.before.get(column) for column in (Column.SIGNING, Column.PARTNER)))
        self.old = read_signings(self.before.get(Column.SIGNING, "")).signings if self.was_printed else ()
        self.new = row.understood.signings
        self.old_term = self._old_term()
        self.new_term = row.understood.term
        self.events = table_events(agreement)
        self.changed_events: list[AgreementEvent] = []
        self.new_events: list[AgreementEvent] = []
        self.gone_events: list[AgreementEvent] = []

    def _old_term(self) -> ParsedTerm:
        printed = self.before.get(Column.TERM, "")
        hint = read_signings(self.before.get(Column.SIGNING, "")).term_hint
        return hint if hint is not None and not printed else read_term(printed).term

    def prepare(self) -> None:
        """Change the records in memory; nothing is written yet."""
        self.log.watch(self.agreement)
        old_title = title_of({**self.texts, **self.before})
        for column in self.differing & _PRINTED_FIELDS.keys():
            setattr(self.agreement, _PRINTED_FIELDS[column], self.texts[column])
        if not self.agreement.title_is_official and self.agreement.title_vi == old_title:
            self.agreement.title_vi = title_of(self.texts)
        if self.table_row is not None:
            self.agreement.table_row = self.table_row
        if Column.SIGNATORY in self.differing:
            self.agreement.capacity = capacity_of(self.agency)
        if Column.SIGNING in self.differing:
            self._change_paper()
            self._change_events()
        if self.differing & {Column.SIGNING, Column.TERM}:
            self._change_terms()
        self.agreement.updated_at = timezone.now()

    def _change_paper(self) -> None:
        """Date, type and regime follow the cell where the cell changed what it says of them."""
        old = _paper_values(self.old, self.agreement.capacity)
        for name, value in _paper_values(self.new, self.agreement.capacity).items():
            is_unset = getattr(self.agreement, name) in {None, AgreementType.UNSPECIFIED}
            if value != old[name] and (self.was_printed or is_unset):
                setattr(self.agreement, name, value)

    def _change_events(self) -> None:
        for position, signing in enumerate(self.new):
            event = self.events.get(position)
            if position < len(self.old) and _same(self.old[position], signing):
                continue
            if event is not None:
                self._touch(event, _event_values(signing, position))
            elif not self._is_recorded(signing):
                made = AgreementEvent(
                    key=event_key(self.agreement, position),
                    agreement=self.agreement,
                    **_event_values(signing, position),
                    **_event_term(None),
                )
                self.events[position] = made
                self.new_events.append(made)
        for position in [position for position in self.events if position >= len(self.new)]:
            event = self.events.pop(position)
            self.log.deleted(event)
            self.gone_events.append(event)

    def _is_recorded(self, signing: Signing) -> bool:
        """Whether another source has entered this signing already, perhaps with a finer date."""
        printed = signing.date.isoformat() if signing.date else ""
        return any(
            event.kind == signing.kind
            and event.occurred_on
            and event.occurred_on.isoformat().startswith(printed)
            for event in self.agreement.events.all()
            if printed
        )

    def _change_terms(self) -> None:
        own, terms = placed_terms(self.new, self.new_term)
        if not self.was_printed:
            self._fill_unknown_term(own, terms)
            return
        old_own, old_terms = placed_terms(self.old, self.old_term)
        has_grown = 0 < len(self.old) < len(self.new) and all(map(_same, self.old, self.new))
        # A paper that was signed again keeps the terms it had before: they were printed then and held until then.
        if own != old_own and not (has_grown and own.kind == TermKind.UNKNOWN):
            _assign(self.agreement, term_values(own))
        for position, event in self.events.items():
            term = terms.get(position)
            if term != old_terms.get(position) and not (has_grown and term is None):
                self._touch(event, _event_term(term))

    def _fill_unknown_term(self, own: ParsedTerm, terms: dict[int, ParsedTerm]) -> None:
        """An agreement known from elsewhere keeps the term it has; only an unknown one is filled in."""
        if self.agreement.term_kind == TermKind.UNKNOWN:
            _assign(self.agreement, term_values(own))
        for position, term in terms.items():
            if position in self.events:
                self._touch(self.events[position], _event_term(term))

    def _touch(self, event: AgreementEvent, values: dict[str, Any]) -> None:
        if event.pk:
            self.log.watch(event)
            if event not in self.changed_events:
                self.changed_events.append(event)
        _assign(event, values)
        event.updated_at = timezone.now()

    def write_signatory(self) -> None:
        """The signing body of the paper follows the cell."""
        if Column.SIGNATORY not in self.differing:
            return
        roles = [role for role in self.agreement.agency_roles.all() if role.role == AgencyRole.SIGNATORY]
        if any(self.agency and role.agency_id == self.agency.pk for role in roles):
            return
        for role in roles:
            self.log.deleted(role)
            role.delete()
        if self.agency is not None:
            self.log.created(
                [
                    AgreementAgency.objects.create(
                        agreement=self.agreement, agency=self.agency, role=AgencyRole.SIGNATORY
                    )
                ]
            )


def _same(old: Signing, new: Signing) -> bool:
    return replace(old, as_printed="") == replace(new, as_printed="")


def _assign(record: models.Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)
