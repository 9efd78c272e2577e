"""Small pages for the money of a project: a line is booked, set right, told in đồng; none is ever rewritten."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from agreements.forms.project_money import LineForm, RateForm, SetRightForm
from agreements.models import FundingLine, Project
from agreements.presenters.projects import line_words
from agreements.selectors_projects import latest_rates
from agreements.services import projects as services
from agreements.views.projects.deeds import ProjectDeedView
from agreements.views.projects.pages import HIDDEN
from dnfa.core.errors import InvalidInput
from dnfa.core.money import DONG, Money
from dnfa.core.partial_dates import PartialDate

RATE = ("rate", "rate_on", "rate_source")
# The fields of a rate kept, by the name of its box here.
BOXES = {"rate": "rate", "day": "rate_on", "source": "rate_source"}


class MoneyDeedView(ProjectDeedView):
    """A deed to the money of a project."""

    part = "lines"

    def keep_rate(self, currency: str, given: dict[str, Any]) -> None:
        """Keep a typed rate to offer it next time; what is wrong with it stands at its boxes here."""
        try:
            services.rate_record(
                currency=currency,
                day=given["rate_on"],
                rate=given["rate"],
                source=given["rate_source"],
                user=self.user,
                today=self.today,
            )
        except InvalidInput as error:
            fields = {BOXES.get(name, name): words for name, words in error.field_messages.items()}
            raise InvalidInput(error.code, error.message, fields) from error


class LineAddView(MoneyDeedView):
    """Book a sum of the project."""

    template_name = "agreements/projects/line_form.html"
    form_class = LineForm
    page_title = _("Ghi số tiền")
    success_message = _("Đã ghi số tiền.")
    advice = _("Dòng đã ghi không sửa được: ghi sai thì ghi “Số đúng” ở dòng ấy, sổ thêm dòng điều chỉnh.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rates=latest_rates(self.today), **kwargs)

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        """Book the line, at the register's rate where that was asked for; keep the typed rate where that was."""
        amount: Money = given.pop("amount")
        takes_known, keeps = given.pop("use_known_rate"), given.pop("keep_rate")
        if takes_known:
            given |= self._known_rate(amount.currency, given)
        with transaction.atomic():
            services.line_add(
                project=record,
                amount=amount.value,
                currency=amount.currency,
                base_version=base_version,
                user=self.user,
                today=self.today,
                **given,
            )
            if keeps and not takes_known and given["rate"] is not None:
                self.keep_rate(amount.currency, given)

    def _known_rate(self, currency: str, given: dict[str, Any]) -> dict[str, Any]:
        if any(given[name] for name in RATE):
            raise _no_rate(_("Chọn một cách: lấy tỷ giá trong sổ, hoặc tự ghi tỷ giá."))
        if currency == DONG:
            raise _no_rate(_("Tiền đồng không cần tỷ giá."))
        known = services.offered_rate(currency, day_of(given["booked_on"], self.today))
        if known is None:
            raise _no_rate(
                _("Sổ chưa có tỷ giá %(currency)s đến ngày này; hãy ghi tỷ giá.") % {"currency": currency}
            )
        return {"rate": known.rate, "rate_on": known.day, "rate_source": known.source}


def day_of(booked_on: PartialDate | None, today: date) -> date:
    """The day whose rate is offered: the last that the date of the line can mean, today for one without a date."""
    return min(booked_on.last_day(), today) if booked_on else today


def _no_rate(sentence: Any) -> InvalidInput:
    return InvalidInput("no_rate", sentence, {"use_known_rate": [sentence]})


class LineDeedView(MoneyDeedView):
    """A deed to one line booked already."""

    template_name = "agreements/projects/line_deed.html"
    line: FundingLine

    def load(self, user: Any, pk: Any) -> Project:
        line = FundingLine.objects.visible_to(user).filter(pk=pk).select_related("project").first()
        if line is None:
            raise Http404(HIDDEN)
        self.line = line
        return line.project

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        net = Money(services.line_net(self.line), self.line.currency)
        return super().get_context_data(line=self.line, amount=line_words(self.line), net=net, **kwargs)


class LineSetRightView(LineDeedView):
    """Say what a wrong line should have come to."""

    form_class = SetRightForm
    page_title = _("Ghi số đúng")
    success_message = _("Đã thêm dòng điều chỉnh.")
    advice = _("Dòng ban đầu giữ nguyên; sổ thêm một dòng điều chỉnh để cộng lại thành số đúng.")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (it is the line's)
        return {"booked": self.line}

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (it is the line's)
        services.line_set_right(
            line=self.line,
            right_amount=given["right_amount"].value,
            reason=given["reason"],
            base_version=base_version,
            user=self.user,
        )


class LineRateView(LineDeedView):
    """State at which rate a line is told in đồng; the rate known on its day is offered."""

    form_class = RateForm
    page_title = _("Tỷ giá của dòng tiền")
    success_message = _("Đã ghi tỷ giá.")
    advice = _("Các dòng điều chỉnh của dòng này theo cùng tỷ giá.")

    def initial(self) -> dict[str, Any]:
        line = self.line
        if line.rate is not None:
            return {name: getattr(line, name) for name in RATE}
        known = services.offered_rate(line.currency, day_of(line.booked_on, self.today))
        if known is None:
            return {}
        return {"rate": known.rate, "rate_on": known.day, "rate_source": known.source}

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (it is the line's)
        keeps = given.pop("keep_rate")
        with transaction.atomic():
            services.line_tell_rate(line=self.line, base_version=base_version, user=self.user, **given)
            if keeps:
                self.keep_rate(self.line.currency, given)
