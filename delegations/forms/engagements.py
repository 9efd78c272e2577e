"""What people type about contacts and invitations; the rules are the services'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.record_fields import (
    NO_CHOICE,
    InOrderField,
    PickOne,
    all_agencies,
    all_partners,
)
from delegations.engagement_parts import titled_with_days
from delegations.enums import (
    DeclineReason,
    EngagementKind,
    Initiative,
    InvitationAnswer,
    InvitationSide,
    MeetingMode,
)
from delegations.models import Conference, Delegation, Engagement
from delegations.rules import is_focal_point
from delegations.selectors_invitations import could_follow, recent_occasions
from delegations.services.engagements import LINES, LONGEST_TEXT, MOST_PERSONS
from delegations.services.invitations import ANSWER_LINES, LONGEST_NOTE
from delegations.services.invitations import LINES as INVITATION_LINES
from dnfa.accounts.models import Agency
from dnfa.core.forms import PartialDateFormField, ViDateField
from partners.models import Partner

EMPTY = ("", NO_CHOICE)


def persons_field(label: Any, most: int) -> forms.IntegerField:
    """A number of people, typed on a phone's number keys."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "maxlength": 7}),
        error_messages={
            name: _("Số người là một số nguyên, ví dụ 12.") for name in ("invalid", "min_value", "max_value")
        },
    )


class EngagementForm(forms.Form):
    """A contact as an officer, or the focal point of the agency that led it, writes it down."""

    kind = forms.ChoiceField(label=_("Loại"), choices=[EMPTY, *EngagementKind.choices])
    title_vi = forms.CharField(
        label=_("Nội dung"),
        max_length=LINES["title_vi"],
        help_text=_("Một câu: ai gặp ai, về việc gì."),
        error_messages={"required": _("Hãy ghi nội dung trong một câu.")},
    )
    partners = InOrderField(label=_("Đối tác"), queryset=Partner.objects.none(), required=False)
    starts_on = PartialDateFormField(label=_("Từ ngày"), required=False)
    ends_on = PartialDateFormField(
        label=_("Đến ngày"), required=False, help_text=_("Để trống nếu chỉ một ngày.")
    )
    is_recurring = forms.BooleanField(label=_("Định kỳ, không ghi ngày"), required=False)
    initiative = forms.ChoiceField(
        label=_("Bên khởi xướng"), choices=[EMPTY, *Initiative.choices], required=False
    )
    mode = forms.ChoiceField(label=_("Hình thức"), choices=[EMPTY, *MeetingMode.choices], required=False)
    place = forms.CharField(label=_("Địa điểm"), max_length=LINES["place"], required=False)
    lead_agencies = InOrderField(label=_("Cơ quan chủ trì"), queryset=Agency.objects.none(), required=False)
    head_name = forms.CharField(label=_("Người đứng đầu"), max_length=LINES["head_name"], required=False)
    head_title = forms.CharField(label=_("Chức vụ"), max_length=LINES["head_title"], required=False)
    persons = persons_field(_("Số người"), MOST_PERSONS)
    document_number = forms.CharField(
        label=_("Văn bản số"), max_length=LINES["document_number"], required=False
    )
    purpose_vi = forms.CharField(
        label=_("Mục đích"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea({"rows": 3})
    )
    outcome_vi = forms.CharField(
        label=_("Kết quả"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea({"rows": 4})
    )
    title_en = forms.CharField(label=_("Nội dung (tiếng Anh)"), max_length=LINES["title_en"], required=False)

    fieldsets = (
        (_("Việc"), ("kind", "title_vi", "partners")),
        (_("Khi nào, ở đâu"), ("starts_on", "ends_on", "is_recurring", "mode", "place")),
        (_("Ai"), ("initiative", "lead_agencies", "head_name", "head_title", "persons")),
        (_("Nội dung"), ("purpose_vi", "outcome_vi", "document_number", "title_en")),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partners"].queryset = all_partners(user)  # type: ignore[attr-defined]
        if is_focal_point(user):
            del self.fields["lead_agencies"]  # its own agency leads
        else:
            self.fields["lead_agencies"].queryset = all_agencies()  # type: ignore[attr-defined]


class DatedChoiceField(forms.ModelChoiceField):
    """One event, conference or delegation, each told with its days: those of five years bear one title."""

    widget = PickOne

    def label_from_instance(self, obj: Any) -> str:
        return titled_with_days(obj)


class InvitationForm(forms.Form):
    """An invitation sent or received; of `invitation` the event or conference it has is offered, however old."""

    side = forms.ChoiceField(label=_("Chiều"), choices=InvitationSide.choices, widget=forms.RadioSelect)
    partner = forms.ModelChoiceField(
        label=_("Đối tác"), queryset=Partner.objects.none(), widget=PickOne, empty_label=NO_CHOICE
    )
    occasion = forms.CharField(
        label=_("Mời dự, mời thăm"),
        max_length=INVITATION_LINES["occasion"],
        help_text=_("Ví dụ: Hội chợ quốc tế EWEC 2027."),
        error_messages={"required": _("Hãy ghi mời dự việc gì.")},
    )
    event = DatedChoiceField(
        label=_("Sự kiện trong sổ"),
        queryset=Engagement.objects.none(),
        required=False,
        empty_label=NO_CHOICE,
    )
    conference = DatedChoiceField(
        label=_("Hội nghị trong sổ"),
        queryset=Conference.objects.none(),
        required=False,
        empty_label=NO_CHOICE,
    )
    event_from = ViDateField(
        label=_("Diễn ra từ ngày"),
        required=False,
        help_text=_("Để trống khi sự kiện, hội nghị trong sổ đã có ngày: lời mời theo ngày ở đó."),
    )
    event_to = ViDateField(label=_("Đến ngày"), required=False)
    document_number = forms.CharField(
        label=_("Thư mời số"), max_length=INVITATION_LINES["document_number"], required=False
    )
    sent_on = ViDateField(label=_("Ngày gửi, ngày nhận"))
    answer_by = ViDateField(label=_("Cần trả lời trước"), required=False)
    agency = forms.ModelChoiceField(
        label=_("Cơ quan theo dõi"),
        queryset=Agency.objects.none(),
        required=False,
        widget=PickOne,
        empty_label=NO_CHOICE,
    )
    note = forms.CharField(
        label=_("Ghi chú"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea({"rows": 3})
    )

    fieldsets = (
        (_("Lời mời"), ("side", "partner", "occasion", "event", "conference", "event_from", "event_to")),
        (_("Thư mời, trả lời"), ("document_number", "sent_on", "answer_by", "agency", "note")),
    )

    def __init__(self, *args: Any, user: Any, invitation: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = all_partners(user)  # type: ignore[attr-defined]
        for name, model in (("event", Engagement), ("conference", Conference)):
            chosen = getattr(invitation, f"{name}_id", None)
            self.fields[name].queryset = recent_occasions(model, user, chosen)  # type: ignore[attr-defined]
        if is_focal_point(user):
            del self.fields["agency"]
        else:
            self.fields["agency"].queryset = all_agencies()  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What the invited side said."""

    answer = forms.ChoiceField(
        label=_("Trả lời"),
        choices=InvitationAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một câu trả lời.")},
    )
    answered_on = ViDateField(
        label=_("Ngày trả lời"), required=False, help_text=_("Không trả lời thì để trống.")
    )
    reason = forms.ChoiceField(
        label=_("Lý do không nhận"),
        choices=[EMPTY, *DeclineReason.choices],
        required=False,
        help_text=_("Bắt buộc khi từ chối."),
    )
    reason_note = forms.CharField(
        label=_("Nói rõ lý do"), max_length=ANSWER_LINES["reason_note"], required=False
    )
    answer_document = forms.CharField(
        label=_("Văn bản trả lời"), max_length=ANSWER_LINES["answer_document"], required=False
    )


class CorrectAnswerForm(AnswerForm):
    """The same for an answer written down wrongly, with why."""

    answer = forms.ChoiceField(
        label=_("Trả lời"),
        choices=[("", _("Chưa trả lời")), *InvitationAnswer.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    why = forms.CharField(
        label=_("Lý do sửa"),
        max_length=500,
        help_text=_("Lý do được giữ trong lịch sử thay đổi."),
        error_messages={"required": _("Hãy ghi lý do.")},
    )


class AttendanceForm(forms.Form):
    """Who came."""

    attended = forms.TypedChoiceField(
        label=_("Có dự"),
        choices=[("", _("Chưa biết")), ("true", _("Có dự")), ("false", _("Không dự"))],
        coerce=lambda text: text == "true",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    persons = persons_field(_("Số người dự"), MOST_PERSONS)


class FollowedForm(forms.Form):
    """The delegation that followed the invitation."""

    delegation = DatedChoiceField(
        label=_("Đoàn đi theo lời mời"),
        queryset=Delegation.objects.none(),
        required=False,
        empty_label=NO_CHOICE,
        help_text=_(
            "Các đoàn có đối tác này, từ ngày thư mời đến một năm sau ngày diễn ra. Chưa thấy thì ghi đối tác vào đoàn trước."
        ),
    )

    def __init__(self, *args: Any, user: Any, invitation: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delegation"].queryset = could_follow(invitation, user)  # type: ignore[attr-defined]
