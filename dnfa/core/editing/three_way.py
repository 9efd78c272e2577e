"""What I typed, what I had opened, what stands now: three versions of a form, compared field by field.

Values are compared as the field reads them ("22/11/2016" and "2016-11-22" are one day) and told as people
read them. Files are left out: they are not edited but replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from dnfa.core.display import display_value
from dnfa.core.versions import VersionedModel

# What a widget sends for one field, as JSON holds it: text, a tick, several choices, or the parts of a compound.
Raw: TypeAlias = Any
Form = TypeVar("Form", bound=forms.BaseForm)
SALT = "dnfa.editing"
LONGEST_BASE = 500_000  # characters; a page never comes near it


@dataclass(frozen=True)
class FieldDifference:
    """One field that somebody changed since I opened the page; values in words, empty for an empty one."""

    name: str
    label: str
    base: str
    theirs: str
    mine: str
    they_changed: bool
    i_changed: bool
    is_same: bool  # what I typed is what stands now

    @property
    def is_conflict(self) -> bool:
        """Both changed it, and not to the same value."""
        return self.they_changed and self.i_changed and not self.is_same

    @property
    def is_theirs_only(self) -> bool:
        """They changed it and I left it alone."""
        return self.they_changed and not self.i_changed


@dataclass(frozen=True)
class Base:
    """What a form showed when it was opened: version, last line of the history, values.

    `undecided` holds, for fields that two people had changed when the form was last shown, the value before both.
    """

    version: int
    seen: int
    values: Mapping[str, Raw]
    undecided: Mapping[str, Raw]


def compared_fields(form: forms.BaseForm, alongside: frozenset[str] = frozenset()) -> list[str]:
    """The fields that belong to the record and can be changed: no files, nothing disabled, none of `alongside`."""
    return [
        name
        for name, field in form.fields.items()
        if not (isinstance(field, forms.FileField) or field.disabled or name in alongside)
    ]


def opened(form: forms.BaseForm, names: Iterable[str]) -> dict[str, Raw]:
    """What a form shows before anything is typed, as its widgets would send it."""
    return {name: _raw(form.fields[name].widget, _stands(form, name)) for name in names}


def _stands(form: forms.BaseForm, name: str) -> Any:
    return form.fields[name].prepare_value(form[name].initial)


def typed(form: forms.BaseForm, name: str) -> Raw:
    """What was sent for a field."""
    widget = form.fields[name].widget
    sent = widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    return _sent(widget, sent)


def _raw(widget: forms.Widget, value: Any) -> Raw:
    if isinstance(widget, forms.MultiWidget):
        parts: list[Any] = value if isinstance(value, list) else list(widget.decompress(value) or [])
        return [_raw(part, item) for part, item in zip(widget.widgets, parts, strict=False)]
    if isinstance(widget, forms.CheckboxInput):
        return bool(value) and value not in {"False", "false"}
    shown = widget.format_value(value)
    if isinstance(shown, list | tuple):
        chosen = [str(item) for item in shown if item not in (None, "")]
        if getattr(widget, "allow_multiple_selected", False):
            return chosen
        return chosen[0] if chosen else ""
    return "" if shown is None else str(shown)


def _sent(widget: forms.Widget, value: Any) -> Raw:
    if isinstance(widget, forms.MultiWidget):
        return [_sent(part, item) for part, item in zip(widget.widgets, value, strict=False)]
    if isinstance(value, bool):
        return value
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return "" if value is None else str(value)


def canonical(field: forms.Field, raw: Raw) -> Any:
    """The value to compare by: as the field reads it, what cannot be read as typed; an empty one is ""."""
    if isinstance(raw, list):
        parts = [_plain(part) for part in raw]
        return tuple(parts if isinstance(field, forms.MultiValueField) else sorted(parts))
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        return bool(field.to_python(raw))
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _plain(raw)
    try:
        value = field.to_python(_plain(raw))
    except ValidationError:
        return _plain(raw)
    return "" if value is None else value


def _plain(raw: Raw) -> Any:
    return raw.replace("\r\n", "\n").strip() if isinstance(raw, str) else raw


def compare(
    form: forms.BaseForm, base: Mapping[str, Raw], current: Mapping[str, Raw]
) -> list[FieldDifference]:
    """Every field of `current` that they or I changed since `base`, in the order of the form.

    `form` is bound to what I typed. A field missing in `base` counts as changed by both when the two differ:
    without knowing what was opened nobody is overwritten.
    """
    return [
        difference(form, name, base=base, raw=raw)
        for name, raw in current.items()
        if name in form.fields and any(_changes(form, name, base=base, raw=raw)[:2])
    ]


def difference(form: forms.BaseForm, name: str, *, base: Mapping[str, Raw], raw: Raw) -> FieldDifference:
    """One field in words: before, now (`raw`), and as typed into `form`."""
    field = form.fields[name]
    they_changed, i_changed, is_same = _changes(form, name, base=base, raw=raw)
    return FieldDifference(
        name=name,
        label=str(form[name].label),
        base=words(field, base[name]) if name in base else "",
        theirs=words(field, raw),
        mine=words(field, typed(form, name)),
        they_changed=they_changed,
        i_changed=i_changed,
        is_same=is_same,
    )


def _changes(
    form: forms.BaseForm, name: str, *, base: Mapping[str, Raw], raw: Raw
) -> tuple[bool, bool, bool]:
    """Whether they changed a field, whether I did, and whether both now say the same, as the field reads values."""
    field = form.fields[name]
    theirs, mine = canonical(field, raw), canonical(field, typed(form, name))
    if name not in base:
        return theirs != mine, theirs != mine, theirs == mine
    before = canonical(field, base[name])
    return theirs != before, mine != before, theirs == mine


def words(field: forms.Field, raw: Raw) -> str:
    """A value as a person reads it: the labels of choices, dates and numbers the Vietnamese way."""
    if isinstance(field, forms.ModelChoiceField):
        return "; ".join(_names(field, raw))
    if isinstance(field, forms.ChoiceField):
        labels = _labels(field)
        return "; ".join(labels.get(value, value) for value in _values(raw))
    if isinstance(raw, list):
        return " ".join(str(part) for part in raw if part not in ("", None))
    value = canonical(field, raw)
    return "" if value == "" else display_value(value)


def _values(raw: Raw) -> list[str]:
    return [str(value) for value in (raw if isinstance(raw, list) else [raw]) if value not in ("", None)]


def _labels(field: Any) -> dict[str, str]:
    labels: dict[str, str] = {}
    for value, label in field.choices:
        group = label if isinstance(label, list | tuple) else [(value, label)]
        labels |= {str(inner): str(told) for inner, told in group}
    return labels


def _names(field: Any, raw: Raw) -> list[str]:
    """Names behind the keys, in one query; a key this person cannot choose is not named."""
    key = field.to_field_name or "pk"
    wanted = _values(raw)
    if not wanted:
        return []
    try:
        found = {
            str(getattr(record, key)): str(field.label_from_instance(record))
            for record in field.queryset.filter(**{f"{key}__in": wanted})
        }
    except (ValueError, TypeError, ValidationError):
        found = {}
    return [found.get(value, _("(không có trong danh sách)")) for value in wanted]


def bind(form: Form, data: QueryDict) -> Form:
    """Give an unbound form what was sent, without making it again: its choices and what stands stay as they were read."""
    form.data, form.is_bound = data, True
    return form


def put(data: QueryDict, form: forms.BaseForm, name: str, raw: Raw) -> None:
    """Write a value into sent data as the field's widget would have sent it."""
    _put(data, form.fields[name].widget, form.add_prefix(name), raw)


def _put(data: QueryDict, widget: Any, html_name: str, raw: Raw) -> None:
    is_compound = isinstance(widget, forms.MultiWidget)
    if is_compound:
        for part, suffix, item in zip(widget.widgets, widget.widgets_names, raw or [], strict=False):
            _put(data, part, html_name + suffix, item)
    elif isinstance(raw, list):
        data.setlist(html_name, raw)
    elif isinstance(widget, forms.CheckboxInput):
        data.pop(html_name, None)
        if raw:
            data[html_name] = "on"
    else:
        data[html_name] = raw


def sign_base(record: VersionedModel, base: Base) -> str:
    """The base as the form carries it: compressed, signed, bound to the record."""
    held = {
        "r": _name_of(record),
        "v": base.version,
        "s": base.seen,
        "f": base.values,
        "u": base.undecided,
    }
    return signing.dumps(held, salt=SALT, compress=True)


def read_base(text: str, record: VersionedModel) -> Base | None:
    """The base a form came back with; None when it is missing, altered, or of another record."""
    if not text or len(text) > LONGEST_BASE:
        return None
    try:
        held = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    if held["r"] != _name_of(record):
        return None
    return Base(version=held["v"], seen=held["s"], values=held["f"], undecided=held["u"])


def _name_of(record: models.Model) -> str:
    return f"{record._meta.label_lower}:{record.pk}"
