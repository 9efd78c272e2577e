"""What is asked about a route: where it leads, how far beside it to look, when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.record_fields import PickInOrder, all_partners
from delegations.matching.nearby import FARTHEST_KM, NOT_VISITED
from delegations.matching.route import Route, make_route
from dnfa.core.forms import ViDateField
from dnfa.core.widgets import PickSeveral
from partners.enums import PartnerKind
from partners.filters import choosable_countries
from partners.models import Country, Partner


def km_field() -> forms.IntegerField:
    """How far beside the route; empty is the office's own distance."""
    wrong = _("Nhập một số nguyên từ 1 đến %(most)s.") % {"most": FARTHEST_KM}
    return forms.IntegerField(
        label=_("Trong vòng (km)"),
        required=False,
        min_value=1,
        max_value=FARTHEST_KM,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


def kinds_field() -> forms.MultipleChoiceField:
    """Which kinds of partners; nothing chosen is all that have a place."""
    kinds = [(kind.value, kind.label) for kind in PartnerKind if kind not in NOT_VISITED]
    return forms.MultipleChoiceField(
        label=_("Loại đối tác"), choices=kinds, required=False, widget=PickSeveral
    )


class DistanceForm(forms.Form):
    """How far beside a route that is on record, and whom."""

    km = km_field()
    kinds = kinds_field()


class RouteForm(forms.Form):
    """A trip that is only thought of. Partners go by key, countries and territories by code, so that the address can be kept."""

    partners = forms.ModelMultipleChoiceField(
        label=_("Đối tác sẽ đến"),
        queryset=Partner.objects.none(),
        to_field_name="key",
        required=False,
        widget=PickInOrder,
    )
    countries = forms.ModelMultipleChoiceField(
        label=_("Quốc gia, vùng lãnh thổ sẽ đến"),
        queryset=Country.objects.none(),
        to_field_name="code",
        required=False,
        widget=PickInOrder,
    )
    km = km_field()
    kinds = kinds_field()
    starts_on = ViDateField(label=_("Dự kiến từ ngày"), required=False)
    ends_on = ViDateField(label=_("Dự kiến đến ngày"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = all_partners(user).only("key", "name_vi", "country")
        self.fields["partners"].queryset = named  # type: ignore[attr-defined]
        self.fields["countries"].queryset = choosable_countries(None)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Ngày cuối dự kiến trước ngày đầu."))
        return values

    @property
    def route(self) -> Route:
        """The route asked about; empty unless the form is valid and names a place."""
        if not self.is_valid():
            return Route()
        asked = self.cleaned_data
        return make_route(asked["partners"], asked["countries"], asked["starts_on"], asked["ends_on"])


class AddStopForm(forms.Form):
    """When and where exactly the delegation stops at the partner; all of it may stay open."""

    place = forms.CharField(label=_("Nơi đến"), max_length=200, required=False)
    arrives_on = ViDateField(label=_("Đến ngày"), required=False)
    leaves_on = ViDateField(label=_("Rời ngày"), required=False)
