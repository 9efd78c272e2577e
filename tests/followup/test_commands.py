from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dnfa.core.clock import local_today
from dnfa.followup import tasks
from dnfa.followup.models import Flag, FlagRun
from tests.factories import make_agreement, make_partner
from tests.followup.factories import make_flag
from tests.followup.rule_of_names import DAY, noted, register_noted

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("sync_flags", *arguments, stdout=out)
    return out.getvalue()


def test_json_tells_what_the_run_did_and_all_flags_that_stand(only_rules):
    register_noted("bbb")
    register_noted("aaa")
    later, sooner = (
        make_partner(key="xx", note="cảnh báo x"),
        make_partner(key="aa", name_vi="Đảo A", note="cảnh báo a"),
    )
    make_flag(make_agreement(), rule="gone")

    report = json.loads(run("--as-of", "2023-12-26", "--json"))

    def row(rule, partner):
        return {
            "rule": rule,
            "severity": "low",
            "kind": "partner",
            "key": partner.key,
            "title": partner.name_vi,
            "reference_date": "2023-12-26",
            "evidence": {"note": partner.note, "share": "100 %"},
        }

    assert report == {
        "as_of": "2023-12-26",
        "opened": 4,
        "kept": 0,
        "closed": 1,
        "failures": [],
        "rules": {code: {"opened": 2, "kept": 0, "closed": 0, "open": 2} for code in ("aaa", "bbb")},
        "flags": [row("aaa", sooner), row("aaa", later), row("bbb", sooner), row("bbb", later)],
    }


def test_running_twice_changes_nothing(only_rules):
    register_noted()
    make_partner(note="cảnh báo")
    first = json.loads(run("--as-of", "2023-12-26", "--json"))

    second = json.loads(run("--as-of", "2023-12-26", "--json"))

    assert (second["opened"], second["kept"], second["closed"]) == (0, 1, 0)
    assert second["flags"] == first["flags"]


def test_without_json_it_speaks_vietnamese(only_rules):
    register_noted()
    make_partner(note="cảnh báo")

    assert run("--as-of", "2023-12-26").splitlines() == [
        "Quét cảnh báo theo số liệu ngày 26/12/2023: mở 1, giữ 0, đóng 0.",
        "  Quy tắc noted: đang mở 1 (mở 1, giữ 0, đóng 0)",
    ]


def test_without_a_day_it_is_today_in_vietnam(only_rules):
    run()

    assert FlagRun.objects.get().as_of == local_today()


@pytest.mark.parametrize("text", ["2023-02-29", "26/12/2023", "hôm nay"])
def test_a_day_that_is_none_is_refused_and_nothing_runs(text):
    with pytest.raises(CommandError, match=text):
        run("--as-of", text)

    assert FlagRun.objects.count() == 0


def test_a_failing_rule_makes_the_command_fail_after_it_said_all(only_rules):
    register_noted("fine")
    register_noted("broken", lambda as_of: noted(as_of).annotate(severity=None))
    make_partner(note="cảnh báo")
    out = StringIO()

    with pytest.raises(CommandError, match="broken"):
        call_command("sync_flags", "--as-of", "2023-12-26", "--json", stdout=out)

    report = json.loads(out.getvalue())
    assert [failure["rule"] for failure in report["failures"]] == ["broken"]
    assert report["rules"]["broken"] == {"opened": 0, "kept": 0, "closed": 0, "open": 0}
    assert Flag.objects.get().rule == "fine"


def test_a_flag_of_a_deleted_record_that_a_failing_rule_keeps_is_still_told(only_rules):
    register_noted("broken", lambda _as_of: 1 / 0)
    partner = make_partner()
    make_flag(partner, rule="broken")
    number = partner.pk
    partner.delete()
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("sync_flags", "--json", stdout=out)

    assert [(row["key"], row["title"]) for row in json.loads(out.getvalue())["flags"]] == [(str(number), "")]


def test_the_nightly_task_syncs_as_of_today(only_rules):
    register_noted()
    make_partner(note="cảnh báo")

    told = tasks.sync_flags()

    assert told == {"as_of": local_today().isoformat(), "opened": 1, "kept": 0, "closed": 0, "failures": 0}
    assert FlagRun.objects.get().as_of > DAY
