"""The status of a paper in SQL: twin of `agreements.validity._status`, tested on the same table of cases.

A function, because a long CASE over annotated subqueries makes PostgreSQL run each subquery again for
every place it is named in; an argument is computed once.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

# setting: what the last event that set a term left behind, "kind:last day" (the day may be empty); NULL: none did.
FUNCTIONS = r"""
CREATE OR REPLACE FUNCTION public.agreement_ends_on(setting text, own_end date)
RETURNS date LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF setting IS NULL THEN
        RETURN own_end;
    END IF;
    RETURN nullif(split_part(setting, ':', 2), '')::date;
END
$$;

CREATE OR REPLACE FUNCTION public.agreement_status(
    stage text, ending text, pausing text, setting text, own_term text, own_end date,
    first_day date, today date, expiring_days integer
) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    term text := coalesce(split_part(setting, ':', 1), own_term);
    ends_on date := public.agreement_ends_on(setting, own_end);
BEGIN
    RETURN CASE
        WHEN stage <> 'signed' THEN stage
        WHEN ending = 'termination' THEN 'terminated'
        WHEN ending = 'replacement' THEN 'replaced'
        WHEN first_day > today THEN 'not_yet_in_force'
        WHEN ends_on < today THEN 'expired'
        WHEN pausing = 'suspension' THEN 'suspended'
        WHEN term = 'indefinite' THEN 'in_force'
        WHEN term = 'auto_renew' AND ends_on IS NOT NULL THEN 'in_force'
        WHEN ends_on IS NULL THEN 'unknown_term'
        WHEN ends_on <= today + expiring_days THEN 'expiring'
        ELSE 'in_force'
    END;
END
$$;
"""
GONE = """
DROP FUNCTION IF EXISTS public.agreement_status(text, text, text, text, text, date, date, date, integer);
DROP FUNCTION IF EXISTS public.agreement_ends_on(text, date);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agreements", "0003_initial")]
    operations: ClassVar = [migrations.RunSQL(FUNCTIONS, GONE)]
