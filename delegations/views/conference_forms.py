"""Pages that plan, correct and carry out conferences, and write down visits of the foreign press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delegations.forms.conferences import (
    ActualsForm,
    CancelForm,
    ConferenceForm,
    PermitForm,
    PressVisitForm,
)
from delegations.models import Conference, ContactRecord, PressVisit
from delegations.services import conferences as services
from dnfa.accounts.access import roles
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord

WRITERS = roles(*sorted(KEEPS_THE_REGISTER))


def _parted(data: dict[str, Any], names: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Facts, and the lists of those `names`."""
    lists = {name: value for name, value in data.items() if name in names}
    return {name: value for name, value in data.items() if name not in names}, lists


class ConferenceCreateView(CreatesRecord):
    """A conference to come."""

    access = WRITERS
    form_class = ConferenceForm
    page_title = _("Ghi hội nghị, hội thảo")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002
        return {"user": self.user}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002
        return reverse("delegations:conferences")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> Conference:
        """Plan it."""
        facts, lists = _parted(cleaned_data, services.LISTS)
        return services.plan_conference(facts=facts, lists=lists, user=user, today=today)


class PressVisitCreateView(CreatesRecord):
    """A visit of the foreign press."""

    access = WRITERS
    form_class = PressVisitForm
    page_title = _("Ghi đoàn phóng viên nước ngoài")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002
        return {"user": self.user}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002
        return reverse("delegations:press_visits")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> PressVisit:
        """Write it down."""
        facts, lists = _parted(cleaned_data, services.PRESS_LISTS)
        return services.record_press_visit(facts=facts, lists=lists, user=user, today=today)


class EditsVisible(EditsVersionedRecord):
    """A page on one record this person may see."""

    access = WRITERS
    model: ClassVar[type[ContactRecord]] = Conference

    def load(self, user: Any, key: Any) -> Any:
        """The record, or 404."""
        return get_object_or_404(self.model.objects.visible_to(user), key=key)


class ConferenceEditView(EditsVisible):
    """What is planned."""

    form_class = ConferenceForm
    page_title = _("Sửa hội nghị, hội thảo")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002
        return {"user": self.user}

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> Any:
        """Write what changed."""
        return services.update_conference(
            conference=record, changes=changed, base_version=base_version, user=user
        )


class PressVisitEditView(EditsVisible):
    """What is known of a press visit."""

    model = PressVisit
    form_class = PressVisitForm
    page_title = _("Sửa đoàn phóng viên nước ngoài")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002
        return {"user": self.user}

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> Any:
        """Write what changed."""
        return services.update_press_visit(
            visit=record, changes=changed, base_version=base_version, user=user
        )


class ConferenceDeed(EditsVisible):
    """A deed that takes the facts which changed."""

    deed: ClassVar[Callable[..., Conference]]

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, today: date, **_rest: Any
    ) -> Any:
        """Do it."""
        return type(self).deed(
            conference=record, facts=changed, base_version=base_version, user=user, today=today
        )


class ConferenceActualsView(ConferenceDeed):
    """Real days and who came."""

    form_class = ActualsForm
    page_title = _("Ghi thực tế hội nghị")
    deed = staticmethod(services.record_actuals)


class ConferencePermitView(ConferenceDeed):
    """Dossier and permit."""

    form_class = PermitForm
    page_title = _("Ghi hồ sơ xin phép, giấy phép")
    deed = staticmethod(services.record_permit)


class ConferenceCancelView(EditsVisible):
    """Giving a conference up."""

    form_class = CancelForm
    page_title = _("Hủy hội nghị")
    submit_label = _("Hủy hội nghị")

    def save(
        self,
        *,
        record: Any,
        cleaned_data: dict[str, Any],
        base_version: int,
        user: Any,
        today: date,
        **_rest: Any,
    ) -> Any:
        """Cancel with the reason."""
        return services.cancel_conference(
            conference=record,
            reason=cleaned_data["cancel_reason"],
            note=cleaned_data["cancel_note"],
            base_version=base_version,
            user=user,
            today=today,
        )
