"""Small pages for the money of a project: a line is booked, set right, told in đồng; none is ever rewritten."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from agreements.forms.project_money import RATE, LineForm, RateForm, SetRightForm
from agreements.models import ExchangeRate, FundingLine, Project
from agreements.presenters.projects import line_words
from agreements.selectors_rates import day_of_rate, known_sources, youngest_rate
from agreements.services import projects as services
from agreements.views.projects.deeds import ProjectDeedView
from agreements.views.projects.pages import HIDDEN
from dnfa.core.errors import InvalidInput
from dnfa.core.money import DONG, Money

# The fields of a rate kept, by the name of its box here.
BOXES = {"rate": "rate", "day": "rate_on", "source": "rate_source"}


class MoneyDeedView(ProjectDeedView):
    """A deed to the money of a project."""

    part = "lines"


class TakesRate(MoneyDeedView):
    """A deed that tells a line in đồng: at a rate of the register, or at one typed here."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(sources=known_sources(), **kwargs)

    def take_rate(self, currency: str, given: dict[str, Any]) -> bool:
        """Put the rate picked of the register into the boxes of the line; whether a typed one is to be kept instead."""
        known, keeps = given.pop("known_rate"), given.pop("keep_rate")
        if known is None:
            return bool(keeps) and given["rate"] is not None
        if any(given[name] for name in RATE):
            raise _no_rate(_("Chọn một cách: lấy tỷ giá trong sổ, hoặc tự ghi tỷ giá."))
        if currency == DONG:
            raise _no_rate(_("Tiền đồng không cần tỷ giá."))
        if known.currency != currency:
            raise _no_rate(
                _("Tỷ giá đã chọn là của %(other)s, số tiền bằng %(currency)s: hãy chọn lại.")
                % {"other": known.currency, "currency": currency}
            )
        given |= rate_boxes(known)
        return False

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


def rate_boxes(rate: ExchangeRate) -> dict[str, Any]:
    """What a line keeps of a rate of the register."""
    return {box: getattr(rate, name) for name, box in BOXES.items()}


def _no_rate(sentence: Any) -> InvalidInput:
    return InvalidInput("no_rate", sentence, {"known_rate": [sentence]})


class LineAddView(TakesRate):
    """Book a sum of the project."""

    template_name = "agreements/projects/line_form.html"
    form_class = LineForm
    page_title = _("Ghi số tiền")
    success_message = _("Đã ghi số tiền.")
    advice = _("Dòng đã ghi không sửa được: ghi sai thì ghi “Số đúng” ở dòng ấy, sổ thêm dòng điều chỉnh.")

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (the day decides)
        return {"today": self.today}

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        """Book the line, at the register's rate where one was picked; keep the typed rate where that was asked for."""
        amount: Money = given.pop("amount")
        keeps = self.take_rate(amount.currency, given)
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
            if keeps:
                self.keep_rate(amount.currency, given)


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


class LineRateView(TakesRate, LineDeedView):
    """State at which rate a line is told in đồng; the rate known on its day is offered."""

    template_name = "agreements/projects/line_rate.html"
    form_class = RateForm
    page_title = _("Tỷ giá của dòng tiền")
    success_message = _("Đã ghi tỷ giá.")
    advice = _("Các dòng điều chỉnh của dòng này theo cùng tỷ giá.")

    def initial(self) -> dict[str, Any]:
        line = self.line
        if line.rate is not None:
            return {name: getattr(line, name) for name in RATE}
        known = youngest_rate(line.currency, self._day)
        return {} if known is None else {"known_rate": known.pk}

    def get_form_kwargs(self, record: Any) -> dict[str, Any]:  # noqa: ARG002  (it is the line's)
        return {"currency": self.line.currency, "day": self._day}

    @property
    def _day(self) -> date:
        return day_of_rate(self.line.booked_on, self.today)

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:  # noqa: ARG002  (it is the line's)
        if given["known_rate"] is not None and all(given[name] == getattr(self.line, name) for name in RATE):
            given |= {
                "rate": None,
                "rate_on": None,
                "rate_source": "",
            }  # what stood in the boxes was not typed
        keeps = self.take_rate(self.line.currency, given)
        with transaction.atomic():
            services.line_tell_rate(
                line=self.line, base_version=base_version, user=self.user, today=self.today, **given
            )
            if keeps:
                self.keep_rate(self.line.currency, given)
