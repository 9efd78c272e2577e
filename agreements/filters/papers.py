"""What can be asked of agreements, their events, on pages and in the API alike."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import HiddenInput, MultipleHiddenInput, TextInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from agreements import flags, questions
from agreements.enums import (
    AgencyRole,
    AgreementType,
    Capacity,
    EventKind,
    LegalRegime,
    Stage,
    Status,
)
from agreements.models import Agreement, AgreementAgency, AgreementEvent, AgreementParty
from agreements.querysets import AgreementEventQuerySet, AgreementQuerySet
from dnfa.accounts.enums import KEEPS_THE_REGISTER
from dnfa.accounts.models import Agency, User
from dnfa.core.as_of import AsOfFilterSet
from dnfa.core.attachments.selectors import annotate_has_file
from dnfa.core.filters import (
    DayFilter,
    DescribedFilter,
    PartialDateFromFilter,
    PartialDateToFilter,
    WholeNumberFilter,
    YesNoFilter,
)
from dnfa.core.widgets import PickSeveral
from dnfa.followup.models import Flag
from dnfa.followup.rules import rule_choices_of
from partners.enums import Continent
from partners.filters import choosable_countries, choosable_partners
from partners.models import Country, Partner

LONGEST_HORIZON_MONTHS = 1200
TITLE_NUMBER_PARTNER = {"placeholder": _("tên, số ký hiệu, đối tác")}
MAX_ID = 2**63 - 1  # of a database key; a larger number is nobody's
LONGEST_HORIZON_DAYS = 36_500
ME, NOBODY = "me", "none"


class OfficerFilter(DescribedFilter, django_filters.ChoiceFilter):
    """Whose papers: a user name, "me", or "none"; the names are filled in for each asker."""

    openapi: ClassVar[dict[str, Any]] = {"type": "string"}


def choosable_officers(request: HttpRequest | None) -> list[tuple[str, Any]]:
    """Oneself, nobody, and everybody who keeps the register; only for those who see the whole register."""
    choices: list[tuple[str, Any]] = [(ME, _("Tôi phụ trách")), (NOBODY, _("Chưa giao ai"))]
    if request is None or not getattr(request.user, "sees_everything", False):
        return choices
    keepers = User.objects.filter(role__in=sorted(KEEPS_THE_REGISTER)).order_by("full_name", "pk")
    return [*choices, *((user.username, str(user)) for user in keepers)]


def choosable_agencies(role: AgencyRole, request: HttpRequest | None) -> QuerySet[Agency]:
    """Bodies with a role in a paper that the asker may see."""
    if request is None:
        return Agency.objects.none()
    papers = Agreement.objects.visible_to(request.user).order_by().values("pk")
    roles = AgreementAgency.objects.filter(role=role, agreement__in=papers).order_by().values("agency")
    return Agency.objects.filter(pk__in=roles).only("key", "name_vi").in_vietnamese_order()


class AgreementFilter(AsOfFilterSet):
    """The queryset must come from `with_status(as_of)`: status and end are those of the day asked about."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs=TITLE_NUMBER_PARTNER)
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Tình trạng"), choices=Status.choices, widget=PickSeveral
    )
    capacity = django_filters.MultipleChoiceFilter(
        label=_("Danh nghĩa ký"), choices=Capacity.choices, widget=PickSeveral
    )
    type = django_filters.MultipleChoiceFilter(
        label=_("Loại văn bản"), choices=AgreementType.choices, widget=PickSeveral
    )
    legal_regime = django_filters.ChoiceFilter(
        label=_("Chế độ pháp lý"), choices=LegalRegime.choices, widget=HiddenInput
    )
    partner = django_filters.ModelChoiceFilter(
        method="by_partner", label=_("Đối tác"), queryset=choosable_partners, to_field_name="key"
    )
    country = django_filters.ModelChoiceFilter(
        method="by_country", label=_("Quốc gia, vùng lãnh thổ"), queryset=choosable_countries
    )
    continent = django_filters.ChoiceFilter(
        method="by_continent", label=_("Châu lục"), choices=Continent.choices, widget=HiddenInput
    )
    signed_on_from = PartialDateFromFilter("signed_on", label=_("Ký từ"))
    signed_on_to = PartialDateToFilter("signed_on", label=_("Ký đến"))
    ending_within_months = WholeNumberFilter(
        method="by_ending",
        label=_("Hết hạn trong mấy tháng tới"),
        min_value=0,
        max_value=LONGEST_HORIZON_MONTHS,
    )
    signed_with_partner = YesNoFilter(
        method="by_signed_with_partner", label=_("Đã ký với đối tác nước ngoài"), widget=HiddenInput
    )
    letter_of_intent_open = YesNoFilter(
        method="by_open_letter", label=_("Ý định thư chưa thành thỏa thuận"), widget=HiddenInput
    )
    in_table = YesNoFilter(method="by_table", label=_("Có trong bảng quan hệ chính thức"), widget=HiddenInput)
    flag = django_filters.ChoiceFilter(
        method="by_flag", label=_("Cảnh báo"), choices=partial(rule_choices_of, Agreement)
    )

    in_force_at = DayFilter(method="by_in_force", label=_("Còn hiệu lực vào ngày"))
    not_in_force_at = DayFilter(
        method="by_not_in_force", label=_("Không còn hoặc chưa có hiệu lực vào ngày"), widget=HiddenInput
    )
    ending_within_days = WholeNumberFilter(
        method="by_ending_days",
        label=_("Hết hạn trong mấy ngày tới"),
        min_value=0,
        max_value=LONGEST_HORIZON_DAYS,
        widget=HiddenInput,
    )
    without_end = YesNoFilter(method="by_unknown_end", label=_("Chưa rõ thời hạn"), widget=HiddenInput)
    without_file = YesNoFilter(
        method="by_missing_file", label=_("Đã ký, chưa có tệp văn bản"), widget=HiddenInput
    )
    stage = django_filters.MultipleChoiceFilter(
        label=_("Giai đoạn"), choices=Stage.choices, widget=MultipleHiddenInput
    )
    officer = OfficerFilter(method="by_officer", label=_("Chuyên viên phụ trách"), choices=())
    lead_agency = django_filters.ModelChoiceFilter(
        method="by_lead",
        label=_("Cơ quan chủ trì"),
        queryset=partial(choosable_agencies, AgencyRole.LEAD),
        to_field_name="key",
    )
    coordinating = django_filters.ModelChoiceFilter(
        method="by_coordinating",
        label=_("Cơ quan phối hợp"),
        queryset=partial(choosable_agencies, AgencyRole.COORDINATING),
        to_field_name="key",
        widget=HiddenInput,
    )

    class Meta:
        model = Agreement
        # The order of the panel.
        fields = (
            "q", "status", "capacity", "type", "partner", "country", "signed_on_from", "signed_on_to",
            "in_force_at", "ending_within_months", "officer", "lead_agency", "flag",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["officer"].extra["choices"] = choosable_officers(self.request)

    def by_text(self, queryset: AgreementQuerySet, _name: str, value: str) -> AgreementQuerySet:
        return queryset.matching(value)

    def by_table(self, queryset: AgreementQuerySet, _name: str, value: bool) -> AgreementQuerySet:
        return queryset.filter(table_row__isnull=not value)

    def by_partner(self, queryset: AgreementQuerySet, _name: str, value: Partner) -> AgreementQuerySet:
        return queryset.filter(Exists(_parties(partner=value)))

    def by_country(self, queryset: AgreementQuerySet, _name: str, value: Country) -> AgreementQuerySet:
        return queryset.filter(Exists(_parties(partner__country=value)))

    def by_continent(self, queryset: AgreementQuerySet, _name: str, value: str) -> AgreementQuerySet:
        return queryset.filter(Exists(_parties(partner__country__continent=value)))

    def by_ending(self, queryset: AgreementQuerySet, _name: str, value: Any) -> AgreementQuerySet:
        return queryset.ending_within(self.as_of, months=int(value))

    def by_ending_days(self, queryset: Any, _name: str, value: Any) -> Any:
        last = self.as_of + timedelta(days=int(value))
        return queryset.filter(questions.not_renewed_tacitly(), ends_on__range=(self.as_of, last))

    def by_in_force(self, queryset: AgreementQuerySet, _name: str, value: date) -> AgreementQuerySet:
        holding = Agreement.objects.with_status(value).in_force().order_by()
        return queryset.filter(pk__in=holding.values("pk"))

    def by_not_in_force(self, queryset: AgreementQuerySet, _name: str, value: date) -> AgreementQuerySet:
        """What surely did not hold; papers of unknown term are in neither answer."""
        rows: Any = Agreement.objects.with_status(value)
        lapsed = rows.filter(status__in=sorted(questions.NOT_IN_FORCE)).order_by()
        return queryset.filter(pk__in=lapsed.values("pk"))

    def by_unknown_end(self, queryset: AgreementQuerySet, _name: str, value: bool) -> AgreementQuerySet:
        condition = questions.without_known_end()
        return queryset.filter(condition) if value else queryset.exclude(condition)

    def by_missing_file(self, queryset: AgreementQuerySet, _name: str, value: bool) -> AgreementQuerySet:
        """`false`: signed papers whose text is there. Drafts have no signed text and are in neither answer."""
        rows: Any = annotate_has_file(queryset, Agreement)
        return rows.filter(stage=Stage.SIGNED, has_file=not value)

    def by_officer(self, queryset: AgreementQuerySet, _name: str, value: str) -> AgreementQuerySet:
        if value == NOBODY:
            return queryset.filter(officer__isnull=True)
        if value == ME:
            return queryset.filter(officer=self.request.user.pk)
        return queryset.filter(officer__username=value)

    def by_lead(self, queryset: AgreementQuerySet, _name: str, value: Agency) -> AgreementQuerySet:
        return queryset.filter(Exists(_roles(agency=value, role=AgencyRole.LEAD)))

    def by_coordinating(self, queryset: AgreementQuerySet, _name: str, value: Agency) -> AgreementQuerySet:
        return queryset.filter(Exists(_roles(agency=value, role=AgencyRole.COORDINATING)))

    def by_signed_with_partner(
        self, queryset: AgreementQuerySet, _name: str, value: bool
    ) -> AgreementQuerySet:
        signed = Agreement.objects.signed_with_a_partner().known_by(self.as_of).values("pk")
        return queryset.filter(pk__in=signed) if value else queryset.exclude(pk__in=signed)

    def by_open_letter(self, queryset: AgreementQuerySet, _name: str, value: bool) -> AgreementQuerySet:
        letters = flags.open_letters_of_intent(self.as_of).values("pk")
        return queryset.filter(pk__in=letters) if value else queryset.exclude(pk__in=letters)

    def by_flag(self, queryset: AgreementQuerySet, _name: str, value: str) -> AgreementQuerySet:
        return queryset.filter(
            pk__in=Flag.objects.of_kind(Agreement).current().filter(rule=value).values("object_id")
        )


def _roles(**condition: Any) -> Any:
    return AgreementAgency.objects.filter(agreement=OuterRef("pk"), **condition)


def _parties(**condition: Any) -> Any:
    return AgreementParty.objects.filter(agreement=OuterRef("pk"), **condition)


class AgreementEventFilter(AsOfFilterSet):
    """Questions about what happened to agreements."""

    q = django_filters.CharFilter(
        method="by_text", label=_("Tìm"), widget=TextInput(attrs=TITLE_NUMBER_PARTNER)
    )
    agreement = WholeNumberFilter(
        field_name="agreement_id",
        label=_("Thỏa thuận (mã)"),
        min_value=1,
        max_value=MAX_ID,
        widget=HiddenInput,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Sự kiện"), choices=EventKind.choices, widget=PickSeveral
    )
    capacity = django_filters.MultipleChoiceFilter(
        field_name="agreement__capacity",
        label=_("Danh nghĩa ký"),
        choices=Capacity.choices,
        widget=PickSeveral,
    )
    signing = YesNoFilter(method="by_signing", label=_("Là lần ký với đối tác"))
    occurred_on_from = PartialDateFromFilter("occurred_on", label=_("Từ"))
    occurred_on_to = PartialDateToFilter("occurred_on", label=_("Đến"))
    happened = YesNoFilter(method="by_happened", label=_("Đã diễn ra vào ngày hỏi"))

    class Meta:
        model = AgreementEvent
        fields = (
            "q",
            "kind",
            "capacity",
            "signing",
            "occurred_on_from",
            "occurred_on_to",
            "happened",
            "agreement",
        )

    def by_text(self, queryset: AgreementEventQuerySet, _name: str, value: str) -> AgreementEventQuerySet:
        return queryset.matching(value)

    def by_signing(self, queryset: AgreementEventQuerySet, _name: str, value: bool) -> AgreementEventQuerySet:
        signings = AgreementEvent.objects.signings().values("pk")
        return queryset.filter(pk__in=signings) if value else queryset.exclude(pk__in=signings)

    def by_happened(
        self, queryset: AgreementEventQuerySet, _name: str, value: bool
    ) -> AgreementEventQuerySet:
        happened = AgreementEvent.objects.happened_by(self.as_of).values("pk")
        return queryset.filter(pk__in=happened) if value else queryset.exclude(pk__in=happened)
