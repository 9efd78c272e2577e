"""What agencies may say about the papers they lead and the projects they take part in, and about those the register lacks."""

from __future__ import annotations

from agreements.update_subjects import papers, projects


def register() -> None:
    """From `AppConfig.ready()`."""
    for kind in (papers, projects):
        kind.register()
