"""Taking the demonstration away again: exactly the records `make_demo` made, told by its mark in the audit trail.

No room has to write a counterpart of its builder: whatever a builder inserts bears the mark (`MARK`), through services,
`bulk_create` and SQL alike, because triggers write the trail. A room only says which of its records are nothing by
themselves (`register_follower`): links of a record to agencies or partners, what the house works out at night.
What people added to a sample by hand is theirs: it is named, and nothing is removed, unless they ask for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import Any

import pghistory.models
import pgtrigger
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from dnfa.core.attachments import storage
from dnfa.core.attachments.models import Attachment
from dnfa.core.audit import as_actor
from dnfa.core.demo import MAKER, MARK
from dnfa.core.errors import Conflict
from dnfa.core.history import audit_model
from dnfa.core.models import ImportChange, Provenance

Gone = dict[type[models.Model], set[int]]
MOST_NAMED = 20

# A finished import tells what it did, whatever became of the record.
_HISTORY: frozenset[type[models.Model]] = frozenset({ImportChange})
_followers: set[type[models.Model]] = {Provenance}


def register_follower(*followers: type[models.Model]) -> None:
    """Say which records are nothing without the one they belong to: they go with a sample, whoever wrote them.

    Called from `AppConfig.ready()`. For links and for what the house works out by itself, not for what people report.
    """
    _followers.update(followers)


@dataclass(frozen=True)
class _Tie:
    """One way in which records of `model` hang on others: a foreign key or a generic link."""

    model: type[models.Model]
    field: Any

    def hanging_on(self, gone: Gone) -> set[int]:
        """Keys of the records that hang on those that go, and do not go themselves."""
        conditions = list(self._conditions(gone))
        if not conditions:
            return set()
        found = self.model._base_manager.filter(models.Q(*conditions, _connector=models.Q.OR))
        return set(found.values_list("pk", flat=True)) - gone.get(self.model, set())

    def _conditions(self, gone: Gone) -> Iterator[models.Q]:
        if isinstance(self.field, GenericForeignKey):
            kind = self.field.ct_field
            for (
                model,
                keys,
            ) in gone.items():  # by name: asking for the type of a table of links would write one
                yield models.Q(
                    **{
                        f"{kind}__app_label": model._meta.app_label,
                        f"{kind}__model": model._meta.model_name,
                        f"{self.field.fk_field}__in": keys,
                    }
                )
        elif self.field.related_model in gone:
            yield models.Q(**{f"{self.field.name}__in": gone[self.field.related_model]})

    @property
    def is_part(self) -> bool:
        """Whether the record belongs to the other one and would go with it in daily work too."""
        return (
            isinstance(self.field, GenericForeignKey) or self.field.remote_field.on_delete is models.CASCADE
        )

    def goes_along(self, *, with_additions: bool) -> bool:
        """Whether its records go without being asked about."""
        is_link = self.model in _followers or bool(self.model._meta.auto_created)
        return is_link or (with_additions and self.is_part)


@transaction.atomic
def remove_demonstration(*, with_additions: bool = False) -> dict[str, int]:
    """Remove what `make_demo` made; gives how many records went, by their name in the plural (empty: none was there).

    Runs in every home, also in one that has become a real one since. `with_additions` takes along what people added
    to samples as parts of them (steps, notes, files), never a record that only refers to a sample.

    Side effects: the records go, in one transaction, past the triggers that forbid deleting (files); the audit trail
    keeps their history and says who removed them; contents of files nobody else needs leave the disk after commit.
    Raises `Conflict` ("demonstration_in_use") with the records in `fields["records"]` when something made by hand
    hangs on a sample; then nothing is removed.
    """
    gone = _made()
    hanging = _follow(gone, with_additions=with_additions)
    if hanging:
        raise Conflict(
            "demonstration_in_use",
            _("Không xóa gì: có %(count)s bản ghi do người dùng thêm đang gắn với hồ sơ mẫu.")
            % {"count": sum(len(keys) for keys in hanging.values())},
            {"records": _names(hanging)},
        )
    with as_actor(MAKER, reason=str(_("Xóa dữ liệu mẫu"))):
        _delete(gone)
    return {
        str(model._meta.verbose_name_plural): len(keys)
        for model, keys in gone.items()
        if not model._meta.auto_created
    }


def _models() -> Iterator[type[models.Model]]:
    """Every table of records: no audit rows, which outlive their record."""
    for model in apps.get_models(include_auto_created=True):
        is_table = model._meta.managed and not model._meta.proxy
        if is_table and not issubclass(model, pghistory.models.Event):
            yield model


def _made() -> Gone:
    """What stands today of all that was inserted under the mark."""
    runs = list(
        pghistory.models.Context.objects.filter(**{f"metadata__{MARK}": True}).values_list("pk", flat=True)
    )
    gone: Gone = {}
    for model in _models():
        trail = audit_model(model)
        if trail is None or not runs:
            continue
        inserted = trail._default_manager.filter(pgh_label="insert", pgh_context__in=runs)
        keys = model._base_manager.filter(pk__in=inserted.values("pgh_obj_id")).values_list("pk", flat=True)
        if found := set(keys):
            gone[model] = found
    return gone


def _follow(gone: Gone, *, with_additions: bool) -> Gone:
    """Add to what goes everything that goes along with it; gives what hangs on it and does not go."""
    ties = list(_ties())
    waiting: list[tuple[_Tie, set[int]]] = []
    grows = bool(gone)
    while grows:
        grows, waiting = False, []
        for tie in ties:
            keys = tie.hanging_on(gone)
            if keys and tie.goes_along(with_additions=with_additions):
                gone.setdefault(tie.model, set()).update(keys)
                grows = True
            elif keys:
                waiting.append((tie, keys))
    hanging: Gone = {}
    for tie, keys in waiting:
        hanging.setdefault(tie.model, set()).update(keys)
    return hanging


def _ties() -> Iterator[_Tie]:
    for model in _models():
        if model in _HISTORY:
            continue
        keys = (field for field in model._meta.concrete_fields if field.is_relation)
        links = (field for field in model._meta.private_fields if isinstance(field, GenericForeignKey))
        yield from (_Tie(model, field) for field in chain(keys, links))


def _names(hanging: Gone) -> list[str]:
    """The first records by name, and how many more there are."""
    records = chain.from_iterable(
        model._base_manager.filter(pk__in=keys).order_by("pk") for model, keys in hanging.items()
    )
    names = [f"{record._meta.verbose_name}: {record}" for record in islice(records, MOST_NAMED)]
    more = sum(len(keys) for keys in hanging.values()) - len(names)
    return [*names, str(_("và %(count)s bản ghi khác") % {"count": more})] if more else names


def _delete(gone: Gone) -> None:
    """Delete table by table, past Django's collector, which refuses where two samples refer to each other.

    Foreign keys are deferred to the end of the transaction; they are asked here, so that a record made meanwhile
    stops everything at once.
    """
    hashes = set(Attachment.objects.filter(pk__in=gone.get(Attachment, ())).values_list("sha256", flat=True))
    with _past_guards(gone):
        for model, keys in gone.items():
            rows: Any = model._base_manager.filter(pk__in=keys)
            rows._raw_delete(connection.alias)  # noqa: SLF001  (the collector would refuse; the triggers see it all)
    connection.check_constraints()
    transaction.on_commit(partial(_forget_contents, hashes))


def _past_guards(gone: Gone) -> AbstractContextManager[None]:
    """Let the triggers that forbid deleting these records rest; all others, those of the audit trail too, work on."""
    registered: Any = pgtrigger.registered()  # it says models, and means their classes
    guards = [
        f"{model._meta.label}:{trigger.name}"
        for model, trigger in registered
        if model in gone and isinstance(trigger, pgtrigger.Protect) and "DELETE" in str(trigger.operation)
    ]
    # Without a name `ignore` would switch off every trigger there is.
    resting: AbstractContextManager[None] = pgtrigger.ignore(*guards) if guards else nullcontext()
    return resting


def _forget_contents(hashes: Iterable[str]) -> None:
    """Take contents off the disk that no file of the register needs any more."""
    needed = set(Attachment.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
    for sha256 in set(hashes) - needed:
        storage.path_of(sha256).unlink(missing_ok=True)
