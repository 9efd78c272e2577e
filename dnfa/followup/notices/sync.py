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
from django.db.models import BigIntegerField, F, IntegerField, Model, QuerySet, Value

from dnfa.accounts.enums import Role
from dnfa.accounts.models import User
from dnfa.followup.charge import Following, charged_models, followings, pairs_of
from dnfa.followup.models import Notice, SourceChoice
from dnfa.followup.notices.sources import COLUMNS, Moment, NoticeSource, all_sources
from dnfa.followup.notices.steps import Step, steps_of

logger = logging.getLogger(__name__)

# Any constant that no other lock of this database uses.
SYNC_LOCK = 2887_1126

_COMPARE = """
WITH RECURSIVE given AS (
    SELECT %s::varchar AS source, %s::integer AS content_type, %s::boolean AS expects, %s::date AS today,
           %s::timestamptz AS now
), asked ({columns}) AS MATERIALIZED ({rows}),
step (code, days, until) AS (VALUES {steps}),
reached AS MATERIALIZED (
    SELECT asked.about::bigint AS object_id, asked.dated::date AS reference_date, asked.facts::jsonb AS evidence,
           concat_ws(' ', step.code, nullif(asked.threshold::varchar, '')) AS threshold, step.days, asked.to_person::bigint,
           asked.to_agency::bigint, asked.to_charge_type::integer, asked.to_charge_id::bigint, asked.to_heads::boolean,
           asked.but_person::bigint
    FROM asked {reach} JOIN LATERAL (
        SELECT step.code, step.days FROM step WHERE asked.dated <= step.until ORDER BY step.until LIMIT 1
    ) AS step ON true
), follower (kind, id, content_type, record, person) AS ({followers}),
named (kind, id, content_type, record, person) AS (
    SELECT DISTINCT to_charge_type, to_charge_id, to_charge_type, to_charge_id, NULL::bigint FROM reached
    WHERE to_charge_id IS NOT NULL
    UNION
    SELECT named.kind, named.id, follower.content_type, follower.record, follower.person FROM named JOIN follower
        ON (follower.kind, follower.id) = (named.content_type, named.record) WHERE named.person IS NULL
), charge (content_type, record, person) AS MATERIALIZED (
    SELECT kept.kind, kept.id, kept.person FROM ({charge}) AS kept (kind, id, person)
    JOIN {user} AS keeper ON keeper.id = kept.person AND keeper.is_active AND keeper.role <> '{focal_point}'
), addressed AS (
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
        WHERE (charge.content_type, charge.record) = (reached.to_charge_type, reached.to_charge_id)))
), reachable AS MATERIALIZED (
    SELECT addressed.* FROM addressed JOIN {user} AS person ON person.id = addressed.person
    WHERE person.is_active {may_be_told} AND addressed.person IS DISTINCT FROM addressed.but_person
    UNION ALL
    SELECT reached.*, person.id FROM reached JOIN given ON given.expects
        JOIN {user} AS person ON person.role = '{head}' AND person.is_active {may_be_told}
    WHERE person.id IS DISTINCT FROM reached.but_person AND NOT EXISTS (
        SELECT 1 FROM addressed JOIN {user} AS person ON person.id = addressed.person
        WHERE person.is_active {may_be_told} AND addressed.person IS DISTINCT FROM addressed.but_person
          AND (addressed.object_id, addressed.threshold, addressed.reference_date)
            = (reached.object_id, reached.threshold, reached.reference_date))
), found AS MATERIALIZED (
    SELECT DISTINCT ON (person, object_id, threshold, reference_date)
           person, object_id, threshold, reference_date, evidence
    FROM reachable LEFT JOIN {choice} AS choice ON choice.user_id = person AND choice.source = %s
    WHERE choice.is_off IS NOT TRUE AND (days IS NULL OR choice.first_days IS NULL OR days <= choice.first_days)
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
    WHERE notice.source = given.source AND notice.ended_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM found
        WHERE (found.person, found.object_id, found.threshold, found.reference_date)
            = (notice.recipient_id, notice.object_id, notice.threshold, notice.reference_date))
    RETURNING 1
)
SELECT (SELECT count(*) FROM told WHERE is_new), (SELECT count(*) FROM ended)
"""
_CHARGE_OF_A_KIND = """
SELECT named.kind, named.id, pair.person FROM named JOIN ({pairs}) AS pair (record, person)
    ON named.record = pair.record WHERE named.content_type = %s AND named.person IS NULL
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
    asked = source.asked(moment)
    rows, row_params = _sql(asked, COLUMNS)
    steps, step_params = _steps_sql(steps_of(source.code, moment) if source.has_steps else [])
    # Half of the statement, and of the time it takes, is about charge; most sources name none.
    by_charge = not isinstance(asked.query.annotations["to_charge_id"], Value)
    followers, follower_params = _followers_sql(followings() if by_charge else ())
    charge, charge_params = _charge_sql(charged_models() if by_charge else (), moment)
    quote = connection.ops.quote_name
    statement = _COMPARE.format(
        columns=", ".join(COLUMNS),
        rows=rows,
        steps=steps,
        followers=followers,
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
        params = (*given, *row_params, *step_params, *follower_params, *charge_params, source.code)
        cursor.execute(statement, params)
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


def _charge_sql(models: Iterable[type[Model]], moment: Moment) -> tuple[str, tuple[Any, ...]]:
    """Who is in charge of the records that the rows name: whom they themselves name, and one part for each kind."""
    parts, params = ["SELECT kind, id, person FROM named WHERE person IS NOT NULL"], []
    for model in models:
        pairs = pairs_of(model, moment.today)
        if pairs is None:
            continue
        statement, given = _sql(pairs.order_by().values("record", "person"), ("record", "person"))
        parts.append(_CHARGE_OF_A_KIND.format(pairs=statement))
        params += [*given, ContentType.objects.get_for_model(model).pk]
    return " UNION ".join(parts), tuple(params)


def _followers_sql(kinds: Iterable[Following]) -> tuple[str, tuple[Any, ...]]:
    """What follows the record it is about, unless it names a person itself."""
    parts = ["SELECT NULL::integer, NULL::bigint, NULL::integer, NULL::bigint, NULL::bigint WHERE false"]
    params: list[Any] = []
    for following in kinds:
        nobody = Value(None, BigIntegerField())
        rows = following.model._default_manager.order_by().annotate(
            named_kind=Value(ContentType.objects.get_for_model(following.model).pk, IntegerField()),
            named_person=F(following.person) if following.person else nobody,
        )
        columns = ("named_kind", "pk", following.content_type, following.object_id, "named_person")
        statement, given = _sql(rows.values_list(*columns), columns)
        parts.append(statement)
        params += given
    return " UNION ALL ".join(f"({part})" for part in parts), tuple(params)


def _end_without_source(now: datetime) -> int:
    """End what a source told that has been taken away since; nothing else would."""
    known = [source.code for source in all_sources()]
    return Notice.objects.standing().exclude(source__in=known).update(ended_at=now)
