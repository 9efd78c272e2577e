"""First and last day, and the title to search by, as columns the database keeps; the indexes of a list of 400,000.

Computed at each reading they cost a second for every question that looks at the whole table. The trigram index finds
words within titles; the index of the order holds what list and statistics ask besides, so that counting and paging
read nothing else.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Coalesce, Collate

from dnfa.core.functions import PartialFirst, PartialLast, ViFold, ViSortKey

PLANNED = ("delegation", "conference")
CONTACTS = (*PLANNED, "engagement", "pressvisit")


def kept(
    model: str, name: str, expression: models.Expression, output_field: models.Field
) -> migrations.AddField:
    """A column that the database computes whenever a row is written."""
    column = models.GeneratedField(expression=expression, output_field=output_field, db_persist=True)
    return migrations.AddField(model_name=model, name=name, field=column)


def first_day() -> Coalesce:
    """The day it began, else the day it is planned to begin."""
    return Coalesce(PartialFirst("starts_on"), F("planned_starts_on"), output_field=models.DateField())


def last_day() -> Coalesce:
    """The last day as told, else what the beginning can mean, else the plan."""
    return Coalesce(
        PartialLast("ends_on"),
        PartialLast("starts_on"),
        F("planned_ends_on"),
        F("planned_starts_on"),
        output_field=models.DateField(),
    )


INDEXES = (
    models.Index(
        F("first_day").desc(nulls_last=True),
        F("id"),
        name="delegation_begins",
        include=(
            "starts_on",
            "planned_starts_on",
            "cancelled_on",
            "direction",
            "persons",
            "head_rank",
            "plan_status",
        ),
    ),
    models.Index(
        models.OrderBy(Collate(ViSortKey(F("title_vi")), "C"), descending=False, nulls_last=None),
        F("id"),
        name="delegation_title_order",
    ),
    GinIndex(OpClass(F("title_fold"), name="gin_trgm_ops"), name="delegation_title_trigram"),
)


class Migration(migrations.Migration):
    """Columns, then indexes."""

    dependencies = [("delegations", "0010_matching_parameters")]

    operations = [
        migrations.RemoveIndex(model_name="delegation", name="delegation_begins"),
        *(kept(model, "first_day", first_day(), models.DateField(null=True)) for model in PLANNED),
        *(kept(model, "last_day", last_day(), models.DateField(null=True)) for model in PLANNED),
        *(kept(model, "title_fold", ViFold("title_vi"), models.TextField()) for model in CONTACTS),
        *(migrations.AddIndex(model_name="delegation", index=index) for index in INDEXES),
    ]
