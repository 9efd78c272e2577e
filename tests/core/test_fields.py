from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.core.serializers import deserialize, serialize
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.db.models import F, Max, Q, Value

from dnfa.core.fields import PartialDateField
from dnfa.core.forms import PartialDateFormField
from dnfa.core.partial_dates import PartialDate

ISO = ["2003-12-31", "2004", "2004-05", "2004-05-31", "2005-01-01"]


@pytest.fixture
def five(dated):
    dated.objects.bulk_create(dated(name=iso, signed_on=iso) for iso in reversed(ISO))
    dated.objects.create(name="unknown")
    return dated


def names(queryset):
    return list(queryset.order_by("signed_on").values_list("name", flat=True))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (PartialDate(2012, 4), PartialDate(2012, 4)),
        (date(2016, 11, 22), PartialDate(2016, 11, 22)),
        ("2004", PartialDate(2004)),
        ("", None),
        (None, None),
    ],
)
def test_field_takes_partial_dates_dates_and_iso_text(dated, given, kept):
    row = dated(signed_on=given)
    assert row.signed_on == kept

    row.save()

    assert dated.objects.get().signed_on == kept
    assert dated.objects.filter(signed_on__isnull=kept is None).count() == 1


def test_field_is_read_lazily_when_deferred(dated):
    dated.objects.create(signed_on="2012-04")

    assert dated.objects.defer("signed_on").get().signed_on == PartialDate(2012, 4)


@pytest.mark.parametrize("value", ["31/9/2023", "2023-09-31", "abc", 2004])
def test_full_clean_names_the_field_of_a_bad_date(dated_class, value):
    row = dated_class(name="x", signed_on=value)

    with pytest.raises(ValidationError) as refused:
        row.full_clean(validate_unique=False, validate_constraints=False)

    assert list(refused.value.message_dict) == ["signed_on"]
    assert row.signed_on == value


def test_field_says_which_day_is_impossible(dated_class):
    with pytest.raises(ValidationError) as refused:
        dated_class._meta.get_field("signed_on").to_python("2023-09-31")

    assert refused.value.messages == ["Ngày 31/9/2023 không có trong lịch: tháng 9 có 30 ngày."]


def test_saving_a_bad_date_is_refused(dated):
    with pytest.raises(ValidationError), transaction.atomic():
        dated.objects.create(signed_on="2023-09-31")

    assert dated.objects.count() == 0


@pytest.mark.parametrize("text", ["", "2023-09-31", "2012-4", "22/11", "abcd"])
def test_database_refuses_what_is_no_date_even_from_hand_written_sql(dated, text):
    with (
        pytest.raises(IntegrityError, match="signed_on_check"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO core_tests_dated (name, signed_on) VALUES ('x', %s)", [text])

    assert dated.objects.count() == 0


def test_column_sorts_by_bytes_whatever_the_database_collation(dated):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data_type, character_maximum_length, collation_name FROM information_schema.columns"
            " WHERE table_name = 'core_tests_dated' AND column_name = 'signed_on'"
        )
        assert cursor.fetchall() == [("character varying", 10, "C")]


def test_order_by_follows_the_values(five):
    assert list(five.objects.order_by("signed_on").values_list("name", flat=True)) == [*ISO, "unknown"]
    assert five.objects.aggregate(latest=Max("signed_on")) == {"latest": PartialDate(2005, 1, 1)}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Q(signed_on="2004"), ["2004"]),
        (Q(signed_on=PartialDate(2004, 5)), ["2004-05"]),
        (Q(signed_on=date(2004, 5, 31)), ["2004-05-31"]),
        (Q(signed_on__in=["2004", PartialDate(2004, 5)]), ["2004", "2004-05"]),
        (Q(signed_on__isnull=True), ["unknown"]),
        (Q(signed_on__first__year=2004), ["2004", "2004-05", "2004-05-31"]),
        (Q(signed_on__first__gte=date(2004, 5, 1)), ["2004-05", "2004-05-31", "2005-01-01"]),
        (Q(signed_on__last__lte=date(2004, 5, 31)), ["2003-12-31", "2004-05", "2004-05-31"]),
        (Q(signed_on__last__lt=date(2004, 5, 31)), ["2003-12-31"]),
        (Q(signed_on__last=date(2004, 12, 31)), ["2004"]),
        (Q(signed_on__first=F("signed_on__last")), ["2003-12-31", "2004-05-31", "2005-01-01"]),
    ],
)
def test_lookups_compare_first_and_last_days(five, condition, expected):
    assert names(five.objects.filter(condition)) == expected


@pytest.mark.parametrize("lookup", ["lt", "lte", "gt", "gte", "range"])
def test_comparing_the_text_itself_is_refused(dated_class, lookup):
    value = ["2004", "2005"] if lookup == "range" else "2004"

    with pytest.raises(FieldError, match=f"signed_on__first__{lookup}"):
        dated_class.objects.filter(**{f"signed_on__{lookup}": value})


def test_update_takes_values_and_expressions(five):
    five.objects.filter(name="2004").update(signed_on=date(2004, 7, 1))
    five.objects.filter(name="unknown").update(signed_on=Value("2010"))
    five.objects.filter(name="2005-01-01").update(signed_on=None)

    rows = dict(five.objects.values_list("name", "signed_on"))

    assert (rows["2004"], rows["unknown"], rows["2005-01-01"]) == (
        PartialDate(2004, 7, 1),
        PartialDate(2010),
        None,
    )


def test_fixtures_carry_iso_text(dated_class):
    rows = [dated_class(pk=1, name="a", signed_on="2012-04"), dated_class(pk=2, name="b")]

    texts = [row._meta.get_field("signed_on").value_to_string(row) for row in rows]

    assert texts == ["2012-04", ""]


@pytest.mark.django_db
def test_exceptions_of_serialization_do_not_hide_the_value(dated_class):
    text = serialize("json", [dated_class(pk=1, name="a", signed_on="2012-04")], fields=["signed_on"])

    assert '"signed_on": "2012-04"' in text
    with pytest.raises(Exception, match="core_tests"):
        list(deserialize("json", text))


def test_field_survives_a_migration_file():
    field = PartialDateField("Ngày ký", null=True, blank=True, help_text="x")

    name, path, args, kwargs = field.deconstruct()
    text, imports = MigrationWriter.serialize(field)

    assert (path, args) == ("dnfa.core.fields.PartialDateField", [])
    assert PartialDateField(**kwargs).deconstruct() == (name, path, args, kwargs)
    assert text.startswith("dnfa.core.fields.PartialDateField(")
    assert imports == {"import dnfa.core.fields"}


def test_field_added_and_altered_by_migrations_keeps_its_check(dated):
    field = PartialDateField(null=True)
    field.set_attributes_from_name("ended_on")
    renamed = PartialDateField(null=True, help_text="y")
    renamed.set_attributes_from_name("finished_on")

    with connection.schema_editor() as editor:
        editor.add_field(dated, field)
    with connection.schema_editor() as editor:
        editor.alter_field(dated, field, renamed)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_tests_dated (name, finished_on) VALUES ('x', '2023-02-30')")


def test_field_gives_the_form_field_of_partial_dates():
    field = PartialDateField("Ngày ký", null=True, blank=True).formfield()

    assert isinstance(field, PartialDateFormField)
    assert (field.required, field.label) == (False, "Ngày ký")


def test_field_knows_what_it_is():
    assert PartialDateField().get_internal_type() == "PartialDateField"
    assert issubclass(PartialDateField, models.Field)
