"""What a person chooses of notices and of the mail that brings them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dnfa.core.forms import ViDateField
from dnfa.followup.enums import MailRhythm
from dnfa.followup.models import MailChoice
from dnfa.followup.notices.selectors import Choice, is_quiet
from dnfa.followup.notices.services import Wish

BOTH, INBOX, OFF = "both", "inbox", "off"


class ChoicesForm(forms.Form):
    """Rhythm and quiet time of the mail, then each kind of notice: where it is told, and from which step on.

    A quiet time that is over is not shown: it would be refused when it is sent again.
    """

    rhythm = forms.ChoiceField(
        label=gettext_lazy("Thư tổng hợp"), choices=MailRhythm.choices, widget=forms.RadioSelect
    )
    only_expected = forms.BooleanField(label=gettext_lazy("Chỉ gửi khi có việc cần tôi làm"), required=False)
    quiet_until = ViDateField(
        label=gettext_lazy("Tạm ngừng gửi thư đến hết ngày"),
        required=False,
        help_text=gettext_lazy("Ví dụ khi nghỉ phép. Hộp thông báo vẫn nhận đủ."),
    )

    def __init__(self, data: Any = None, *, mail: MailChoice, choices: Iterable[Choice], today: date) -> None:
        initial = {
            "rhythm": mail.rhythm,
            "only_expected": mail.only_expected,
            "quiet_until": mail.quiet_until if is_quiet(mail, today) else None,
        }
        super().__init__(data, initial=initial)
        self.choices = list(choices)
        for choice in self.choices:
            self._add(choice)

    def _add(self, choice: Choice) -> None:
        code, where = choice.source.code, [(BOTH, _("Hộp và thư")), (INBOX, _("Chỉ hộp"))]
        if not choice.source.is_fixed:
            where.append((OFF, _("Không báo")))
        now = OFF if choice.is_off else (BOTH if choice.by_mail else INBOX)
        self.fields[f"where_{code}"] = forms.ChoiceField(
            label=choice.source.label, choices=where, initial=now
        )
        if choice.steps:
            self.fields[f"first_{code}"] = forms.TypedChoiceField(
                label=_("%(kind)s: nhắc từ") % {"kind": choice.source.label},
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", _("mốc đầu tiên")), *((days, _days_before(days)) for days in choice.steps)],
                initial=choice.first_days,
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The kinds with their fields, for the template."""
        return [
            {
                "choice": choice,
                "where": self[f"where_{choice.source.code}"],
                "first": self[f"first_{choice.source.code}"] if choice.steps else None,
            }
            for choice in self.choices
        ]

    def wishes(self) -> list[Wish]:
        """What was chosen of each kind; of a form that is valid."""
        return [
            Wish(
                choice.source.code,
                is_off=self.cleaned_data[f"where_{choice.source.code}"] == OFF,
                by_mail=self.cleaned_data[f"where_{choice.source.code}"] == BOTH,
                first_days=self.cleaned_data.get(f"first_{choice.source.code}"),
            )
            for choice in self.choices
        ]


def _days_before(days: int) -> str:
    if days == 0:
        return _("đúng ngày")
    words = ngettext("%(n)s ngày làm việc trước", "%(n)s ngày làm việc trước", days)
    return words % {"n": days}
