"""What was promised and paid for, from the data files: the table of 48 ties, other papers, chains, projects."""

from __future__ import annotations

from agreements.loading.chains import load_replacements
from agreements.loading.papers import load_papers
from agreements.loading.projects import load_projects, load_regimes
from agreements.loading.refinements import load_refinements
from agreements.loading.table import load_table
from agreements.loading.ties import load_ties
from dnfa.core.loading import register


def register_loaders() -> None:
    """Announce the steps of this room (from `AppConfig.ready`)."""
    register(100, "relations_table", load_table)
    register(110, "refinements", load_refinements)
    register(120, "agreements", load_papers)
    register(130, "replacements", load_replacements)
    register(140, "ties", load_ties)
    register(165, "aid_regimes", load_regimes)
    register(170, "projects", load_projects)
