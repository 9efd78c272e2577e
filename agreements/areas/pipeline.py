"""What the way to signature, and the criteria announces to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agreements import pipeline_flags, pipeline_sections
from agreements.loading.criteria import load_criteria
from agreements.sections import Section, register_section
from dnfa.core.loading import register as register_loader
from partners.sections import Section as PartnerSection
from partners.sections import register_section as register_partner_section


def register() -> None:
    """Called from `AppConfig.ready()` through `agreements.areas`."""
    register_section(
        Section(
            "pipeline",
            _("Quá trình chuẩn bị ký"),
            10,
            "agreements/pipeline/section.html",
            pipeline_sections.of_agreement,
        )
    )
    register_partner_section(
        PartnerSection(
            "broken_off", 15, "agreements/pipeline/partner_section.html", pipeline_sections.of_partner
        )
    )
    register_loader(90, "criteria", load_criteria)
    pipeline_flags.register()
