"""A demonstration year: records that look like work under way, for a home where one tries the register out.

Rooms announce builders (`register_builder`); each writes through its own services, so that what stands there could
have been typed by people. All keys begin with `demo-`, all titles with "(Mẫu)", all days follow from `today`. The audit
trail marks what a builder inserts (`MARK`): by it demo_removal.py takes exactly that away again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from dnfa.core.audit import as_actor
from dnfa.core.errors import Conflict, InvalidInput, NotAllowed

KEY_PREFIX = "demo-"
TITLE_PREFIX = "(Mẫu) "
MAKER, MARK = "make_demo", "demonstration"  # who writes, and the mark, in the context of the audit trail
OFFICER, FOCAL = "officer", "focal"  # names of demonstration users (dnfa/accounts/demonstration.py)
MOST = 100  # copies; a larger register is measured with benchmarks/, not shown
FRIDAY = 4


@dataclass
class Demo:
    """What a builder is told: the day to stand on, how many copies, who writes, where to say what was made."""

    today: date
    scale: int
    people: Mapping[str, Any]
    say: Callable[[str], None]
    made: dict[str, int] = field(default_factory=dict)

    @property
    def user(self) -> Any:
        """The demonstration officer, who keeps the register."""
        return self.people[OFFICER]

    @property
    def focal(self) -> Any:
        """The demonstration focal point of an agency."""
        return self.people[FOCAL]

    def ago(self, days: int) -> date:
        """The day so many days back; a Saturday or Sunday gives the Friday before, for nobody writes then."""
        return self.workday(-days)

    def workday(self, days: int) -> date:
        """The day in so many days (negative: back), on the Friday before where that is a Saturday or Sunday."""
        day = self.ahead(days)
        return day - timedelta(days=max(0, day.weekday() - FRIDAY))

    def ahead(self, days: int) -> date:
        """The day in so many days, exactly: bands of warning are counted in days."""
        return self.today + timedelta(days=days)

    def copies(self) -> Iterable[int]:
        """1 to `scale`: which copy of its records a builder makes."""
        return range(1, self.scale + 1)

    def count(self, name: str) -> None:
        """Count one record made now under a name for the summary."""
        self.made[name] = self.made.get(name, 0) + 1


class Builder(Protocol):
    """Makes a room's part of the year; what is there already (by its key or title) it leaves as it is."""

    def __call__(self, demo: Demo, /) -> None:
        """Make what is missing."""


_builders: dict[str, tuple[int, Builder]] = {}


def register_builder(order: int, name: str, build: Builder) -> None:
    """Announce a builder; rooms that others build upon have the lower order. The same name again replaces it."""
    _builders[name] = (order, build)


def builders() -> list[tuple[str, Builder]]:
    """All builders in their order."""
    return [(name, build) for name, (_order, build) in sorted(_builders.items(), key=lambda item: item[1][0])]


def copied(text: str, copy: int) -> str:
    """A key or title for one copy: the first stays plain, the others bear their number."""
    return text if copy == 1 else f"{text} {copy}" if " " in text else f"{text}-{copy}"


def make_demonstration(*, today: date, scale: int = 1, say: Callable[[str], None]) -> dict[str, int]:
    """Run every builder as the demonstration officer; gives what was made now, by name (empty: all was there).

    Side effects: whatever the builders write, in the audit trail as made by `make_demo`, under its mark. Raises `NotAllowed`
    ("no_demonstration") outside a demonstration home, `InvalidInput` ("invalid_scale"), `Conflict`
    ("demonstration_users_missing"), and what the services of the builders raise.
    """
    if not settings.DNFA_DEMO:
        raise NotAllowed("no_demonstration", _("Chỉ tạo dữ liệu mẫu trong thư mục thử (DNFA_DEMO=1)."))
    if not 1 <= scale <= MOST:
        raise InvalidInput(
            "invalid_scale", _("Số bản là số từ 1 đến %(most)s.") % {"most": MOST}, {"scale": [str(scale)]}
        )
    known = get_user_model().objects.filter(username__in=(OFFICER, FOCAL), is_demonstration=True)
    people = {user.username: user for user in known}
    if len(people) < len((OFFICER, FOCAL)):
        raise Conflict(
            "demonstration_users_missing", _("Chưa có người dùng mẫu; hãy chạy ensure_demo_users trước.")
        )
    demo = Demo(today=today, scale=scale, people=people, say=say)
    with as_actor(MAKER, reason=str(_("Tạo dữ liệu mẫu")), user_id=demo.user.pk, **{MARK: True}):
        for name, build in builders():
            say(name)
            build(demo)
    return demo.made
