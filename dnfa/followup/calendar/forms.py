"""Form of a new calendar address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dnfa.followup.calendar.feeds import LONGEST_NAME, scope_choices, source_choices


class FeedForm(forms.Form):
    """What the calendar is for, and what it holds."""

    name = forms.CharField(
        label=_("Dùng ở đâu"),
        max_length=LONGEST_NAME,
        help_text=_("Để sau này biết địa chỉ nào cần thu hồi, ví dụ: điện thoại của tôi."),
    )
    feed = forms.ChoiceField(
        label=_("Lịch gồm"),
        help_text=_(
            "Tất cả những gì bạn được xem; việc cơ quan bạn chủ trì, đón hoặc phối hợp; việc có lãnh đạo thành phố; "
            "hoặc một loại."
        ),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Filled here: rooms register their sources after this module is read.
        self.fields["feed"].choices = [  # type: ignore[attr-defined]
            (_("Mọi loại việc"), scope_choices(user)),
            (_("Chỉ một loại"), source_choices()),
        ]
