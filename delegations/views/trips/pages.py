"""The list of delegations, the page of one, and the forms that make and change it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from delegations import trip_parts as words
from delegations.enums import Direction
from delegations.filters.trips import DelegationFilter
from delegations.forms.trips import NewTripForm, TripForm
from delegations.models import Delegation
from delegations.rules import trips as rules
from delegations.sections import delegation_page
from delegations.selectors_trips import trip_in_full, trip_rows
from delegations.services.trips import plan_delegation, update_delegation
from delegations.views import planned_columns as planned
from delegations.views.contacts import TITLE, ContactListView, agency_names, partner_names
from delegations.views.planned import HIDDEN, EditsPlan, PlannedDetailView
from dnfa.core.editing import CreatesRecord
from dnfa.core.listing import Column
from dnfa.followup.action_views import keepers
from partners.models import Country, Partner


def visible_trip(user: Any, key: str) -> Delegation:
    """The delegation, when this person may see it; else 404."""
    record: Delegation | None = Delegation.objects.visible_to(user).filter(key=key).first()
    if record is None:
        raise Http404(HIDDEN)
    return record


class DelegationListView(ContactListView):
    """Delegations received and sent, planned and held, with their state on the day."""

    model = Delegation
    page_title = _("Đoàn vào, đoàn ra")
    template_name = "delegations/trips/list.html"
    filterset_class = DelegationFilter
    default_sort = "-when"
    export_name = "doan-vao-doan-ra"
    keys_first = True
    import_kinds = ("doan", "thanh-vien-doan")
    columns: ClassVar = [
        TITLE,
        planned.KEY,
        Column("direction", _("Chiều"), value="get_direction_display", sort="direction"),
        planned.WHEN,
        planned.STATE,
        Column(
            "partners", _("Đối tác"), value=partner_names, template="delegations/trips/cells/partners.html"
        ),
        Column("countries", _("Quốc gia, vùng lãnh thổ"), value=words.country_names, on_screen=False),
        Column(
            "head",
            _("Trưởng đoàn"),
            value=words.head_words,
            sort="head_name",
            template="delegations/trips/cells/head.html",
        ),
        Column(
            "head_rank",
            _("Cấp trưởng đoàn"),
            value="get_head_rank_display",
            sort="head_rank",
            on_screen=False,
        ),
        Column("people", _("Số người"), value=words.persons_of, align="end"),
        Column("plan_status", _("Kế hoạch năm"), value=words.plan_words, sort="plan_status"),
        *planned.HELD,
        Column("days", _("Số ngày"), value=words.days_of, on_screen=False),
        Column("persons", _("Số người thực tế"), sort="persons", on_screen=False),
        Column("planned_starts_on", _("Dự kiến từ ngày"), on_screen=False),
        Column("planned_ends_on", _("Dự kiến đến ngày"), on_screen=False, sort="last_day"),
        Column("planned_persons", _("Dự kiến số người"), on_screen=False),
        Column("purpose", _("Mục đích"), value="purpose_vi", on_screen=False),
        Column("place", _("Địa điểm"), on_screen=False),
        Column("host", _("Bên mời, bên đón"), on_screen=False),
        Column("lead_agencies", _("Cơ quan chủ trì"), value=agency_names, on_screen=False),
        planned.COORDINATING,
        Column("received_by_name", _("Lãnh đạo tiếp"), on_screen=False),
        Column("received_by_title", _("Chức vụ lãnh đạo tiếp"), on_screen=False),
        *planned.COST,
        *planned.PERMIT,
        *planned.RESULT,
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return trip_rows(self.request.user, self.as_of)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_plan=rules.can_plan(self.request.user), **kwargs)


class DelegationDetailView(PlannedDetailView):
    """One delegation."""

    template_name = "delegations/trips/detail.html"
    parts = delegation_page

    def rows(self, user: Any, as_of: date) -> QuerySet[Any]:
        return trip_in_full(user, as_of)

    def summary(self, record: Any) -> list[dict[str, Any]]:
        return words.summary(record)


class TripCreateView(CreatesRecord):
    """Open the record of a delegation: planned, or already held."""

    access = keepers
    template_name = "delegations/trips/form.html"
    form_class = NewTripForm
    page_title = _("Thêm đoàn")
    success_message = _("Đã mở hồ sơ đoàn.")

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET
        partners = Partner.objects.visible_to(self.user).filter(key__in=asked.getlist("partner"))
        direction = asked.get("direction", "")
        known = {
            "partners": [partner.pk for partner in partners],
            "direction": direction if direction in Direction.values else "",
            **{name: asked[name] for name in ("planned_starts_on", "planned_ends_on") if name in asked},
        }
        if "country" in asked:
            codes = {*asked.getlist("country"), *(partner.country_id for partner in partners)}
            known["countries"] = [country.pk for country in Country.objects.filter(code__in=codes - {None})]
        return known

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"user": self.user}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return reverse("delegations:list")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> Delegation:
        """Write the plan, the way in short, and what was, if it was."""
        facts = dict(cleaned_data)
        stops = [{"country": country} for country in facts.pop("countries")]
        return plan_delegation(**facts, rows={"stops": stops} if stops else None, user=user, today=today)


class TripEditView(EditsPlan):
    """Change what is planned."""

    form_class = TripForm

    def load(self, user: Any, key: Any) -> Delegation:
        record = visible_trip(user, key)
        if not rules.can_edit(user, record):
            raise PermissionDenied(_("Đoàn đã hủy hoặc hồ sơ đã kết thúc; không sửa được."))
        return record

    def get_page_title(self, record: Any) -> str:
        return _now("Sửa: %(title)s") % {"title": record}

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (who writes decides)
        return {"user": self.user}

    def save(
        self,
        *,
        record: Any,
        cleaned_data: dict[str, Any],
        changed: dict[str, Any],
        base_version: int,
        user: Any,
        **_rest: Any,
    ) -> Delegation:
        """Write what changed."""
        return update_delegation(
            delegation=record,
            changes=self.with_currency(changed, cleaned_data),
            base_version=base_version,
            user=user,
        )
