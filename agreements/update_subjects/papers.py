"""Agreements: what the agency that carries one out knows better than the Department.

It may say where and how the paper was signed, in which languages, where its originals lie, who works with it, in which
fields and for what. It may not say what decides whether and how long the paper holds, and for whom: its days and term
(they change by events of the paper, which the Department records with their documents), its type, legal regime and in
whose name it was signed, its parties, signing bodies and signatories, who leads it and whose file it is. What it knows
of those it sends as a note or a file. What a signed paper says is corrected with a reason.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgencyRole, Status
from agreements.forms.sent import FACTS, SentPaperForm, facts_from
from agreements.models import Agreement, AgreementAgency
from agreements.rules.records import can_make_papers
from agreements.sections import agreement_page
from agreements.services.records import agreement_update
from agreements.services.records.facts import recorded
from dnfa.accounts.enums import Role
from dnfa.updates.parts import add_to_page
from dnfa.updates.subjects import Subject, register_subject, values_of

HOLDS = (Status.NOT_YET_IN_FORCE, Status.IN_FORCE, Status.EXPIRING, Status.SUSPENDED, Status.UNKNOWN_TERM)
LISTS = {"coordinating": "coordinating", "fields_of_cooperation": "fields"}


def _edit_form(*, record: Any, user: Any, data: Any = None, initial: Any = None) -> forms.Form:
    return SentPaperForm(data, initial=initial, user=user, paper=record)


def _initial(record: Agreement) -> dict[str, Any]:
    lists = {name: [one.pk for one in recorded(record, fact)] for name, fact in LISTS.items()}
    return values_of(record, [name for name in FACTS if name not in LISTS]) | lists


def _save(
    *, record: Any, changed: dict[str, Any], base_version: int, user: Any, today: date, **_rest: Any
) -> Agreement:
    changes = facts_from(changed)
    reason = changes.pop("reason", "")
    return agreement_update(
        agreement=record, changes=changes, base_version=base_version, user=user, today=today, reason=reason
    )


def may_propose(user: Any, record: Any) -> bool:
    """The agency that leads the paper; the Department for it. Reads the roles already fetched with the paper."""
    if can_make_papers(user):
        return True
    if user.role != Role.FOCAL_POINT or not user.is_active or user.agency_id is None:
        return False
    return any(
        role.agency_id == user.agency_id and role.role == AgencyRole.LEAD
        for role in record.agency_roles.all()
    )


def _holding(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Signed papers that hold, or may, and that somebody leads: nobody is asked about what is over or not signed yet."""
    led = AgreementAgency.objects.filter(role=AgencyRole.LEAD).values("agreement")
    papers: Any = rows.filter(pk__in=led)
    return papers.with_status(today).filter(status__in=HOLDS).prefetch_related("agency_roles")


def register() -> None:
    """Called by the package."""
    subject = Subject(
        code="agreement",
        model=Agreement,
        label=_("Thỏa thuận"),
        visible_to=Agreement.objects.visible_to,
        may_propose=may_propose,
        edit_form=_edit_form,
        initial=_initial,
        fields=FACTS,
        save=_save,
        confirmable=_holding,
        missing=("agreement_without_file",),
        order=10,
    )
    register_subject(subject)
    add_to_page(agreement_page, subject, "agreements:update")
