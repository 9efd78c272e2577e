"""What the lists of delegations and of other contacts share."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from delegations.models import ContactRecord
from delegations.selectors import contact_rows
from delegations.trip_parts import agencies
from dnfa.accounts.access import signed_in
from dnfa.core.as_of import KeepsDay
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView


def partner_names(row: Any) -> str:
    """Names of the partners that the viewer may see."""
    return ", ".join(partner.name_vi for partner in row.partners.all())


def agency_names(row: Any) -> str:
    """Names of the agencies that led it."""
    return agencies(row.lead_agencies)


def when(row: Any) -> Any:
    """The first day, or that the source only says it recurs."""
    return _now("định kỳ") if row.is_recurring else row.starts_on


class ContactListView(KeepsDay, RegisterListView):
    """What the two lists share."""

    access = signed_in
    takes_as_of = True
    default_sort = "-starts_on"
    empty_advice = _(
        "Thử bớt điều kiện lọc, hoặc chọn ngày khác. Đầu mối cơ quan chỉ thấy việc thuộc cơ quan mình."
    )
    model: ClassVar[type[ContactRecord]]

    def get_queryset(self) -> QuerySet[Any]:
        visible = self.model.objects.visible_to(self.request.user).begun_by(self.as_of)
        return contact_rows(visible, self.request.user)


TITLE = Column("title", _("Nội dung"), value="title_vi", sort=vi_key("title_vi"), link=True, width="wide")
COMMON_COLUMNS = [
    Column("key", _("Khóa"), on_screen=False),
    Column("partners", _("Đối tác"), value=partner_names, template="agreements/cells/partners.html"),
    Column("starts_on", _("Từ ngày"), value=when, sort="starts_on", width="narrow"),
    Column("ends_on", _("Đến ngày"), sort="ends_on", width="narrow"),
    Column("persons", _("Số người"), sort="persons", align="end"),
    Column("lead_agencies", _("Cơ quan chủ trì"), value=agency_names),
    Column("outcome", _("Kết quả"), value="outcome_vi", on_screen=False),
]
