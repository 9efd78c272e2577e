"""What people type about who is in charge; the rules are the services'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dnfa.accounts.models import User
from dnfa.core.forms import ViDateField
from partners.charge_selectors import people_who_follow
from partners.charge_services import LONGEST_NOTE

NO_CHOICE = _("Chọn một người")


class PersonField(forms.ModelChoiceField):
    """One of those who follow partners up."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), empty_label=NO_CHOICE, **kwargs)

    def label_from_instance(self, person: Any) -> str:
        """Name and position: two people may bear one name."""
        return f"{person} ({person.position})" if person.position else str(person)


class GiveForm(forms.Form):
    """To whom, from when, instead of whom."""

    person = PersonField(label=_("Giao cho"))
    since = ViDateField(label=_("Từ ngày"), help_text=_("Ví dụ: 1/12/2026."))
    replaces = forms.BooleanField(
        label=_("Thay người đang phụ trách"),
        required=False,
        help_text=_(
            "Việc của người đang phụ trách hết vào ngày trước đó. Không chọn thì hai người cùng phụ trách."
        ),
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_who_follow()  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The last day."""

    until = ViDateField(
        label=_("Phụ trách đến hết ngày"), help_text=_("Ngày cuối cùng người này còn phụ trách.")
    )


class HandOverForm(forms.Form):
    """To whom everything goes, and from when."""

    to = PersonField(label=_("Người nhận"))
    since = ViDateField(
        label=_("Người nhận phụ trách từ ngày"),
        help_text=_("Người bàn giao phụ trách đến hết ngày trước đó."),
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people_who_follow().exclude(pk=person.pk)  # type: ignore[attr-defined]
