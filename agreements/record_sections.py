"""Parts of an agreement's page that tell the record itself; None where there is nothing to say.

The agreement comes from `agreements.selectors.agreement_of_page`: sides, roles, fields, signatories and events are
prefetched, as this reader may see them.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse

from agreements import presenters
from agreements.enums import Stage
from agreements.models import Agreement, AgreementEvent, Project
from agreements.rules.projects import can_write_projects
from agreements.rules.records import can_add_event, can_edit_record
from agreements.selectors_projects import project_rows
from dnfa.core.provenance import provenance_of

Context = dict[str, Any] | None


def sides(agreement: Agreement, _user: Any, _as_of: date) -> Context:
    """Both sides with who signed for them."""
    return {
        "foreign_side": presenters.foreign_side(agreement),
        "vietnamese_side": presenters.vietnamese_side(agreement),
    }


def facts(agreement: Agreement, _user: Any, _as_of: date) -> Context:
    """The paper itself."""
    return {"items": presenters.facts(agreement)}


def intent(agreement: Agreement, _user: Any, _as_of: date) -> Context:
    """What it is for."""
    items = presenters.intent(agreement)
    return {"items": items} if items else None


def files(agreement: Agreement, user: Any, _as_of: date) -> Context:
    """Texts and other files; the tag of the ground floor draws them."""
    return {"agreement": agreement, "user": user}


def chain(agreement: Agreement, user: Any, _as_of: date) -> Context:
    """What happened, with gaps and overlaps of terms."""
    return {
        "agreement": agreement,
        "items": presenters.chain(agreement, can_edit=can_edit_record(user, agreement)),
        "can_add": can_add_event(user, agreement),
    }


def children(agreement: Agreement, user: Any, as_of: date) -> Context:
    """Papers under this one that the reader may see: of ports, universities, departments."""
    related = Agreement.objects.visible_to(user).filter(parent=agreement).with_status(as_of)
    papers = list(related.order_by(F("signed_on").desc(nulls_last=True), "pk"))
    return {"papers": papers} if papers else None


def projects(agreement: Agreement, user: Any, as_of: date) -> Context:
    """Projects and aid that rest on this paper; where to write one once it is signed."""
    resting = Project.objects.visible_to(user).filter(agreements=agreement)
    found = list(project_rows(resting, user, as_of))
    may_add = agreement.stage == Stage.SIGNED and can_write_projects(user)
    address = (
        f"{reverse('agreements:project-add')}?{urlencode({'agreement': agreement.key})}" if may_add else ""
    )
    return {"projects": found, "add_url": address} if found or address else None


def replaced(agreement: Agreement, user: Any, _as_of: date) -> Context:
    """Papers this one took over from."""
    events = AgreementEvent.objects.visible_to(user).filter(successor=agreement).select_related("agreement")
    items = presenters.replaced_papers(list(events))
    return {"items": items} if items else None


def printed(agreement: Agreement, _user: Any, _as_of: date) -> Context:
    """The row of the official table."""
    items = presenters.as_printed(agreement)
    return {"items": items} if items else None


def sources(agreement: Agreement, _user: Any, _as_of: date) -> Context:
    """Where the facts come from."""
    told = presenters.agreement_sources(agreement, list(provenance_of([agreement, *agreement.events.all()])))
    return {"sources": told}
