"""What is typed about the result of a delegation or conference: its report in sections, and small deeds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from delegations.enums import ObligationSide
from dnfa.core.forms import ViDateField
from dnfa.core.rows import NamedField, Names

SPARE_ROWS, MOST_ROWS = 6, 100
LONG = 20_000
LONGEST_NUMBER = 18  # digits of the largest row number
MEETINGS = "meeting"
GROUPS = (MEETINGS, *ObligationSide.values)
ROW_NAME = re.compile(rf"({'|'.join(GROUPS)})([0-9]{{1,3}})_0")
ROW_LABELS = {
    MEETINGS: _("Cuộc gặp %(number)s"),
    ObligationSide.OURS: _("Việc %(number)s"),
    ObligationSide.THEIRS: _("Việc %(number)s"),
    ObligationSide.PROPOSAL: _("Kiến nghị %(number)s"),
}
ADD_LABELS = {
    MEETINGS: _("Thêm cuộc gặp"),
    ObligationSide.OURS: _("Thêm việc phía ta"),
    ObligationSide.THEIRS: _("Thêm việc phía bạn"),
    ObligationSide.PROPOSAL: _("Thêm kiến nghị"),
}
WHAT = {
    ObligationSide.OURS: _("Việc phải làm"),
    ObligationSide.THEIRS: _("Việc bạn sẽ làm"),
    ObligationSide.PROPOSAL: _("Kiến nghị"),
}


def _box(words: Any, **attrs: Any) -> dict[str, Any]:
    return {
        "class": "form-control",
        "autocomplete": "off",
        "aria-label": words,
        "placeholder": words,
        **attrs,
    }


class RowWidget(forms.MultiWidget):
    """The boxes of one row; the last part is the row's hidden number."""

    use_fieldset = True

    def decompress(self, value: Any) -> list[Any]:
        return list(value) if value else [""] * len(self.widgets)


class RowNumberField(forms.Field):
    """Which row that stands this is, "#12": the mark tells the number from what was typed where two versions are shown."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> int | None:
        digits = str(value or "").removeprefix("#")
        return int(digits) if digits.isdecimal() and len(digits) < LONGEST_NUMBER else None


class MeetingField(forms.MultiValueField):
    """One meeting: (day, partner, who was met, our side, content, id); None when nothing was typed."""

    def __init__(self, *, partners: Names, **kwargs: Any) -> None:
        partner = NamedField(suggestions="partner")
        partner.names = partners
        fields = (
            ViDateField(required=False),
            partner,
            forms.CharField(required=False, max_length=300),
            forms.CharField(required=False, max_length=300),
            forms.CharField(required=False, max_length=LONG),
            RowNumberField(),
        )
        widget = RowWidget(
            [
                forms.TextInput(_box(_("Ngày"))),
                forms.TextInput(_box(_("Đối tác"), list="names-partner")),
                forms.TextInput(_box(_("Người gặp: họ tên, chức vụ"))),
                forms.TextInput(_box(_("Phía thành phố: người dự"))),
                forms.Textarea(_box(_("Nội dung trao đổi"), rows=3)),
                forms.HiddenInput(),
            ]
        )
        super().__init__(fields, required=False, require_all_fields=False, widget=widget, **kwargs)

    def compress(self, data_list: list[Any]) -> dict[str, Any] | None:
        met_on, partner, counterpart, our_side, content, pk = data_list or [None] * 6
        if not (met_on or partner or counterpart or our_side or content):
            return None
        if not counterpart:
            raise forms.ValidationError(_("Hãy ghi đã gặp ai."))
        row = {"met_on": met_on, "partner": partner, "counterpart": counterpart}
        return {**row, "our_side": our_side, "content": content, "id": pk}


class ObligationField(forms.MultiValueField):
    """One obligation of a side: (what, agency, day, id); None when nothing was typed."""

    def __init__(self, *, side: str, agencies: Names, **kwargs: Any) -> None:
        self.side = side
        agency = NamedField(suggestions="agency")
        agency.names = agencies
        fields = (
            forms.CharField(required=False, max_length=500),
            agency,
            ViDateField(required=False),
            RowNumberField(),
        )
        ours = side != ObligationSide.THEIRS
        named = _("Cơ quan chủ trì") if ours else _("Cơ quan theo dõi (nếu có)")
        widget = RowWidget(
            [
                forms.TextInput(_box(WHAT[ObligationSide(side)])),
                forms.TextInput(_box(named, list="names-agency")),
                forms.TextInput(_box(_("Hạn: ngày/tháng/năm"))),
                forms.HiddenInput(),
            ]
        )
        super().__init__(fields, required=False, require_all_fields=False, widget=widget, **kwargs)

    def compress(self, data_list: list[Any]) -> dict[str, Any] | None:
        text, agency, due_on, pk = data_list or [None] * 4
        if not (text or agency or due_on):
            return None
        if not text:
            raise forms.ValidationError(_("Hãy ghi việc phải làm."))
        if self.side != ObligationSide.THEIRS and agency is None:
            raise forms.ValidationError(_("Hãy chọn một cơ quan chủ trì."))
        return {"side": self.side, "text": text, "lead_agency": agency, "due_on": due_on, "id": pk}


class ReportForm(forms.Form):
    """The report in sections. `rows` says how many of each group stand; empty ones are ready for more.

    `is_reported` asks for the reason of a correction.
    """

    summary = forms.CharField(
        label=_("Kết quả chính"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Vài câu lãnh đạo cần biết. Bắt buộc khi nộp báo cáo."),
    )
    done = forms.CharField(
        label=_("Đã làm được"), required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 4})
    )
    negotiating = forms.CharField(
        label=_("Còn đang trao đổi"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    assessment = forms.CharField(
        label=_("Đánh giá"), required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(
        self,
        *args: Any,
        partners: Names,
        agencies: Names,
        rows: Mapping[str, int],
        is_reported: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row_names: dict[str, list[str]] = {}
        for group in GROUPS:
            names = [f"{group}{number}" for number in range(1, min(rows.get(group, 0), MOST_ROWS) + 1)]
            self.row_names[group] = names
            for number, name in enumerate(names, start=1):
                label = ROW_LABELS[group] % {"number": number}
                self.fields[name] = (
                    MeetingField(partners=partners, label=label)
                    if group == MEETINGS
                    else ObligationField(side=group, agencies=agencies, label=label)
                )
        for group in GROUPS:
            if self.row_names[group]:
                first = self.fields[self.row_names[group][0]].widget
                first.widgets[0].attrs["data-add-label"] = ADD_LABELS[group]
        if is_reported:
            self.fields["reason"] = forms.CharField(
                label=_("Lý do sửa báo cáo đã nộp"),
                max_length=500,
                error_messages={"required": _("Báo cáo đã nộp: hãy ghi lý do sửa.")},
            )

    @property
    def fieldsets(self) -> list[tuple[Any, list[str]]]:
        """The sections in the order of the paper."""
        return [
            (_("Kết quả"), ["summary", "done", "negotiating", "assessment"]),
            (_("Đã gặp ai"), self.row_names[MEETINGS]),
            (_("Phía ta phải làm"), self.row_names[ObligationSide.OURS]),
            (_("Phía bạn sẽ làm"), self.row_names[ObligationSide.THEIRS]),
            (_("Kiến nghị"), self.row_names[ObligationSide.PROPOSAL]),
            (_("Lý do"), ["reason"]),
        ]


def contents_of(cleaned: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """What the services take, of the changed fields `names`: a list goes whole when one of its rows is among them."""
    asked = set(names)
    given: dict[str, Any] = {
        name: cleaned[name] for name in ("summary", "done", "negotiating", "assessment") if name in asked
    }
    for target, groups in (("meetings", (MEETINGS,)), ("obligations", tuple(ObligationSide.values))):
        rows = [(name, row) for name, row in cleaned.items() if _group(name) in groups]
        if any(name in asked for name, _row in rows):
            given[target] = [row for _name, row in rows if row is not None]
    return given


def _group(name: str) -> str:
    return name.rstrip("0123456789") if name[-1:].isdigit() else ""


def rows_sent(data: Iterable[str]) -> dict[str, int]:
    """The highest row of each group among the names of sent data."""
    highest = dict.fromkeys(GROUPS, 0)
    for name in data:
        if found := ROW_NAME.fullmatch(name):
            highest[found[1]] = max(highest[found[1]], int(found[2]))
    return highest


class SubmitForm(forms.Form):
    """Number and day of the paper."""

    document_number = forms.CharField(
        label=_("Báo cáo số"),
        max_length=120,
        help_text=_("Số, ký hiệu do văn thư cấp, ví dụ 125/BC-SNgV."),
        error_messages={"required": _("Hãy ghi số của văn bản báo cáo.")},
    )
    reported_on = ViDateField(
        label=_("Ngày báo cáo"), error_messages={"required": _("Hãy ghi ngày báo cáo.")}
    )


class ResubmitForm(SubmitForm):
    """Another number or day of a report already submitted, and why."""

    reason = forms.CharField(label=_("Lý do sửa"), max_length=500, required=False)


class CloseForm(forms.Form):
    """From when the file is closed."""

    closed_on = ViDateField(label=_("Kết thúc hồ sơ ngày"))


class TakeUpForm(forms.Form):
    """Nothing to type: the page says what will be made."""
