"""Whether the disk still holds what the register says was attached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dnfa.core.attachments import storage
from dnfa.core.attachments.models import Attachment


@dataclass
class FileReport:
    """What a check found. `missing` and `damaged` map a hash to the numbers of the files that need it.

    `orphans` are contents no file needs (a transaction that was taken back) and leftovers of broken writes: harmless.
    """

    checked: int = 0
    missing: dict[str, list[int]] = field(default_factory=dict)
    damaged: dict[str, list[int]] = field(default_factory=dict)
    orphans: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.missing and not self.damaged

    def as_json(self) -> dict[str, Any]:
        """Plain data, for `check_files --json`."""
        return {
            "checked": self.checked,
            "missing": self.missing,
            "damaged": self.damaged,
            "orphans": self.orphans,
        }


def check_files() -> FileReport:
    """Read every kept content and compare its hash with its name; reads the whole folder once, writes nothing."""
    needed = _needed()
    report = FileReport(checked=len(needed))
    kept = {path.name: path for path in storage.kept_files()}
    for sha256, attachments in needed.items():
        if sha256 not in kept or kept[sha256] != storage.path_of(sha256):
            report.missing[sha256] = attachments
        elif storage.actual_hash(kept[sha256]) != sha256:
            report.damaged[sha256] = attachments
    report.orphans = [str(path.relative_to(storage.root())) for path in _unneeded(kept, needed)]
    return report


def _needed() -> dict[str, list[int]]:
    needed: dict[str, list[int]] = {}
    for sha256, pk in Attachment.objects.order_by("pk").values_list("sha256", "pk").iterator():
        needed.setdefault(sha256, []).append(pk)
    return needed


def _unneeded(kept: dict[str, Path], needed: dict[str, list[int]]) -> Iterator[Path]:
    return (path for name, path in kept.items() if name not in needed)
