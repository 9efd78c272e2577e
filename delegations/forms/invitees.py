"""What people type about many invitations at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.forms.record_fields import NO_CHOICE, PickOne, all_agencies
from delegations.engagement_parts import attended_words, reason_words
from delegations.enums import DeclineReason, InvitationAnswer
from delegations.forms.engagements import persons_field
from delegations.selectors_invitations import STATE_WORDS
from delegations.services.invitation_checks import MOST_PERSONS
from delegations.services.invitation_lists import LONGEST_NUMBER
from delegations.services.invitations import ANSWER_LINES
from dnfa.accounts.models import Agency
from dnfa.core.forms import ViDateField

ATTENDED = {True: "true", False: "false", None: ""}


class InviteForm(forms.Form):
    """The letter that all who are chosen get."""

    sent_on = ViDateField(label=_("Ngày gửi"))
    answer_by = ViDateField(label=_("Cần trả lời trước"), required=False)
    document_number = forms.CharField(label=_("Thư mời số"), max_length=LONGEST_NUMBER, required=False)
    agency = forms.ModelChoiceField(
        label=_("Cơ quan theo dõi"),
        queryset=Agency.objects.none(),
        required=False,
        widget=PickOne,
        empty_label=NO_CHOICE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = all_agencies()  # type: ignore[attr-defined]


class InviteeForm(forms.Form):
    """One row of the list: what was answered, who came.

    Each box carries what it showed, so that only what this person changed is written, whatever stands by then.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Trả lời"), choices=[("", _("Chưa trả lời")), *InvitationAnswer.choices], required=False
    )
    answered_on = ViDateField(label=_("Ngày trả lời"), required=False)
    reason = forms.ChoiceField(
        label=_("Lý do không nhận"), choices=[("", "–"), *DeclineReason.choices], required=False
    )
    reason_note = forms.CharField(
        label=_("Nói rõ lý do"), max_length=ANSWER_LINES["reason_note"], required=False
    )
    attended = forms.TypedChoiceField(
        label=_("Có dự"),
        choices=[
            ("", pgettext_lazy("có dự hay không", "Chưa biết")),
            ("true", _("Có dự")),
            ("false", _("Không dự")),
        ],
        coerce=lambda text: text == "true",
        empty_value=None,
        required=False,
    )
    attended_persons = persons_field(_("Số người"), MOST_PERSONS)

    def __init__(self, data: Any = None, *, invitation: Any) -> None:
        names = ("version", "answer", "answered_on", "reason", "reason_note", "attended_persons")
        initial = {name: getattr(invitation, name) for name in names}
        super().__init__(
            data,
            initial={**initial, "attended": ATTENDED[invitation.attended]},
            prefix=f"i{invitation.pk}",
            auto_id="id_%s",
        )
        self.invitation = invitation
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "version"
            kind = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs |= {
                "class": kind,
                "aria-label": f"{field.label}: {invitation.partner.name_vi}",
            }
        self.fields["reason_note"].widget.attrs["placeholder"] = _("nói rõ lý do")
        self.fields["attended_persons"].widget.attrs["placeholder"] = _("số người")

    @property
    def changes(self) -> dict[str, Any]:
        """What this person changed in the row."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}

    def over(self, invitation: Any) -> InviteeForm:
        """The same row over `invitation`, which somebody else changed meanwhile: what this person changed is kept, the
        rest is as it stands, and what stands is told; sent again, it is written over that.
        """
        stands = InviteeForm(invitation=invitation)
        data: dict[str, Any] = {}
        for box in stands:
            data |= dict.fromkeys((box.html_name, box.html_initial_name), box.value())
        data |= {self[name].html_name: self[name].data for name in self.changed_data if name != "version"}
        form = InviteeForm(data, invitation=invitation)
        said = [STATE_WORDS[invitation.state], stands["answered_on"].value()]
        said += [reason_words(invitation), attended_words(invitation)]
        text = _(
            "Người khác vừa sửa dòng này, đang lưu: %(stands)s. Dòng vẫn giữ điều bạn nhập; lưu lại nếu vẫn muốn ghi như vậy."
        )
        form.add_error(None, text % {"stands": ", ".join(str(word) for word in said if word)})
        return form

    @property
    def messages(self) -> list[str]:
        """Everything wrong with the row, in sentences."""
        return [str(text) for texts in self.errors.values() for text in texts]
