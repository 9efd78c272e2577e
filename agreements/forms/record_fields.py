"""Fields of the record forms: pickers for many choices, a person who signed, a term."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.enums import TermKind
from agreements.models import Agreement
from agreements.services.records import Signer
from dnfa.accounts.models import Agency
from dnfa.core.forms import PartialDateFormField
from dnfa.core.widgets import PICKER
from partners.models import Partner

LONGEST_TERM_MONTHS = 1200
SIGNER_ROWS = 6
OURS, THEIRS = "VN", "NN"  # when a paper's sides are not yet known


class PickOne(forms.Select):
    """A choice among many: static/js/picker.js puts a search box before it; without it, it is a plain list."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({**PICKER, **(attrs or {})}, choices)


class PickInOrder(forms.SelectMultiple):
    """Several choices among many, kept in the order they were chosen; chosen ones stand first in the plain list."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({**PICKER, "size": 6, **(attrs or {})}, choices)

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, value, attrs)
        place = {key: number for number, key in enumerate(value)}
        return sorted(groups, key=lambda group: place.get(str(group[1][0]["value"]), len(place)))


class InOrderField(forms.ModelMultipleChoiceField):
    """Several records, in the order they were chosen."""

    widget = PickInOrder

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        place = {str(key): number for number, key in enumerate(value or [])}
        return sorted(found, key=lambda record: place[str(record.pk)])


class SignerWidget(forms.MultiWidget):
    """Name, title and side of one person on one line."""

    use_fieldset = True

    def __init__(self, sides: Iterable[tuple[str, Any]] = ()) -> None:
        text = {"class": "form-control", "autocomplete": "off"}
        parts = [
            forms.TextInput(
                {
                    **text,
                    "aria-label": _("Họ và tên"),
                    "placeholder": _("họ và tên"),
                    "data-add-label": _("Thêm người ký"),
                }
            ),
            forms.TextInput(
                {**text, "aria-label": _("Chức vụ"), "placeholder": _("chức vụ như trên văn bản")}
            ),
            forms.Select({"class": "form-select", "aria-label": _("Ký cho bên")}, choices=list(sides)),
        ]
        super().__init__(parts, {})

    def decompress(self, value: Any) -> list[str]:
        return list(value) if value else ["", "", ""]


class SignerField(forms.MultiValueField):
    """One person who signed: (name, title, side); empty when nothing but a side was given."""

    def __init__(self, *, sides: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        fields = (
            forms.CharField(required=False, max_length=150),
            forms.CharField(required=False, max_length=200),
            forms.ChoiceField(required=False, choices=sides),
        )
        super().__init__(
            fields, required=False, require_all_fields=False, widget=SignerWidget(sides), **kwargs
        )

    def compress(self, data_list: list[Any]) -> tuple[str, str, str] | None:
        name, title, side = data_list or ["", "", ""]
        if not name and not title:
            return None
        if not name:
            raise forms.ValidationError(_("Cần ghi họ và tên người ký."))
        if not side:
            raise forms.ValidationError(_("Cần chọn người này ký cho bên nào."))
        return name, title, side


def add_signer_fields(form: forms.Form, sides: Sequence[tuple[str, Any]]) -> list[str]:
    """Put the rows for signatories into a form; gives their names."""
    names = [f"signer{number}" for number in range(1, SIGNER_ROWS + 1)]
    for number, name in enumerate(names, start=1):
        form.fields[name] = SignerField(sides=sides, label=_("Người ký %(number)s") % {"number": number})
    return names


def known_sides(partners: Sequence[Partner], agencies: Sequence[Agency]) -> list[tuple[str, Any]]:
    """The sides of a paper by name, which is what the form sends and what is told when two people edit."""
    named = [str(side) for side in (*agencies, *partners)]
    generic = [] if agencies else [(OURS, _("Phía Việt Nam"))]
    generic += [] if partners else [(THEIRS, _("Phía nước ngoài"))]
    return [("", _("ký cho …")), *((name, name) for name in dict.fromkeys(named)), *generic]


def open_sides() -> list[tuple[str, Any]]:
    """The sides of a paper whose parties are still being chosen on the same form."""
    return [("", _("ký cho …")), (OURS, _("Phía Việt Nam")), (THEIRS, _("Phía nước ngoài"))]


def signers_from(
    cleaned: dict[str, Any], *, partners: Sequence[Partner], agencies: Sequence[Agency]
) -> list[Signer]:
    """The signatories of the form. Of several parties on a side, the first signer stands for the first, and so on."""
    counts = {OURS: 0, THEIRS: 0}
    signers = []
    for number in range(1, SIGNER_ROWS + 1):
        row = cleaned.get(f"signer{number}")
        if not row:
            continue
        name, title, side = row
        sides: dict[str, Sequence[Any]] = {OURS: agencies, THEIRS: partners}
        if side in sides:
            chosen = _at(sides[side], counts[side])
            counts[side] += 1
        else:
            chosen = next((party for party in (*agencies, *partners) if str(party) == side), None)
        signers.append(
            Signer(
                name,
                title,
                agency=chosen if isinstance(chosen, Agency) else None,
                partner=chosen if isinstance(chosen, Partner) else None,
            )
        )
    return signers


def _at(parties: Sequence[Any], place: int) -> Any:
    return parties[min(place, len(parties) - 1)] if parties else None


def signer_rows(signers: Sequence[Signer]) -> dict[str, list[str]]:
    """Initial values of the rows for signatories already recorded."""
    return {
        f"signer{number}": [signer.name, signer.title, str(signer.agency or signer.partner)]
        for number, signer in enumerate(signers[:SIGNER_ROWS], start=1)
    }


class TermFieldsForm(forms.Form):
    """How long a paper holds: the sentence as printed, and what it means."""

    term_as_printed = forms.CharField(
        label=_("Thời hạn như văn bản ghi"),
        required=False,
        max_length=500,
        help_text=_(
            "Chép nguyên câu, ví dụ: 05 năm, tự động gia hạn mỗi lần 03 năm. Sổ đọc câu này giúp bạn."
        ),
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "hx-get": reverse_lazy("agreements:read-term"),
                "hx-trigger": "input changed delay:500ms",
                "hx-target": "#term-reading",
                "data-term-sentence": "",
            }
        ),
    )
    term_kind = forms.ChoiceField(
        label=_("Kiểu thời hạn"), choices=TermKind.choices, initial=TermKind.UNKNOWN
    )
    term_ends_on = PartialDateFormField(
        label=_("Đến ngày"), required=False, help_text=_("Chỉ với kiểu “Đến một ngày”.")
    )
    term_months = forms.IntegerField(
        label=_("Số tháng"),
        required=False,
        min_value=1,
        max_value=LONGEST_TERM_MONTHS,
        help_text=_("05 năm là 60 tháng. Cần với “Trong một thời gian” và “Tự động gia hạn”."),
    )
    term_renew_months = forms.IntegerField(
        label=_("Mỗi lần gia hạn (tháng)"), required=False, min_value=1, max_value=LONGEST_TERM_MONTHS
    )
    term_notice_months = forms.IntegerField(
        label=_("Báo trước (tháng)"), required=False, min_value=1, max_value=LONGEST_TERM_MONTHS
    )


TERM_GROUP = (
    _("Thời hạn"),
    (
        "term_as_printed",
        "term_kind",
        "term_ends_on",
        "term_months",
        "term_renew_months",
        "term_notice_months",
    ),
)


def all_partners(user: Any) -> QuerySet[Partner]:
    """Partners a record may name: those the writer sees."""
    return Partner.objects.visible_to(user).only("key", "name_vi").in_vietnamese_order()


def all_agencies() -> QuerySet[Agency]:
    """Vietnamese bodies, former ones too: a paper keeps whoever signed it."""
    return Agency.objects.only("key", "name_vi").in_vietnamese_order()


class PaperField(forms.ModelChoiceField):
    """Another paper, told with the year it was signed, since titles repeat."""

    widget = PickOne

    def label_from_instance(self, obj: Model) -> str:
        year = obj.signed_on.year if isinstance(obj, Agreement) and obj.signed_on else ""
        return f"{obj} ({year})" if year else str(obj)


NO_CHOICE = pgettext_lazy("một lựa chọn trống", "— không chọn —")
