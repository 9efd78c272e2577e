"""The annex and the sentences on the tasks of the Scheme: how far each is, what is late, what stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from dnfa.core.numbers import format_number
from reports.annual import words
from reports.annual.document import Column, Listing, Row, Table, numbered
from reports.annual.text import Text
from reports.annual.words import counted, padded, sentence_case
from reports.figures import Scope
from reports.figures.definitions import API_ROOT
from reports.models import SchemeDifficulty, SchemeTask
from reports.scheme.enums import TaskState
from reports.scheme.selectors import hang_on, progress_of_year, task_rows
from reports.scheme.words import figure_words

if TYPE_CHECKING:
    from reports.annual.material import Material

LATE, DONE, UNDER_WAY, UNREPORTED = (
    TaskState.LATE,
    TaskState.DONE,
    TaskState.IN_PROGRESS,
    TaskState.UNREPORTED,
)
# Columns of the table by group, in the order they are read.
COUNTED = (
    (DONE, "Hoàn thành"),
    (UNDER_WAY, "Đang làm"),
    (LATE, "Chậm"),
    (TaskState.NOT_STARTED, "Chưa bắt đầu"),
    (TaskState.NOT_RELEVANT, "Không còn phù hợp"),
    (UNREPORTED, "Chưa có báo cáo"),
)
STANDING = tuple(state for state in TaskState.values if state != TaskState.REPLACED)
HUNDRED = 100


@dataclass(frozen=True)
class SchemeFacts:
    """Tasks that stand at the cut-off with what was said of the year, those nobody leads, and open difficulties."""

    tasks: list[Any]
    of_year: dict[int, Any]
    without_lead: list[Any]
    difficulties: list[SchemeDifficulty]


def gather(scope: Scope, year: int) -> SchemeFacts:
    """Read what the annex tells, as the reader may see it at the cut-off: seven queries."""
    standing = SchemeTask.objects.visible_to(scope.user).standing_on(scope.as_of)
    tasks = hang_on(task_rows(standing, scope.as_of).order_by("order"), scope.as_of)
    unled = set(standing.without_lead(scope.as_of).values_list("pk", flat=True))
    difficulties = SchemeDifficulty.objects.visible_to(scope.user).open_on(scope.as_of)
    return SchemeFacts(
        tasks=tasks,
        of_year=progress_of_year(standing, year, scope.as_of),
        without_lead=[task for task in tasks if task.pk in unled],
        difficulties=list(
            difficulties.select_related("task", "raised_by", "solver").order_by(
                "task__order", "raised_on", "pk"
            )
        ),
    )


def tables(material: Material) -> tuple[Table, ...]:
    """By group; every task; what is late; what nobody leads; what stands in the way."""
    facts, cutoff = material.scheme, material.cutoff
    return (
        _by_group(facts),
        replace(_all_tasks(facts, material.year), listing=_listing(cutoff, STANDING)),
        replace(_late(facts, cutoff), listing=_listing(cutoff, (LATE,))),
        replace(_without_lead(facts), listing=_listing(cutoff, STANDING, without_lead="true")),
        _difficulties(facts),
    )


def _listing(cutoff: date, states: Iterable[str], **asked: str) -> Listing:
    """The same tasks on the day of the cut-off: the page leaves replaced ones out by itself, the API is asked to."""
    chosen = [("state", state) for state in states]
    on_page = chosen if len(chosen) == 1 else []
    page = urlencode([*asked.items(), *on_page, ("as_of", f"{cutoff:%d/%m/%Y}")])
    api = urlencode([*asked.items(), *chosen, ("as_of", cutoff.isoformat())])
    return Listing(f"{reverse('scheme:list')}?{page}", f"{API_ROOT}scheme-tasks/?{api}")


def _grouped(tasks: Iterable[Any]) -> dict[tuple[str, str], list[Any]]:
    found: dict[tuple[str, str], list[Any]] = {}
    for task in tasks:
        found.setdefault((task.group_code, task.group_name_vi), []).append(task)
    return found


def _by_group(facts: SchemeFacts) -> Table:
    columns = (
        Column("STT", 10, "center"),
        Column("Nhóm nhiệm vụ", 70),
        Column("Số nhiệm vụ", 18, "right"),
        *(Column(title, 20, "right") for _state, title in COUNTED),
        Column("Tỷ lệ hoàn thành (%)", 20, "right"),
    )
    rows = []
    for (code, name), tasks in _grouped(facts.tasks).items():
        states = Counter(task.state for task in tasks)
        share = format_number(states[DONE] * HUNDRED / len(tasks), 1)
        numbers = (format_number(states[state]) for state, _title in COUNTED)
        rows.append((f"{code}. {name}", format_number(len(tasks)), *numbers, share))
    return Table(
        "scheme_groups",
        "A. Tình hình theo nhóm nhiệm vụ",
        columns,
        numbered(rows),
        "Sổ chưa ghi nhiệm vụ nào.",
    )


def _all_tasks(facts: SchemeFacts, year: int) -> Table:
    columns = (
        Column("Mã", 15, "center"),
        Column("Nhiệm vụ", 64),
        Column("Chủ trì", 42),
        Column("Phối hợp", 42),
        Column("Bắt đầu", 17, "center"),
        Column("Kết thúc", 17, "center"),
        Column("Trạng thái", 22),
        Column(f"Kết quả năm {year}", 60),
        Column("Minh chứng", 34),
    )
    rows: list[Row] = []
    for (code, name), tasks in _grouped(facts.tasks).items():
        rows.append(Row((f"{code}. {name}",), is_group=True))
        rows += [Row(_cells(task, facts.of_year.get(task.pk))) for task in tasks]
    return Table(
        "scheme_tasks", "B. Kết quả từng nhiệm vụ", columns, tuple(rows), "Sổ chưa ghi nhiệm vụ nào."
    )


def _cells(task: Any, said: Any) -> tuple[str, ...]:
    return (
        task.code,
        task.title_vi,
        _names(task.leads),
        _with(task),
        words.partial(task.starts_on),
        words.partial(task.ends_on),
        str(TaskState(task.state).label),
        _result(said),
        said.evidence if said else "",
    )


def _names(agencies: Iterable[Any]) -> str:
    return "; ".join(str(one) for one in agencies)


def _with(task: Any) -> str:
    units = ["các đơn vị liên quan"] if task.with_all_relevant_units else []
    return "; ".join([*(str(one) for one in task.coordinators), *units])


def _result(said: Any) -> str:
    if said is None:
        return ""
    figure = figure_words(said.figure, said.unit)
    return f"{said.result} ({figure})" if figure and said.result else said.result or figure


def _late(facts: SchemeFacts, cutoff: date) -> Table:
    columns = (
        Column("STT", 10, "center"),
        Column("Nhiệm vụ", 92),
        Column("Chủ trì", 56),
        Column("Kết thúc", 22, "center"),
        Column("Đã quá (ngày)", 18, "right"),
        Column("Kết quả báo gần nhất", 72),
    )
    rows = numbered(
        (
            str(task),
            _names(task.leads),
            words.partial(task.ends_on),
            format_number((cutoff - task.ends_on.last_day()).days)
            if task.ends_on is not None and task.ends_on.last_day() < cutoff
            else "",
            task.last_result or "",
        )
        for task in facts.tasks
        if task.state == LATE
    )
    return Table("scheme_late", "C. Nhiệm vụ chậm", columns, rows, "Không có nhiệm vụ nào chậm.")


def _without_lead(facts: SchemeFacts) -> Table:
    columns = (
        Column("STT", 10, "center"),
        Column("Nhiệm vụ", 120),
        Column("Cơ quan ghi trong văn bản", 70),
        Column("Ghi chú", 60),
    )
    rows = numbered((str(task), _names(task.leads), task.note) for task in facts.without_lead)
    return Table(
        "scheme_without_lead",
        "D. Nhiệm vụ chưa có cơ quan chủ trì",
        columns,
        rows,
        "Nhiệm vụ nào cũng có cơ quan chủ trì.",
    )


def _difficulties(facts: SchemeFacts) -> Table:
    columns = (
        Column("STT", 10, "center"),
        Column("Nhiệm vụ", 20, "center"),
        Column("Vướng mắc", 86),
        Column("Cơ quan nêu", 44),
        Column("Ngày nêu", 24, "center"),
        Column("Đề nghị", 62),
        Column("Cơ quan giải quyết", 44),
    )
    rows = numbered(
        (
            one.task.code,
            one.text,
            one.raised_by.name_vi if one.raised_by else "Sở Ngoại vụ",
            words.short_date(one.raised_on),
            one.wish,
            one.solver.name_vi if one.solver else "",
        )
        for one in facts.difficulties
    )
    return Table(
        "scheme_difficulties",
        "E. Vướng mắc chưa giải quyết",
        columns,
        rows,
        "Không có vướng mắc nào chưa giải quyết.",
    )


def tell(material: Material, text: Text) -> None:
    """How many tasks there are, how many are done, late, not told of, without a lead, obstructed."""
    facts = material.scheme
    total = len(facts.tasks)
    if not total:
        text.say("Sổ không ghi nhiệm vụ nào của Đề án.", tasks=(0, "scheme_tasks"))
        return
    states = Counter(task.state for task in facts.tasks)
    text.say(
        f"Đề án hội nhập và hợp tác quốc tế có {counted(total, 'nhiệm vụ')} (Phụ lục XI, bảng B): {_shares(states)}.",
        tasks=(total, "scheme_tasks"),
    )
    told = len(facts.of_year)
    text.say(
        f"Năm {material.year}, cơ quan chủ trì đã báo tiến độ của {counted(told, 'nhiệm vụ')}."
        if told
        else f"Năm {material.year}, chưa cơ quan chủ trì nào báo tiến độ."
    )
    for number, name, table, letter, none in (
        (states[LATE], "nhiệm vụ chậm", "scheme_late", "C", "Không có nhiệm vụ nào chậm."),
        (
            len(facts.without_lead),
            "nhiệm vụ chưa có cơ quan chủ trì",
            "scheme_without_lead",
            "D",
            "Không nhiệm vụ nào thiếu cơ quan chủ trì.",
        ),
        (
            len(facts.difficulties),
            "vướng mắc chưa giải quyết",
            "scheme_difficulties",
            "E",
            "Không có vướng mắc nào chưa giải quyết.",
        ),
    ):
        sentence = f"{sentence_case(counted(number, name))} (Phụ lục XI, bảng {letter})." if number else none
        text.say(sentence, **{table: (number, table)})


def _shares(states: Counter[str]) -> str:
    """Each state that occurs with its number, in the order of the table by group."""
    return "; ".join(f"{padded(states[state])} {title.lower()}" for state, title in COUNTED if states[state])
