"""Tables of the Scheme that can be brought in and taken out (docs/importing.md)."""

from __future__ import annotations

from reports.scheme.import_kinds.progress import PROGRESS
from reports.scheme.import_kinds.tasks import TASKS

KINDS = (TASKS, PROGRESS)
