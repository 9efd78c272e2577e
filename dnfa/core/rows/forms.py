"""Rows of a list on one page: names are typed or picked from a list of suggestions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dnfa.core.text import clean_line, fold

EXTRA_ROWS, MOST_ROWS = 3, 300


class Names:
    """Records by the name a person types; a name that several bear is told apart by the key."""

    def __init__(self, records: Iterable[Any]) -> None:
        listed = list(records)
        bearers = Counter(fold(str(record)) for record in listed)
        self.labels: dict[Any, str] = {}
        self.by_label: dict[str, Any] = {}
        for record in listed:
            is_alone = bearers[fold(str(record))] == 1
            self.labels[record.pk] = str(record) if is_alone else f"{record} ({_key(record)})"
            self.by_label[fold(self.labels[record.pk])] = record

    def label(self, record: Any) -> str:
        """How the record is shown in the box; one that is not suggested shows its own name."""
        return self.labels.get(record.pk) or str(record)


def _key(record: Any) -> str:
    return str(getattr(record, "key", "") or record.code)


class NamedField(forms.CharField):
    """A record by its name. `suggestions` names the list of the page; `others` lets any other text stand as it is."""

    def __init__(self, *, suggestions: str, others: bool = False, **kwargs: Any) -> None:
        self.suggestions, self.others = suggestions, others
        self.names = Names(())
        super().__init__(**{"required": False, **kwargs})
        self.widget.attrs |= {"list": f"names-{suggestions}", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return self.names.label(value) if isinstance(value, Model) else value

    def run_validators(self, value: Any) -> None:
        """A record needs no check of its length, a text does."""
        if not isinstance(value, Model):
            super().run_validators(value)

    def to_python(self, value: Any) -> Any:
        text = clean_line(value or "")
        if not text:
            return None
        found = self.names.by_label.get(fold(text))
        if found is None and not self.others:
            raise forms.ValidationError(_("Không có trong danh mục; hãy chọn trong các gợi ý."))
        return found or text


def box(name: Any, longest: int, **kwargs: Any) -> forms.CharField:
    """A text in a cell."""
    return forms.CharField(label=name, max_length=longest, **{"required": False, **kwargs})


class RowForm(forms.Form):
    """One row; `as_row` gives what the service takes, `aliases` says where its refusals are shown."""

    aliases: ClassVar[dict[str, str]] = {}
    wide: ClassVar[tuple[str, ...]] = ()

    def as_row(self) -> dict[str, Any]:
        """The facts of the row by the service's names."""
        own = {"DELETE", "ORDER"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


class RowFormSet(forms.BaseFormSet):
    """Rows of one list, with the names that may be typed (by list of suggestions); rows left empty are no rows."""

    def __init__(self, *args: Any, names: Mapping[str, Names], **kwargs: Any) -> None:
        self.names = names
        super().__init__(*args, **kwargs)

    def add_fields(self, form: Any, index: int | None) -> None:
        """Give each row the page's names, and the controls of the row their Vietnamese labels."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if isinstance(field, NamedField):
                field.names = self.names[field.suggestions]
            if field.label:
                field.widget.attrs.setdefault("aria-label", field.label)
        if "ORDER" in form.fields:
            form.fields["ORDER"].label = _now("Thứ tự")
            form.fields["ORDER"].widget = forms.TextInput(
                {"inputmode": "numeric", "aria-label": _now("Thứ tự")}
            )
        form.fields["DELETE"].label = _now("Bỏ dòng")
        form.fields["DELETE"].widget.attrs["aria-label"] = _now("Bỏ dòng")

    def told(self) -> list[Any]:
        """The rows to keep, in their order."""
        if self.can_order:
            return list(self.ordered_forms)
        return [
            form
            for number, form in enumerate(self.forms)
            if form not in self.deleted_forms and (number < self.initial_form_count() or form.has_changed())
        ]


def suggestions_of(form: type[RowForm]) -> list[str]:
    """The lists of suggestions that a row uses."""
    fields = form.base_fields.values()
    return sorted({field.suggestions for field in fields if isinstance(field, NamedField)})


def row_formset(form: type[RowForm], *, ordered: bool) -> Any:
    """The class of a page's rows."""
    return forms.formset_factory(
        form,
        formset=RowFormSet,
        extra=EXTRA_ROWS,
        can_delete=True,
        can_order=ordered,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
    )
