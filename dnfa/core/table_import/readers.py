"""Ready-made readers: what a cell of one column may say, and how the register's value is written into a cell.

A reader goes both ways, so that an export can be edited and imported again: reading what it writes gives the same
value. Texts are written in Vietnamese whoever works (the engine sees to the language); choices are read in
Vietnamese, in English and by their code, marks and letter case aside.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from dnfa.core.numbers import format_number, parse_number
from dnfa.core.partial_dates import PartialDate, Precision
from dnfa.core.text import clean_line, fold, nfc

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ReadCell = Callable[[str], Any]
LANGUAGES = ("vi", "en")
_LISTED = 8  # as many choices as a sentence can carry
_NEAR = 0.6  # likeness from which a suggestion helps more than it confuses
_MOST_SUGGESTED_FROM = 5_000  # beyond that, comparing spellings takes longer than a person waits


@dataclass(frozen=True)
class Reader:
    """How one column is read and written.

    `bind(texts, user)` gets every text of a portion of rows at once and gives back what reads one of them: a reader of
    records asks the database there, once. What it gives back raises `ValueError` or `ValidationError` with a
    sentence that says what to do. `write` is the text of a value in a sheet, `show` (as `write` by default) in a
    preview. `empty` is what "-" leaves behind. `choices` become a drop-down list of the template.
    """

    bind: Callable[[Sequence[str], Any], ReadCell]
    write: Callable[[Any], str]
    show: Callable[[Any], str] | None = None
    empty: Any = None
    choices: Callable[[], list[str]] | None = None
    hint: StrOrPromise = ""

    def written(self, value: Any) -> str:
        """The text of a value in a sheet; nothing for nothing."""
        return "" if value is None or value in ("", [], ()) else self.write(value)

    def shown(self, value: Any) -> str:
        """The text of a value in a preview; nothing for nothing."""
        return "" if value is None or value in ("", [], ()) else (self.show or self.write)(value)


def plain(read: ReadCell, **values: Any) -> Reader:
    """A reader that needs nothing but the text of the cell."""
    return Reader(bind=lambda _texts, _user: read, **{"write": str, **values})


def nearest(text: str, known: Iterable[str]) -> str:
    """The known name most like `text`, marks and letter case aside, or the only one that begins so; empty when none is."""
    by_fold = {fold(name): name for name in known}
    asked = fold(text)
    found = difflib.get_close_matches(asked, list(by_fold), n=1, cutoff=_NEAR)
    longer = [name for name in by_fold if asked and name.startswith(asked)]
    if not found and len(longer) == 1:
        found = longer
    return by_fold[found[0]] if found else ""


def _tidy_lines(text: str) -> str:
    """Text of several lines, each tidied, without empty ones at either end."""
    return "\n".join(clean_line(line) for line in nfc(text).splitlines()).strip("\n")


def text(*, max_length: int | None = None, lines: bool = False) -> Reader:
    """One line of text, or several with `lines`; at most `max_length` characters."""
    tidy = _tidy_lines if lines else clean_line

    def read(typed: str) -> str:
        tidied = tidy(typed)
        if max_length is not None and len(tidied) > max_length:
            raise ValueError(
                _("Dài %(length)s ký tự, nhiều nhất %(most)s: hãy viết ngắn lại.")
                % {"length": len(tidied), "most": max_length}
            )
        return tidied

    hint: StrOrPromise = gettext_lazy("Chữ.")
    if max_length is not None:
        hint = gettext_lazy("Chữ, nhiều nhất %(most)s ký tự.") % {"most": max_length}
    return plain(read, write=lambda value: tidy(str(value)), empty="", hint=hint)


def slug(*, max_length: int = 80) -> Reader:
    """A key of the register: small letters without marks, digits and hyphens."""

    def read(typed: str) -> str:
        tidied = clean_line(typed)
        is_plain = tidied.isascii() and tidied.replace("-", "").isalnum() and tidied == tidied.lower()
        if not is_plain or len(tidied) > max_length:
            raise ValueError(
                _(
                    "Khóa “%(text)s” chỉ được gồm chữ thường không dấu, chữ số và gạch nối, nhiều nhất %(most)s ký tự."
                )
                % {"text": tidied[:40], "most": max_length}
            )
        return tidied

    return plain(read, empty="", hint=gettext_lazy("Chữ thường không dấu, chữ số và gạch nối."))


def choice(enum: type[models.TextChoices]) -> Reader:
    """One of an enumeration, by its label or its code. The value is a member of the enumeration."""
    known: dict[str, models.TextChoices] = {}

    def words() -> dict[str, models.TextChoices]:
        if not known:  # labels are lazy: not before the languages are loaded
            for language in LANGUAGES:
                with override(language):
                    known.update({fold(str(member.label)): member for member in enum})
            known.update({fold(str(member.value)): member for member in enum})
        return known

    def read(typed: str) -> models.TextChoices:
        found = words().get(fold(typed))
        if found is None:
            raise ValueError(_not_listed(clean_line(typed), [str(member.label) for member in enum]))
        return found

    return plain(
        read,
        write=lambda value: str(enum(value).label),
        choices=lambda: [str(member.label) for member in enum],
        hint=gettext_lazy("Chọn trong danh sách."),
    )


def _not_listed(typed: str, labels: list[str]) -> str:
    near = nearest(typed, labels)
    if near:
        return _("“%(text)s” không có trong danh sách; có phải là “%(near)s”?") % {
            "text": typed,
            "near": near,
        }
    words = {"text": typed, "choices": ", ".join(f"“{label}”" for label in labels[:_LISTED])}
    if len(labels) > _LISTED:
        return _("“%(text)s” không có trong danh sách: hãy chọn %(choices)s…") % words
    return _("“%(text)s” không có trong danh sách: hãy chọn %(choices)s.") % words


def yes_no() -> Reader:
    """Có or Không. The value is a bool."""
    words = {
        **dict.fromkeys(("co", "yes", "x", "true", "1", "dung"), True),
        **dict.fromkeys(("khong", "no", "false", "0", "sai"), False),
    }

    def read(typed: str) -> bool:
        found = words.get(fold(typed))
        if found is None:
            raise ValueError(_("“%(text)s”: hãy ghi Có hoặc Không.") % {"text": clean_line(typed)})
        return found

    return plain(
        read,
        write=lambda value: _("Có") if value else _("Không"),
        choices=lambda: [_("Có"), _("Không")],
        hint=gettext_lazy("Có hoặc Không."),
    )


def partial_date() -> Reader:
    """A date known to the day, the month or the year. The value is a `PartialDate`."""
    return plain(
        PartialDate.parse_vi,
        write=lambda value: value.display("vi"),
        hint=gettext_lazy("Ngày/tháng/năm, tháng/năm hoặc năm: 05/03/2026, 3/2026, 2026."),
    )


def whole_date() -> Reader:
    """A day. The value is a `date`."""

    def read(typed: str) -> date:
        partial = PartialDate.parse_vi(typed)
        if partial.precision != Precision.DAY:
            raise ValueError(_("Cần đủ ngày, tháng và năm, ví dụ 05/03/2026."))
        return partial.first_day()

    return plain(
        read,
        write=lambda value: PartialDate.of(value).display("vi"),
        hint=gettext_lazy("Đủ ngày/tháng/năm: 05/03/2026."),
    )


def number(
    *, places: int = 0, least: Decimal | int | None = None, most: Decimal | int | None = None
) -> Reader:
    """A number with at most `places` decimals, from `least` to `most`. An `int` without decimals, else a `Decimal`."""

    def read(typed: str) -> Decimal | int:
        value = parse_number(typed, places=places)
        if value != round(value, places):
            raise ValueError(
                _("Nhiều nhất %(places)s chữ số sau dấu phẩy.") % {"places": places}
                if places
                else _("“%(text)s”: cần số nguyên.") % {"text": clean_line(typed)}
            )
        if (least is not None and value < least) or (most is not None and value > most):
            raise ValueError(_outside(least, most))
        return value if places else int(value)

    return plain(
        read,
        write=format_number,
        hint=gettext_lazy("Số, phần lẻ sau dấu phẩy: 1.234,5.") if places else gettext_lazy("Số nguyên."),
    )


def _outside(least: Decimal | int | None, most: Decimal | int | None) -> str:
    if most is None:
        return _("Nhỏ nhất là %(least)s.") % {"least": format_number(least or 0)}
    if least is None:
        return _("Lớn nhất là %(most)s.") % {"most": format_number(most)}
    return _("Từ %(least)s đến %(most)s.") % {"least": format_number(least), "most": format_number(most)}


def several(inner: Reader, *, ordered: bool = True) -> Reader:
    """Several values in one cell, separated by semicolons or line breaks; the value is a list.

    With `ordered=False` another order in the cell is no difference.
    """

    def bind(texts: Sequence[str], user: Any) -> ReadCell:
        read = inner.bind([part for typed in texts for part in parts_of(typed)], user)

        def read_all(typed: str) -> list[Any]:
            values = {inner.written(value): value for value in map(read, parts_of(typed))}
            return list(values.values())

        return read_all

    def joined(of_one: Callable[[Any], str]) -> Callable[[Iterable[Any]], str]:
        def join(values: Iterable[Any]) -> str:
            parts = [of_one(value) for value in values]
            return "; ".join(parts if ordered else sorted(parts))

        return join

    return Reader(
        bind=bind,
        write=joined(inner.written),
        show=joined(inner.shown),
        empty=[],
        hint=gettext_lazy("%(one)s Nhiều giá trị thì ngăn bằng dấu chấm phẩy.") % {"one": inner.hint},
    )


def parts_of(typed: str) -> list[str]:
    """The values of a cell that holds several."""
    return [tidied for line in typed.splitlines() for part in line.split(";") if (tidied := clean_line(part))]


def keys_of(
    model: type[models.Model] | str,
    *,
    key: str = "key",
    name: str = "name_vi",
    many: bool = False,
    queryset: Callable[[Any], models.QuerySet[Any]] | None = None,
) -> Reader:
    """A record by its key or by its name, marks and letter case aside; `many` for several of them.

    Only records that the person sees are found (`visible_to`, or `queryset(user)`); without a person (command line)
    all of them. Two records of one name are refused: the key tells them apart. Cells are written with keys,
    previews show `str(record)`. Asks the database two or three times, however many rows there are.
    """

    def bind(texts: Sequence[str], user: Any) -> ReadCell:
        wanted = list(dict.fromkeys(clean_line(typed) for typed in texts if clean_line(typed)))
        found = _Records(_visible(model, user, queryset), key, name, wanted)
        return found.read

    one = Reader(
        bind=bind,
        write=lambda record: str(getattr(record, key)),
        show=str,
        hint=gettext_lazy("Khóa hoặc tên đúng như trong sổ."),
    )
    return several(one, ordered=False) if many else one


def _visible(
    model: type[models.Model] | str, user: Any, queryset: Callable[[Any], models.QuerySet[Any]] | None
) -> models.QuerySet[Any]:
    if queryset is not None:
        return queryset(user)
    manager: Any = (apps.get_model(model) if isinstance(model, str) else model)._default_manager
    visible: models.QuerySet[Any] = (
        manager.visible_to(user) if user is not None and hasattr(manager, "visible_to") else manager.all()
    )
    return visible


class _Records:
    """Records that the cells of a column name, read in a fixed number of queries."""

    def __init__(self, records: models.QuerySet[Any], key: str, name: str, wanted: Sequence[str]) -> None:
        self.records, self.key, self.name = records, key, name
        self.by_key: Mapping[str, Any] = {}
        self.by_name: dict[str, list[Any]] = defaultdict(list)
        if wanted:
            self._read(wanted)

    def _read(self, wanted: Sequence[str]) -> None:
        by_name = folded_name(self.records.model, self.name)
        names = [fold(typed) for typed in wanted] if by_name != self.name else list(wanted)
        for record in self.records.filter(
            Q(**{f"{self.key}__in": list(wanted)}) | Q(**{f"{by_name}__in": names})
        ):
            self.by_name[fold(str(getattr(record, self.name)))].append(record)
        self.by_key = {
            str(getattr(record, self.key)): record for same in self.by_name.values() for record in same
        }
        unknown = [typed for typed in wanted if typed not in self.by_key and fold(typed) not in self.by_name]
        self.names = (
            list(self.records.order_by("pk").values_list(self.name, flat=True)[:_MOST_SUGGESTED_FROM])
            if unknown
            else []
        )

    def read(self, typed: str) -> Any:
        tidied = clean_line(typed)
        if tidied in self.by_key:
            return self.by_key[tidied]
        same = self.by_name.get(fold(tidied), [])
        if len(same) == 1:
            return same[0]
        if same:
            keys = ", ".join(sorted(str(getattr(record, self.key)) for record in same))
            raise ValueError(
                _("Có %(count)s bản ghi tên “%(name)s”: hãy ghi khóa (%(keys)s).")
                % {"count": len(same), "name": tidied, "keys": keys}
            )
        near = nearest(tidied, self.names)
        if near:
            raise ValueError(
                _("Trong sổ không có “%(name)s”; có phải là “%(near)s”?") % {"name": tidied, "near": near}
            )
        raise ValueError(
            _("Trong sổ không có “%(name)s”: hãy thêm vào sổ trước, hoặc ghi đúng khóa.") % {"name": tidied}
        )


def folded_name(model: type[models.Model], name: str) -> str:
    """The column that holds the folded form of a name: `name_fold` for `name_vi` or `name`; the name itself without one."""
    for candidate in (f"{name}_fold", f"{name.removesuffix('_vi')}_fold"):
        try:
            model._meta.get_field(candidate)
        except FieldDoesNotExist:
            continue
        return candidate
    return name
