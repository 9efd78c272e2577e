"""Rows of the lists of a project: foreign sides, Vietnamese bodies, results in figures (dnfa/core/rows)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.enums import ProjectAgencyRole, ProjectPartyRole
from dnfa.accounts.models import Agency
from dnfa.core.forms import ViDateField, ViDecimalField
from dnfa.core.rows import NamedField, Names, RowForm, box, suggestions_of
from partners.models import Partner


class PartyRowForm(RowForm):
    """A foreign side with its role and, of a donor, its share."""

    partner = NamedField(label=_("Đối tác"), suggestions="partner", required=True)
    role = forms.ChoiceField(
        label=_("Vai trò"), choices=ProjectPartyRole.choices, initial=ProjectPartyRole.DONOR
    )
    share = ViDecimalField(
        label=_("Tỷ lệ góp (%)"), required=False, min_value=0, max_digits=5, decimal_places=2
    )
    wide = ("partner",)


class BodyRowForm(RowForm):
    """A Vietnamese body with its role."""

    agency = NamedField(label=_("Cơ quan"), suggestions="agency", required=True)
    role = forms.ChoiceField(
        label=_("Vai trò"), choices=ProjectAgencyRole.choices, initial=ProjectAgencyRole.MANAGING
    )
    wide = ("agency",)


class ResultRowForm(RowForm):
    """A result in figures."""

    indicator = box(_("Chỉ số"), 300, required=True)
    unit = box(_("Đơn vị tính"), 60, required=True)
    target = ViDecimalField(label=_("Kế hoạch"), required=False, max_digits=20, decimal_places=2)
    reached = ViDecimalField(label=_("Đạt được"), required=False, max_digits=20, decimal_places=2)
    as_of = ViDateField(label=_("Tính đến ngày"), required=False)
    wide = ("indicator",)


def suggested_names(form: type[RowForm], user: Any) -> dict[str, Names]:
    """For each list of suggestions that a row uses: the records this person may name."""
    sources = {
        "agency": Agency.objects.in_vietnamese_order,
        "partner": lambda: Partner.objects.visible_to(user).in_vietnamese_order(),
    }
    return {name: Names(sources[name]()) for name in suggestions_of(form)}
