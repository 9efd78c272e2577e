"""Pages on which a year is opened, lines are proposed, decided, taken out, and editions recorded."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delegations.enums import ProgrammeItemKind, RevisionKind
from delegations.forms.limits import WithdrawForm
from delegations.forms.programme import (
    DecideForm,
    ItemForm,
    OpenYearForm,
    RevisionForm,
    StartForm,
    WithdrawItemForm,
    YearForm,
)
from delegations.models import PlannedRecord, ProgrammeItem, YearProgramme
from delegations.programme_words import item_url, year_url
from delegations.rules import is_focal_point
from delegations.rules import programme as rules
from delegations.selectors_programme import item_rows
from delegations.services import programme as services
from delegations.services.programme.common import refuse
from delegations.views.programme.pages import STATE_ORDER, visible_item, visible_year
from dnfa.core.editing import CreatesRecord, EditsVersionedRecord
from dnfa.followup.action_forms import ReasonForm
from dnfa.followup.action_views import DeedView, ServiceDeedView, keepers, reporters


class OpenYearView(CreatesRecord):
    """Open a year, so that agencies can propose."""

    access = keepers
    form_class = OpenYearForm
    page_title = _("Mở chương trình năm")
    success_message = _("Đã mở chương trình năm.")

    def initial(self) -> dict[str, Any]:
        return {"year": self.today.year + 1}

    def get_success_url(self, record: Any) -> str:
        return year_url(record.year)

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return reverse("delegations:programmes")

    def save(self, *, cleaned_data: dict[str, Any], user: Any, **_rest: Any) -> YearProgramme:
        return services.open_programme(user=user, **cleaned_data)


class YearEditView(EditsVersionedRecord):
    """Until when agencies propose, and a note."""

    access = keepers
    form_class = YearForm
    lookup_kwarg = "year"
    page_title = _("Sửa hạn gửi đề xuất, ghi chú")

    def load(self, user: Any, key: Any) -> YearProgramme:  # noqa: ARG002  (every keeper sees every year)
        return visible_year(key)

    def get_success_url(self, record: Any) -> str:
        return year_url(record.year)

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> YearProgramme:
        return services.update_programme(
            programme=record, changes=changed, base_version=base_version, user=user
        )


class ProposeView(CreatesRecord):
    """Propose a line: the Department for any agency, a focal point for its own."""

    access = reporters
    form_class = ItemForm
    template_name = "delegations/programme/form.html"
    submit_label = _("Gửi đề xuất")
    success_message = _("Đã gửi đề xuất.")

    @cached_property
    def programme(self) -> YearProgramme:
        """The year of the address; 404 when it was not opened."""
        return visible_year(self.kwargs["year"])

    def get_page_title(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return gettext("Đề xuất vào chương trình năm %(year)s") % {"year": self.programme.year}

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"user": self.user}

    def initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("kind", "")
        return {"kind": kind if kind in ProgrammeItemKind.values else ""}

    def get_success_url(self, record: Any) -> str:
        return item_url(record)

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return year_url(self.programme.year)

    def save(self, *, cleaned_data: dict[str, Any], user: Any, **_rest: Any) -> ProgrammeItem:
        given = {"agency": user.agency if is_focal_point(user) else None, **cleaned_data}
        return services.propose_item(programme=self.programme, user=user, **given)


class ItemEditView(EditsVersionedRecord):
    """Change a line that no edition holds yet."""

    access = reporters
    form_class = ItemForm
    template_name = "delegations/programme/form.html"
    lookup_kwarg = "pk"
    page_title = _("Sửa mục chương trình")

    def load(self, user: Any, key: Any) -> ProgrammeItem:
        item: ProgrammeItem = visible_item(user, key)
        if not rules.can_change_item(user, item):
            raise PermissionDenied(_("Mục này đã được xử lý nên không sửa được nữa."))
        return item

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (the record sets nothing)
        return {"user": self.user}

    def get_success_url(self, record: Any) -> str:
        return item_url(record)

    def save(
        self, *, record: Any, changed: dict[str, Any], base_version: int, user: Any, **_rest: Any
    ) -> ProgrammeItem:
        return services.update_item(item=record, changes=changed, base_version=base_version, user=user)


class ItemDeedView(ServiceDeedView):
    """One deed to one line; who or what it is not for, as `test(user, item)` says, is refused."""

    record_as = "item"
    test: ClassVar[Any] = staticmethod(rules.can_change_item)

    def load(self, user: Any, pk: int) -> Any:
        item = visible_item(user, pk)
        if not self.test(user, item):
            raise PermissionDenied(_("Không làm được việc này với mục ở tình trạng hiện nay."))
        return item

    def get_success_url(self, record: Any) -> str:
        return item_url(record)


class WithdrawItemView(ItemDeedView):
    """Take a proposal back."""

    access = reporters
    form_class = WithdrawItemForm
    service = staticmethod(services.withdraw_item)
    page_title = _("Rút đề xuất")
    submit_label = _("Rút đề xuất")
    success_message = _("Đã rút đề xuất.")


class RemoveItemView(ItemDeedView):
    """Take a line out at the next adjustment."""

    form_class = ReasonForm
    service = staticmethod(services.remove_item)
    test = staticmethod(rules.can_remove)
    page_title = _("Đưa ra khỏi chương trình")
    submit_label = _("Đưa ra")
    success_message = _("Mục chờ đưa ra ở lần điều chỉnh tới.")
    advice = _("Mục được đóng dấu đưa ra khi ghi lần điều chỉnh tới; trước đó còn hoàn lại được.")


class RestoreItemView(ItemDeedView):
    """Take a removal back before an adjustment holds it."""

    form_class = WithdrawForm
    service = staticmethod(services.restore_item)
    test = staticmethod(rules.can_restore)
    page_title = _("Giữ lại trong chương trình")
    submit_label = _("Giữ lại")
    success_message = _("Mục vẫn ở trong chương trình.")


class YearDeedView(DeedView):
    """One deed to one year; `pk` in the address is the year."""

    def load(self, user: Any, pk: int) -> YearProgramme:  # noqa: ARG002  (every keeper sees every year)
        return visible_year(pk)

    def get_success_url(self, record: Any) -> str:
        return year_url(record.year)


class DecideView(YearDeedView):
    """Accept or refuse proposed lines, several at once."""

    template_name = "delegations/programme/decide.html"
    form_class = DecideForm
    page_title = _("Xử lý đề xuất")
    submit_label = _("Ghi xử lý")
    success_message = _("Đã xử lý các mục được chọn.")

    def initial(self) -> dict[str, Any]:
        return {"items": self.request.GET.getlist("item")}

    def shown(self, record: Any, form: Any, version: int) -> HttpResponse:
        """The page with the lines that may be decided, the chosen ones ticked."""
        waiting = item_rows(form.fields["items"].queryset.filter(programme=record), self.today)
        chosen = {str(key) for key in form["items"].value() or []}
        rows = [
            {"item": item, "is_chosen": str(item.pk) in chosen}
            for item in waiting.order_by(STATE_ORDER, "kind", "expected_on", "pk")
        ]
        return self.page(record, form, carried={"version": str(version)}, advice="", rows=rows)

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (each line is locked as it stands)
        if any(item.programme_id != record.pk for item in given["items"]):
            refuse("invalid_decision", {"items": [_("Có mục thuộc chương trình năm khác.")]})
        services.decide_items(user=self.user, today=self.today, **given)


class RevisionView(ServiceDeedView, YearDeedView):
    """Record an approved edition."""

    record_as = "programme"
    service = staticmethod(services.approve_revision)
    form_class = RevisionForm
    page_title = _("Ghi lần ban hành")
    submit_label = _("Ghi")
    success_message = _("Đã ghi lần ban hành.")
    advice = _(
        "Mọi mục đã đưa vào mà chưa có lần ban hành nào giữ sẽ tính từ lần này; mọi mục chờ đưa ra sẽ ra ở lần này."
    )

    def initial(self) -> dict[str, Any]:
        made = {one.kind for one in visible_year(self.kwargs["pk"]).revisions.all()}
        order = (RevisionKind.INITIAL, RevisionKind.MID_YEAR, RevisionKind.OTHER)
        kind = next(kind for kind in order if kind == RevisionKind.OTHER or kind not in made)
        return {"approved_on": self.today, "kind": kind}


class StartView(CreatesRecord):
    """Open the record of the delegation or conference that a line plans."""

    access = keepers
    form_class = StartForm
    success_message = _("Đã mở hồ sơ từ mục chương trình.")

    @cached_property
    def item(self) -> Any:
        """The line of the address; refused when nothing can be opened from it."""
        item = visible_item(self.user, self.kwargs["pk"])
        if not services.can_start(item):
            raise PermissionDenied(_("Chỉ mở hồ sơ từ mục có trong chương trình."))
        return item

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (there is none yet)
        return {"item": self.item}

    def get_page_title(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return gettext("Mở hồ sơ: %(title)s") % {"title": self.item.title}

    def initial(self) -> dict[str, Any]:
        expected = self.item.expected_on
        is_day = expected is not None and expected.first_day() == expected.last_day()
        return {
            "title_vi": self.item.title,
            "planned_starts_on": expected.first_day() if is_day else None,
            "planned_persons": self.item.persons,
        }

    def get_cancel_url(self, record: Any) -> str:  # noqa: ARG002  (there is none yet)
        return item_url(self.item)

    def save(self, *, cleaned_data: dict[str, Any], user: Any, today: date) -> PlannedRecord:
        start: Any = services.start_delegation
        if self.item.kind == ProgrammeItemKind.CONFERENCE:
            start = services.start_conference
        made: PlannedRecord = start(item=self.item, user=user, today=today, **cleaned_data)
        return made
