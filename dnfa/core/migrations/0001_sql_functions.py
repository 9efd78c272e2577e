"""Extensions and SQL functions that columns, checks and indexes of every app rest on.

The functions are immutable and their bodies are parsed when they are made (`RETURN`, PostgreSQL 14 and
later), so they mean the same whatever the search path: in an index, a check, or during `pg_restore`.
An app whose model has a partial date depends on this migration.
"""

from __future__ import annotations

from django.db import migrations

EXTENSIONS = """
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;
"""

# Raise nothing: a malformed or impossible date is NULL, and the column's check refuses it.
PARTIAL_FIRST_DAY = r"""
CREATE OR REPLACE FUNCTION public.partial_first_day(value text) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    y integer;
    m integer;
    d integer;
BEGIN
    -- plpgsql, not SQL: four to six times faster over a hundred thousand rows, and every status asks it.
    IF value !~ '^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' THEN
        RETURN NULL;
    END IF;
    y := pg_catalog.left(value, 4);
    IF pg_catalog.length(value) = 4 THEN
        RETURN pg_catalog.make_date(y, 1, 1);
    END IF;
    m := pg_catalog.substr(value, 6, 2);
    IF pg_catalog.length(value) = 7 THEN
        RETURN pg_catalog.make_date(y, m, 1);
    END IF;
    d := pg_catalog.right(value, 2);
    IF d > 28 AND d > pg_catalog.date_part('day',
        pg_catalog.make_date(y, m, 1) + interval '1 month' - interval '1 day') THEN
        RETURN NULL;
    END IF;
    RETURN pg_catalog.make_date(y, m, d);
END
$$;
"""

PARTIAL_LAST_DAY = r"""
CREATE OR REPLACE FUNCTION public.partial_last_day(value text) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    first_day date := public.partial_first_day(value);
BEGIN
    RETURN CASE pg_catalog.length(value)
        WHEN 4 THEN (first_day + interval '1 year' - interval '1 day')::date
        WHEN 7 THEN (first_day + interval '1 month' - interval '1 day')::date
        ELSE first_day
    END;
END
$$;
"""

F_UNACCENT = r"""
CREATE OR REPLACE FUNCTION public.f_unaccent(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN public.unaccent('public.unaccent'::pg_catalog.regdictionary, value);
"""

# One line without zero-width characters; the twin of the first steps of fold() and sort_key().
VI_LINE = r"""
CREATE OR REPLACE FUNCTION public.vi_line(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.btrim(pg_catalog.regexp_replace(
    pg_catalog.regexp_replace(value, '[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]', '', 'g'),
    '[ \u0009-\u000d\u001c-\u001f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+', ' ', 'g'), ' ');
"""

# Letters without a Unicode decomposition; the twin of _PLAIN_LETTERS.
VI_PLAIN_LETTERS = r"""
CREATE OR REPLACE FUNCTION public.vi_plain_letters(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(
    pg_catalog.translate(value, 'đðøłħŧıŋ', 'ddolhtin'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
"""

# The twin of _PLAIN_PUNCTUATION: look-alike quotes and dashes.
VI_PLAIN_PUNCTUATION = r"""
CREATE OR REPLACE FUNCTION public.vi_plain_punctuation(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.translate(value,
    U&'\2018\2019\201B\02BC\201C\201D\2010\2011\2012\2013\2014\2015\2212', '''''''''""-------');
"""

VI_FOLD = r"""
CREATE OR REPLACE FUNCTION public.vi_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN NORMALIZE(public.vi_line(public.vi_plain_punctuation(public.vi_plain_letters(pg_catalog.lower(
    pg_catalog.regexp_replace(NORMALIZE(public.vi_line(value), NFKD), '[\u0300-\u036f]', '', 'g'))))), NFC);
"""

VI_PRIMARY_KEY = r"""
CREATE OR REPLACE FUNCTION public.vi_primary_key(decomposed text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.translate(public.vi_plain_letters(pg_catalog.regexp_replace(NORMALIZE(pg_catalog.translate(
        NORMALIZE(pg_catalog.regexp_replace(decomposed,
            '[\u0300\u0301\u0303-\u0305\u0307-\u031a\u031c-\u036f]', '', 'g'), NFC),
        'ăâđêôơư', 'ABDEOPU'), NFD), '[\u0300-\u036f]', '', 'g')),
    'aABbcdDeEfghijklmnoOPpqrstuUvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg');
"""

VI_TONE_KEY = r"""
CREATE OR REPLACE FUNCTION public.vi_tone_key(decomposed text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.rtrim(pg_catalog.regexp_replace(pg_catalog.translate(pg_catalog.regexp_replace(
        pg_catalog.translate(decomposed, U&'\0302\0306\031B', ''), '[^\u0300-\u036f]', '0', 'g'),
    U&'\0300\0309\0303\0301\0323', '12345'), '[\u0300-\u036f]', '6', 'g'), '0');
"""

VI_DECOMPOSED = r"""
CREATE OR REPLACE FUNCTION public.vi_decomposed(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.translate(public.vi_plain_punctuation(pg_catalog.lower(NORMALIZE(public.vi_line(value), NFD))),
    ':;<=>?@[\]^_`{|}~', '/////////////////');
"""

VI_SORT_KEY = r"""
CREATE OR REPLACE FUNCTION public.vi_sort_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN public.vi_primary_key(public.vi_decomposed(value)) || pg_catalog.chr(1)
    || public.vi_tone_key(public.vi_decomposed(value));
"""

IN_ORDER = {
    "partial_first_day": PARTIAL_FIRST_DAY,
    "partial_last_day": PARTIAL_LAST_DAY,
    "f_unaccent": F_UNACCENT,
    "vi_line": VI_LINE,
    "vi_plain_letters": VI_PLAIN_LETTERS,
    "vi_plain_punctuation": VI_PLAIN_PUNCTUATION,
    "vi_fold": VI_FOLD,
    "vi_primary_key": VI_PRIMARY_KEY,
    "vi_tone_key": VI_TONE_KEY,
    "vi_decomposed": VI_DECOMPOSED,
    "vi_sort_key": VI_SORT_KEY,
}


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        # Extensions stay when the migration is undone: the database may have had them before.
        migrations.RunSQL(EXTENSIONS, reverse_sql=migrations.RunSQL.noop),
        *(
            migrations.RunSQL(body, reverse_sql=f"DROP FUNCTION public.{name}(text);")
            for name, body in IN_ORDER.items()
        ),
    ]
