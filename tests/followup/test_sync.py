from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, connections
from django.db.models import CharField, Count, DateField, F, Func, JSONField, Value

from dnfa.followup.enums import Severity
from dnfa.followup.models import Flag, FlagRun
from dnfa.followup.rules import unregister_rule
from dnfa.followup.sync import SYNC_LOCK, run_sync, sync_flags
from dnfa.updates.flags_unconfirmed import unconfirmed_codes
from partners.models import Partner
from tests.factories import make_agreement, make_partner, make_user
from tests.followup.factories import make_flag, make_parameters
from tests.followup.rule_of_names import DAY, noted, register_noted

DAY_AFTER = date(2023, 12, 27)

pytestmark = pytest.mark.django_db


def figures(run: FlagRun) -> tuple[int, int, int]:
    return run.opened, run.kept, run.closed


def broken(_as_of):
    return noted(_as_of).annotate(
        severity=Func(Value(0), template="(1 / %(expressions)s)::text", output_field=CharField())
    )


def test_sync_opens_a_flag_with_all_the_rule_says(only_rules):
    register_noted()
    partner = make_partner(note="cảnh báo 1")
    make_partner(note="bình thường")

    run = sync_flags(as_of=DAY)

    (flag,) = Flag.objects.all()
    assert (flag.rule, flag.severity, flag.record) == ("noted", Severity.LOW, partner)
    assert (flag.reference_date, flag.evidence) == (DAY, {"note": "cảnh báo 1", "share": "100 %"})
    assert (flag.opened_on, flag.last_seen_on, flag.closed_on, flag.snoozed_until) == (DAY, DAY, None, None)
    assert (run.as_of, figures(run), run.failures) == (DAY, (1, 0, 0), [])
    assert run.started_at <= run.finished_at


def test_second_sync_of_the_same_day_writes_nothing(only_rules):
    register_noted()
    make_partner(note="cảnh báo 1")
    sync_flags(as_of=DAY)
    before = list(Flag.objects.values())

    run = sync_flags(as_of=DAY)

    assert figures(run) == (0, 1, 0)
    assert list(Flag.objects.values()) == before
    assert Flag.objects.get().audit_rows.count() == 1


def test_next_day_keeps_the_flag_and_brings_its_evidence_up_to_date(only_rules):
    register_noted()
    partner = make_partner(note="cảnh báo 1")
    sync_flags(as_of=DAY)
    Partner.objects.filter(pk=partner.pk).update(note="cảnh báo 2")

    run = sync_flags(as_of=DAY_AFTER)

    (flag,) = Flag.objects.all()
    assert figures(run) == (0, 1, 0)
    assert (flag.evidence["note"], flag.opened_on, flag.last_seen_on) == ("cảnh báo 2", DAY, DAY_AFTER)


def test_a_cause_that_is_gone_closes_and_one_that_returns_opens_anew(only_rules):
    register_noted()
    partner = make_partner(note="cảnh báo 1")
    sync_flags(as_of=DAY)
    user = make_user()
    Flag.objects.update(snoozed_until="2030-01-01", snooze_reason="chờ bạn trả lời", snoozed_by=user)

    Partner.objects.filter(pk=partner.pk).update(note="")
    gone = sync_flags(as_of=DAY_AFTER)
    still_gone = sync_flags(as_of=DAY_AFTER)
    Partner.objects.filter(pk=partner.pk).update(note="cảnh báo 3")
    back = sync_flags(as_of=date(2024, 1, 5))

    old, new = Flag.objects.order_by("pk")
    assert (figures(gone), figures(still_gone), figures(back)) == ((0, 0, 1), (0, 0, 0), (1, 0, 0))
    assert (old.closed_on, old.snoozed_until, old.evidence["note"]) == (
        DAY_AFTER,
        date(2030, 1, 1),
        "cảnh báo 1",
    )
    assert old.closed_at >= old.created_at
    assert (new.closed_on, new.snoozed_until, new.opened_on) == (None, None, date(2024, 1, 5))


def test_a_deleted_record_closes_its_flag(only_rules):
    register_noted()
    partner = make_partner(note="cảnh báo 1")
    sync_flags(as_of=DAY)
    partner.delete()

    assert figures(sync_flags(as_of=DAY)) == (0, 0, 1)


def test_rules_do_not_touch_each_others_flags(only_rules):
    register_noted("first")
    register_noted("second")
    make_partner(note="cảnh báo 1")
    agreement = make_agreement()
    other = make_flag(agreement, rule="first")

    outcome = run_sync(as_of=DAY)

    assert {code: (rule.opened, rule.kept, rule.closed) for code, rule in outcome.by_rule.items()} == {
        "first": (1, 0, 0),
        "second": (1, 0, 0),
    }
    other.refresh_from_db()
    assert other.closed_on is None


def test_a_rule_may_give_each_row_its_own_severity(only_rules):
    register_noted(rows=lambda as_of: noted(as_of).annotate(severity=Value("high", CharField())))
    make_partner(note="cảnh báo 1")

    sync_flags(as_of=DAY)

    assert Flag.objects.get().severity == Severity.HIGH


def test_a_rule_that_can_find_nothing_closes_what_it_had_opened(only_rules):
    register_noted()
    make_partner(note="cảnh báo 1")
    sync_flags(as_of=DAY)
    register_noted(rows=lambda as_of: noted(as_of).filter(pk__in=[]))

    assert figures(sync_flags(as_of=DAY)) == (0, 0, 1)


def test_flags_of_a_rule_that_was_taken_away_close(only_rules):
    register_noted()
    make_partner(note="cảnh báo 1")
    sync_flags(as_of=DAY)
    unregister_rule("noted")

    run = sync_flags(as_of=DAY_AFTER)

    assert figures(run) == (0, 0, 1)
    assert Flag.objects.get().closed_on == DAY_AFTER


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        (broken, "DataError: division by zero"),
        (lambda _as_of: 1 / 0, "ZeroDivisionError: division by zero"),
        (
            lambda as_of: (
                noted(as_of).annotate(n=Count("names")).values("pk").union(noted(as_of).values("pk"))
            ),
            "NotSupportedError: Calling QuerySet.annotate() after union() is not supported.",
        ),
    ],
)
def test_a_failing_rule_is_reported_keeps_its_flags_and_stops_no_other(only_rules, caplog, rows, error):
    register_noted("aaa")
    partner = make_partner(note="cảnh báo 1")
    sync_flags(as_of=DAY)
    register_noted("aaa", rows)
    register_noted("zzz")

    run = sync_flags(as_of=DAY_AFTER)

    assert figures(run) == (1, 0, 0)
    (failure,) = run.failures
    assert failure["rule"] == "aaa"
    assert failure["error"].startswith(error)
    assert FlagRun.objects.first().failures == run.failures
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("ERROR", "flag rule aaa failed as of 2023-12-27")
    ]
    assert list(
        Flag.objects.order_by("rule").values_list("rule", "object_id", "last_seen_on", "closed_on")
    ) == [
        ("aaa", partner.pk, DAY, None),
        ("zzz", partner.pk, DAY_AFTER, None),
    ]


def test_a_rule_that_names_a_record_twice_fails_instead_of_doubling(only_rules, caplog):
    partner = make_partner(note="cảnh báo 1")
    for name in ("A", "B"):
        partner.names.create(name=name, kind="alias")
    register_noted(rows=lambda as_of: noted(as_of).filter(names__isnull=False))

    run = sync_flags(as_of=DAY)

    assert [failure["rule"] for failure in run.failures] == ["noted"]
    assert Flag.objects.count() == 0


def test_evidence_may_hold_any_json(only_rules):
    evidence = Value({"a": None, "b": [1, "đ"], "c": "100%s {x}"}, JSONField())
    register_noted(
        rows=lambda _as_of: Partner.objects.annotate(
            object_id=F("pk"), reference_date=Value(None, DateField()), evidence=evidence
        )
    )
    make_partner()

    run = sync_flags(as_of=DAY)

    assert run.failures == []
    assert (Flag.objects.get().evidence, Flag.objects.get().reference_date) == (
        {"a": None, "b": [1, "đ"], "c": "100%s {x}"},
        None,
    )


def test_the_audit_trail_names_the_sync(only_rules):
    register_noted()
    make_partner(note="cảnh báo 1")

    sync_flags(as_of=DAY)

    (row,) = Flag.objects.get().audit_rows.all()
    assert row.pgh_context.metadata == {
        "actor": "quét cảnh báo",
        "reason": "",
        "user": None,
        "as_of": "2023-12-26",
    }


def test_the_number_of_queries_does_not_grow_with_the_flags(only_rules, django_assert_max_num_queries):
    register_noted("first")
    register_noted("second")
    for number in range(3):
        make_partner(note=f"cảnh báo {number}")

    with django_assert_max_num_queries(12):
        sync_flags(as_of=DAY)


def test_the_rules_of_the_house_run_on_an_empty_register():
    make_parameters()

    outcome = run_sync(as_of=DAY)

    assert outcome.run.failures == []
    assert sorted(set(outcome.by_rule) - set(unconfirmed_codes())) == [
        "agreement_expired",
        "agreement_expiring",
        "agreement_unknown_term",
        "agreement_without_file",
        "clock_overdue",
        "commitment_overdue",
        "conference_clock_overdue",
        "conference_unconfirmed",
        "disbursement_behind_plan",
        "draft_stalled",
        "invitation_unanswered",
        "letter_of_intent_open",
        "limit_unjustified",
        "ngo_registration_ending",
        "notice_window",
        "project_past_end",
        "project_report_overdue",
        "renewal_not_opened",
        "round_answer_late",
        "round_answer_waits",
        "scheme_progress_missing",
        "scheme_task_late",
        "scheme_task_without_lead",
        "tie_dormant",
        "tie_never_active",
        "trip_report_overdue",
        "trip_unconfirmed",
        "update_waits",
    ]
    assert set(unconfirmed_codes()) <= set(outcome.by_rule)


@pytest.mark.django_db(transaction=True)
def test_two_syncs_at_once_double_nothing(only_rules):
    register_noted()
    for number in range(20):
        make_partner(note=f"cảnh báo {number}")
    together = threading.Barrier(3)
    runs, errors = [], []

    def sync() -> None:
        try:
            together.wait()
            runs.append(figures(sync_flags(as_of=DAY)))
        except Exception as error:  # noqa: BLE001  (handed to the test's own thread)
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sync) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert sorted(runs) == [(0, 20, 0), (0, 20, 0), (20, 0, 0)]
    assert Flag.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_a_sync_waits_for_the_one_under_way(only_rules):
    register_noted()
    make_partner(note="cảnh báo 1")
    done = threading.Event()

    def sync() -> None:
        sync_flags(as_of=DAY)
        done.set()
        connections.close_all()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SYNC_LOCK])
    thread = threading.Thread(target=sync)
    thread.start()
    waited = not done.wait(0.3)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [SYNC_LOCK])
    thread.join()

    assert waited
    assert done.is_set()
    assert Flag.objects.count() == 1
