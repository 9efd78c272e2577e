"""What tables about projects share: the project that a row speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from agreements.import_kinds import common
from agreements.models import Project
from dnfa.core.table_import import RowValues, SheetColumn, keys_of


def projects_named(user: Any) -> QuerySet[Project]:
    """The projects a row may speak of, with their bodies; all of them for the command line."""
    return common.seen(Project)(user).prefetch_related("agency_roles")


def project_column() -> SheetColumn:
    """The project that a row speaks of, by key or name."""
    return SheetColumn(
        "project",
        gettext_lazy("Dự án"),
        keys_of("agreements.Project", name="title_vi", queryset=projects_named),
        required=True,
        aliases=("Tên dự án", "Khóa dự án"),
        example="cap-nuoc-2026",
    )


def projects_without_number(rows: Iterable[RowValues]) -> set[int]:
    """The projects of the rows whose record is not told by its number."""
    return {row["project"].pk for row in rows if row.get("project") and not row.get("id")}
