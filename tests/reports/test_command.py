from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dnfa.core.models import Job
from reports.models import ReportFile

NAMES = ["bao-cao-2023.docx", "phu-luc-2023.xlsx", "bao-cao-2023.pdf", "figures.json"]


def _run(out, **options):
    printed = StringIO()
    arguments = {"year": 2023, "cutoff": "2023-12-26", **options}
    call_command(
        "yearly_report",
        f"--year={arguments['year']}",
        f"--cutoff={arguments['cutoff']}",
        f"--out={out}",
        stdout=printed,
        stderr=StringIO(),
    )
    return printed.getvalue().splitlines()


def test_command_writes_four_files_and_prints_their_paths(register, tmp_path):
    out = tmp_path / "moi" / "bao-cao"

    printed = _run(out)

    assert printed == [str(out / name) for name in NAMES]
    assert all((out / name).stat().st_size > 1000 for name in NAMES)
    figures = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    assert {row["key"]: row["value"] for row in figures["figures"]}["localities"] == 4
    assert {row["key"]: row["rows"] for row in figures["tables"]}["official_table"] == 4
    assert (ReportFile.objects.count(), Job.objects.count()) == (0, 0)


def test_command_run_again_replaces_the_files(register, tmp_path):
    _run(tmp_path)
    (tmp_path / "figures.json").write_text("cũ", encoding="utf-8")

    _run(tmp_path)

    assert json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["year"] == 2023
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"year": 1996, "cutoff": "1996-12-31"}, "Năm báo cáo từ 1997 đến"),
        ({"cutoff": "2022-12-31"}, "Ngày chốt số liệu từ 01/01/2023 đến 31/01/2024."),
        ({"cutoff": "2023-02-30"}, "“2023-02-30” không phải ngày dạng 2023-12-26."),
    ],
)
def test_command_refuses_a_wrong_period(options, sentence, db, tmp_path):
    with pytest.raises(CommandError, match=sentence):
        _run(tmp_path, **options)

    assert list(tmp_path.iterdir()) == []


def test_command_says_where_it_cannot_write(register, tmp_path):
    blocked = tmp_path / "tep"
    blocked.write_text("", encoding="utf-8")

    with pytest.raises(CommandError, match="Không ghi được vào"):
        _run(blocked)
