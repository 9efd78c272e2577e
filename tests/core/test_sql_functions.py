from __future__ import annotations

import calendar as months
from datetime import date

import pytest
from django.apps.registry import Apps
from django.db import connection, migrations, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Value
from django.db.models.functions import Upper

from dnfa.core.functions import PartialFirst, PartialLast, ViFold, ViSortKey, vi_order
from dnfa.core.partial_dates import InvalidPartialDate, PartialDate
from dnfa.core.text import fold, sort_key

pytestmark = pytest.mark.django_db

NOT_DATES = [
    "", " ", "abc", "0999", "3000", "20", "2012-13", "2012-00", "2012-4", "2023-09-31", "2023-02-29", "1900-02-29",
    "2023-01-32", "2023-01-00", "2012-04-", "2012/04", "2012-04-05T00:00", " 2012", "2012\n", "٢٠١٢", "-2012",
]  # fmt: skip


def ask(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def python_bounds(text):
    try:
        value = PartialDate.from_iso(text)
    except InvalidPartialDate:
        return (None, None)
    return (value.first_day(), value.last_day())


def test_partial_day_functions_equal_python_on_every_day_of_leap_and_common_years():
    years = [1000, 1900, 2000, 2023, 2024, 2999]
    texts = [str(year) for year in years]
    texts += [f"{year}-{month:02d}" for year in years for month in range(14)]
    texts += [f"{year}-{month:02d}-{day:02d}" for year in years for month in range(14) for day in range(33)]
    texts += NOT_DATES

    rows = ask(
        "SELECT public.partial_first_day(t), public.partial_last_day(t)"
        " FROM unnest(%s::text[]) WITH ORDINALITY AS given(t, place) ORDER BY place",
        texts,
    )

    assert rows == [python_bounds(text) for text in texts]
    assert sum(first is not None for first, _ in rows) == sum(
        1 + 12 + 365 + months.isleap(year) for year in years
    )


def test_functions_give_null_for_null():
    names = ("partial_first_day", "partial_last_day", "f_unaccent", "vi_fold", "vi_sort_key")

    assert ask(f"SELECT {', '.join(f'public.{name}(NULL)' for name in names)}") == [(None,) * len(names)]


def test_functions_work_without_a_search_path_as_in_pg_restore():
    ask("SELECT set_config('search_path', 'pg_catalog', true)")

    rows = ask(
        "SELECT public.partial_last_day('2024-02'), public.f_unaccent('Đường'), public.vi_fold('ĐÀ Nẵng'),"
        " public.vi_sort_key('ĐÀ Nẵng')"
    )

    assert rows == [(date(2024, 2, 29), "Duong", "da nang", sort_key("Đà Nẵng"))]


def test_functions_are_immutable_strict_and_parallel_safe():
    rows = ask(
        "SELECT proname, provolatile, proisstrict, proparallel FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace"
        " WHERE n.nspname = 'public' AND (proname LIKE 'vi\\_%%' OR proname LIKE 'partial\\_%%' OR proname = 'f_unaccent')"
    )

    assert {row[0] for row in rows} >= {
        "partial_first_day",
        "partial_last_day",
        "f_unaccent",
        "vi_fold",
        "vi_sort_key",
    }
    assert {row[1:] for row in rows} == {("i", True, "s")}


def test_extensions_are_there():
    rows = ask(
        "SELECT extname FROM pg_extension WHERE extname IN ('unaccent', 'pg_trgm', 'btree_gist') ORDER BY 1"
    )

    assert rows == [("btree_gist",), ("pg_trgm",), ("unaccent",)]


def test_migration_undoes_and_redoes_itself():
    migration = MigrationExecutor(connection).loader.get_migration("core", "0001_sql_functions")
    state = migrations.state.ProjectState()
    count = "SELECT count(*) FROM pg_proc WHERE proname = 'vi_scratch_key'"

    # Under other names, since columns of the whole house rest on the real ones.
    with connection.schema_editor() as editor:
        for operation in migration.operations[1:2]:
            scratch = migrations.RunSQL(
                operation.sql.replace("public.partial_first_day", "public.vi_scratch_key"),
                operation.reverse_sql.replace("public.partial_first_day", "public.vi_scratch_key"),
            )
            scratch.database_forwards("core", editor, state, state)
            made = ask(count)
            scratch.database_backwards("core", editor, state, state)

    assert (made, ask(count)) == ([(1,)], [(0,)])
    assert all(operation.reversible for operation in migration.operations)


def test_expressions_compute_what_python_does(dated):
    dated.objects.create(name="Đà Nẵng", signed_on="2012-04")

    row = dated.objects.values_list(
        PartialFirst("signed_on"),
        PartialLast("signed_on"),
        ViFold("name"),
        ViSortKey("name"),
        ViFold(Value("ĐỎ")),
    ).get()

    assert row == (date(2012, 4, 1), date(2012, 4, 30), fold("Đà Nẵng"), sort_key("Đà Nẵng"), "do")


NAMES = ["An", "Ăn", "ÂN", "Dubai", "đà nẵng", "Đồng Nai", "O", "ô", "Ơ"]


def test_vi_order_sorts_querysets(dated):
    dated.objects.bulk_create(dated(name=name) for name in reversed(NAMES))

    assert list(dated.objects.order_by(vi_order("name")).values_list("name", flat=True)) == NAMES
    assert (
        list(dated.objects.order_by(vi_order("name", descending=True)).values_list("name", flat=True))
        == NAMES[::-1]
    )
    assert list(dated.objects.order_by(vi_order(Upper("name"))).values_list("name", flat=True)) == NAMES


class Sorted(models.Model):
    name = models.CharField(max_length=100, null=True)  # noqa: DJ001  (NULL is what the order is tried on)
    name_folded = models.GeneratedField(
        expression=ViFold("name"), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        app_label = "core_tests"
        apps = Apps()
        indexes = [models.Index(vi_order("name"), name="sorted_name_vi")]

    def __str__(self):
        return str(self.pk)


@pytest.fixture
def indexed():
    with connection.schema_editor() as editor:
        editor.create_model(Sorted)
    return Sorted


def test_vi_order_is_served_by_its_index(indexed):
    indexed.objects.bulk_create(Sorted(name=f"Đường số {number}") for number in range(300))
    ask("SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)")

    plan = indexed.objects.order_by(vi_order("name"))[:5].explain()

    assert "Index Scan using sorted_name_vi" in plan


@pytest.mark.parametrize("descending", [False, True])
def test_vi_order_puts_null_last(indexed, descending):
    indexed.objects.bulk_create([Sorted(name=None), Sorted(name="An")])

    rows = list(
        indexed.objects.order_by(vi_order("name", descending=descending)).values_list("name", flat=True)
    )

    assert rows == ["An", None]


def test_generated_column_holds_the_folded_name(indexed):
    indexed.objects.create(name="Thành phố ĐÀ NẴNG")

    assert indexed.objects.get(name_folded__contains="da nang").name_folded == "thanh pho da nang"


def test_expressions_in_models_change_nothing_for_makemigrations():
    state = migrations.state.ModelState.from_model(Sorted)
    before, after = migrations.state.ProjectState(), migrations.state.ProjectState()
    before.add_model(state)
    after.add_model(migrations.state.ModelState.from_model(Sorted))

    assert MigrationAutodetector(before, after)._detect_changes() == {}
