"""The form of a report: begun and changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from delegations.forms.outcomes import (
    GROUPS,
    MEETINGS,
    SPARE_ROWS,
    ReportForm,
    contents_of,
    rows_sent,
)
from delegations.models import Delegation, OutcomeReport
from delegations.report_buttons import address
from delegations.rules import outcomes as rules
from delegations.selectors_outcomes import PlannedModel
from delegations.services import outcomes as services
from delegations.views.outcomes.pages import TEXTS
from delegations.views.planned import open_record
from dnfa.accounts.models import Agency
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.core.rows import Names
from dnfa.followup.action_views import reporters
from partners.models import Partner


class _ReportForm:
    """What making and changing a report share: names to choose from, and as many rows as stand and are sent."""

    access = reporters
    form_class = ReportForm
    template_name = "delegations/outcomes/edit.html"
    model: PlannedModel = Delegation
    request: Any
    kwargs: dict[str, Any]

    def allowed_record(self, user: Any, key: str) -> Any:
        """The delegation or conference; 404 when hidden, 403 when this person cannot report on it now."""
        return open_record(self.model, user, key, rules.can_write_report)

    def form_facts(self, report: OutcomeReport | None) -> dict[str, Any]:
        """Names, rows and the reason of a correction, for the form."""
        user = self.request.user
        standing = dict.fromkeys(GROUPS, 0)
        if report is not None:
            standing[MEETINGS] = report.meetings.count()
            for side in report.obligations.values_list("side", flat=True):
                standing[side] += 1
        sent = rows_sent(self.request.POST)
        self.names = {
            "partner": Names(Partner.objects.visible_to(user).only("key", "name_vi").in_vietnamese_order()),
            "agency": Names(Agency.objects.only("key", "name_vi").in_vietnamese_order()),
        }
        return {
            "partners": self.names["partner"],
            "agencies": self.names["agency"],
            "rows": {group: max(count + SPARE_ROWS, sent[group]) for group, count in standing.items()},
            "is_reported": report is not None and report.reported_on is not None,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lists of suggestions."""
        suggestions = {name: list(names.labels.values()) for name, names in self.names.items()}
        return super().get_context_data(suggestions=suggestions, **kwargs)  # type: ignore[misc]


class ReportCreateView(_ReportForm, CreatesRecord):  # type: ignore[misc]  # the mixin says what both have
    """Begin the report."""

    page_title = _("Lập báo cáo kết quả")
    submit_label = _("Lưu bản nháp")
    success_message = _("Đã lưu bản nháp báo cáo kết quả.")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (the record is of the address)
        self.record = self.allowed_record(self.user, self.kwargs["key"])
        return self.form_facts(None)

    def get_page_title(self, record: Any) -> Any:  # noqa: ARG002  (as above)
        return _now("Lập báo cáo kết quả: %(title)s") % {"title": self.record.title_vi}

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (as above)
        return address(self.record, "report")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> OutcomeReport:
        contents = contents_of(cleaned_data, cleaned_data)
        return services.draft_report(record=self.record, contents=contents, user=user, today=today)


class ReportEditView(_ReportForm, EditsVersionedRecord):  # type: ignore[misc]  # as above
    """Change the report; of one already submitted with the reason."""

    page_title = _("Sửa báo cáo kết quả")
    alongside = frozenset({"reason"})

    def load(self, user: Any, key: Any) -> OutcomeReport:
        record = self.allowed_record(user, key)
        report = rules.report_of(record)
        if report is None:
            raise Http404(_now("Hồ sơ này chưa có báo cáo kết quả."))
        return report

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:
        return self.form_facts(record)

    def get_page_title(self, record: Any) -> Any:
        return _now("Sửa báo cáo kết quả: %(title)s") % {"title": record.record.title_vi}

    def initial_of(self, record: Any) -> dict[str, Any]:
        initial: dict[str, Any] = {name: getattr(record, name) for name in TEXTS}
        partner, agency = self.names["partner"], self.names["agency"]
        for number, row in enumerate(record.meetings.select_related("partner"), start=1):
            named = partner.label(row.partner) if row.partner else ""
            shown = [_shown(row.met_on), named, row.counterpart, row.our_side, row.content, f"#{row.pk}"]
            initial[f"{MEETINGS}{number}"] = shown
        counts = dict.fromkeys(GROUPS, 0)
        for row in record.obligations.select_related("lead_agency"):
            counts[row.side] += 1
            named = agency.label(row.lead_agency) if row.lead_agency else ""
            initial[f"{row.side}{counts[row.side]}"] = [row.text, named, _shown(row.due_on), f"#{row.pk}"]
        return initial

    def save(
        self,
        *,
        record: Any,
        cleaned_data: dict[str, Any],
        changed: dict[str, Any],
        base_version: int,
        user: Any,
        today: date,
    ) -> OutcomeReport:
        return services.update_report(
            report=record,
            changes=contents_of(cleaned_data, changed),
            base_version=base_version,
            user=user,
            today=today,
            reason=cleaned_data.get("reason", ""),
        )


def _shown(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
