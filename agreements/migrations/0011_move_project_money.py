"""Bring sides, bodies, papers and sums of projects from columns into rows of their own; nothing is lost."""

from __future__ import annotations

import pghistory
from django.db import migrations
from django.db.models import F

# What one word told of two things: whose money, and in which form.
MODALITIES = {
    "oda_loan": ("oda_loan", "project"),
    "oda_grant": ("oda_grant", "project"),
    "ngo": ("ngo", ""),
    "city_to_city": ("city_to_city", ""),
    "technical_cooperation": ("", "technical"),
    "scholarship": ("", "scholarship"),
}
SUMS = (("amount", "value"), ("amount_committed", "committed"), ("amount_disbursed", "disbursed"))


def move(apps, schema_editor):
    project_model = apps.get_model("agreements", "Project")
    project_model.objects.update(stated_status=F("status"), is_component=False)
    project_model.objects.filter(parent__isnull=False).update(is_component=True)
    for modality, (source_type, form) in MODALITIES.items():
        project_model.objects.filter(modality=modality).update(source_type=source_type, form=form)
    with pghistory.context(actor="migrate", reason="agreements 0011", loading=True):
        for project in project_model.objects.prefetch_related("partners"):
            move_links(apps, project)
            move_sums(apps, project)


def move_links(apps, project):
    """Donor and recipient keep their role, every other partner takes part."""
    roles = {project.donor_id: "donor", project.recipient_id: "recipient"}
    sides = [pk for pk in (project.donor_id, project.recipient_id) if pk]
    sides += [partner.pk for partner in project.partners.all()]
    party = apps.get_model("agreements", "ProjectParty")
    for order, pk in enumerate(dict.fromkeys(sides)):
        party.objects.create(
            project=project, partner_id=pk, role=roles.get(pk, "participant"), order=order
        )
    if project.managing_agency_id:
        body = apps.get_model("agreements", "ProjectAgency")
        body.objects.create(project=project, agency_id=project.managing_agency_id, role="managing")
    if project.agreement_id:
        link = apps.get_model("agreements", "ProjectAgreement")
        link.objects.create(project=project, agreement_id=project.agreement_id)


def move_sums(apps, project):
    line = apps.get_model("agreements", "FundingLine")
    for column, kind in SUMS:
        amount = getattr(project, column)
        if not amount:
            continue
        is_value = kind == "value"
        line.objects.create(
            key=f"{project.key}-{kind}",
            project=project,
            kind=kind,
            amount=amount,
            currency=project.currency,
            qualifier=(project.amount_qualifier or "exact") if is_value else "exact",
            dong_stated=project.amount_vnd_stated if is_value and project.currency != "VND" else None,
        )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0010_projects_and_money")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
