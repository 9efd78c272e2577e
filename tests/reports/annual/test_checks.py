from __future__ import annotations

from dataclasses import replace

import pytest

from reports.annual.checks import UnsoundReportError, problems, require_sound
from reports.annual.document import Claim, Paragraph, Row, Table


def test_check_refuses_a_number_that_its_list_does_not_bear_out(report):
    table = Table("x", "Bảng X", (), (Row(("một",)),))
    sentence = "Có 02 việc."
    section = replace(report.sections[0], blocks=(Paragraph(sentence), table))
    wrong = replace(report, sections=(section,), claims=(Claim(sentence, 2, "x"),))

    with pytest.raises(UnsoundReportError) as refused:
        require_sound(wrong)

    assert refused.value.problems == ["Câu “Có 02 việc.” nêu 2, bảng “Bảng X” có 1."]


@pytest.mark.parametrize(
    ("claim", "problem"),
    [
        (Claim("Có 01 việc.", 1, "x"), None),
        (Claim("Có 02 việc.", 1, "x"), "Câu “Có 02 việc.” nêu 1, bảng “Bảng X” có 1."),
        (Claim("Có 01 việc.", 1, "y"), "Không có bảng y cho câu “Có 01 việc.”."),
        (Claim("Không có việc nào.", 0, "x"), "Câu “Không có việc nào.” nêu 0, bảng “Bảng X” có 1."),
    ],
)
def test_check_of_one_claim(claim, problem, report):
    table = Table("x", "Bảng X", (), (Row(("nhóm",), is_group=True), Row(("một",))))
    section = replace(report.sections[0], blocks=(Paragraph(claim.sentence), table))

    found = problems(replace(report, sections=(section,), annexes=(), claims=(claim,)))

    assert found == ([problem] if problem else [])


def test_check_misses_no_sentence_that_was_lost(report):
    claim = Claim("Câu bị bỏ 13.", 13, "figures")

    assert problems(replace(report, claims=(claim,))) == [
        "Câu “Câu bị bỏ 13.” có số liệu nhưng không có trong báo cáo."
    ]
