"""Tables of international conferences and seminars, in the columns of annex VI of the yearly report (docs/importing.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common as base
from agreements.import_kinds.changes import Change, checks_change, compared
from agreements.import_kinds.names import countries_named
from delegations.enums import ConferencePart, PermitLevel, ProgrammeItemKind
from delegations.import_kinds import common, planned
from delegations.models import Conference
from delegations.services.conferences import (
    ACTUAL_FACTS,
    LISTS,
    PERMIT_FACTS,
    PLAN_FACTS,
    check_actuals,
    check_plan,
    plan_conference,
    record_actuals,
    record_permit,
    update_conference,
)
from delegations.services.trips.cancelling import CANCEL_FACTS, refuse_future
from delegations.services.trips.record import check_cost
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
from partners.models import Country, Partner

MOST_PERSONS = 1_000_000
HELD_ONLY = gettext_lazy(
    "Chỉ ghi khi hội nghị đã diễn ra; kế hoạch ghi ở các cột “Dự kiến”. Một cột “Thời gian” (10-12/3/2026) thay được hai cột ngày."
)
END_HELP = gettext_lazy("Chỉ một ngày thì ghi lại ngày đó; để trống thì ngày cuối tạm tính theo kế hoạch.")


def _class_column(key: str, label: Any, *aliases: str) -> SheetColumn:
    return common.persons_column(key, label, *aliases, least=0, most=MOST_PERSONS)


COLUMNS = (
    common.key_column(),
    *common.title_columns(
        "Tên hội nghị",
        "Tên, chủ đề",
        "Hội nghị",
        example=gettext_lazy("Hội thảo quốc tế về quản lý rác thải biển"),
    ),
    SheetColumn(
        "part",
        gettext_lazy("Vai trò của thành phố"),
        choice(ConferencePart),
        required=True,
        aliases=("Vai trò",),
        example=ConferencePart.HOSTED.label,
    ),
    common.lead_column("Cơ quan tổ chức", "Cơ quan tổ chức, phối hợp"),
    common.coordinating_column(),
    SheetColumn("organiser", gettext_lazy("Đơn vị tổ chức ngoài thành phố"), text(max_length=300)),
    *planned.plan_columns(MOST_PERSONS),
    SheetColumn(
        "starts_on", gettext_lazy("Từ ngày"), partial_date(), aliases=("Ngày bắt đầu",), help=HELD_ONLY
    ),
    SheetColumn(
        "ends_on", gettext_lazy("Đến ngày"), partial_date(), aliases=("Ngày kết thúc",), help=END_HELP
    ),
    _class_column("vietnamese_persons", gettext_lazy("Người Việt Nam"), "Số người Việt Nam", "Người VN"),
    _class_column(
        "resident_foreigners", gettext_lazy("Người nước ngoài ở trong nước"), "Người NN trong nước"
    ),
    _class_column(
        "visiting_foreigners", gettext_lazy("Người nước ngoài từ nước ngoài vào"), "Người NN từ nước ngoài"
    ),
    _class_column("online_persons", gettext_lazy("Người dự trực tuyến")),
    SheetColumn(
        "persons",
        gettext_lazy("Tổng số người"),
        _class_column("persons", "").reader,
        aliases=("Số người", "Số người thực tế"),
        help=gettext_lazy("Tự cộng khi biết đủ bốn nhóm người dự."),
        example="120",
    ),
    SheetColumn(
        "countries",
        gettext_lazy("Quốc gia và vùng lãnh thổ có người dự"),
        countries_named(many=True),
        aliases=("Các nước", "Quốc gia và vùng lãnh thổ", "Quốc gia, vùng lãnh thổ", "Quốc gia"),
        example="Nhật Bản; KR",
    ),
    common.partners_column(),
    common.mode_column(),
    SheetColumn("place", gettext_lazy("Địa điểm"), text(max_length=300)),
    SheetColumn("purpose_vi", gettext_lazy("Mục đích"), text(lines=True), spare=("Nội dung",)),
    SheetColumn("outcome_vi", gettext_lazy("Kết quả"), text(lines=True)),
    SheetColumn("permit_level", gettext_lazy("Cấp cho phép"), base.cleared_to("", choice(PermitLevel))),
    common.day_column("filed_on", gettext_lazy("Ngày nộp hồ sơ xin phép"), "Ngày nộp hồ sơ"),
    *planned.decision_columns(),
    *planned.plan_status_columns(),
    *common.cost_columns(),
    planned.owing_column(),
    *planned.cancel_columns(),
)
FACTS = (*PLAN_FACTS, *ACTUAL_FACTS)
TEXTS = ("title_vi", "title_en", "organiser", "place", "purpose_vi", "outcome_vi", "cost_note", "decision_number",
         "decision_by", "out_of_plan_reason", "out_of_plan_document", "cancel_note")  # fmt: skip


# --- the register ---------------------------------------------------------------------
def conferences_seen(user: Any) -> QuerySet[Conference]:
    """The conferences a table may speak of, the newest first, with all that a row says."""
    countries = Prefetch("countries", Country.objects.order_by("code"))
    partners = Prefetch("partners", Partner.objects.order_by("key"))
    seen = base.seen(Conference)(user).select_related("result", "programme_item__programme")
    return seen.prefetch_related(countries, partners, "lead_agencies", "coordinating").order_by(
        begins_expression().desc(nulls_last=True), "pk"
    )


def values_of(conference: Conference) -> dict[str, Any]:
    """What the register says now, by column."""
    names = ("key", *FACTS, *PERMIT_FACTS, *planned.PLAN_STATUS, *CANCEL_FACTS, "owes_report")
    return common.facts_of(conference, names, LISTS)


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The conference of each row: by key, or the one of the same words that begins on that day."""
    open_rows = [row for row in rows if not row.get("key")]
    planned_days = {row["planned_starts_on"] for row in open_rows if row.get("planned_starts_on")}
    days = {common.first_day_of(row) for row in open_rows} - {None}
    asked = Q(begins__in=days) | Q(planned_starts_on__in=planned_days)
    known = common.with_words_of(conferences_seen(user), open_rows).annotate(begins=begins_expression())
    by_title = base.grouped(
        known.filter(asked) if open_rows else (), lambda one: common.title_of(values_of(one))
    )

    def same_words(row: RowValues) -> Found:
        same = [one for one in by_title.get(common.title_of(row), []) if common.same_days(row, one)]
        return base.only(same, "key")

    return common.found_by_key(rows, conferences_seen(user), same_words)


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, *, today: date, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    if change.record is not None and (over := planned.over_problems(change.record, COLUMNS)):
        return over
    told = change.told
    candidate = Conference(key="moi", **{name: told[name] for name in FACTS if told.get(name) is not None})
    lists = {name: told.get(name) or [] for name in LISTS}
    checks = [lambda: check_plan(candidate, lists), lambda: check_cost(candidate)]
    if change.record is None or change.given.keys() & set(ACTUAL_FACTS):
        checks.append(lambda: check_actuals(candidate, today=today))
    problems = [
        *base.secrets(COLUMNS, change.given, TEXTS),
        *base.refusals(COLUMNS, *checks),
        *_permit_problems(change.given, today),
        *planned.plan_problems(
            change,
            columns=COLUMNS,
            kind=ProgrammeItemKind.CONFERENCE,
            moved=_("Đã có văn bản cho phép: đổi ngày ở trang của hội nghị, có nêu lý do."),
            today=today,
        ),
    ]
    return common.not_told_twice(problems, COLUMNS, change.row, change.record)


def _permit_problems(given: Mapping[str, Any], today: date) -> list[Problem]:
    """The dossier and the paper are of days that have come."""
    days = [(name, given[name]) for name in ("filed_on", "decision_on") if given.get(name)]
    return base.refusals(COLUMNS, *(partial(refuse_future, day, today, name) for name, day in days))


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """New rows that stand twice in the portion."""
    return common.standing_twice(rows, records, _name)


def _name(row: RowValues) -> tuple[Any, ...] | None:
    return (common.title_of(row), common.first_day_of(row)) if row.get("title_vi") else None


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: Conference | None, user: Any, today: date, log: ChangeLog
) -> Conference:
    """Write one row through the services of conferences: the plan, what was, the permit, the programme."""
    person = base.writer(user)
    given, told = compared(COLUMNS, values_of, values, record)
    before = links_of(record, LISTS) if record is not None else []
    if record is None:
        facts = {name: values[name] for name in FACTS if name in values}
        lists = {name: values[name] for name in LISTS if name in values}
        written = plan_conference(facts=facts, lists=lists, user=person, today=today)
    else:
        written = record
        _update(record, given, user=person, today=today)
    permit = {name: given[name] for name in PERMIT_FACTS if name in given}
    if permit:
        record_permit(conference=written, facts=permit, base_version=None, user=person, today=today)
    planned.write_rest(written, told=told, given=given, user=person, today=today)
    common.noted(log, written, LISTS, before)
    written.refresh_from_db()
    return written


def _update(record: Conference, given: Mapping[str, Any], *, user: Any, today: date) -> None:
    changes = {name: value for name, value in given.items() if name in PLAN_FACTS or name in LISTS}
    if changes:
        update_conference(conference=record, changes=changes, base_version=None, user=user)
    facts = {name: given[name] for name in ACTUAL_FACTS if name in given}
    if facts:
        record_actuals(conference=record, facts=facts, base_version=None, user=user, today=today)


CONFERENCES = common.RoomKind(
    code="hoi-nghi",
    title=gettext_lazy("Hội nghị, hội thảo quốc tế"),
    hint=gettext_lazy(
        "Kế hoạch, giấy phép, bốn nhóm người dự, kinh phí, kết quả của từng hội nghị, hội thảo."
    ),
    columns=COLUMNS,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=conferences_seen,
    identified_by=(
        ("key",),
        ("title_vi", "starts_on", "partners"),
        ("title_vi", "planned_starts_on", "partners"),
    ),
    named_by="title_vi",
    periods=(common.HELD, common.PLANNED),
    order=44,
)
