"""Pages of the limits on delegations abroad: the cases of a year, and the words for one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delegations.filters.limits import OverLimitFilter, TripLimitFilter
from delegations.forms.limits import JustifyForm, WithdrawForm
from delegations.limit_parts import SpokenCase, limit_address, spoken_of
from delegations.limit_words import finding_words, most_words
from delegations.models import Delegation, TripLimit
from delegations.rules.programme import can_justify
from delegations.rules.trips import can_see_members
from delegations.selectors_limits import OverLimit, abroad, days_of
from delegations.services import limits as services
from delegations.states import first_day
from dnfa.accounts.access import signed_in
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView
from dnfa.followup.action_views import DeedView, keepers

HIDDEN = _("Không có đoàn này, hoặc đoàn không thuộc việc của cơ quan bạn.")
NO_LONGER = _("Theo thông tin hiện có, đoàn không vượt hạn mức này nữa.")
NO_CASE = _("Đoàn không vượt hạn mức này và cũng không có giải trình nào về nó.")


class OverLimitListView(RegisterListView):
    """Every case of a year in which a delegation abroad goes over a limit, with what was said for it."""

    access = signed_in
    page_title = _("Đoàn ra vượt hạn mức")
    template_name = "delegations/limits/list.html"
    filterset_class = OverLimitFilter
    export_name = "vuot-han-muc"
    empty_advice = _(
        "Không có trường hợp nào theo điều kiện này. Mặc định là các đoàn đi trong năm nay; đoàn đi trước ngày"
        " công văn có hiệu lực không xét."
    )
    columns: ClassVar = [
        Column(
            "delegation",
            _("Đoàn"),
            value="delegation.title_vi",
            link=lambda case: case.delegation.get_absolute_url(),
            width="wide",
        ),
        Column(
            "begins", _("Từ ngày"), value=lambda case: first_day(days_of(case.delegation)), width="narrow"
        ),
        Column("head", _("Trưởng đoàn"), value="delegation.head_name", on_screen=False),
        Column("rank", _("Cấp trưởng đoàn"), value="delegation.get_head_rank_display", on_screen=False),
        Column(
            "lead",
            _("Cơ quan chủ trì"),
            value=lambda case: [agency.name_vi for agency in case.delegation.lead_agencies.all()],
        ),
        Column("kind", _("Hạn mức"), value="kind_label", on_screen=False),
        Column("words", _("Vượt hạn mức"), width="wide"),
        Column("found", _("Thực tế hoặc dự kiến"), value="finding.found", on_screen=False),
        Column("most", _("Không quá"), value="finding.most", on_screen=False),
        Column(
            "text",
            _("Giải trình"),
            value=lambda case: case.justification.text if case.justification else "",
            template="delegations/limits/cells/text.html",
            width="wide",
        ),
        Column(
            "by",
            _("Người giải trình"),
            value=lambda case: case.justification.given_by if case.justification else "",
            on_screen=False,
        ),
        Column("basis", _("Căn cứ"), value="finding.limit.source", on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return abroad(Delegation.objects.visible_to(self.request.user))

    @cached_property
    def rows(self) -> Any:
        """The cases, not their delegations: one delegation may go over several limits."""
        return self.prepare_rows(self.filterset.cases()) if self.is_valid else []

    def prepare_rows(self, rows: list[Any]) -> list[Any]:
        return [_Row(case, self.request.user) if isinstance(case, OverLimit) else case for case in rows]

    def _export_rows(self, columns: Sequence[Column]) -> Iterator[list[Any]]:
        for number, row in enumerate(self.rows, 1):
            yield [number, *(column.value_of(row) for column in columns)]


class _Row:
    """A case with its sentence as this reader may read it."""

    def __init__(self, case: OverLimit, user: Any) -> None:
        self.delegation = case.delegation
        self.finding = case.finding
        self.justification = case.justification
        self.kind_label = case.kind_label
        self.words = finding_words(case.finding, sees_names=can_see_members(user, case.delegation))
        self.justify_url = (
            limit_address("limit-justify", case.delegation, case.finding)
            if can_justify(user, case.delegation)
            else ""
        )


class TripLimitListView(RegisterListView):
    """The city's limits on delegations abroad that are in force on the day, each with its basis."""

    access = signed_in
    page_title = _("Hạn mức đoàn ra")
    template_name = "delegations/limits/limits.html"
    filterset_class = TripLimitFilter
    takes_as_of = True
    default_sort = "kind"
    export_name = "han-muc-doan-ra"
    empty_advice = _("Ngày này không có hạn mức nào theo điều kiện đã chọn; thử chọn ngày khác.")
    columns: ClassVar = [
        Column("kind", _("Hạn mức"), value="get_kind_display", sort=("kind", "rank"), width="wide"),
        Column(
            "rank",
            _("Cấp trưởng đoàn"),
            value=lambda row: row.get_rank_display() or gettext("mọi cấp"),
            sort="rank",
        ),
        Column("most", _("Không quá"), value=most_words, sort="most", align="end"),
        Column("valid_from", _("Áp dụng từ"), sort="valid_from", width="narrow"),
        Column("valid_to", _("Đến hết ngày"), sort="valid_to", width="narrow"),
        Column("basis", _("Căn cứ"), value="basis_words", template="delegations/limits/cells/basis.html"),
        Column(
            "verified",
            _("Đã kiểm tra"),
            value=lambda row: gettext("đã kiểm tra") if row.is_verified else gettext("cần kiểm tra"),
            sort="is_verified",
        ),
        Column("note", _("Ghi chú"), on_screen=False),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        seen = TripLimit.objects.visible_to(self.request.user)
        return seen.holding_on(self.as_of).select_related("basis")


class LimitDeedView(DeedView):
    """What the two deeds share: the delegation, and what of it the address speaks of."""

    access = keepers
    case: SpokenCase

    def load(self, user: Any, pk: Any) -> Delegation:
        try:
            record: Delegation = Delegation.objects.visible_to(user).get(key=pk)
        except Delegation.DoesNotExist as error:
            raise Http404(HIDDEN) from error
        spoken = spoken_of(record, self.kwargs["token"])
        if spoken is None:
            raise Http404(NO_CASE)
        self.case = spoken
        return record

    def get_success_url(self, record: Any) -> str:
        return f"{record.get_absolute_url()}#limits"


class JustifyView(LimitDeedView):
    """Say why the delegation goes over a limit."""

    form_class = JustifyForm
    page_title = _("Giải trình vượt hạn mức")
    success_message = _("Đã ghi giải trình.")

    def shown(self, record: Any, form: Any, version: int) -> HttpResponse:
        """The page says what goes over; keepers read every name."""
        finding = self.case.finding
        told = finding_words(finding, sees_names=True) if finding else NO_LONGER
        return self.page(record, form, carried={"version": str(version)}, advice=told)

    def initial(self) -> dict[str, Any]:
        return {"text": self.case.text}

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.justify_limit(
            delegation=record,
            kind=self.case.kind,
            subject=self.case.subject,
            base_version=base_version,
            user=self.user,
            **given,
        )


class WithdrawJustificationView(LimitDeedView):
    """Take the words back."""

    form_class = WithdrawForm
    page_title = _("Rút giải trình")
    submit_label = _("Rút giải trình")
    success_message = _("Đã rút giải trình.")
    advice = _("Lời giải trình thôi hiện trên trang của đoàn; lịch sử thay đổi vẫn giữ lại.")

    def do(self, record: Any, *, base_version: int, **given: Any) -> None:
        services.withdraw_justification(
            delegation=record,
            kind=self.case.kind,
            subject=self.case.subject,
            base_version=base_version,
            user=self.user,
            **given,
        )
