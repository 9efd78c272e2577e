"""What people type about things to do; the rules are the services'."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.enums import Role
from dnfa.accounts.models import Agency, User
from dnfa.accounts.querysets import AgencyQuerySet
from dnfa.core.forms import ViDateField
from dnfa.core.widgets import PickSeveral
from dnfa.followup.actions.services import LONGEST_LINE, LONGEST_TEXT
from dnfa.followup.enums import ActionProgress
from dnfa.followup.models import Action


def choosable_agencies(today: date, keep: Action | None) -> AgencyQuerySet:
    """Agencies of today, and those that the action names already."""
    rows = Agency.objects.existing_on(today).values("pk")
    named = Q(pk__in=rows)
    if keep is not None:
        named |= Q(pk=keep.lead_agency_id) | Q(pk__in=keep.agency_links.values("agency"))
    return Agency.objects.filter(named).in_vietnamese_order()


class PickAgencies(PickSeveral):
    """Agencies to choose from; choosing none means none, where a filter would mean all."""

    def _chosen(self, labels: Iterable[Any]) -> str:
        named = list(labels)
        return super()._chosen(named) if named else gettext("Chưa chọn")


class AgenciesMixin(forms.Form):
    """Who leads, who coordinates, who is charged, by when."""

    lead_agency = forms.ModelChoiceField(
        label=_("Cơ quan chủ trì"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=_("Chưa giao"),
    )
    coordinating = forms.ModelMultipleChoiceField(
        label=_("Cơ quan phối hợp"), queryset=Agency.objects.none(), required=False, widget=PickAgencies
    )
    assignee = forms.ModelChoiceField(
        label=_("Người phụ trách"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Chưa giao"),
        help_text=_("Người của Sở Ngoại vụ hoặc của cơ quan chủ trì, phối hợp."),
    )
    due_on = ViDateField(
        label=_("Hạn"),
        required=False,
        help_text=_("Ví dụ: 31/12/2026. Để trống nếu không có hạn."),
    )

    def __init__(self, *args: Any, today: date, action: Action | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = choosable_agencies(today, action)
        for name in ("lead_agency", "coordinating"):
            self.fields[name].queryset = agencies  # type: ignore[attr-defined]
        people = Q(is_active=True) & ~Q(role__in=[Role.AUDITOR, Role.ADMINISTRATOR])
        if action is not None:
            people |= Q(pk=action.assignee_id)
        self.fields["assignee"].queryset = User.objects.filter(people).order_by("full_name", "pk")  # type: ignore[attr-defined]


class ActionForm(AgenciesMixin):
    """A thing to do as an officer writes it down."""

    title = forms.CharField(
        label=_("Việc phải làm"),
        max_length=LONGEST_LINE,
        error_messages={"required": _("Hãy ghi việc phải làm.")},
        help_text=_("Một câu bắt đầu bằng động từ, ví dụ: Gửi dự thảo chương trình đoàn cho phía bạn."),
    )
    detail = forms.CharField(
        label=_("Nội dung"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    progress = forms.ChoiceField(label=_("Tiến độ"), choices=ActionProgress.choices)

    fieldsets = (
        (_("Việc"), ("title", "detail")),
        (_("Ai làm, khi nào"), ("lead_agency", "coordinating", "assignee", "due_on", "progress")),
    )


class NewActionForm(ActionForm):
    """The same before it exists: nothing has been done yet."""

    progress = None  # type: ignore[assignment]


class NoteForm(forms.Form):
    """What an agency says about how far it is: short enough for a phone."""

    text = forms.CharField(
        label=_("Đã làm được gì, vướng gì"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Hãy ghi đã làm được gì hoặc vướng gì.")},
    )
    percent = forms.IntegerField(
        label=_("Hoàn thành (%)"),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 3}),
        error_messages={
            name: _("Tỷ lệ hoàn thành là số từ 0 đến 100.") for name in ("invalid", "min_value", "max_value")
        },
    )
    noted_on = ViDateField(label=_("Ngày"))
    is_difficulty = forms.BooleanField(label=_("Là khó khăn, vướng mắc"), required=False)


class CompleteForm(forms.Form):
    """Since when it is done, and by what one can tell."""

    done_on = ViDateField(label=_("Xong ngày"))
    evidence = forms.CharField(
        label=_("Kết quả, minh chứng"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Hãy ghi kết quả hoặc minh chứng, ví dụ số văn bản, sản phẩm.")},
        help_text=_("Số văn bản, sản phẩm, con số đạt được. Tệp đính kèm thêm ở trang của việc."),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Hãy ghi lý do.")},
    )


class DropForm(ReasonForm):
    """From when it is not to be done any more, and why."""

    on = ViDateField(label=_("Thôi làm từ ngày"))
    field_order = ("on", "reason")
