"""The end of a term in SQL: twin of `agreements.validity.term_end`, tested on the same table of cases."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

TERM_END = r"""
CREATE OR REPLACE FUNCTION public.agreement_term_end(
    kind text, ends_on text, months integer, renew_months integer, start_last date, today date
) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN kind = 'until' THEN public.partial_last_day(ends_on)
        WHEN start_last IS NULL OR months IS NULL THEN NULL
        WHEN kind = 'for' THEN (start_last + make_interval(months => months))::date
        WHEN kind = 'auto_renew' AND renew_months > 0 THEN (
            -- whole renewals passed since the first end, then at most two steps on: months are uneven
            SELECT min(candidate.day)
            FROM (
                SELECT (start_last + make_interval(months => months + renewal * renew_months))::date AS day
                FROM generate_series(
                    greatest(0, (12 * (extract(year FROM today) - extract(year FROM start_last))
                        + extract(month FROM today) - extract(month FROM start_last) - months)::integer
                        / renew_months - 1),
                    greatest(0, (12 * (extract(year FROM today) - extract(year FROM start_last))
                        + extract(month FROM today) - extract(month FROM start_last) - months)::integer
                        / renew_months + 2)
                ) AS renewal
            ) AS candidate
            WHERE candidate.day >= today
        )
    END
$$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("core", "0001_sql_functions")]
    operations: ClassVar = [
        migrations.RunSQL(
            TERM_END,
            "DROP FUNCTION IF EXISTS public.agreement_term_end(text, text, integer, integer, date, date)",
        )
    ]
