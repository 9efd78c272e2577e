"""How agreements and projects are found by the search box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Project
from dnfa.core.search import Hit, SearchSource, best_name


def find_agreements(user: Any, text: str, most: int) -> Iterator[Hit]:
    for agreement in Agreement.objects.visible_to(user).matching(text).in_vietnamese_order()[:most]:
        matched = best_name([agreement.title_vi, agreement.document_number], text)
        yield Hit("agreement", agreement.key, agreement.title_vi, matched, agreement.get_absolute_url())


def find_projects(user: Any, text: str, most: int) -> Iterator[Hit]:
    for project in Project.objects.visible_to(user).matching(text).order_by("title_fold", "pk")[:most]:
        address = f"{reverse('agreements:projects')}?{urlencode({'q': project.title_vi})}"
        yield Hit("project", project.key, project.title_vi, project.title_vi, address)


SOURCES = (
    SearchSource("agreement", _("Thỏa thuận"), 20, find_agreements),
    SearchSource("project", _("Dự án, viện trợ"), 40, find_projects),
)
