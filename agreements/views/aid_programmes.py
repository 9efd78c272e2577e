"""Commitments over years: the periods of one programme side by side, and all programmes to choose from."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.aid_parts import Whose
from agreements.enums import ProjectDirection
from agreements.presenters.aid_links import portfolio_url, programme_url
from agreements.presenters.periods import PeriodTable, sheet_heads, sheet_rows
from agreements.programmes import Period, Programme, periods_of, programmes, sources_of
from agreements.views.aid_lists import SheetView
from dnfa.accounts.access import signed_in
from dnfa.core.as_of import on_day
from dnfa.core.display import display_value
from dnfa.core.exports import Sheet
from dnfa.core.views import AsOfMixin
from partners.models import Country, Partner

HIDDEN = gettext_lazy("Không có đối tác này, hoặc đối tác không thuộc việc của cơ quan bạn.")


def with_partner(user: Any, key: str) -> Whose:
    """The partner of this key. Raises `Http404` for one that `user` does not see."""
    partner = Partner.objects.visible_to(user).filter(key=key).first()
    if partner is None:
        raise Http404(HIDDEN)
    return Whose(partner=partner)


def with_country(user: Any, code: str) -> Whose:
    """All partners of the country or territory. Raises `Http404` for an unknown one."""
    country = Country.objects.visible_to(user).filter(code=code.upper()).first()
    if country is None:
        raise Http404(_("Không có quốc gia, vùng lãnh thổ này."))
    return Whose(country=country)


class ProgrammeView(AsOfMixin, LoginRequiredMixin, SheetView):
    """The periods of a programme, agreed beside given; without a choice those with whom there are most periods."""

    access = signed_in
    template_name = "agreements/aid/programmes.html"
    page_title = gettext_lazy("Cam kết và thực hiện qua các giai đoạn")
    export_name = "cam-ket-qua-cac-giai-doan"

    @cached_property
    def all_programmes(self) -> list[Programme]:
        return programmes(self.request.user)

    @cached_property
    def whose(self) -> Whose | None:
        asked = self.request.GET
        if key := asked.get("partner"):
            return with_partner(self.request.user, key)
        if code := asked.get("country"):
            return with_country(self.request.user, code)
        return self.all_programmes[0].whose if self.all_programmes else None

    @property
    def direction(self) -> str:
        """The direction asked for; of the programme that opens by itself, its own."""
        asked = self.request.GET
        if asked.get("partner") or asked.get("country") or not self.all_programmes:
            return asked.get("direction", "")
        return self.all_programmes[0].direction

    @cached_property
    def periods(self) -> list[Period]:
        if self.whose is None:
            return []
        return periods_of(self.whose, self.request.user, self.as_of, self.direction)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = PeriodTable(self.periods, self.whose, self.as_of) if self.whose else None
        return super().get_context_data(
            title=self.page_title,
            whose=self.whose,
            direction=ProjectDirection(self.direction).label
            if self.direction in ProjectDirection.values
            else "",
            portfolio_url=on_day(portfolio_url(self.whose), self.request) if self.whose else "",
            rows=table.rows() if table else [],
            kinds=[kind.label for kind in table.kinds] if table else [],
            charts=table.charts() if table else [],
            sources=sources_of(self.periods),
            programmes=[self._choice(one) for one in self.all_programmes],
            as_of=self.as_of,
            as_of_error=self.as_of_error,
            as_of_typed=self.request.GET.get("as_of", ""),
            **kwargs,
        )

    def _choice(self, one: Programme) -> dict[str, Any]:
        chosen = self.whose is not None and self.whose.query == one.whose.query
        return {
            "programme": one,
            "direction": ProjectDirection(one.direction).label,
            "href": on_day(programme_url(one.whose, one.direction), self.request),
            "is_chosen": chosen and self.direction in {"", one.direction},
        }

    def sheet(self) -> Sheet:
        """One line for each period and currency; a sum nobody tells is an empty cell."""
        notes = [
            _("Số liệu tính đến ngày %(as_of)s") % {"as_of": display_value(self.as_of)},
            _("Ô trống là tài liệu không ghi, không phải bằng không."),
        ]
        return Sheet(
            f"{self.page_title}: {self.whose or ''}".rstrip(": "),
            notes,
            sheet_heads(),
            sheet_rows(self.periods),
        )
