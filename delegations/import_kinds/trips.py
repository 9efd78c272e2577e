"""Tables of delegations received and sent, planned or held (docs/importing.md). Their members are a table of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common as base
from agreements.import_kinds.changes import Change, checks_change, compared
from agreements.import_kinds.names import countries_named
from delegations.enums import Direction, HeadRank
from delegations.import_kinds import common, planned
from delegations.import_kinds.trip_likeness import likeness_notes
from delegations.models import Delegation, DelegationStop
from delegations.services.trips import (
    decide,
    plan_delegation,
    record_actuals,
    set_stops,
    update_delegation,
)
from delegations.services.trips.cancelling import CANCEL_FACTS
from delegations.services.trips.common import LINES
from delegations.services.trips.plan_status import item_kind
from delegations.services.trips.record import (
    ACTUAL_FACTS,
    LISTS,
    SCALARS,
    check_actuals,
    check_cost,
    check_record,
)
from delegations.services.trips.rows import KINDS
from delegations.states import begins_expression
from dnfa.core.imports import ChangeLog
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    choice,
    partial_date,
    text,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.table_import.links import links_of
from partners.models import Partner

MOST_PERSONS = 100_000
HELD_ONLY = gettext_lazy(
    "Chỉ ghi khi đoàn đã diễn ra; kế hoạch ghi ở các cột “Dự kiến”. Một cột “Thời gian” (20-26/5/2025) thay được hai cột ngày."
)
END_HELP = gettext_lazy("Chỉ một ngày thì ghi lại ngày đó; để trống thì ngày cuối tạm tính theo kế hoạch.")
COLUMNS = (
    common.key_column(),
    *common.title_columns(
        "Tên đoàn", "Nội dung hoạt động", example=gettext_lazy("Đoàn Sở Du lịch thăm, làm việc tại thành phố Sakai")
    ),
    SheetColumn(
        "direction",
        gettext_lazy("Chiều"),
        choice(Direction),
        required=True,
        aliases=("Loại đoàn", "Đoàn vào, đoàn ra"),
        example=Direction.OUT.label,
    ),
    *planned.plan_columns(MOST_PERSONS),
    SheetColumn(
        "starts_on",
        gettext_lazy("Từ ngày"),
        partial_date(),
        aliases=("Từ ngày thực tế", "Ngày bắt đầu", "Ngày đi"),
        help=HELD_ONLY,
    ),
    SheetColumn(
        "ends_on",
        gettext_lazy("Đến ngày"),
        partial_date(),
        aliases=("Đến ngày thực tế", "Ngày kết thúc", "Ngày về"),
        help=END_HELP,
    ),
    common.persons_column("persons", gettext_lazy("Số người thực tế"), "Số người", most=MOST_PERSONS),
    SheetColumn(
        "countries",
        gettext_lazy("Quốc gia và vùng lãnh thổ"),
        countries_named(many=True),
        aliases=("Quốc gia, vùng lãnh thổ", "Quốc gia", "Nước đến", "Đến từ", "Nước"),
        help=gettext_lazy("Các nơi trên đường đi, theo thứ tự; ngày đến, ngày rời ghi ở trang của đoàn."),
        example="Nhật Bản; KR",
    ),
    common.partners_column(),
    common.lead_column("Cơ quan cử đoàn", "Cơ quan đón"),
    common.coordinating_column("Cơ quan, địa phương làm việc"),
    common.mode_column(),
    SheetColumn("place", gettext_lazy("Địa điểm"), text(max_length=LINES["place"])),
    SheetColumn(
        "host", gettext_lazy("Bên mời, bên đón"), text(max_length=LINES["host"]), aliases=("Bên mời", "Cơ quan mời")
    ),
    SheetColumn("head_name", gettext_lazy("Trưởng đoàn"), text(max_length=LINES["head_name"])),
    SheetColumn(
        "head_title", gettext_lazy("Chức vụ trưởng đoàn"), text(max_length=LINES["head_title"]), aliases=("Chức vụ",)
    ),
    SheetColumn(
        "head_rank", gettext_lazy("Cấp trưởng đoàn"), base.cleared_to("", choice(HeadRank)), aliases=("Cấp",)
    ),
    SheetColumn(
        "received_by_name", gettext_lazy("Lãnh đạo tiếp"), text(max_length=LINES["received_by_name"])
    ),
    SheetColumn(
        "received_by_title", gettext_lazy("Chức vụ lãnh đạo tiếp"), text(max_length=LINES["received_by_title"])
    ),
    SheetColumn(
        "purpose_vi",
        gettext_lazy("Mục đích"),
        text(lines=True),
        aliases=("Nội dung làm việc", "Mục đích, nội dung"),
        spare=("Nội dung",),
    ),
    SheetColumn("outcome_vi", gettext_lazy("Kết quả"), text(lines=True)),
    *planned.decision_columns(),
    *planned.plan_status_columns(),
    *common.cost_columns(),
    planned.owing_column(),
    *planned.cancel_columns(),
)  # fmt: skip
DATED = (*SCALARS, *ACTUAL_FACTS)
STOP = KINDS["stops"].fields


# --- the register ---------------------------------------------------------------------
def trips_seen(user: Any) -> QuerySet[Delegation]:
    """The delegations a table may speak of, the newest first, with all that a row says."""
    stops = Prefetch("stops", DelegationStop.objects.select_related("country").order_by("order", "pk"))
    partners = Prefetch("partners", Partner.objects.order_by("key"))
    seen = base.seen(Delegation)(user).select_related("result", "programme_item__programme")
    return seen.prefetch_related(stops, partners, "lead_agencies", "coordinating").order_by(
        begins_expression().desc(nulls_last=True), "pk"
    )


def values_of(record: Delegation) -> dict[str, Any]:
    """What the register says now, by column."""
    names = ("key", *DATED, *planned.DECISION, *planned.PLAN_STATUS, *CANCEL_FACTS, "owes_report")
    countries = list(dict.fromkeys(stop.country for stop in record.stops.all()))
    return {**common.facts_of(record, names, LISTS), "countries": countries}


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The delegation of each row: by key, or the one of that way and first day with the same words."""
    open_rows = [row for row in rows if not row.get("key")]
    planned_days = {row["planned_starts_on"] for row in open_rows if row.get("planned_starts_on")}
    days = {common.first_day_of(row) for row in open_rows} - {None}
    asked = Q(begins__in=days) | Q(planned_starts_on__in=planned_days, direction__in=Direction.values)
    if any(common.first_day_of(row) is None for row in open_rows):
        asked |= Q(starts_on__isnull=True, planned_starts_on__isnull=True)
    known = common.with_words_of(trips_seen(user), open_rows).annotate(begins=begins_expression())
    by_words = base.grouped(known.filter(asked) if open_rows else (), lambda one: _words(values_of(one)))

    def same_words(row: RowValues) -> Found:
        same = [one for one in by_words.get(_words(row), []) if common.same_days(row, one)]
        return base.only(common.with_a_partner_of(row, same), "key")

    return common.found_by_key(rows, trips_seen(user), same_words)


def _words(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row.get("direction", "")), common.title_of(row)


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    if change.record is not None and (over := planned.over_problems(change.record, COLUMNS)):
        return over
    told = change.told
    candidate = Delegation(key="moi", **{name: told[name] for name in DATED if told.get(name) is not None})
    lists = {name: told.get(name) or [] for name in LISTS}
    checks = [lambda: check_record(candidate, lists), lambda: check_cost(candidate)]
    if change.record is None or change.given.keys() & set(ACTUAL_FACTS):
        checks.append(lambda: check_actuals(candidate, today=today))
    problems = [
        *base.secrets(COLUMNS, change.given, (*LINES, "purpose_vi", "outcome_vi")),
        *base.refusals(COLUMNS, *checks),
        *_decision_problems(told, change.given, today),
        *planned.plan_problems(
            change,
            columns=COLUMNS,
            kind=item_kind(candidate) if candidate.direction else None,
            moved=_("Đã có văn bản cho phép: đổi ngày bằng “Dời ngày”, có nêu lý do."),
            today=today,
        ),
    ]
    return common.not_told_twice(problems, COLUMNS, change.row, change.record)


def _decision_problems(told: Mapping[str, Any], given: Mapping[str, Any], today: date) -> list[Problem]:
    """The document that allows it is a number and a day."""
    if not given.keys() & set(planned.DECISION):
        return []
    if not any(told.get(name) for name in planned.DECISION):
        return [Problem("decision_number", _("Cần ghi số văn bản cho phép."))]
    problems = []
    if not told.get("decision_number"):
        problems.append(Problem("decision_number", _("Cần ghi số văn bản cho phép.")))
    if not told.get("decision_on"):
        problems.append(Problem("decision_on", _("Cần ghi ngày văn bản cho phép.")))
    elif told["decision_on"] > today:
        problems.append(Problem("decision_on", _("Ngày văn bản chưa tới.")))
    return problems


def check_all(
    rows: Sequence[RowValues], records: Sequence[Any], *, user: Any, **_context: Any
) -> list[list[Problem]]:
    """New rows that stand twice in the portion, and those that may tell of a delegation known by other words."""
    twice = common.standing_twice(
        rows, records, lambda row: (*_words(row), common.first_day_of(row)) if row.get("title_vi") else None
    )
    alike = likeness_notes(rows, records, trips_seen(user))
    return [[*problems, *notes] for problems, notes in zip(twice, alike, strict=True)]


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: Delegation | None, user: Any, today: date, log: ChangeLog
) -> Delegation:
    """Write one row through the services of delegations: the plan, what was, the permit, the programme, the way."""
    person = base.writer(user)
    given, told = compared(COLUMNS, values_of, values, record)
    before = links_of(record, LISTS) if record is not None else []
    with common.told_at(_column_of):
        if record is None:
            written = _plan(values, user=person, today=today)
        else:
            written = record
            _update(record, told, given, user=person, today=today)
    if given.keys() & set(planned.DECISION):
        decided: dict[str, Any] = {name: told.get(name) or "" for name in planned.DECISION}
        decide(delegation=written, **decided, base_version=None, user=person, today=today)
    planned.write_rest(written, told=told, given=given, user=person, today=today)
    common.noted(log, written, LISTS, before)
    written.refresh_from_db()
    return written


def _column_of(field: str) -> str:
    """The way is one column here; the service names each stop."""
    return "countries" if field.partition(".")[0] == "stops" else field


def _plan(values: RowValues, *, user: Any, today: date) -> Delegation:
    facts = {name: values[name] for name in (*DATED, *LISTS) if name in values}
    stops = [{"country": country} for country in values.get("countries") or []]
    return plan_delegation(**facts, rows={"stops": stops} if stops else None, user=user, today=today)


def _update(
    record: Delegation, told: Mapping[str, Any], given: Mapping[str, Any], *, user: Any, today: date
) -> None:
    changes = {name: value for name, value in given.items() if name in SCALARS or name in LISTS}
    if changes:
        update_delegation(delegation=record, changes=changes, base_version=None, user=user)
    if given.keys() & set(ACTUAL_FACTS):
        facts = {name: told.get(name) for name in ACTUAL_FACTS}
        record_actuals(delegation=record, **facts, base_version=None, user=user, today=today)
    if "countries" in given:
        rows = _way_through(record, given["countries"])
        set_stops(delegation=record, rows=rows, base_version=None, user=user)


def _way_through(record: Delegation, countries: Sequence[Any]) -> list[dict[str, Any]]:
    """The way with the stops in these countries as they stand, and the others of them behind."""
    kept = [stop for stop in record.stops.all() if stop.country in countries]
    known = {stop.country for stop in kept}
    rows = [{name: getattr(stop, name) for name in STOP} for stop in kept]
    return rows + [{"country": country} for country in countries if country not in known]


TRIPS = common.RoomKind(
    code="doan",
    title=gettext_lazy("Đoàn vào, đoàn ra"),
    hint=gettext_lazy(
        "Kế hoạch, thực tế, văn bản cho phép, kinh phí, kết quả của từng đoàn; không có tên thành viên."
    ),
    columns=COLUMNS,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=trips_seen,
    identified_by=(
        ("key",),
        ("title_vi", "direction", "starts_on", "partners"),
        ("title_vi", "direction", "planned_starts_on", "partners"),
    ),
    named_by="title_vi",
    periods=(common.HELD, common.PLANNED),
    order=41,
)
