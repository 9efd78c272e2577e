"""What people type about a project and what happened to it; the rules are the services'."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.enums import (
    AidForm,
    AmountQualifier,
    ProjectAgencyRole,
    ProjectDeed,
    ProjectDirection,
    ProjectPartyRole,
    SourceType,
    StatedStatus,
)
from agreements.forms.project_fields import MoneyField
from agreements.forms.record_fields import (
    NO_CHOICE,
    InOrderField,
    PaperField,
    PickOne,
    all_agencies,
    all_partners,
)
from agreements.models import Agreement, Project
from agreements.selectors_projects import people_to_give_projects
from dnfa.accounts.models import Agency, User
from dnfa.core.forms import PartialDateFormField, ViDateField, ViDecimalField
from dnfa.core.functions import vi_order
from partners.models import CooperationField, Partner

EMPTY = ("", NO_CHOICE)
LONG = {"rows": 3}


def line(label: Any, longest: int, **kwargs: Any) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=longest, **{"required": False, **kwargs})


def words(label: Any, **kwargs: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(label=label, widget=forms.Textarea(LONG), **{"required": False, **kwargs})


def choice(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    """A choice that may stay open."""
    return forms.ChoiceField(label=label, choices=[EMPTY, *choices], **{"required": False, **kwargs})


class PapersField(InOrderField):
    """Several papers, each told with the year it was signed."""

    label_from_instance = PaperField.label_from_instance


class ProjectForm(forms.Form):
    """The record of a project; sides, bodies, sums and deeds have pages of their own."""

    direction = forms.ChoiceField(label=_("Chiều"), choices=[EMPTY, *ProjectDirection.choices])
    title_vi = line(_("Tên dự án, khoản viện trợ"), 500, required=True, widget=forms.Textarea({"rows": 2}))
    title_en = line(_("Tên tiếng Anh"), 500)
    source_type = choice(
        _("Nguồn vốn"),
        SourceType.choices,
        help_text=_("Quyết định dự án theo văn bản pháp luật nào. Để trống khi tài liệu không nói."),
    )
    form = choice(_("Hình thức"), AidForm.choices)
    stated_status = forms.ChoiceField(
        label=_("Tình trạng theo nguồn"),
        choices=StatedStatus.choices,
        initial=StatedStatus.UNKNOWN,
        help_text=_("Lời của tài liệu. Phê duyệt, bắt đầu, kết thúc ghi thành việc, có ngày."),
    )
    starts_on = PartialDateFormField(label=_("Bắt đầu"), required=False)
    ends_on = PartialDateFormField(
        label=_("Kết thúc"), required=False, help_text=_("Theo văn bản đầu. Kéo dài thì ghi thành việc.")
    )
    place = line(
        _("Địa bàn (xã, phường, đặc khu)"),
        300,
        help_text=_("Theo tên từ 01/7/2025; nhiều nơi cách nhau bằng dấu chấm phẩy."),
    )
    old_district = line(_("Quận, huyện trước 01/7/2025"), 300)
    agreements = PapersField(Agreement.objects.none(), label=_("Theo thỏa thuận"), required=False)
    parent = forms.ModelChoiceField(
        Project.objects.none(),
        label=_("Thuộc chương trình"),
        required=False,
        empty_label=NO_CHOICE,
        widget=PickOne,
    )
    is_component = forms.BooleanField(
        label=_("Số tiền đã nằm trong chương trình"),
        required=False,
        help_text=_("Khi cộng nhiều dự án, chỉ tính số tiền của chương trình, không cộng thêm hợp phần này."),
    )
    fields = InOrderField(  # type: ignore[assignment]  # declared, then taken out by the metaclass
        CooperationField.objects.none(), label=_("Lĩnh vực"), required=False
    )
    owner_name = line(_("Chủ khoản viện trợ ngoài danh sách cơ quan"), 300)
    officer = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Chuyên viên phụ trách"),
        required=False,
        empty_label=NO_CHOICE,
        widget=PickOne,
    )
    owes_reports = forms.BooleanField(
        label=_("Phải báo cáo tiến độ"),
        required=False,
        initial=True,
        help_text=_("Bỏ chọn với việc cũ chỉ chép từ tài liệu."),
    )
    quantity = ViDecimalField(
        label=_("Số lượng"),
        required=False,
        min_value=0,
        max_digits=20,
        decimal_places=2,
        help_text=_("Của học bổng, hiện vật, như 45 suất."),
    )
    quantity_unit = line(_("Đơn vị tính"), 60)
    purpose_vi = words(_("Mục tiêu"))
    result_vi = words(_("Kết quả"))
    remains_vi = words(
        _("Còn lại sau khi hết tài trợ"), help_text=_("Công trình, thiết bị, người đã đào tạo còn dùng.")
    )
    remains_seen_on = ViDateField(label=_("Ngày kiểm tra phần còn lại"), required=False)
    note = words(_("Ghi chú"))

    fieldsets = (
        (
            _("Dự án, khoản viện trợ"),
            ("direction", "title_vi", "title_en", "source_type", "form", "stated_status"),
        ),
        (_("Nhà tài trợ, bên nhận"), ("donors", "recipients", "participants")),
        (_("Các cơ quan"), (*ProjectAgencyRole.values, "owner_name", "officer", "owes_reports")),
        (_("Số tiền"), ("value", "qualifier")),
        (_("Thời gian, địa bàn"), ("starts_on", "ends_on", "place", "old_district")),
        (_("Văn bản, chương trình, lĩnh vực"), ("agreements", "parent", "is_component", "fields")),
        (_("Mục tiêu, số lượng"), ("purpose_vi", "quantity", "quantity_unit")),
        (_("Kết quả và phần còn lại"), ("result_vi", "remains_vi", "remains_seen_on", "note")),
    )

    def __init__(self, *args: Any, user: Any, record: Project | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["agreements"].queryset = (
            Agreement.objects.visible_to(user).only("title_vi", "signed_on").in_vietnamese_order()
        )
        programmes = Project.objects.visible_to(user).only("title_vi").order_by(vi_order("title_vi"), "pk")
        fields["parent"].queryset = programmes.exclude(pk=record.pk) if record else programmes
        fields["fields"].queryset = CooperationField.objects.order_by("order", "code")
        fields["officer"].queryset = people_to_give_projects()


SIDES = {
    "donors": ProjectPartyRole.DONOR,
    "recipients": ProjectPartyRole.RECIPIENT,
    "participants": ProjectPartyRole.PARTICIPANT,
}


class NewProjectForm(ProjectForm):
    """The same for a new record, with who takes part and the sum the source states."""

    donors = InOrderField(
        Partner.objects.none(),
        label=_("Nhà tài trợ"),
        required=False,
        help_text=_("Tỷ lệ góp của từng nhà tài trợ ghi sau, ở phần các bên."),
    )
    recipients = InOrderField(Partner.objects.none(), label=_("Bên nhận"), required=False)
    participants = InOrderField(Partner.objects.none(), label=_("Bên tham gia"), required=False)
    managing = InOrderField(Agency.objects.none(), label=_("Cơ quan chủ quản"), required=False)
    owner = InOrderField(Agency.objects.none(), label=_("Chủ khoản viện trợ, chủ đầu tư"), required=False)
    implementing = InOrderField(Agency.objects.none(), label=_("Đơn vị thực hiện"), required=False)
    coordinating = InOrderField(Agency.objects.none(), label=_("Phối hợp"), required=False)
    value = MoneyField(label=_("Giá trị theo nguồn"), required=False)
    qualifier = forms.ChoiceField(
        label=_("Mức chính xác"), choices=AmountQualifier.choices, initial=AmountQualifier.EXACT
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        fields: Any = self.fields
        for name in SIDES:
            fields[name].queryset = all_partners(user)
        for name in ProjectAgencyRole.values:
            fields[name].queryset = all_agencies()


class DeedForm(forms.Form):
    """Something that happened to the project on a day."""

    kind = forms.ChoiceField(label=_("Việc"), choices=[EMPTY, *ProjectDeed.choices])
    occurred_on = PartialDateFormField(label=_("Ngày"))
    document_number = line(_("Quyết định, văn bản số"), 120)
    decided_by = line(_("Cấp quyết định"), 200, help_text=_("Ví dụ: Chủ tịch UBND thành phố."))
    new_ends_on = PartialDateFormField(
        label=_("Kết thúc mới"), required=False, help_text=_("Chỉ khi kéo dài hoặc điều chỉnh.")
    )
    reason = line(_("Lý do"), 500, help_text=_("Bắt buộc khi tạm dừng, kéo dài, hủy."))
    note = words(_("Ghi chú"))


class ReportForm(forms.Form):
    """What an agency reports of a project for a period."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Cơ quan báo cáo"), empty_label=NO_CHOICE)
    period_from = ViDateField(label=_("Kỳ từ ngày"))
    period_to = ViDateField(label=_("Kỳ đến ngày"))
    done_vi = words(_("Đã làm"), required=True)
    difficulty_vi = words(_("Vướng mắc"))
    next_vi = words(_("Việc tiếp theo"))
    document_number = line(_("Văn bản số"), 120)
    received_on = ViDateField(label=_("Ngày nhận"))

    fieldsets: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = (
        (_("Kỳ báo cáo"), ("agency", "period_from", "period_to")),
        (_("Tiến độ"), ("done_vi", "difficulty_vi", "next_vi")),
        (_("Văn bản"), ("document_number", "received_on")),
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class ReportCorrectionForm(ReportForm):
    """The same of a report received already, and why it is put right."""

    reason = line(_("Lý do sửa"), 500, required=True, help_text=_("Lịch sử giữ điều đã ghi và lý do này."))

    fieldsets = (*ReportForm.fieldsets, (_("Lý do"), ("reason",)))
