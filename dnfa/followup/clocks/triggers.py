"""What starts a clock: rooms above register queries of dated facts, and the rules (data) say what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What every trigger's rows() must offer, as fields or annotations: the record's pk; which part of it (text, "" for
# the whole) and what that part is called; the agency that has to act (id or None); the day of the event (date);
# the day the duty was done (date or None) and by which document.
FACT_COLUMNS = ("object_id", "part", "part_label", "agency_id", "started_on", "done_on", "done_note")


@dataclass(frozen=True)
class Condition:
    """Something a rule may ask about a fact: what it is called, and the values it can have with their words."""

    label: StrOrPromise
    choices: tuple[tuple[str, StrOrPromise], ...]


@dataclass(frozen=True)
class ClockTrigger:
    """One kind of event that starts clocks.

    `rows()` returns a queryset that offers `FACT_COLUMNS` and a column for each name in `conditions`; a record and
    part appear once. `model` is the kind of record that `object_id` names. Texts that `rows()` computes are computed in
    Vietnamese: the sync switches to it.

    A focal point sees the clocks of the records it may see. Where what one agency owes is no matter of another,
    `shared_with(agency_id)` gives the ids of the records in which that agency may see everybody's clocks; elsewhere
    it sees its own. Where several agencies owe one deed together, `owed_by()` gives rows with `record` (pk) and `agency`
    (pk): there is one clock, which names the first, and all are told.
    """

    code: str
    label: StrOrPromise
    model: type[Model]
    rows: Callable[[], QuerySet[Any]]
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    shared_with: Callable[[int], QuerySet[Any]] | None = None
    owed_by: Callable[[], QuerySet[Any]] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return (*FACT_COLUMNS, *self.conditions)


_triggers: dict[str, ClockTrigger] = {}


def register_trigger(trigger: ClockTrigger) -> None:
    """Add a trigger; called from `AppConfig.ready()`. A code registered twice replaces the first."""
    _triggers[trigger.code] = trigger


def registered_triggers() -> tuple[ClockTrigger, ...]:
    """All triggers, in the order of their codes."""
    return tuple(_triggers[code] for code in sorted(_triggers))


def trigger_choices() -> list[tuple[str, StrOrPromise]]:
    """All triggers as choices of a form."""
    return [(trigger.code, trigger.label) for trigger in registered_triggers()]


def trigger_label(code: str) -> str:
    """What starts the clock, for people; of a trigger nobody registers, its code."""
    trigger = _triggers.get(code)
    return str(trigger.label) if trigger else code


def check_rule(trigger_code: str, conditions: Any) -> None:
    """Refuse a rule that could never apply as written: unknown trigger, condition or value.

    Raises `ValidationError` by field (`trigger`, `conditions`).
    """
    trigger = _triggers.get(trigger_code)
    if trigger is None:
        raise ValidationError({"trigger": _("Không có sự việc “%(code)s”.") % {"code": trigger_code}})
    lists = conditions.values() if isinstance(conditions, Mapping) else [None]
    if not all(isinstance(given, list) and given for given in lists):
        example = '{"capacity": ["city", "council"]}'
        raise ValidationError(
            {
                "conditions": _("Phải có dạng tên và danh sách giá trị, ví dụ %(example)s.")
                % {"example": example}
            }
        )
    problems = [problem for name, given in conditions.items() for problem in _problems(trigger, name, given)]
    if problems:
        raise ValidationError({"conditions": problems})


def _problems(trigger: ClockTrigger, name: str, given: Iterable[Any]) -> list[str]:
    condition = trigger.conditions.get(name)
    if condition is None:
        known = ", ".join(trigger.conditions) or _("không có")
        return [
            _("Không có điều kiện “%(name)s”. Các điều kiện dùng được: %(known)s.")
            % {"name": name, "known": known}
        ]
    values = [value for value, _label in condition.choices]
    return [
        _("“%(value)s” không phải là giá trị của “%(name)s”. Các giá trị: %(known)s.")
        % {"value": value, "name": name, "known": ", ".join(values)}
        for value in given
        if value not in values
    ]


def conditions_in_words(trigger_code: str, conditions: Mapping[str, Any]) -> list[str]:
    """A rule's conditions as a person reads them: "Danh nghĩa ký: UBND thành phố, HĐND thành phố"."""
    trigger = _triggers.get(trigger_code)
    told = []
    for name, given in conditions.items():
        condition = trigger.conditions.get(name) if trigger else None
        words = {value: str(label) for value, label in condition.choices} if condition else {}
        values = ", ".join(words.get(str(value), str(value)) for value in given)
        told.append(f"{condition.label if condition else name}: {values}")
    return told
