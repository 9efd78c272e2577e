from __future__ import annotations

import pytest
from django.apps.registry import Apps
from django.db import connection, models

from dnfa.core.calendar import WorkCalendar
from dnfa.core.fields import PartialDateField


class Dated(models.Model):
    """A table of the tests' own, outside the project's registry, to try the field on."""

    name = models.CharField(max_length=100, default="", blank=True)
    signed_on = PartialDateField("Ngày ký", null=True, blank=True)

    class Meta:
        app_label = "core_tests"
        apps = Apps()

    def __str__(self):
        return str(self.pk)


@pytest.fixture
def dated(db):
    with connection.schema_editor() as editor:
        editor.create_model(Dated)
    return Dated


@pytest.fixture
def dated_class():
    """The model without its table, for tests that need no database."""
    return Dated


@pytest.fixture
def calendar():
    """The calendar of law and library, without any exception."""
    return WorkCalendar()
