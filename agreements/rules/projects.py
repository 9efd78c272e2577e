"""Who may do what to a project they see."""

from __future__ import annotations

from typing import Any

from agreements.models import Project
from agreements.rules import can_write_papers


def can_write_projects(user: Any) -> bool:
    """Who keeps the agreements keeps projects and their money; everybody else reads."""
    return can_write_papers(user)


def can_report_progress(user: Any, project: Project) -> bool:
    """The Department, and the focal points of the bodies that manage, own or carry out the project.

    Reads `project.agency_roles.all()`, prefetched where there are many projects.
    """
    if can_write_projects(user):
        return True
    if not user.is_authenticated or not user.is_active or user.agency_id is None:
        return False
    return any(role.agency_id == user.agency_id for role in project.agency_roles.all())
