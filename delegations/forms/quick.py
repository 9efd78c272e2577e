"""The quick page: what a focal point types on a phone in half a minute."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.record_fields import NO_CHOICE, all_agencies
from delegations.enums import EngagementKind
from delegations.forms.engagements import persons_field
from delegations.services.engagements import LINES, MOST_PERSONS
from dnfa.accounts.models import Agency
from dnfa.core.forms import ViDateField

# What happens day by day, in the order of how often; the full form has every kind.
QUICK_KINDS = (
    EngagementKind.LETTER,
    EngagementKind.CALL,
    EngagementKind.ONLINE_MEETING,
    EngagementKind.RECEPTION,
    EngagementKind.CONGRATULATION,
    EngagementKind.EVENT,
    EngagementKind.EXCHANGE,
    EngagementKind.OTHER,
)


class QuickForm(forms.Form):
    """Three things are needed, and the day is there already; two more may be given."""

    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=[(kind.value, kind.label) for kind in QUICK_KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một loại.")},
    )
    title_vi = forms.CharField(
        label=_("Một câu: ai gặp ai, về việc gì"),
        max_length=LINES["title_vi"],
        widget=forms.Textarea({"rows": 2, "class": "form-control"}),
        error_messages={"required": _("Hãy ghi nội dung trong một câu.")},
    )
    starts_on = ViDateField(label=_("Ngày"), error_messages={"required": _("Hãy ghi ngày.")})
    persons = persons_field(_("Số người (nếu có)"), MOST_PERSONS)
    file = forms.FileField(
        label=_("Tệp hoặc ảnh (nếu có)"),
        required=False,
        widget=forms.FileInput({"accept": "image/*,.pdf,.docx,.xlsx"}),
    )
    lead_agency = forms.ModelChoiceField(
        label=_("Cơ quan chủ trì"),
        queryset=Agency.objects.none(),
        empty_label=NO_CHOICE,
        error_messages={"required": _("Hãy chọn cơ quan chủ trì.")},
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.agency_id is None:
            self.fields["lead_agency"].queryset = all_agencies()  # type: ignore[attr-defined]
        else:
            del self.fields["lead_agency"]  # one's own leads
