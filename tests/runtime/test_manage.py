from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from dnfa.embedded.manage import WITHOUT_TABLES, _wants_tables

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["load_register"], True),
        (["sync_flags", "--json"], True),
        (["migrate"], False),
        (["makemigrations", "--check"], False),
        (["--help"], False),
        ([], False),
    ],
)
def test_commands_that_need_tables_are_told_from_those_that_do_not(arguments, expected):
    assert _wants_tables(arguments) is expected


def test_commands_without_tables_exist():
    from django.core.management import get_commands

    assert WITHOUT_TABLES - {"help"} - set(get_commands()) == set()


@pytest.mark.slow
def test_first_command_of_a_new_home_makes_its_tables_and_keeps_stdout_its_own(tmp_path):
    tmp_path.chmod(0o711)
    env = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("DNFA_", "DATABASE_", "REDIS_"))
    }
    env["DNFA_HOME"] = str(tmp_path / "home")

    def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(ROOT / "bin" / "manage"), *arguments], env=env, capture_output=True, text=True, check=False
        )

    first = manage("sync_flags", "--as-of", "2023-12-26", "--json")
    second = manage("sync_flags", "--as-of", "2023-12-26", "--json")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert json.loads(first.stdout)["opened"] == 0
    assert "Chuẩn bị cơ sở dữ liệu mới" in first.stderr
    assert "Chuẩn bị cơ sở dữ liệu mới" not in second.stderr
