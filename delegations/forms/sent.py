"""Contacts and conferences as agencies send them: what the service would refuse is told before it is sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from delegations.forms.conferences import EditConferenceForm
from delegations.forms.engagements import EngagementForm
from delegations.models import Conference, Engagement
from delegations.services.engagements import SCALARS, WITHOUT_PARTNER, wrong_days, wrong_words


class SentEngagementForm(EngagementForm):
    """A contact that the agency had: it led it, so the form does not ask who did."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields.pop("lead_agencies", None)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return said
        told = Engagement(**{name: said[name] for name in SCALARS if name in said})
        for name, texts in {**wrong_words(told), **wrong_days(told, self.today)}.items():
            self.add_error(name, texts)
        if not said["partners"] and told.kind not in WITHOUT_PARTNER:
            self.add_error("partners", _("Hãy chọn ít nhất một đối tác."))
        return said


class SentConferenceForm(EditConferenceForm):
    """A conference as it is to be: days that a document allowed are moved with a reason."""

    def __init__(self, *args: Any, record: Conference, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        self.record = record

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        days = ("planned_starts_on", "planned_ends_on")
        is_moved = any(name in said and said[name] != getattr(self.record, name) for name in days)
        if "reason" in self.fields and is_moved and not said.get("reason"):
            self.add_error("reason", _("Đã có văn bản cho phép: đổi ngày thì cần nêu lý do."))
        return said
