"""Forms that make, correct and continue a paper; what they give are the services' arguments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from agreements.chain import NEEDS_TERM
from agreements.enums import (
    SIGNING_EVENTS,
    AgreementType,
    BallHolder,
    Capacity,
    CooperationLevel,
    EventKind,
    LegalRegime,
    SigningMode,
    Stage,
    TermKind,
)
from agreements.forms.record_fields import (
    NO_CHOICE,
    TERM_GROUP,
    InOrderField,
    PaperField,
    PickInOrder,
    PickOne,
    TermFieldsForm,
    add_signer_fields,
    all_agencies,
    all_partners,
    known_sides,
    open_sides,
)
from agreements.models import Agreement
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.accounts.models import Agency, User
from dnfa.core.forms import PartialDateFormField, ViDateField
from dnfa.core.languages import LANGUAGES
from partners.models import CooperationField, Partner

ROWS = {"rows": 3}


def _choices(choices: Any) -> list[tuple[str, Any]]:
    return [("", NO_CHOICE), *choices]


class SidesForm(forms.Form):
    """Who the paper is between, who leads, who looks after it."""

    partners = InOrderField(
        Partner.objects.none(),
        label=_("Đối tác nước ngoài"),
        required=False,
        help_text=_("Theo thứ tự trên văn bản."),
    )
    signing_agencies = InOrderField(
        Agency.objects.none(),
        label=_("Cơ quan ký phía Việt Nam"),
        required=False,
        help_text=_("Ghi đúng cơ quan đã ký, kể cả cơ quan nay không còn."),
    )
    lead_agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Cơ quan chủ trì thực hiện"),
        required=False,
        empty_label=NO_CHOICE,
        widget=PickOne,
    )
    coordinating = InOrderField(Agency.objects.none(), label=_("Cơ quan phối hợp"), required=False)
    fields_of_cooperation = InOrderField(
        CooperationField.objects.none(), label=_("Lĩnh vực hợp tác"), required=False
    )
    officer = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Chuyên viên phụ trách"),
        required=False,
        empty_label=NO_CHOICE,
        widget=PickOne,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partners"].queryset = all_partners(user)  # type: ignore[attr-defined]
        for name in ("signing_agencies", "lead_agency", "coordinating"):
            self.fields[name].queryset = all_agencies()  # type: ignore[attr-defined]
        fields = CooperationField.objects.order_by("order", "code")
        self.fields["fields_of_cooperation"].queryset = fields  # type: ignore[attr-defined]
        writers = User.objects.filter(is_active=True, role__in=sorted(KEEPS_THE_REGISTER))
        self.fields["officer"].queryset = writers.order_by("full_name", "pk")  # type: ignore[attr-defined]
        papers = Agreement.objects.visible_to(user).only("title_vi", "signed_on").in_vietnamese_order()
        if "parent" in self.fields:
            self.fields["parent"].queryset = papers  # type: ignore[attr-defined]


class NamesForm(forms.Form):
    """What the paper is called, what it is, in whose name it is signed."""

    title_vi = forms.CharField(label=_("Tên văn bản"), max_length=500, widget=forms.Textarea({"rows": 2}))
    title_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=500, required=False)
    title_is_official = forms.BooleanField(
        label=_("Tên chính thức, đúng như trên văn bản"),
        required=False,
        help_text=_("Không đánh dấu: tên do sổ đặt để gọi."),
    )
    type = forms.ChoiceField(label=_("Loại văn bản"), choices=_choices(AgreementType.choices))
    capacity = forms.ChoiceField(label=_("Danh nghĩa ký"), choices=_choices(Capacity.choices))
    legal_regime = forms.ChoiceField(
        label=_("Chế độ pháp lý"),
        required=False,
        choices=[("", _("Theo loại, danh nghĩa và ngày ký")), *LegalRegime.choices],
    )
    document_number = forms.CharField(label=_("Số, ký hiệu"), max_length=120, required=False)


class IntentForm(forms.Form):
    """What the paper is for, said before it is signed."""

    purpose = forms.CharField(label=_("Mục đích"), required=False, widget=forms.Textarea(ROWS))
    cooperation_level = forms.ChoiceField(
        label=_("Mức hợp tác dự kiến"), required=False, choices=_choices(CooperationLevel.choices)
    )
    expected_results = forms.CharField(
        label=_("Kết quả mong đợi"), required=False, widget=forms.Textarea(ROWS)
    )
    partner_aims = forms.CharField(
        label=_("Điều phía đối tác mong muốn"), required=False, widget=forms.Textarea(ROWS)
    )


class OriginalsForm(forms.Form):
    """Where, how and in which languages the paper was signed, and where its originals lie."""

    place = forms.CharField(label=_("Nơi ký"), max_length=200, required=False)
    signing_mode = forms.ChoiceField(
        label=_("Cách ký"), required=False, choices=_choices(SigningMode.choices)
    )
    languages = forms.MultipleChoiceField(
        label=_("Ngôn ngữ văn bản"), required=False, choices=LANGUAGES, widget=PickInOrder
    )
    authentic_text = forms.CharField(
        label=_("Giá trị của các bản ngôn ngữ"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: các bản có giá trị như nhau; khi hiểu khác nhau thì dùng bản tiếng Anh."),
    )
    originals_count = forms.IntegerField(label=_("Số bản gốc"), required=False, min_value=1, max_value=99)
    originals_kept_at = forms.CharField(label=_("Nơi giữ bản gốc"), max_length=300, required=False)


class ConfirmDuplicateForm(forms.Form):
    """The tick that says "this is another paper"; it shows itself when a likely duplicate was found."""

    confirm_duplicate = forms.BooleanField(
        label=_("Đã xem, đây là văn bản khác; vẫn ghi vào sổ"), required=False, widget=forms.HiddenInput
    )

    def show_confirmation(self) -> None:
        """Make the tick visible: a likely duplicate was found."""
        self.fields["confirm_duplicate"].widget = forms.CheckboxInput()


NAMES = (
    _("Văn bản"),
    ("title_vi", "title_en", "title_is_official", "type", "capacity", "legal_regime", "document_number"),
)
SIDES = (
    _("Các bên và cơ quan"),
    ("partners", "signing_agencies", "lead_agency", "coordinating", "fields_of_cooperation", "officer"),
)
SIGNING = (_("Ngày và nơi ký"), ("signed_on", "effective_on", "place", "signing_mode"))
INTENT = (_("Mục đích, mong đợi"), ("purpose", "cooperation_level", "expected_results", "partner_aims"))
ORIGINALS = (
    _("Ngôn ngữ, bản gốc, ghi chú"),
    ("languages", "authentic_text", "originals_count", "originals_kept_at", "parent", "note"),
)


class SignedPaperForm(NamesForm, SidesForm, TermFieldsForm, OriginalsForm, ConfirmDuplicateForm):
    """A paper that was already signed, as it lies on the desk."""

    signed_on = PartialDateFormField(label=_("Ngày ký"), required=True)
    effective_on = PartialDateFormField(
        label=_("Ngày hiệu lực"), required=False, help_text=_("Để trống nếu có hiệu lực từ ngày ký.")
    )
    parent = PaperField(
        Agreement.objects.none(),
        label=_("Văn bản gốc"),
        required=False,
        empty_label=NO_CHOICE,
        help_text=_("Văn bản mà văn bản này chi tiết hóa, ví dụ thỏa thuận của thành phố mà cảng ký theo."),
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(ROWS))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fieldsets = (
            NAMES,
            SIDES,
            SIGNING,
            TERM_GROUP,
            (_("Người ký"), add_signer_fields(self, open_sides())),
            ORIGINALS,
            ("", ("confirm_duplicate",)),
        )


class DraftForm(NamesForm, SidesForm, IntentForm, ConfirmDuplicateForm):
    """A paper to come: with whom, what for, who begins."""

    parent = PaperField(
        Agreement.objects.none(), label=_("Văn bản gốc"), required=False, empty_label=NO_CHOICE
    )
    entered_on = ViDateField(label=_("Bắt đầu từ ngày"))
    ball = forms.ChoiceField(label=_("Đang chờ"), choices=BallHolder.choices, initial=BallHolder.DEPARTMENT)
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(ROWS))

    fieldsets = (
        (
            _("Văn bản dự kiến"),
            ("partners", "title_vi", "title_en", "type", "capacity", "legal_regime", "parent"),
        ),
        INTENT,
        (
            _("Các cơ quan"),
            ("lead_agency", "coordinating", "signing_agencies", "fields_of_cooperation", "officer"),
        ),
        (_("Bước đầu tiên"), ("entered_on", "ball", "document_number", "note")),
        ("", ("confirm_duplicate",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["title_is_official"]
        self.fields["partners"].widget.attrs |= {
            "hx-get": reverse_lazy("agreements:earlier-attempts"),
            "hx-trigger": "change",
            "hx-target": "#earlier-attempts",
        }
        self.fields["document_number"].label = _("Văn bản số")


class AgreementForm(NamesForm, SidesForm, TermFieldsForm, IntentForm, OriginalsForm):
    """Every fact of one paper's record; what is not its stage's is left out."""

    signed_on = PartialDateFormField(label=_("Ngày ký"), required=False)
    effective_on = PartialDateFormField(label=_("Ngày hiệu lực"), required=False)
    parent = PaperField(
        Agreement.objects.none(), label=_("Văn bản gốc"), required=False, empty_label=NO_CHOICE
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(ROWS))
    reason = forms.CharField(
        label=_("Lý do đính chính"),
        required=False,
        max_length=300,
        help_text=_("Cần khi sửa nội dung đã ghi của văn bản đã ký; điền vào chỗ còn trống thì không cần."),
    )

    def __init__(self, *args: Any, paper: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["legal_regime"].choices = LegalRegime.choices  # type: ignore[attr-defined]
        self.fields["legal_regime"].required = True
        papers = self.fields["parent"]
        papers.queryset = papers.queryset.exclude(pk=paper.pk)  # type: ignore[attr-defined]
        groups: list[tuple[Any, Sequence[str]]] = [NAMES, SIDES]
        if paper.stage == Stage.SIGNED:
            sides = known_sides(list(paper.partners.order_by("parties__order")), _signing_agencies(paper))
            groups += [SIGNING, TERM_GROUP, (_("Người ký"), add_signer_fields(self, sides)), ORIGINALS]
            if any((paper.purpose, paper.cooperation_level, paper.expected_results, paper.partner_aims)):
                groups.insert(2, INTENT)
        else:
            groups += [INTENT, TERM_GROUP, ORIGINALS]
            for name in ("signed_on", "effective_on", "reason"):
                del self.fields[name]
        shown = {name for _title, names in groups for name in names} | {"reason"}
        for name in [name for name in self.fields if name not in shown]:
            del self.fields[name]
        self.fieldsets = (*groups, (_("Vì sao sửa"), ("reason",)))


def _signing_agencies(paper: Agreement) -> list[Agency]:
    return [role.agency for role in paper.agency_roles.all() if role.role == "signatory"]


class EventForm(TermFieldsForm):
    """One event of the chain; the fields follow its kind."""

    occurred_on = PartialDateFormField(label=_("Ngày"), required=False)
    effective_on = PartialDateFormField(
        label=_("Có hiệu lực từ"),
        required=False,
        help_text=_("Để trống nếu có hiệu lực từ ngày trên."),
    )
    successor = PaperField(
        Agreement.objects.none(),
        label=_("Văn bản mới"),
        required=False,
        empty_label=NO_CHOICE,
        help_text=_("Văn bản đã ký thay cho văn bản này. Chưa có trong sổ thì ghi văn bản đó trước."),
    )
    title_vi = forms.CharField(label=_("Tên văn bản"), max_length=500, required=False)
    document_number = forms.CharField(label=_("Số, ký hiệu"), max_length=120, required=False)
    reason = forms.CharField(
        label=_("Lý do"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(ROWS))
    correction = forms.CharField(
        label=_("Lý do đính chính"),
        required=False,
        max_length=300,
        help_text=_("Cần khi sửa nội dung đã ghi; điền vào chỗ còn trống thì không cần."),
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        paper: Agreement,
        user: Any,
        is_new: bool = True,
        is_own_signing: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kept = NO_CHOICE if kind in NEEDS_TERM else _("Giữ thời hạn cũ")
        self.fields["term_kind"].choices = [("", kept), *TermKind.choices]  # type: ignore[attr-defined]
        self.fields["term_kind"].required = kind in NEEDS_TERM
        self.fields["term_kind"].initial = ""
        heirs = Agreement.objects.visible_to(user).filter(stage=Stage.SIGNED).exclude(pk=paper.pk)
        self.fields["successor"].queryset = heirs.in_vietnamese_order()  # type: ignore[attr-defined]
        self.fieldsets = self._groups(kind, paper, is_new=is_new, has_signers=not is_own_signing)
        shown = {name for _title, names in self.fieldsets for name in names}
        for name in [name for name in self.fields if name not in shown]:
            del self.fields[name]
        if is_own_signing:  # its days are the paper's own
            for name in ("occurred_on", "effective_on"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Theo văn bản; sửa ở trang sửa thỏa thuận.")
        if kind == EventKind.TERMINATION:
            self.fields["reason"].required = True
        if kind == EventKind.REPLACEMENT:
            self.fields["successor"].required = True

    def _groups(
        self, kind: str, paper: Agreement, *, is_new: bool, has_signers: bool
    ) -> list[tuple[Any, list[str]]]:
        what = ["occurred_on", "effective_on"]
        if kind in SIGNING_EVENTS:
            what += ["title_vi", "document_number", "note"]
        elif kind == EventKind.REPLACEMENT:
            what += ["successor", "document_number", "reason", "note"]
        else:
            what += ["document_number", "reason", "note"]
        groups: list[tuple[Any, list[str]]] = [(_("Sự kiện"), what)]
        if kind in SIGNING_EVENTS:
            groups.append((TERM_GROUP[0], list(TERM_GROUP[1])))
        if kind in SIGNING_EVENTS and has_signers:
            sides = known_sides(list(paper.partners.order_by("parties__order")), roles_agencies(paper))
            groups.append((_("Người ký"), add_signer_fields(self, sides)))
        if not is_new:
            groups.append((_("Vì sao sửa"), ["correction"]))
        return groups


def roles_agencies(paper: Agreement) -> list[Agency]:
    """Bodies that may have signed a later text: every body with a role in the paper, each once."""
    return list(dict.fromkeys(role.agency for role in paper.agency_roles.all()))


class EventRemovalForm(forms.Form):
    """Why an event is taken back."""

    reason = forms.CharField(
        label=_("Lý do xóa"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Ví dụ: ghi nhầm văn bản, ghi hai lần. Lý do được giữ trong lịch sử."),
    )


KIND_HINTS: dict[str, Any] = {
    EventKind.RENEWAL: _("Hai bên ký để văn bản có hiệu lực thêm một thời hạn."),
    EventKind.EXTENSION: _("Lùi ngày kết thúc của thời hạn đang có."),
    EventKind.STRENGTHENING: _("Ký thêm một văn bản để mở rộng, nâng mức quan hệ."),
    EventKind.RE_SIGNING: _("Ký lại văn bản cùng nội dung."),
    EventKind.AMENDMENT: _("Sửa đổi, bổ sung nội dung."),
    EventKind.SUSPENSION: _("Tạm ngưng thực hiện; thời hạn vẫn chạy."),
    EventKind.RESUMPTION: _("Thực hiện lại sau khi tạm ngưng."),
    EventKind.TERMINATION: _("Chấm dứt trước hạn hoặc rút khỏi, có lý do."),
    EventKind.REPLACEMENT: _("Văn bản khác đã ký thay cho văn bản này."),
    EventKind.LETTER_OF_INTENT: _("Ý định thư ký trước văn bản này."),
    EventKind.SIGNING: _("Một lần ký khác của chính văn bản này, ví dụ ký ở hai nơi."),
}
