"""Pages on which one list of a delegation is written as a whole: way, people, programme, gifts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from delegations.forms.trip_rows import EntryRowForm, GiftRowForm, MemberRowForm, StopRowForm, suggested_names
from delegations.models import Delegation
from delegations.rules import trips as rules
from delegations.services import trips as services
from delegations.views.trips.pages import visible_trip
from dnfa.core.rows import Names, RowsView
from dnfa.followup.action_views import keepers


class TripRowsView(RowsView):
    """One list of one delegation."""

    access = keepers
    list_name: ClassVar[str]
    service: ClassVar[Callable[..., Any]]

    def load(self, user: Any, key: str) -> Delegation:
        record = visible_trip(user, key)
        if not rules.can_edit(user, record):
            raise PermissionDenied(_("Đoàn đã hủy hoặc hồ sơ đã kết thúc; không sửa được."))
        return record

    def kept(self, record: Any) -> Sequence[Any]:
        return list(getattr(record, self.list_name).all())

    def names(self) -> Mapping[str, Names]:
        return suggested_names(self.form_class, self.request.user)

    def save(self, record: Any, rows: list[dict[str, Any]], *, base_version: int) -> None:
        type(self).service(delegation=record, rows=rows, base_version=base_version, user=self.request.user)


class StopsView(TripRowsView):
    """The way."""

    page_title = _("Chặng")
    advice = _(
        "Đoàn vào: nơi đoàn đến từ. Đoàn ra: từng nước, vùng lãnh thổ theo thứ tự, với ngày đến và ngày rời."
    )
    list_name = "stops"
    section = "stops"
    form_class = StopRowForm
    service = staticmethod(services.set_stops)
    is_ordered = True


class PeopleView(TripRowsView):
    """The members."""

    page_title = _("Thành viên đoàn")
    advice = _(
        "Chỉ ghi họ tên, chức vụ, cơ quan. Danh sách này cơ quan phối hợp không xem được. "
        "Người có vai trò trưởng đoàn được ghi là trưởng đoàn của hồ sơ."
    )
    list_name = "members"
    section = "people"
    form_class = MemberRowForm
    service = staticmethod(services.set_people)
    is_ordered = True

    def initial_of(self, row: Any) -> dict[str, Any]:
        kept = {name: getattr(row, name) for name in ("name", "title", "role", "is_key_leader")}
        return {**kept, "body": row.agency or row.organisation}


class ProgrammeView(TripRowsView):
    """The programme by day."""

    page_title = _("Chương trình theo ngày")
    list_name = "programme"
    section = "programme"
    form_class = EntryRowForm
    service = staticmethod(services.set_programme)


class GiftsView(TripRowsView):
    """Gifts given and received."""

    page_title = _("Quà tặng")
    list_name = "gifts"
    section = "gifts"
    form_class = GiftRowForm
    service = staticmethod(services.set_gifts)
