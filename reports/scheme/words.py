"""Tasks, agencies and states in words, their tones, and where they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dnfa.core.numbers import format_number
from reports.scheme.enums import SchemeProposalState, TaskOrigin, TaskState
from reports.scheme.succession import Successions

if TYPE_CHECKING:
    from dnfa.accounts.models import Agency
    from reports.scheme.models import SchemeTask

STATE_TONES: dict[str, str] = {
    TaskState.LATE: "danger",
    TaskState.UNREPORTED: "question",
    TaskState.NOT_STARTED: "muted",
    TaskState.IN_PROGRESS: "info",
    TaskState.DONE: "ok",
    TaskState.NOT_RELEVANT: "muted",
    TaskState.REPLACED: "muted",
}
PROPOSAL_TONES: dict[str, str] = {
    SchemeProposalState.WAITING: "warn",
    SchemeProposalState.ACCEPTED: "ok",
    SchemeProposalState.RETURNED: "danger",
    SchemeProposalState.WITHDRAWN: "muted",
}


@dataclass(frozen=True)
class Bound:
    """An agency of a task as the paper names it, and who carries its work on the day."""

    agency: Agency
    carriers: tuple[Agency, ...]

    @property
    def words(self) -> str:
        """The name as printed, with who carries it on where that is another or nobody."""
        name = self.agency.name_vi
        if not self.carriers:
            return _("%(name)s (đã giải thể, chưa giao đơn vị kế thừa)") % {"name": name}
        if self.carriers == (self.agency,):
            return name
        heirs = ", ".join(carrier.name_vi for carrier in self.carriers)
        return _("%(name)s (nay: %(heirs)s)") % {"name": name, "heirs": heirs}

    def __str__(self) -> str:
        return self.words


def bound(agencies: Iterable[Agency], successions: Successions) -> list[Bound]:
    """Agencies with their carriers."""
    return [Bound(agency, tuple(successions.carriers(agency))) for agency in agencies]


def coordinators_words(task: Any) -> str:
    """Who coordinates, with the units that the paper does not name; `task` comes from `hang_on`."""
    names = [str(one) for one in task.coordinators]
    if task.with_all_relevant_units:
        names.append(_("các đơn vị liên quan"))
    return "; ".join(names)


def title_of(task: SchemeTask) -> str:
    """The task in the reader's language, where it is told in it."""
    is_english = (get_language() or "vi").startswith("en")
    return task.title_en if is_english and task.title_en else task.title_vi


def figure_words(figure: Decimal | None, unit: str) -> str:
    """A figure with its unit: "12 đoàn"."""
    return "" if figure is None else f"{format_number(figure)} {unit}"


def origin_words(task: SchemeTask) -> str:
    """By what the task stands in the Scheme."""
    if task.origin == TaskOrigin.OFFICIAL:
        return str(task.get_origin_display())
    return f"{task.deciding_document} ({task.decided_on:%d/%m/%Y})"


def list_url(**query: Any) -> str:
    """The list of tasks that answers a question; empty answers are left out."""
    asked = {name: value for name, value in query.items() if value not in {None, ""}}
    return f"{reverse('scheme:list')}?{urlencode(asked)}" if asked else reverse("scheme:list")
