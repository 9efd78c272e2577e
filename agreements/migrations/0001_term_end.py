"""The end of a term in SQL: twin of `agreements.validity.term_end`, tested on the same table of cases."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

TERM_END = r"""
CREATE OR REPLACE FUNCTION public.agreement_term_end(
    kind text, ends_on text, months integer, renew_months integer, start_last date, today date
) RETURNS date LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    first_end date;
    renewals integer;
    period_end date;
BEGIN
    IF kind = 'until' THEN
        RETURN public.partial_last_day(ends_on);
    END IF;
    IF start_last IS NULL OR months IS NULL THEN
        RETURN NULL;
    END IF;
    first_end := start_last + make_interval(months => months);
    IF kind = 'for' THEN
        RETURN first_end;
    END IF;
    IF kind <> 'auto_renew' OR coalesce(renew_months, 0) = 0 THEN
        RETURN NULL;
    END IF;
    -- Each period is counted from the start, so that month ends never drift.
    renewals := greatest(0, (12 * (extract(year FROM today) - extract(year FROM first_end))
        + extract(month FROM today) - extract(month FROM first_end))::integer / renew_months);
    LOOP
        period_end := start_last + make_interval(months => months + renewals * renew_months);
        EXIT WHEN period_end >= today;
        renewals := renewals + 1;
    END LOOP;
    RETURN period_end;
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
