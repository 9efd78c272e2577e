"""How agreements and projects are found by the search box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Prefetch
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Project
from dnfa.core.search import LEAST_LIKENESS, Hit, SearchSource, best_name
from dnfa.core.text import fold
from partners.models import Partner


def _agreement_hit(agreement: Agreement, text: str) -> Hit:
    """The hit names what was found: the title, a number (of the paper or of a later event), or a partner."""
    events = [word for event in agreement.events.all() for word in (event.document_number, event.title_vi)]
    partners = [partner.name_vi for partner in agreement.partners.all()]
    matched = best_name([agreement.title_vi, agreement.document_number, *events, *partners], text)
    return Hit("agreement", agreement.key, agreement.title_vi, matched, agreement.get_absolute_url())


def _agreements(user: Any) -> Any:
    partners = Prefetch("partners", Partner.objects.visible_to(user))
    return Agreement.objects.visible_to(user).prefetch_related(partners, "events")


def find_agreements(user: Any, text: str, most: int) -> Iterator[Hit]:
    """Agreements whose title, numbers or partners hold the words, the newest first."""
    found = _agreements(user).matching(text).order_by(F("signed_on").desc(nulls_last=True), "pk")
    for agreement in found[:most]:
        yield _agreement_hit(agreement, text)


def guess_agreements(user: Any, text: str, most: int) -> Iterator[Hit]:
    """Agreements whose title looks like the text, the most alike first."""
    likeness = TrigramWordSimilarity(fold(text), "title_fold")
    alike = _agreements(user).annotate(likeness=likeness).filter(likeness__gte=LEAST_LIKENESS)
    for agreement in alike.order_by(F("likeness").desc(), "pk")[:most]:
        yield _agreement_hit(agreement, text)


def find_projects(user: Any, text: str, most: int) -> Iterator[Hit]:
    """Projects whose title or partners hold the words, the newest first."""
    partners = Prefetch("partners", Partner.objects.visible_to(user))
    found = Project.objects.visible_to(user).matching(text).prefetch_related(partners)
    for project in found.order_by(F("starts_on").desc(nulls_last=True), "pk")[:most]:
        names = [project.title_vi, *(partner.name_vi for partner in project.partners.all())]
        yield Hit(
            "project", project.key, project.title_vi, best_name(names, text), project.get_absolute_url()
        )


SOURCES = (
    SearchSource("agreement", _("Thỏa thuận"), 20, find_agreements, guess_agreements),
    SearchSource("project", _("Dự án, viện trợ"), 40, find_projects),
)
