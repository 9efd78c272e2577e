"""Writing facts without overwriting people.

Whether a record is still as loaded is read from the audit trail: the last row about it must have been
written by a load. Two queries for each model, whatever the number of records.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from dnfa.core.loading.rows import Row
    from dnfa.core.loading.session import Fact

MADE, CHANGED, UNCHANGED, LEFT_ALONE = "made", "changed", "unchanged", "left_alone"
BATCH = 500


class Store:
    """Knows which records may be written in this run."""

    def __init__(self) -> None:
        self._as_loaded: dict[type[models.Model], set[int]] = {}

    def forget(self) -> None:
        """Read the audit trail anew: another step has written records of its own in this run."""
        self._as_loaded.clear()

    def as_loaded(self, model: type[models.Model]) -> set[Any]:
        """Primary keys of the records nobody but a load has written last."""
        if model not in self._as_loaded:
            last = (
                _audit(model)
                .objects.order_by("pgh_obj_id", "-pgh_id")
                .distinct("pgh_obj_id")
                .values_list("pgh_obj_id", "pgh_context__metadata__loading")
            )
            self._as_loaded[model] = {pk for pk, loading in last if loading is True}
        return self._as_loaded[model]

    # --- Many records ---------------------------------------------------------------
    def sync(
        self, model: type[models.Model], keys: tuple[str, ...], facts: Sequence[Fact]
    ) -> tuple[int, int, int, list[Any]]:
        """Counts of made, changed, left alone; and the record of each fact (None: deleted by someone)."""
        wanted = [_prepared(model, fact) for fact in facts]
        names = [tuple(getattr(record, _attname(model, key)) for key in keys) for record in wanted]
        _refuse_twins(names, facts)
        existing = self._existing(model, keys)
        deleted = _deleted(model, keys) if len(existing.keys() & set(names)) < len(names) else set()
        made: list[tuple[Any, Fact]] = []
        changed: list[tuple[Any, Fact, list[str]]] = []
        left = 0
        records: list[Any] = []
        for name, record, fact in zip(names, wanted, facts, strict=True):
            if name not in existing:
                gone = name in deleted
                left += gone
                made += [] if gone else [(record, fact)]
                records.append(None if gone else record)
                continue
            present = existing[name]
            records.append(present)
            differing = _differing(present, record, fact.values)
            if not differing:
                continue
            if present.pk not in self.as_loaded(model):
                left += 1
                continue
            changed.append((present, fact, differing))
        self._create(model, made)
        self._update(model, changed, wanted={id(f): w for f, w in zip(facts, wanted, strict=True)})
        touched_by_us = {id(record) for record, *_rest in (*made, *changed)}
        relinked = self._link_all(model, facts, records, touched_by_us)
        return len(made), len(changed) + relinked[0], left + relinked[1], records

    def _existing(self, model: type[models.Model], keys: tuple[str, ...]) -> dict[tuple[Any, ...], Any]:
        """Records by key; where several share one, the oldest (it is the one that was loaded)."""
        attnames = [_attname(model, key) for key in keys]
        return {
            tuple(getattr(o, name) for name in attnames): o for o in model._default_manager.order_by("-pk")
        }

    def _create(self, model: type[models.Model], made: list[tuple[Any, Fact]]) -> None:
        for record, fact in made:
            _clean(record, fact.row)
        try:
            with transaction.atomic():
                model._default_manager.bulk_create([record for record, _fact in made], batch_size=BATCH)
        except IntegrityError as error:
            raise _guilty(made, error) from error
        self.as_loaded(model).update(record.pk for record, _fact in made)

    def _update(
        self, model: type[models.Model], changed: list[tuple[Any, Fact, list[str]]], wanted: dict[int, Any]
    ) -> None:
        if not changed:
            return
        fields = {name for _record, _fact, names in changed for name in names}
        if _has_field(model, "updated_at"):
            fields.add("updated_at")
        for present, fact, names in changed:
            for name in names:
                setattr(present, _attname(present, name), getattr(wanted[id(fact)], _attname(present, name)))
            if "updated_at" in fields:
                present.updated_at = timezone.now()
            _clean(present, fact.row)
        try:
            with transaction.atomic():
                model._default_manager.bulk_update(
                    [r for r, *_rest in changed], sorted(fields), batch_size=BATCH
                )
        except IntegrityError as error:
            raise _guilty([(record, fact) for record, fact, _names in changed], error) from error

    # --- Many-to-many fields ----------------------------------------------------------
    def _link_all(
        self, model: type[models.Model], facts: Sequence[Fact], records: list[Any], counted: set[int]
    ) -> tuple[int, int]:
        """Set the many-to-many fields; gives how many records changed only there, and how many were left alone."""
        changed: set[int] = set()
        left: set[int] = set()
        names = {name for fact in facts for name in fact.many}
        for name in sorted(names):
            wanted = {
                r.pk: f.many[name]
                for f, r in zip(facts, records, strict=True)
                if r is not None and name in f.many
            }
            present = _links(model, name, list(wanted))
            add: list[tuple[Any, Any]] = []
            remove: list[tuple[Any, Any]] = []
            for record in [record for record in records if record is not None and record.pk in wanted]:
                pks = {other.pk for other in wanted[record.pk]}
                if pks == present.get(record.pk, set()):
                    continue
                if record.pk not in self.as_loaded(model):
                    left.add(id(record))
                    continue
                add += [(record.pk, pk) for pk in pks - present.get(record.pk, set())]
                remove += [(record.pk, pk) for pk in present.get(record.pk, set()) - pks]
                changed.add(id(record))
            _relink(model, name, add, remove)
        return len(changed - counted), len(left - counted)

    # --- One record -------------------------------------------------------------------
    def amend(self, record: Any, row: Row, values: dict[str, Any], many: dict[str, Sequence[Any]]) -> str:
        """Set values and links on one record; says what became of it."""
        names = [
            name for name, value in values.items() if getattr(record, _attname(record, name)) != _raw(value)
        ]
        links = {n: {o.pk for o in others} for n, others in many.items()}
        relink = {
            n: pks for n, pks in links.items() if set(getattr(record, n).values_list("pk", flat=True)) != pks
        }
        if not names and not relink:
            return UNCHANGED
        if record.pk not in self.as_loaded(type(record)):
            return LEFT_ALONE
        for name in names:
            setattr(record, name, values[name])
        _clean(record, row)
        if names:
            extra = ["updated_at"] if _has_field(type(record), "updated_at") else []
            record.save(update_fields=[*names, *extra])
        for name, pks in relink.items():
            getattr(record, name).set(pks)
        return CHANGED


def _audit(model: type[models.Model]) -> Any:
    return model._meta.get_field("audit_rows").related_model


def _deleted(model: type[models.Model], keys: tuple[str, ...]) -> set[tuple[Any, ...]]:
    """Keys of records that someone other than a load deleted."""
    attnames = [_attname(model, key) for key in keys]
    rows = (
        _audit(model)
        .objects.filter(pgh_label="delete")
        .values_list("pgh_context__metadata__loading", *attnames)
    )
    return {tuple(name) for loading, *name in rows if loading is not True}


def _prepared(model: type[models.Model], fact: Fact) -> Any:
    return model(**fact.values)


def _attname(record: Any, name: str) -> str:
    """The column's name on a record or its model ("partner_id" for "partner")."""
    return record._meta.get_field(name).attname


def _raw(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def _has_field(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def _differing(present: Any, wanted: Any, values: dict[str, Any]) -> list[str]:
    """Names of the stated fields whose value is another now."""
    names = [_attname(present, name) for name in values]
    return [
        n
        for n, attname in zip(values, names, strict=True)
        if getattr(present, attname) != getattr(wanted, attname)
    ]


def _links(model: type[models.Model], name: str, owners: list[Any]) -> dict[Any, set[Any]]:
    """Primary keys linked through a many-to-many field, by owner, in one query."""
    relation: Any = model._meta.get_field(name)
    source, target = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    pairs = relation.remote_field.through._default_manager.filter(**{f"{source}__in": owners})
    links: dict[Any, set[Any]] = {}
    for owner, other in pairs.values_list(f"{source}_id", f"{target}_id"):
        links.setdefault(owner, set()).add(other)
    return links


def _relink(
    model: type[models.Model], name: str, add: list[tuple[Any, Any]], remove: list[tuple[Any, Any]]
) -> None:
    relation: Any = model._meta.get_field(name)
    source, target = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    pairs = relation.remote_field.through._default_manager
    pairs.bulk_create(
        [relation.remote_field.through(**{source: a, target: b}) for a, b in add], batch_size=BATCH
    )
    for owner, other in remove:
        pairs.filter(**{source: owner, target: other}).delete()


def _refuse_twins(names: list[tuple[Any, ...]], facts: Sequence[Fact]) -> None:
    seen: set[tuple[Any, ...]] = set()
    for name, fact in zip(names, facts, strict=True):
        if name in seen:
            raise fact.row.error(
                _("bản ghi này đã có ở một dòng trên: %(key)s.") % {"key": ", ".join(map(str, name))}
            )
        seen.add(name)


def _clean(record: Any, row: Row) -> None:
    """Let every field check its value; relations are the database's matter."""
    skip = [f.name for f in record._meta.concrete_fields if f.is_relation or f.generated or f.primary_key]
    try:
        record.clean_fields(exclude=skip)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        label = record._meta.get_field(name).verbose_name
        raise row.error(f"{label}: {' '.join(messages)}", column=name if name in row.cells else "") from error


def _guilty(made: list[tuple[Any, Fact]], error: IntegrityError) -> Exception:
    """The complaint of the first record the database refuses by itself."""
    for record, fact in made:
        try:
            with transaction.atomic():
                record.save()
        except IntegrityError as refusal:
            return fact.row.error(_refusal(refusal))
    return made[0][1].row.error(_refusal(error))


def _refusal(error: IntegrityError) -> str:
    cause: Any = error.__cause__
    name = getattr(getattr(cause, "diag", None), "constraint_name", None) or str(error).splitlines()[0]
    return _("cơ sở dữ liệu từ chối dòng này (ràng buộc %(name)s).") % {"name": name}
