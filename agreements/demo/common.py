"""What all parts of the demonstration share: finding sides by key, marking a record as a sample, sample files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, Protocol

import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from dnfa.accounts.enums import AgencyKind
from dnfa.accounts.models import Agency
from dnfa.accounts.services import agency_create
from dnfa.core.attachments.services import attach_file
from dnfa.core.demo import KEY_PREFIX, TITLE_PREFIX, Demo, copied
from dnfa.core.errors import Conflict
from partners.models import CooperationField, Partner

COMMUNE = "demo-xa-bien-gioi"
PAGE = """#set page(paper: "a4", margin: 3cm)
#set text(lang: "vi", size: 13pt)
#set document(title: sys.inputs.title)
#align(center)[#text(size: 16pt, weight: "bold")[#sys.inputs.title]]
#v(1em)
Văn bản mẫu để xem thử, không có giá trị pháp lý. Các bên, nội dung và ngày tháng đều do chương trình đặt ra.

#sys.inputs.body
"""


class SamplePlan(Protocol):
    """What is to be made, known by a word of its own."""

    @property
    def slug(self) -> str:
        """What the key is made of."""


def agency(key: str) -> Agency:
    """A body of the register. Raises `Conflict` ("register_not_loaded")."""
    return _found(Agency, key)


def partner(key: str) -> Partner:
    """A partner of the register. Raises `Conflict` ("register_not_loaded")."""
    return _found(Partner, key)


def fields(*codes: str) -> list[CooperationField]:
    """Fields of cooperation by code. Raises `Conflict` ("register_not_loaded") when one is missing."""
    found = list(CooperationField.objects.filter(code__in=codes).order_by("order", "code"))
    if len(found) < len(codes):
        raise _not_loaded(", ".join(codes))
    return found


def _found(model: Any, key: str) -> Any:
    found = model.objects.filter(key=key).first()
    if found is None:
        raise _not_loaded(key)
    return found


def _not_loaded(key: str) -> Conflict:
    return Conflict(
        "register_not_loaded",
        _("Sổ chưa có “%(key)s”; hãy chạy load_register trước.") % {"key": key},
    )


def border_commune(demo: Demo) -> Agency:
    """A commune at the border: the register of 2023 names none, and Decree 64/2021 lets them sign."""
    found: Agency | None = Agency.objects.filter(key=COMMUNE).first()
    return found or agency_create(
        user=demo.user,
        key=COMMUNE,
        name_vi=f"{TITLE_PREFIX}UBND xã biên giới La Dêê",
        kind=AgencyKind.COMMUNE,
    )


def key_of(slug: str, copy: int) -> str:
    """The key of one copy of a sample paper."""
    return copied(f"{KEY_PREFIX}{slug}", copy)


def title_of(title: str, copy: int) -> str:
    """The title of one copy; it says at once that the paper is a sample."""
    return copied(f"{TITLE_PREFIX}{title}", copy)


def sample(slug: str, copy: int = 1) -> Agreement | None:
    """A sample paper made before."""
    return Agreement.objects.filter(key=key_of(slug, copy)).first()


def make_missing(
    demo: Demo, plans: Iterable[SamplePlan], make: Callable[[Demo, Any, int], Any]
) -> Iterator[Any]:
    """Make the papers of the plans that are not there yet, copy by copy, each whole or not at all; gives their plans."""
    for copy in demo.copies():
        for plan in plans:
            if sample(plan.slug, copy) is None:
                with transaction.atomic():
                    make(demo, plan, copy)
                yield plan


def mark(paper: Agreement, slug: str, copy: int) -> Agreement:
    """Give a new paper and its events the sample's keys in place of those made from its sides.

    A second run knows it by this key, and the key of the sides stays free for a real paper. A key is no fact of
    the paper, so no service changes it.
    """
    fresh = Agreement.objects.get(pk=paper.pk)
    fresh.key = key_of(slug, copy)
    fresh.save(update_fields=["key", "updated_at"])
    for number, event in enumerate(fresh.events.exclude(key=None).order_by("order", "pk"), start=1):
        event.key = f"{fresh.key}-{number}"
        event.save(update_fields=["key", "updated_at"])
    return fresh


def attach_sample(demo: Demo, paper: Agreement, *, kind: str, title: str, is_original: bool) -> None:
    """Attach a small PDF that says it is a sample."""
    content = _pdf(paper.title_vi, f"{title}. {paper.document_number}".strip())
    attach_file(
        record=paper,
        upload=SimpleUploadedFile(f"{paper.key}-{kind}.pdf", content, "application/pdf"),
        kind=kind,
        title=title,
        language="vi",
        is_original=is_original,
        user=demo.user,
        today=demo.today,
    )


@cache
def _pdf(title: str, body: str) -> bytes:
    compiled: bytes = typst.compile(PAGE.encode(), sys_inputs={"title": title, "body": body})
    return compiled
