"""How delegations and other contacts are found by the search box."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delegations.models import ContactRecord, Delegation, Engagement
from dnfa.core.search import Hit, SearchSource


def find_contacts(model: type[ContactRecord], page: str, user: Any, text: str, most: int) -> Iterator[Hit]:
    for contact in model.objects.visible_to(user).matching(text).order_by("-starts_on", "pk")[:most]:
        address = f"{reverse(page)}?{urlencode({'q': contact.title_vi})}"
        yield Hit(model._meta.model_name or "", contact.key, contact.title_vi, contact.title_vi, address)


SOURCES = (
    SearchSource("delegation", _("Đoàn vào, đoàn ra"), 30, partial(find_contacts, Delegation, "delegations:list")),
    SearchSource("engagement", _("Tiếp xúc, sự kiện"), 35, partial(find_contacts, Engagement, "delegations:engagements")),
)
