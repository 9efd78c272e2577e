"""Forms of the way to signature: each step, the signature, breaking off, taking up again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgencyRole, BallHolder, BreakReason, BrokenOffBy, SigningMode, Stage, TermKind
from agreements.models import Agreement, StageStep
from agreements.pipeline import stages_from
from agreements.services.pipeline import TermFacts
from agreements.services.records.facts import Signer
from dnfa.accounts.models import Agency
from dnfa.core.forms import PartialDateFormField, ViDateField
from dnfa.core.languages import LANGUAGES
from partners.models import Partner

DAY_HINT = _("Ví dụ 05/03/2026")
EMPTY = ("", "---------")
SIGNER_ROWS = 4


def agencies_on(day: date) -> Any:
    """Agencies that may have to act on a day, in Vietnamese order."""
    return Agency.objects.existing_on(day).in_vietnamese_order()


class VersionedForm(forms.Form):
    """Carries the version that the page showed, so that nobody acts on a paper that moved on meanwhile."""

    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DayForm(VersionedForm):
    """The day of a step, its document, and a note."""

    entered_on = ViDateField(label=_("Từ ngày"), help_text=DAY_HINT)
    document_number = forms.CharField(
        label=_("Văn bản số"), max_length=120, required=False, help_text=_("Số, ký hiệu văn bản của bước này")
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea({"rows": 3}))


class BallForm(DayForm):
    """A step before signature: also who has to act next, and by when it is expected."""

    ball = forms.ChoiceField(label=_("Đang chờ"), choices=[EMPTY, *BallHolder.choices])
    ball_agency = forms.ModelChoiceField(
        label=_("Cơ quan đang xử lý"),
        queryset=Agency.objects.none(),
        required=False,
        help_text=_("Ghi khi bên đang xử lý là một cơ quan cụ thể"),
    )
    expected_by = ViDateField(label=_("Dự kiến xong"), required=False, help_text=DAY_HINT)
    field_order = (
        "stage", "entered_on", "document_number", "ball", "ball_agency", "expected_by", "note", "justification",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ball_agency"].queryset = agencies_on(today)  # type: ignore[attr-defined]


class MoveForm(BallForm):
    """To another stage."""

    stage = forms.ChoiceField(label=_("Chuyển sang giai đoạn"))
    justification = forms.CharField(
        label=_("Giải trình"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Cần khi chuyển sang Sẵn sàng ký mà còn điểm chưa đạt"),
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [  # type: ignore[attr-defined]
            (stage, stage.label) for stage in stages_from(agreement.stage)
        ]


class BreakOffForm(DayForm):
    """The talk is not continued."""

    break_reason = forms.ChoiceField(label=_("Lý do không tiếp tục"), choices=[EMPTY, *BreakReason.choices])
    broken_off_by = forms.ChoiceField(label=_("Bên dừng"), choices=[EMPTY, *BrokenOffBy.choices])
    field_order = ("entered_on", "break_reason", "broken_off_by", "document_number", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entered_on"].label = _("Dừng từ ngày")
        self.fields["note"].help_text = _("Bắt buộc khi chọn lý do khác")


class CorrectStepForm(BallForm):
    """What was written wrongly about a step before signature."""

    def __init__(self, *args: Any, step: StageStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step.ball_agency_id:  # one that has ended since stays choosable for what it did
            choices = self.fields["ball_agency"].queryset | Agency.objects.filter(pk=step.ball_agency_id)  # type: ignore[attr-defined]
            self.fields["ball_agency"].queryset = choices  # type: ignore[attr-defined]
        if step.stage == Stage.READY_TO_SIGN:
            self.fields["justification"] = forms.CharField(
                label=_("Giải trình"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
            )


class RemoveStepForm(VersionedForm):
    """Why the last step is taken back."""

    reason = forms.CharField(
        label=_("Lý do xóa bước"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Lý do được giữ trong lịch sử thay đổi"),
    )


class SignForm(VersionedForm):
    """The facts of the signature, as on the paper."""

    signed_on = ViDateField(label=_("Ngày ký"), help_text=DAY_HINT)
    effective_on = PartialDateFormField(
        label=_("Ngày hiệu lực"), required=False, help_text=_("Để trống nếu có hiệu lực từ ngày ký")
    )
    document_number = forms.CharField(label=_("Số, ký hiệu"), max_length=120, required=False)
    place = forms.CharField(label=_("Nơi ký"), max_length=200, required=False)
    mode = forms.ChoiceField(label=_("Cách ký"), choices=[EMPTY, *SigningMode.choices], required=False)
    signing_agencies = forms.ModelMultipleChoiceField(
        label=_("Cơ quan ký phía Việt Nam"), queryset=Agency.objects.none(), required=False
    )
    term_kind = forms.ChoiceField(label=_("Thời hạn"), choices=TermKind.choices)
    term_ends_on = PartialDateFormField(label=_("Đến hết ngày"), required=False)
    term_months = forms.IntegerField(label=_("Số tháng"), min_value=1, max_value=1200, required=False)
    term_renew_months = forms.IntegerField(
        label=_("Mỗi lần gia hạn (tháng)"), min_value=1, max_value=1200, required=False
    )
    term_notice_months = forms.IntegerField(
        label=_("Báo trước (tháng)"), min_value=1, max_value=120, required=False
    )
    term_as_printed = forms.CharField(
        label=_("Thời hạn như văn bản ghi"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Ngôn ngữ văn bản"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    authentic_text = forms.CharField(label=_("Giá trị của các bản ngôn ngữ"), max_length=300, required=False)
    originals_count = forms.IntegerField(label=_("Số bản gốc"), min_value=0, max_value=100, required=False)
    originals_kept_at = forms.CharField(label=_("Nơi giữ bản gốc"), max_length=300, required=False)
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea({"rows": 3}))

    groups = (
        (_("Lần ký"), ("signed_on", "effective_on", "document_number", "place", "mode", "signing_agencies")),
        (
            _("Thời hạn"),
            (
                "term_kind", "term_ends_on", "term_months", "term_renew_months", "term_notice_months",
                "term_as_printed",
            ),
        ),
        (_("Văn bản"), ("languages", "authentic_text", "originals_count", "originals_kept_at", "note")),
    )  # fmt: skip

    def __init__(self, *args: Any, agreement: Agreement, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = list(agreement.agency_roles.select_related("agency"))
        signing = [role.agency_id for role in roles if role.role == AgencyRole.SIGNATORY]
        field = self.fields["signing_agencies"]
        if signing:  # the draft says who signs; to change that is correcting the draft
            del self.fields["signing_agencies"]
        else:
            field.queryset = agencies_on(today)  # type: ignore[attr-defined]
            field.widget.attrs["size"] = 6
            field.help_text = _("Giữ phím Ctrl để chọn nhiều cơ quan")
            self.initial.setdefault(
                "signing_agencies", [role.agency_id for role in roles if role.role == AgencyRole.LEAD]
            )

    def term(self) -> TermFacts:
        """The term typed."""
        data = self.cleaned_data
        return TermFacts(
            kind=data["term_kind"],
            ends_on=data["term_ends_on"],
            months=data["term_months"],
            renew_months=data["term_renew_months"],
            notice_months=data["term_notice_months"],
            as_printed=data["term_as_printed"],
        )


class SignerForm(forms.Form):
    """One person who signed: for which side, name and title. A row left empty is nobody."""

    side = forms.ChoiceField(label=_("Ký cho"), required=False)
    name = forms.CharField(label=_("Họ và tên"), max_length=150, required=False)
    title = forms.CharField(label=_("Chức vụ"), max_length=200, required=False)

    def __init__(
        self, *args: Any, sides: dict[str, tuple[Agency | None, Partner | None]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sides = sides
        named = [(code, str(agency or partner)) for code, (agency, partner) in sides.items()]
        self.fields["side"].choices = [EMPTY, *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Let a row be whole or empty."""
        data = super().clean() or {}
        if any(data.get(name) for name in ("side", "name", "title")):
            for name in ("side", "name"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Cần ghi cả bên ký và họ tên."))
        return data

    def signer(self) -> Signer | None:
        """The person, or None for an empty row."""
        data = self.cleaned_data
        if not data.get("name"):
            return None
        agency, partner = self.sides[data["side"]]
        return Signer(name=data["name"], title=data["title"], agency=agency, partner=partner)


SignerFormSet = forms.formset_factory(SignerForm, extra=SIGNER_ROWS, max_num=12)


def signer_sides(agreement: Agreement, user: Any) -> dict[str, tuple[Agency | None, Partner | None]]:
    """The sides a person may sign for: the Vietnamese bodies of the paper and its partners that `user` may see."""
    agencies = Agency.objects.filter(agreement_roles__agreement=agreement).distinct().in_vietnamese_order()
    partners = (
        Partner.objects.visible_to(user).filter(parties__agreement=agreement).order_by("parties__order")
    )
    sides: dict[str, tuple[Agency | None, Partner | None]] = {}
    for agency in agencies:
        sides[f"agency-{agency.pk}"] = (agency, None)
    for partner in partners:
        sides[f"partner-{partner.pk}"] = (None, partner)
    return sides
