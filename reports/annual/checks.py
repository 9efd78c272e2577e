"""What must hold before a report may be written, counts in the text equal to lists in the annexes, and what should be known."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from dnfa.core.errors import Conflict
from reports.annual.document import Claim, Table, YearlyReport

_NUMBER = re.compile(r"\d[\d.]*")


class UnsoundReportError(Conflict):
    """Text and annexes disagree; nothing may be written. `problems` says where, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(
            "unsound_report", _("Báo cáo chưa khớp: %(problems)s") % {"problems": " ".join(problems)}
        )
        self.problems = problems


def _numbers(sentence: str) -> set[int]:
    """Every whole number a sentence prints, "1.234" read as 1234 and "05" as 5; "không có" states zero."""
    stated = {int(text.replace(".", "")) for text in _NUMBER.findall(sentence)}
    return stated | {0} if "không" in sentence.lower() else stated


def _problem(claim: Claim, tables: dict[str, Table]) -> str | None:
    table = tables.get(claim.table_key)
    if table is None:
        return _("Không có bảng %(table)s cho câu “%(sentence)s”.") % {
            "table": claim.table_key,
            "sentence": claim.sentence,
        }
    listed = table.row_count if claim.counts == "rows" else table.group_count
    if listed == claim.value and claim.value in _numbers(claim.sentence):
        return None
    return _("Câu “%(sentence)s” nêu %(value)s, bảng “%(table)s” có %(rows)s.") % {
        "sentence": claim.sentence,
        "value": claim.value,
        "table": table.title,
        "rows": listed,
    }


def problems(report: YearlyReport) -> list[str]:
    """Every disagreement between text and annexes, as sentences for the person who asked for the report."""
    tables = {table.key: table for _number, table in report.tables()}
    found = (_problem(claim, tables) for claim in report.claims)
    texts = {
        paragraph
        for section in report.sections
        for block in section.blocks
        if (paragraph := getattr(block, "text", None))
    }
    lost = [
        _("Câu “%(sentence)s” có số liệu nhưng không có trong báo cáo.") % {"sentence": claim.sentence}
        for claim in report.claims
        if claim.sentence not in texts
    ]
    return [sentence for sentence in found if sentence] + lost


def remarks(report: YearlyReport) -> list[str]:
    """What the one who made the report should know before it is signed; a report with remarks is written all the same."""
    return [
        _("Đợt “%(round)s” chưa có trả lời được nhận của: %(agencies)s.")
        % {"round": line.round, "agencies": "; ".join(line.agencies)}
        for line in report.missing
    ]


def require_sound(report: YearlyReport) -> None:
    """Refuse a report whose text and annexes disagree. Raises `UnsoundReportError`."""
    found = problems(report)
    if found:
        raise UnsoundReportError(found)
