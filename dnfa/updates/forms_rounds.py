"""What the Department types to put a round right."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.accounts.models import Agency, User
from dnfa.core.forms import ViDateField
from dnfa.core.rows import RowForm, box
from dnfa.core.widgets import PICKER
from dnfa.updates.enums import AskKind
from dnfa.updates.models import UpdateRound


class RoundEditForm(forms.Form):
    """The words, the day, who looks after it, whom it asks."""

    title = forms.CharField(label=_("Tên đợt"), max_length=300)
    message = forms.CharField(
        label=_("Lời nhắn gửi các cơ quan"), required=False, widget=forms.Textarea({"rows": 4})
    )
    period_from = ViDateField(label=_("Kỳ từ ngày"), required=False)
    period_to = ViDateField(label=_("đến hết ngày"), required=False)
    due_on = ViDateField(
        label=_("Hạn trả lời"),
        help_text=_("Đổi hạn cho mọi cơ quan, trừ cơ quan đã được gia hạn đến ngày muộn hơn."),
    )
    officer = forms.ModelChoiceField(User.objects.none(), label=_("Phụ trách"), to_field_name="username")
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=_("Các cơ quan được hỏi"),
        to_field_name="key",
        widget=forms.SelectMultiple(PICKER),
        help_text=_("Cơ quan đã bắt đầu trả lời thì không bỏ được."),
    )

    fieldsets = (
        (_("Đợt cập nhật"), ("title", "message", "period_from", "period_to", "due_on", "officer")),
        (_("Hỏi ai"), ("agencies",)),
    )

    def __init__(self, *args: Any, record: UpdateRound, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        standing = Q(pk__in=record.agencies.order_by().values("agency"))
        existing = Q(pk__in=Agency.objects.existing_on(today).order_by().values("pk"))
        fields["agencies"].queryset = Agency.objects.filter(existing | standing).in_vietnamese_order()
        keepers = Q(role__in=sorted(KEEPS_THE_REGISTER), is_active=True) | Q(pk=record.officer_id)
        fields["officer"].queryset = User.objects.filter(keepers).order_by("full_name", "pk")


class ReopenForm(forms.Form):
    """Until when a closed round is open again."""

    due_on = ViDateField(label=_("Hạn trả lời mới"))


class QuestionRowForm(RowForm):
    """One question of a round; with a unit it asks for a figure."""

    kind = forms.ChoiceField(label=_("Hỏi về"), choices=AskKind.choices, initial=AskKind.OTHER)
    title = box(_("Nội dung hỏi"), 300)
    unit = box(_("Đơn vị của số liệu"), 60)
    help = box(_("Hướng dẫn"), 500)
    is_required = forms.BooleanField(label=_("Phải trả lời"), required=False, initial=True)

    wide = ("title", "help")
