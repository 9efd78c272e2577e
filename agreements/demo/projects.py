"""The projects of a demonstration year: what was received and given in every state, with its money, results and reports."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from agreements.demo.common import agency, fields, key_of, partner, sample, title_of
from agreements.demo.projects_given import PROJECTS_GIVEN
from agreements.demo.projects_plans import (
    RATE_SOURCE,
    RATES,
    RATES_AGO,
    Booked,
    Happened,
    Measured,
    Plan,
    Told,
    half_year,
)
from agreements.demo.projects_received import PROJECTS_RECEIVED
from agreements.demo.projects_registrations import make_registrations
from agreements.models import ExchangeRate, Project
from agreements.project_flags import half_year_before, report_due
from agreements.services.projects import (
    event_add,
    line_add,
    line_set_right,
    project_create,
    rate_record,
    report_add,
    results_set,
)
from dnfa.core.demo import KEY_PREFIX, Demo
from dnfa.core.money import parse_money
from dnfa.core.partial_dates import PartialDate

RECEIVED_AFTER = 12  # days after a half-year its report came in: before it was due
PLANS = (*PROJECTS_RECEIVED, *PROJECTS_GIVEN)


def make_projects(demo: Demo) -> None:
    """Rates to offer, the projects that are not there yet, registrations of the organisations behind some of them."""
    make_rates(demo)
    there = set(Project.objects.filter(key__startswith=KEY_PREFIX).values_list("key", flat=True))
    for copy in demo.copies():
        for plan in PLANS:
            if key_of(plan.slug, copy) not in there:
                with transaction.atomic():
                    make_project(demo, plan, copy)
                demo.count(f"projects_{plan.direction}")
    make_registrations(demo)


def make_rates(demo: Demo) -> None:
    """Rates of some days for each currency; rates made before stand, whatever the day."""
    there = set(ExchangeRate.objects.filter(source=RATE_SOURCE).values_list("currency", flat=True))
    for currency, rates in RATES.items():
        if currency not in there:
            for ago, rate in zip(RATES_AGO, rates, strict=True):
                rate_record(
                    currency=currency,
                    day=demo.ago(ago),
                    rate=Decimal(rate),
                    source=RATE_SOURCE,
                    user=demo.user,
                    today=demo.today,
                )


def make_project(demo: Demo, plan: Plan, copy: int) -> Project:
    """One project with all that hangs on it."""
    by: dict[str, Any] = {"user": demo.user, "today": demo.today}
    project = _mark(_open(demo, plan, copy, by), plan.slug, copy)
    for happened in plan.happened:
        _happen(demo, project, happened, by)
    for booked in plan.sums:
        _book(demo, project, booked, by)
    if plan.results:
        results_set(project=project, results=[_result(demo, one) for one in plan.results], **by)
    for told in plan.told:
        _report(demo, project, told, by)
    return project


def _open(demo: Demo, plan: Plan, copy: int, by: dict[str, Any]) -> Project:
    papers = [paper for slug in plan.papers if (paper := sample(slug, copy)) is not None]
    programme = Project.objects.get(key=key_of(plan.programme, copy)) if plan.programme else None
    return project_create(
        title_vi=title_of(plan.title, copy),
        direction=plan.direction,
        source_type=plan.source,
        form=plan.form,
        parties=[
            {"partner": partner(key), "role": role, "share": Decimal(share) if share else None}
            for key, role, share in plan.sides
        ],
        agencies=[{"agency": agency(key), "role": role} for key, role in plan.bodies],
        agreements=papers,
        fields=fields(*plan.fields),
        parent=programme,
        is_component=programme is not None,
        starts_on=PartialDate.of(demo.workday(plan.begins)),
        ends_on=PartialDate.of(demo.workday(plan.ends)),
        place=plan.place,
        purpose_vi=plan.purpose,
        result_vi=plan.result,
        remains_vi=plan.remains,
        remains_seen_on=None if plan.remains_seen is None else demo.ago(plan.remains_seen),
        quantity=None if plan.quantity is None else Decimal(plan.quantity),
        quantity_unit=plan.unit,
        officer=demo.user,
        **by,
    )


def _mark(project: Project, slug: str, copy: int) -> Project:
    """Give a new project the sample's key; a second run knows it by this key, and no service changes a key."""
    project.key = key_of(slug, copy)
    project.save(update_fields=["key", "updated_at"])
    return project


def _happen(demo: Demo, project: Project, happened: Happened, by: dict[str, Any]) -> None:
    until = None if happened.until is None else PartialDate.of(demo.workday(happened.until))
    event_add(
        project=project,
        kind=happened.kind,
        occurred_on=PartialDate.of(demo.ago(happened.ago)),
        document_number=happened.number,
        decided_by=happened.by,
        reason=happened.reason,
        new_ends_on=until,
        **by,
    )


def _book(demo: Demo, project: Project, booked: Booked, by: dict[str, Any]) -> None:
    """A sum on its day or for its half-year, and what sets it right."""
    amount = parse_money(booked.amount)
    day = None if booked.ago is None else demo.ago(booked.ago)
    first, last = (None, None) if booked.half is None else half_year(demo.today, booked.half)
    line = line_add(
        project=project,
        kind=booked.kind,
        amount=amount.value,
        currency=amount.currency,
        qualifier=booked.qualifier,
        booked_on=None if day is None else PartialDate.of(day),
        period_from=first,
        period_to=last,
        dong_stated=Decimal(round(parse_money(booked.dong).value)) if booked.dong else None,
        document_number=booked.number,
        reason=booked.reason,
        **(_rate(amount.currency, day) if booked.rated and day else {}),
        **by,
    )
    if booked.right:
        right = parse_money(booked.right, currency=amount.currency).value
        line_set_right(line=line, right_amount=right, reason=booked.why, user=demo.user)


def _rate(currency: str, day: date) -> dict[str, Any]:
    """The youngest rate known by a day, as a line keeps it."""
    known = ExchangeRate.objects.standing().filter(currency=currency, day__lte=day).order_by("day").last()
    return {"rate": known.rate, "rate_on": known.day, "rate_source": known.source} if known else {}


def _result(demo: Demo, measured: Measured) -> dict[str, Any]:
    return {
        "indicator": measured.indicator,
        "unit": measured.unit,
        "target": Decimal(measured.target) if measured.target else None,
        "reached": Decimal(measured.reached) if measured.reached else None,
        "as_of": demo.ago(measured.ago) if measured.reached else None,
    }


def _report(demo: Demo, project: Project, told: Told, by: dict[str, Any]) -> None:
    """The report of a half-year, in before its day; its agency's own person writes where there is one."""
    first, last = _period(demo.today, told.before)
    report_add(
        project=project,
        agency=agency(told.agency),
        period_from=first,
        period_to=last,
        received_on=demo.workday((last - demo.today).days + RECEIVED_AFTER),
        done_vi=told.done,
        difficulty_vi=told.difficulty,
        next_vi=told.next,
        **{**by, "user": demo.focal if told.by_focal else demo.user},
    )


def _period(today: date, before: int) -> tuple[date, date]:
    """The half-year whose report is owed by `today`, or so many before it."""
    first, last, _due = report_due(today)
    for _step in range(before):
        first, last = half_year_before(first)
    return first, last
