"""The one way notices come and go: compare what the sources find with what was told.

One statement a source. A key that stands in the log is never written again, so a rerun tells nothing twice and a missed
night is caught up by the next run; a notice whose cause is gone ends, and stands again, without a second mail, if
the same cause returns.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.followup.charge import charged_models, pairs_of
from dnfa.followup.models import Notice, SourceChoice
from dnfa.followup.notices.sources import COLUMNS, Moment, NoticeSource, all_sources
from dnfa.followup.notices.steps import Step, steps_of

logger = logging.getLogger(__name__)

# Any constant that no other lock of this database uses.
SYNC_LOCK = 2887_1126

_COMPARE = """
WITH given AS (
    SELECT %s::varchar AS source, %s::integer AS content_type, %s::boolean AS expects, %s::date AS today,
           %s::timestamptz AS now
), asked ({columns}) AS MATERIALIZED ({rows}),
step (code, days, until) AS (VALUES {steps}),
reached AS MATERIALIZED (
    SELECT asked.about::bigint AS object_id, asked.dated::date AS reference_date, asked.facts::jsonb AS evidence,
           coalesce(step.code, asked.threshold::varchar) AS threshold, step.days, asked.to_person::bigint,
           asked.to_agency::bigint, asked.to_charge_type::integer, asked.to_charge_id::bigint, asked.to_heads::boolean,
           asked.but_person::bigint
    FROM asked {reach} JOIN LATERAL (
        SELECT step.code, step.days FROM step WHERE asked.dated <= step.until ORDER BY step.until LIMIT 1
    ) AS step ON true
), charge (content_type, record, person) AS MATERIALIZED ({charge}),
addressed AS (
    SELECT reached.*, to_person AS person FROM reached WHERE to_person IS NOT NULL
    UNION ALL
    SELECT reached.*, person.id FROM reached JOIN {user} AS person
        ON person.agency_id = reached.to_agency AND person.role = '{focal_point}'
    UNION ALL
    SELECT reached.*, charge.person FROM reached JOIN charge
        ON (charge.content_type, charge.record) = (reached.to_charge_type, reached.to_charge_id)
    UNION ALL
    SELECT reached.*, person.id FROM reached JOIN {user} AS person ON person.role = '{head}'
    WHERE reached.to_heads OR (reached.to_charge_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM charge
        JOIN {user} AS keeper ON keeper.id = charge.person AND keeper.is_active
        WHERE (charge.content_type, charge.record) = (reached.to_charge_type, reached.to_charge_id)))
), found AS MATERIALIZED (
    SELECT DISTINCT ON (addressed.person, addressed.object_id, addressed.threshold, addressed.reference_date)
           addressed.person, addressed.object_id, addressed.threshold, addressed.reference_date, addressed.evidence
    FROM addressed JOIN {user} AS person ON person.id = addressed.person AND person.is_active {may_be_told}
    LEFT JOIN {choice} AS choice ON choice.user_id = person.id AND choice.source = %s
    WHERE addressed.person IS DISTINCT FROM addressed.but_person
      AND choice.is_off IS NOT TRUE
      AND (addressed.days IS NULL OR choice.first_days IS NULL OR addressed.days <= choice.first_days)
), told AS (
    INSERT INTO {notice} AS notice (recipient_id, source, content_type_id, object_id, threshold, reference_date, expects,
                                    evidence, made_on, created_at)
    SELECT found.person, given.source, given.content_type, found.object_id, found.threshold, found.reference_date,
           given.expects, found.evidence, given.today, given.now
    FROM found CROSS JOIN given
    ON CONFLICT (recipient_id, source, content_type_id, object_id, threshold, reference_date)
        DO UPDATE SET ended_at = NULL, evidence = excluded.evidence
        WHERE notice.ended_at IS NOT NULL OR notice.evidence IS DISTINCT FROM excluded.evidence
    RETURNING (xmax = 0) AS is_new
), ended AS (
    UPDATE {notice} AS notice SET ended_at = given.now FROM given
    WHERE notice.source = given.source AND notice.ended_at IS NULL AND (notice.expects OR notice.read_at IS NOT NULL)
      AND NOT EXISTS (
        SELECT 1 FROM found
        WHERE (found.person, found.object_id, found.threshold, found.reference_date)
            = (notice.recipient_id, notice.object_id, notice.threshold, notice.reference_date))
    RETURNING 1
)
SELECT (SELECT count(*) FROM told WHERE is_new), (SELECT count(*) FROM ended)
"""
_CHARGE_OF_A_KIND = """
SELECT %s::integer, pair.record, pair.person FROM ({pairs}) AS pair (record, person)
WHERE pair.record IN (SELECT to_charge_id FROM reached WHERE to_charge_type = %s)
"""


@dataclass
class NoticeRun:
    """What a run did: told for the first time, ended, and the sources that failed with their error."""

    told: int = 0
    ended: int = 0
    failures: dict[str, str] = field(default_factory=dict)


def sync_notices(
    *, moment: Moment, now: datetime, only: Callable[[NoticeSource], bool] | None = None
) -> NoticeRun:
    """Tell what the sources find and was not told, and end what they find no more, all or nothing per source.

    Side effects: writes notices. A source that fails leaves its notices as they were and is logged; the others go on. Two
    runs at once wait for each other. `only` chooses sources.
    """
    run = NoticeRun()
    with transaction.atomic():
        _wait_for_other_runs()
        for source in all_sources():
            if only is None or only(source):
                _run_source(source, run, moment, now)
        if only is None:
            run.ended += _end_without_source(now)
    return run


def _wait_for_other_runs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SYNC_LOCK])


def _run_source(source: NoticeSource, run: NoticeRun, moment: Moment, now: datetime) -> None:
    """Run one source in its own savepoint; a failure is recorded, whatever its kind: sources are others' code."""
    try:
        with transaction.atomic():
            told, ended = _compare(source, moment, now)
    except Exception as error:
        logger.exception("notice source %s failed on %s", source.code, moment.today)
        run.failures[source.code] = f"{type(error).__name__}: {error}"[:500]
    else:
        run.told += told
        run.ended += ended


def _compare(source: NoticeSource, moment: Moment, now: datetime) -> tuple[int, int]:
    rows, row_params = _sql(source.asked(moment), COLUMNS)
    steps, step_params = _steps_sql(steps_of(source.code, moment) if source.has_steps else [])
    charge, charge_params = _charge_sql(moment)
    quote = connection.ops.quote_name
    statement = _COMPARE.format(
        columns=", ".join(COLUMNS),
        rows=rows,
        steps=steps,
        charge=charge,
        reach="" if source.has_steps else "LEFT",
        user=quote(User._meta.db_table),
        choice=quote(SourceChoice._meta.db_table),
        notice=quote(Notice._meta.db_table),
        focal_point=Role.FOCAL_POINT.value,
        head=Role.HEAD.value,
        may_be_told="" if settings.DNFA_DEMO else "AND NOT person.is_demonstration",
    )
    given = (
        source.code,
        ContentType.objects.get_for_model(source.model).pk,
        source.expects,
        moment.today,
        now,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, (*given, *row_params, *step_params, *charge_params, source.code))
        told, ended = cursor.fetchone()
    return told, ended


def _sql(queryset: QuerySet[Any], columns: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """The statement of a queryset of values in the order of `columns`; one without rows where Django knows there are none."""
    try:
        return queryset.query.sql_with_params()
    except EmptyResultSet:
        return f"SELECT {', '.join('NULL' for _column in columns)} WHERE false", ()


def _steps_sql(steps: Iterable[Step]) -> tuple[str, tuple[Any, ...]]:
    """Rows of (code, days before, until which reference date); a source without steps has none that any date reaches."""
    rows = ["(NULL::varchar, NULL::integer, '-infinity'::date)"]
    params: list[Any] = []
    for step in steps:
        rows.append("(%s::varchar, %s::integer, coalesce(%s::date, 'infinity'::date))")
        params += [step.code, step.days_before, step.until]
    return ", ".join(rows), tuple(params)


def _charge_sql(moment: Moment) -> tuple[str, tuple[Any, ...]]:
    """Who is in charge of the records that the rows name: one part for each kind of record."""
    parts, params = ["SELECT NULL::integer, NULL::bigint, NULL::bigint WHERE false"], []
    for model in charged_models():
        pairs = pairs_of(model, moment.today)
        if pairs is None:
            continue
        statement, given = _sql(pairs.order_by().values("record", "person"), ("record", "person"))
        kind = ContentType.objects.get_for_model(model).pk
        parts.append(_CHARGE_OF_A_KIND.format(pairs=statement))
        params += [kind, *given, kind]
    return " UNION ".join(parts), tuple(params)


def _end_without_source(now: datetime) -> int:
    """End what a source told that has been taken away since; nothing else would."""
    known = [source.code for source in all_sources()]
    return Notice.objects.standing().exclude(source__in=known).update(ended_at=now)
