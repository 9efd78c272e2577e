"""The flag protocol: rooms above register what is worth an officer's eye, as set-based queries as of a day.

A rule names a condition, a severity and the kind of record it speaks of. Its `rows` are a queryset,
never a loop; the sync (dnfa/followup/sync.py) builds its statements from that queryset's SQL.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from dnfa.accounts.enums import Role
from dnfa.followup.enums import Severity

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

logger = logging.getLogger(__name__)

# Who may say "not now": the officers who follow the ties up, and their head.
MAY_SNOOZE = frozenset({Role.OFFICER, Role.HEAD})


@dataclass(frozen=True)
class FlagKind:
    """A kind of record that flags may point at, and how to find the ones a person may see.

    `reads` names the relations that the record's own words read.
    """

    model: type[Model]
    visible_to: Callable[[Any], QuerySet[Any]]
    reads: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Name in the API and in addresses: "partner", "agreement"."""
        return str(self.model._meta.model_name)

    @property
    def content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(self.model)


@dataclass(frozen=True)
class FlagRule:
    """One condition.

    `rows(as_of)` returns a queryset annotated with `object_id` (the record's pk, each once),
    `reference_date` (date or None) and `evidence` (JSON object of plain values); a `severity`
    annotation, where there is one, stands before the rule's own. `explain(evidence)` makes of the
    evidence one sentence for the officer, in the active language. `order` sorts the rules on screen.
    `covers` names rules that say the same of a record less exactly: where both stand, its page shows
    only this one. `notice_tone` colours it there; empty goes by the severity. Where agencies have to act, `owed_by()`
    gives rows with `record` (pk) and `agency` (pk): they are told besides who is in charge.
    """

    code: str
    label: StrOrPromise
    severity: Severity
    model: type[Model]
    rows: Callable[[date], QuerySet[Any]]
    explain: Callable[[Mapping[str, Any]], str]
    order: int = 100
    covers: frozenset[str] = frozenset()
    notice_tone: str = ""
    owed_by: Callable[[], QuerySet[Any]] | None = None

    @property
    def kind(self) -> str:
        return str(self.model._meta.model_name)


_rules: dict[str, FlagRule] = {}
_kinds: dict[str, FlagKind] = {}


def register_kind(kind: FlagKind) -> None:
    """Let flags point at a kind of record; called from `AppConfig.ready()`."""
    _kinds[kind.code] = kind


def register_rule(rule: FlagRule) -> None:
    """Add a rule; called from `AppConfig.ready()`, after its kind. A code registered twice replaces the first."""
    if rule.kind not in _kinds:
        raise LookupError(f"flag rule {rule.code!r}: nobody said who may see a {rule.kind!r} (register_kind)")
    _rules[rule.code] = rule


def unregister_rule(code: str) -> None:
    """Take a rule away: its open flags close with the next sync."""
    _rules.pop(code, None)


def rules() -> tuple[FlagRule, ...]:
    """All rules in the order of the screens."""
    return tuple(sorted(_rules.values(), key=lambda rule: (rule.order, rule.code)))


def kinds() -> tuple[FlagKind, ...]:
    """All kinds of record that flags point at."""
    return tuple(_kinds[code] for code in sorted(_kinds))


def rule_label(code: str) -> str:
    """The name of a rule for people; of a rule that was taken away, its code."""
    rule = _rules.get(code)
    return str(rule.label) if rule else code


def covered(codes: Collection[str]) -> frozenset[str]:
    """Those of `codes` that another of them makes superfluous on a record's page."""
    standing = [_rules[code] for code in codes if code in _rules]
    return frozenset().union(*(rule.covers for rule in standing)) & frozenset(codes)


def notice_tone(code: str, severity: str) -> str:
    """The tone of a flag's notice: the rule's own, or that of its severity."""
    rule = _rules.get(code)
    own = rule.notice_tone if rule else ""
    return own or {Severity.HIGH: "danger", Severity.LOW: "info"}.get(Severity(severity), "warn")


def explanation(code: str, evidence: Mapping[str, Any]) -> str:
    """Why the flag stands, as one sentence; empty for a rule that was taken away.

    History may hold evidence that an earlier version of the rule wrote, without what the sentence now needs.
    """
    rule = _rules.get(code)
    if rule is None:
        return ""
    try:
        return rule.explain(evidence)
    except KeyError as missing:
        logger.warning("evidence of flag rule %s has no %s", code, missing)
        return _("Căn cứ ghi theo cách cũ của quy tắc này.")


def can_snooze(user: Any) -> bool:
    """Whether this person may put a flag off, or take that back."""
    return bool(user.is_authenticated and user.is_active and user.role in MAY_SNOOZE)


def rule_choices() -> list[tuple[str, StrOrPromise]]:
    """All rules as choices of a filter."""
    return [(rule.code, rule.label) for rule in rules()]


def rule_choices_of(model: type[Model]) -> list[tuple[str, StrOrPromise]]:
    """The rules about one kind of record as choices of a filter."""
    return [(rule.code, rule.label) for rule in rules() if rule.model is model]


def kind_choices() -> list[tuple[str, StrOrPromise]]:
    """The kinds of record flags point at, as choices of a filter."""
    return [(kind.code, kind.model._meta.verbose_name or kind.code) for kind in kinds()]
