"""How delegations and other contacts are found by the search box."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import F, Prefetch
from django.utils.translation import gettext_lazy as _

from delegations.models import Conference, ContactRecord, Delegation, Engagement, PressVisit
from dnfa.core.search import Hit, SearchSource, best_name
from partners.models import Partner


def find_contacts(model: type[ContactRecord], user: Any, text: str, most: int) -> Iterator[Hit]:
    """Contacts whose title or partners hold the words, the newest first."""
    partners = Prefetch("partners", Partner.objects.visible_to(user))
    found = model.objects.visible_to(user).matching(text, user=user).prefetch_related(partners)
    for contact in found.order_by(F("starts_on").desc(nulls_last=True), "pk")[:most]:
        names = [contact.title_vi, *(partner.name_vi for partner in contact.partners.all())]
        kind = str(model._meta.model_name)
        yield Hit(kind, contact.key, contact.title_vi, best_name(names, text), contact.get_absolute_url())


SOURCES = (
    SearchSource("delegation", _("Đoàn vào, đoàn ra"), 30, partial(find_contacts, Delegation)),
    SearchSource("conference", _("Hội nghị, hội thảo"), 32, partial(find_contacts, Conference)),
    SearchSource("pressvisit", _("Phóng viên nước ngoài"), 38, partial(find_contacts, PressVisit)),
    SearchSource("engagement", _("Tiếp xúc, sự kiện"), 35, partial(find_contacts, Engagement)),
)
