"""The years, one year with its lines and numbers, one line."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from delegations.enums import ProgrammeItemState
from delegations.filters.programme import ProgrammeItemFilter
from delegations.models import ProgrammeItem, YearProgramme
from delegations.programme_words import item_facts, item_url, year_url
from delegations.rules import programme as rules
from delegations.selectors_programme import (
    CARRYING_TONES,
    CARRYING_WORDS,
    STATE_TONES,
    editions,
    item_rows,
    lists_for,
    outside_records,
    records_of,
    year_figures,
    year_rows,
)
from delegations.services.programme import can_start
from dnfa.accounts.access import signed_in
from dnfa.core.clock import local_today
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView

HIDDEN_YEAR = _("Chưa mở chương trình của năm này.")
HIDDEN_ITEM = _("Không có mục này, hoặc mục không thuộc cơ quan bạn.")
# What waits for somebody stands first.
STATE_ORDER = Case(
    *(
        When(state=state, then=Value(place))
        for place, state in enumerate(
            (ProgrammeItemState.PROPOSED, ProgrammeItemState.ACCEPTED, ProgrammeItemState.REMOVED)
        )
    ),
    default=Value(9),
    output_field=IntegerField(),
)


def visible_year(year: int) -> YearProgramme:
    """The programme of the year: whoever is signed in may see that there is one; else 404."""
    try:
        return YearProgramme.objects.get(year=year)
    except YearProgramme.DoesNotExist as error:
        raise Http404(HIDDEN_YEAR) from error


def visible_item(user: Any, pk: int) -> Any:
    """The line with what became of it, when this person may see it; else 404."""
    seen = item_rows(ProgrammeItem.objects.visible_to(user), local_today())
    try:
        return seen.prefetch_related(*lists_for(user)).get(pk=pk)
    except ProgrammeItem.DoesNotExist as error:
        raise Http404(HIDDEN_ITEM) from error


class YearListView(RegisterListView):
    """The years that have a programme, the newest first."""

    access = signed_in
    page_title = _("Chương trình năm")
    template_name = "delegations/programme/years.html"
    default_sort = "-year"
    export_name = "chuong-trinh-nam"
    empty_advice = _("Chưa mở chương trình năm nào.")
    columns: ClassVar = [
        Column(
            "year",
            _("Năm"),
            value=lambda row: str(row.year),
            sort="year",
            link=lambda row: year_url(row.year),
        ),
        Column(
            "revision",
            _("Lần ban hành gần nhất"),
            value=lambda row: str(next(reversed(row.revisions.all()), "") or gettext("chưa ban hành")),
        ),
        Column("proposals_due_on", _("Hạn gửi đề xuất"), sort="proposals_due_on", width="narrow"),
        Column("out", _("Đoàn ra"), sort="out", align="end"),
        Column("come_in", _("Đoàn vào"), sort="come_in", align="end"),
        Column(
            "conferences",
            _("Hội nghị, hội thảo"),
            sort="conferences",
            align="end",
        ),
        Column(
            "planned",
            _("Trong chương trình"),
            sort="planned",
            align="end",
        ),
        Column("held", _("Đã thực hiện"), sort="held", align="end"),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return year_rows(self.request.user, local_today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_keep=rules.can_keep_programme(self.request.user), **kwargs)


class YearView(RegisterListView):
    """One year: its numbers, its editions and what they changed, what stands outside it, and the lines."""

    access = signed_in
    template_name = "delegations/programme/year.html"
    filterset_class = ProgrammeItemFilter
    import_kinds = ("chuong-trinh-nam",)
    default_sort = "state"
    empty_advice = _("Chưa có mục nào theo điều kiện này. Đầu mối cơ quan chỉ thấy đề xuất của cơ quan mình.")
    columns: ClassVar = [
        Column(
            "title",
            _("Nội dung"),
            sort=vi_key("title"),
            link=item_url,
            width="wide",
        ),
        Column("id", _("Mã mục"), value=lambda row: str(row.pk), on_screen=False),
        Column("kind", _("Loại"), value="get_kind_display", sort="kind"),
        Column(
            "state",
            _("Tình trạng"),
            value="get_state_display",
            sort=(STATE_ORDER, "expected_on"),
            template="delegations/programme/cells/state.html",
        ),
        Column(
            "carrying",
            _("Thực hiện"),
            value=lambda row: CARRYING_WORDS.get(row.carrying, ""),
            template="delegations/programme/cells/carrying.html",
        ),
        Column("agency", _("Cơ quan đề xuất"), value="agency.name_vi", sort=vi_key("agency__name_vi")),
        Column("expected_on", _("Thời gian dự kiến"), sort="expected_on", width="narrow"),
        Column("days", _("Số ngày"), sort="days", on_screen=False),
        Column("persons", _("Số người"), sort="persons", align="end"),
        Column(
            "countries",
            _("Quốc gia và vùng lãnh thổ"),
            value=lambda row: [country.name_vi for country in row.countries.all()],
        ),
        Column(
            "partners",
            _("Đối tác"),
            value=lambda row: [partner.name_vi for partner in row.partners.all()],
            on_screen=False,
        ),
        Column("head_title", _("Trưởng đoàn dự kiến"), on_screen=False),
        Column("head_rank", _("Cấp trưởng đoàn"), value="get_head_rank_display", on_screen=False),
        Column("purpose", _("Mục đích"), on_screen=False),
        Column("cost_amount", _("Kinh phí dự kiến"), on_screen=False),
        Column("cost_currency", _("Loại tiền"), on_screen=False),
        Column("cost_source", _("Nguồn kinh phí"), value="get_cost_source_display", on_screen=False),
        Column("accepted_in", _("Đưa vào từ lần ban hành"), on_screen=False),
        Column("removed_in", _("Đưa ra ở lần ban hành"), on_screen=False),
        Column("decision_note", _("Lý do, ghi chú xử lý"), on_screen=False),
    ]

    @cached_property
    def programme(self) -> YearProgramme:
        """The year of the address."""
        return visible_year(self.kwargs["year"])

    @property
    def page_title(self) -> str:  # type: ignore[override]  # it names the year
        """The head of the page and of its export."""
        return str(self.programme)

    @property
    def export_name(self) -> str:  # type: ignore[override]  # it names the year
        """The file's name."""
        return f"chuong-trinh-{self.programme.year}"

    def get_queryset(self) -> QuerySet[Any]:
        seen = ProgrammeItem.objects.visible_to(self.request.user).filter(programme=self.programme)
        return item_rows(seen, local_today()).prefetch_related(*lists_for(self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today, programme = self.request.user, local_today(), self.programme
        due = programme.proposals_due_on
        return super().get_context_data(
            programme=programme,
            figures=year_figures(programme, user, today),
            editions=editions(programme, user),
            outside=[
                {
                    "record": record,
                    "agencies": [agency.name_vi for agency in record.lead_agencies.all()],
                    "begins": record.begins,
                }
                for _kind, record in outside_records(programme.year, user)
            ],
            may_keep=rules.can_keep_programme(user),
            may_propose=rules.can_propose(user),
            is_late=due is not None and due < today,
            state_tones=STATE_TONES,
            carrying_tones=CARRYING_TONES,
            **kwargs,
        )


class ItemView(LoginRequiredMixin, TemplateView):
    """One line: what is proposed, what was decided, who carries it out."""

    access = signed_in
    template_name = "delegations/programme/item.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, local_today()
        item = visible_item(user, self.kwargs["pk"])
        may_keep = rules.can_keep_programme(user)
        return super().get_context_data(
            item=item,
            facts=item_facts(item),
            records=records_of(item, user, today),
            year_url=year_url(item.programme.year),
            may_change=rules.can_change_item(user, item),
            may_withdraw=rules.can_change_item(user, item) and item.state == ProgrammeItemState.PROPOSED,
            may_decide=rules.can_decide(user, item),
            decide_url=f"{reverse('delegations:programme-decide', args=[item.programme.year])}?item={item.pk}",
            may_remove=rules.can_remove(user, item),
            may_restore=rules.can_restore(user, item),
            may_start=may_keep and can_start(item),
            state_tone=STATE_TONES[item.state],
            carrying_words=CARRYING_WORDS.get(item.carrying, ""),
            carrying_tone=CARRYING_TONES.get(item.carrying, ""),
            **kwargs,
        )
