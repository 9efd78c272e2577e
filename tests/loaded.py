"""The real register in a test's database, and copies of its files that a test may spoil."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings

from dnfa.core.loading import Summary, load_register

DATA = Path(settings.BASE_DIR) / "data"
TODAY = date(2026, 11, 23)
DECISION_DAY = date(2023, 12, 26)


def load_everything(data_dir: Path = DATA) -> Summary:
    return load_register(data_dir=data_dir, today=TODAY)


def rewrite(path: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a CSV file in place."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
