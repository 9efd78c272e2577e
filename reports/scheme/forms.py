"""What people type about tasks of the Scheme; the rules are the services'."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.record_fields import NO_CHOICE, InOrderField, PickOne, all_agencies
from dnfa.accounts.models import Agency
from dnfa.core.forms import PartialDateFormField, ViDateField, ViDecimalField
from reports.scheme.enums import FIRST_YEAR, ReportedState, SchemeProposalKind
from reports.scheme.filters import group_choices
from reports.scheme.models import SchemeProposal, SchemeTask
from reports.scheme.services.common import LONGEST_DOCUMENT, LONGEST_LINE, LONGEST_TEXT, wrong_order
from reports.scheme.services.progress import LONGEST, wrong_progress

EMPTY = ("", NO_CHOICE)


def words(label: Any, *, rows: int = 4, **more: Any) -> forms.CharField:
    """Some lines of free text; what must be told is the service's to say."""
    given = {"required": False, "max_length": LONGEST_TEXT, **more}
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **given)


def one_agency(label: Any, **more: Any) -> forms.ModelChoiceField:
    """An agency out of all of them."""
    given = {"required": False, "empty_label": NO_CHOICE, **more}
    return forms.ModelChoiceField(label=label, queryset=Agency.objects.none(), widget=PickOne, **given)


def report_years(today: date) -> list[int]:
    """The years of which something can be told, the newest first."""
    return list(range(today.year, FIRST_YEAR - 1, -1))


class WithAgencies(forms.Form):
    """A form whose fields of agencies are given all of them once it is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = all_agencies()


class SaidForm(forms.Form):
    """How far a task is: short enough for a phone."""

    state = forms.ChoiceField(
        label=_("Tình trạng"),
        choices=ReportedState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn tình trạng.")},
        help_text=_("Không có mục “chậm”: chậm hay không, sổ tính theo thời hạn của nhiệm vụ."),
    )
    result = words(_("Kết quả trong năm"), help_text=_("Đã làm được gì; nếu không còn phù hợp thì vì sao."))
    figure = ViDecimalField(
        label=_("Con số đạt được"), required=False, max_digits=20, decimal_places=2, help_text=_("Ví dụ: 12")
    )
    unit = forms.CharField(
        label=_("Đơn vị tính"),
        max_length=LONGEST["unit"],
        required=False,
        help_text=_("Ví dụ: đoàn, lớp, triệu USD."),
    )
    evidence = words(
        _("Minh chứng"),
        rows=3,
        help_text=_("Số văn bản, sản phẩm. Bắt buộc khi hoàn thành; tệp đính kèm thêm sau khi gửi."),
    )


class ProgressForm(SaidForm):
    """The same for a year; the Department also says in whose name."""

    year = forms.TypedChoiceField(label=_("Năm"), coerce=int, choices=())
    agency = forms.ModelChoiceField(
        label=_("Báo thay cho"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=_("Sở Ngoại vụ ghi (không thay cơ quan nào)"),
    )
    field_order = ("year", "agency")

    def __init__(
        self, *args: Any, years: Sequence[int], agencies: Sequence[Agency] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        if agencies is None:
            del self.fields["agency"]
        else:
            keys = [agency.pk for agency in agencies]
            self.fields["agency"].queryset = Agency.objects.filter(pk__in=keys).in_vietnamese_order()  # type: ignore[attr-defined]


class SentProgressForm(ProgressForm):
    """The same as an agency sends it: what the service would refuse is told before it is sent."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, years=report_years(today), agencies=None, **kwargs)
        self.fields["evidence"].help_text = _(
            "Số văn bản, sản phẩm. Bắt buộc khi hoàn thành; tệp đính kèm ở cuối trang."
        )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            for name, texts in wrong_progress(said).items():
                self.add_error(name, texts)
        return said


class CorrectionForm(SaidForm):
    """What is right, and why it was wrong."""

    reason = forms.CharField(
        label=_("Lý do đính chính"),
        max_length=LONGEST_LINE,
        error_messages={"required": _("Hãy ghi lý do đính chính.")},
    )


class DifficultyForm(WithAgencies):
    """What stands in the way, what is asked for, of whom."""

    text = words(_("Vướng mắc"), required=True, error_messages={"required": _("Hãy ghi vướng mắc.")})
    wish = words(_("Đề nghị"), rows=3, help_text=_("Đề nghị ai làm gì để tháo gỡ."))
    solver = one_agency(_("Cơ quan giải quyết"))


class NewDifficultyForm(DifficultyForm):
    """The same before it exists; the Department also says who raises it."""

    agency = forms.ModelChoiceField(
        label=_("Cơ quan nêu"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=_("Sở Ngoại vụ"),
    )

    def __init__(self, *args: Any, agencies: Sequence[Agency] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agencies is None:
            del self.fields["agency"]
        else:
            keys = [agency.pk for agency in agencies]
            self.fields["agency"].queryset = Agency.objects.filter(pk__in=keys).in_vietnamese_order()  # type: ignore[attr-defined]


class SolveForm(forms.Form):
    """How it was solved, and when."""

    solved_on = ViDateField(label=_("Giải quyết ngày"))
    solution = words(
        _("Cách giải quyết"),
        required=True,
        error_messages={"required": _("Hãy ghi đã giải quyết thế nào.")},
    )


class TaskForm(forms.Form):
    """What may be changed of a task: its words are the Decision's."""

    starts_on = PartialDateFormField(
        label=_("Bắt đầu"), required=False, help_text=_("Ngày, tháng hoặc chỉ năm, ví dụ 2026.")
    )
    ends_on = PartialDateFormField(
        label=_("Kết thúc"),
        required=False,
        help_text=_("Quá ngày này mà chưa báo hoàn thành thì nhiệm vụ là chậm."),
    )
    with_all_relevant_units = forms.BooleanField(
        label=_("Phối hợp với các đơn vị liên quan"),
        required=False,
        help_text=_("Mọi cơ quan thấy nhiệm vụ và báo được phần của mình."),
    )
    title_en = words(_("Nhiệm vụ (tiếng Anh)"), rows=2)
    note = words(_("Ghi chú"), rows=3)

    fieldsets = (
        (_("Thời gian"), ("starts_on", "ends_on")),
        (_("Khác"), ("with_all_relevant_units", "title_en", "note")),
    )


class AssignForm(WithAgencies):
    """Who leads and who coordinates, since when, by which document."""

    leads = InOrderField(label=_("Cơ quan chủ trì"), queryset=Agency.objects.none(), required=False)
    coordinating = InOrderField(label=_("Cơ quan phối hợp"), queryset=Agency.objects.none(), required=False)
    on = ViDateField(
        label=_("Từ ngày"),
        required=False,
        help_text=_("Để trống khi sửa cho đúng văn bản đã có; ghi ngày khi giao lại theo văn bản mới."),
    )
    document = forms.CharField(
        label=_("Văn bản giao"),
        max_length=LONGEST_DOCUMENT,
        required=False,
        help_text=_("Bắt buộc khi có ngày, ví dụ: Công văn số … của UBND thành phố."),
    )

    fieldsets = (
        (_("Cơ quan"), ("leads", "coordinating")),
        (_("Căn cứ"), ("on", "document")),
    )


class ProposalForm(WithAgencies):
    """A task as an agency wants it."""

    group_code = forms.ChoiceField(label=_("Nhóm nhiệm vụ"), choices=())
    title_vi = words(
        _("Nhiệm vụ đề xuất"),
        rows=3,
        required=True,
        error_messages={"required": _("Hãy ghi nội dung nhiệm vụ.")},
    )
    reason = words(
        _("Lý do đề xuất"),
        required=True,
        error_messages={"required": _("Hãy ghi vì sao cần bổ sung, sửa đổi.")},
    )
    lead_agency = one_agency(
        _("Cơ quan chủ trì"), required=True, error_messages={"required": _("Hãy chọn cơ quan chủ trì.")}
    )
    coordinating = InOrderField(label=_("Cơ quan phối hợp"), queryset=Agency.objects.none(), required=False)
    starts_on = PartialDateFormField(
        label=_("Bắt đầu"), required=False, help_text=_("Ngày, tháng hoặc chỉ năm, ví dụ 2027.")
    )
    ends_on = PartialDateFormField(label=_("Kết thúc"), required=False)
    agency = one_agency(
        _("Cơ quan đề xuất"), required=True, error_messages={"required": _("Hãy chọn cơ quan đề xuất.")}
    )

    fieldsets = (
        (_("Đề xuất"), ("agency", "group_code", "title_vi", "reason")),
        (_("Ai làm, khi nào"), ("lead_agency", "coordinating", "starts_on", "ends_on")),
    )

    def __init__(self, *args: Any, kind: str, is_keeper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group_code"].choices = [EMPTY, *group_choices()]  # type: ignore[attr-defined]
        if kind == SchemeProposalKind.AMENDMENT:
            del self.fields["group_code"]
        if not is_keeper:
            del self.fields["agency"]


class SentProposalForm(ProposalForm):
    """The same as an agency sends it; what the Department returned may be sent again, once."""

    follows = forms.ModelChoiceField(
        label=_("Gửi lại đề xuất đã bị trả"),
        queryset=SchemeProposal.objects.none(),
        required=False,
        empty_label=_("Không, đây là đề xuất mới"),
    )

    def __init__(self, *args: Any, task: SchemeTask | None, proposer: Agency, **kwargs: Any) -> None:
        super().__init__(*args, is_keeper=False, **kwargs)
        returned = SchemeProposal.objects.sent_again_by(proposer, task)
        if returned.exists():
            self.fields["follows"].queryset = returned  # type: ignore[attr-defined]
        else:
            del self.fields["follows"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name, texts in wrong_order(said.get("starts_on"), said.get("ends_on")).items():
            self.add_error(name, texts)
        return said


class AcceptForm(forms.Form):
    """By which document, and under which code."""

    code = forms.CharField(
        label=_("Mã nhiệm vụ mới"),
        max_length=20,
        help_text=_("Chữ in hoa không dấu, số, dấu chấm, gạch nối."),
    )
    deciding_document = forms.CharField(
        label=_("Văn bản quyết định"),
        max_length=LONGEST_DOCUMENT,
        help_text=_("Số, ký hiệu văn bản của cấp có thẩm quyền, ví dụ: Quyết định số …/QĐ-UBND."),
        error_messages={"required": _("Hãy ghi văn bản quyết định bổ sung, sửa đổi.")},
    )
    decided_on = ViDateField(label=_("Ngày quyết định"))


class WithdrawForm(forms.Form):
    """Why a proposal is taken back; may stay empty."""

    reason = forms.CharField(label=_("Lý do"), max_length=LONGEST_LINE, required=False)
