from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dnfa.core.audit import as_actor
from dnfa.core.loading import DataError, Load, loaders
from dnfa.core.loading.own import load_legal_bases
from dnfa.followup.loading import load_clock_rules, open_clocks
from dnfa.followup.models import Clock, ClockRule
from tests.followup.clocks.makers import make_paper
from tests.loaded import DATA, TODAY, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def load_from(data: Path) -> Load:
    load = Load(data_dir=data, today=TODAY)
    with as_actor("load_register", loading=True):
        load_legal_bases(load)
        load_clock_rules(load)
    return load


def test_the_migration_and_the_file_say_the_same():
    load = load_from(DATA)

    count = load.tables["clock_rules"]
    assert (count.rows, count.made, count.changed, count.unchanged) == (10, 0, 0, 10)
    assert ClockRule.objects.count() == 10


def test_rules_rest_on_the_law_and_only_what_a_source_states_is_marked_checked():
    rules = {
        rule.key: rule for rule in ClockRule.objects.filter(basis__key="luat-70-2020").select_related("basis")
    }

    assert {key: (rule.offset, rule.unit, rule.clause, rule.is_verified) for key, rule in rules.items()} == {
        "opinion-on-signing": (7, "working_day", "Điều 19", True),
        "opinion-on-renewal": (7, "working_day", "Điều 33, điều 19", False),
        "prime-minister-opinion": (7, "working_day", "Điều 28", True),
        "report-after-signing": (15, "calendar_day", "Điều 19", True),
        "report-after-later-text": (15, "calendar_day", "Điều 33, điều 19", False),
        "notice-of-ending": (15, "calendar_day", "Điều 34", True),
    }
    assert {rule.basis.number for rule in rules.values()} == {"70/2020/QH14"}
    assert {rule.valid_from.isoformat() for rule in rules.values()} == {"2021-07-01"}
    assert all(rule.conditions["legal_regime"] == ["law_70_2020"] for rule in rules.values())


def test_a_changed_file_changes_the_rule(data):
    rewrite(
        data / "clock_rules.csv",
        lambda rows: rows[3].update(offset="10", conditions="", valid_to="2026-12-31"),
    )

    load = load_from(data)

    assert load.tables["clock_rules"].changed == 1
    rule = ClockRule.objects.get(key="report-after-signing")
    assert (rule.offset, rule.conditions, rule.valid_to.isoformat()) == (10, {}, "2026-12-31")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"trigger": "no_such"}, "cột trigger: Không có sự việc “no_such”."),
        ({"conditions": "capacity"}, "cột conditions: mỗi điều kiện viết tên=giá trị|giá trị."),
        ({"conditions": "capacity=mayor"}, "cột conditions: “mayor” không phải là giá trị của “capacity”."),
        ({"offset": ""}, "cột offset: ô này không được để trống."),
        ({"unit": "week"}, "cột unit: “week” không có trong danh sách"),
        ({"basis": "luat-0"}, "cột basis: không có bản ghi nào mang khóa “luat-0”."),
    ],
)
def test_a_row_that_cannot_apply_is_named(data, change, message):
    rewrite(data / "clock_rules.csv", lambda rows: rows[0].update(change))

    with pytest.raises(DataError) as error:
        load_from(data)

    assert str(error.value).startswith(f"data/clock_rules.csv, dòng 2, {message}")


def test_the_load_opens_clocks_after_everything_they_hang_on():
    paper = make_paper()
    names = [loader.name for loader in loaders()]

    open_clocks(Load(data_dir=DATA, today=TODAY))

    assert Clock.objects.get().record == paper
    assert (
        names.index("legal_bases")
        < names.index("clock_rules")
        < names.index("agreements")
        < names.index("clocks")
    )
