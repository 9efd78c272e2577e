"""A paper's facts as the agency that leads it sends them: what the service would refuse is told before it is sent."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.forms.records import AgreementForm
from agreements.models import Agreement
from agreements.services.records.facts import recorded
from agreements.services.records.updates import needs_reason

# Why these and no others: agreements/update_subjects/papers.py.
FACTS = (
    "title_en", "document_number", "place", "languages", "authentic_text", "originals_count", "originals_kept_at",
    "purpose", "expected_results", "partner_aims", "coordinating", "fields_of_cooperation", "reason",
)  # fmt: skip


def facts_from(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The service's arguments from what the form read."""
    facts = dict(cleaned)
    if "fields_of_cooperation" in facts:
        facts["fields"] = facts.pop("fields_of_cooperation")
    return facts


class SentPaperForm(AgreementForm):
    """The facts of a paper that its agency may correct; what is not its stage's is left out."""

    def __init__(self, *args: Any, paper: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, paper=paper, **kwargs)
        self.paper = paper
        for name in [name for name in self.fields if name not in FACTS]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if "reason" not in self.fields or said.get("reason"):
            return said
        for name, new in facts_from(said).items():
            if name == "reason":
                continue
            old = recorded(self.paper, name)
            if new != old and needs_reason(self.paper, name, old):
                self.add_error("reason", _("Văn bản đã ký: sửa nội dung đã ghi cần nêu lý do đính chính."))
                break
        return said
