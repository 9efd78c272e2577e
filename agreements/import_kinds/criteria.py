"""Tables of the criteria to answer before signing: one row a criterion, a new first day a new version (docs/importing.md).

A set is written whole by its services, so each row hands on the set with its one criterion put in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import PaperClass
from agreements.import_kinds import common
from agreements.import_kinds.changes import compared
from agreements.models import CriteriaAssessment, CriteriaSet, Criterion
from agreements.rules.pipeline import can_keep_criteria
from agreements.services.criteria import (
    CriterionFacts,
    SetFacts,
    criteria_set_correct,
    criteria_set_new_version,
)
from dnfa.core.models import LegalBasis
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    keys_of,
    number,
    slug,
    text,
    whole_date,
    yes_no,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.text import fold

WHOLE = 100
LONGEST_TEXT = 500
COLUMNS = (
    SheetColumn(
        "paper_class",
        gettext_lazy("Dùng cho"),
        choice(PaperClass),
        required=True,
        aliases=("Loại văn bản",),
        example=PaperClass.CITY.label,
    ),
    SheetColumn(
        "valid_from",
        gettext_lazy("Áp dụng từ"),
        whole_date(),
        required=True,
        help=gettext_lazy("Ngày mới, từ hôm nay trở đi, là bản mới của bộ tiêu chí; bản trước hết áp dụng hôm trước."),
        example="01/01/2027",
    ),
    SheetColumn(
        "name",
        gettext_lazy("Tên bộ tiêu chí"),
        text(max_length=200),
        required=True,
        help=gettext_lazy("Như nhau ở mọi dòng của một bộ; các cột Mức nên đạt, Căn cứ, Đã ban hành cũng vậy."),
        example=gettext_lazy("Bộ tiêu chí năm 2027"),
    ),
    SheetColumn(
        "pass_percent",
        gettext_lazy("Mức nên đạt (%)"),
        common.cleared_to(SetFacts.pass_percent, number(least=0, most=WHOLE)),
        example=str(SetFacts.pass_percent),
    ),
    SheetColumn("basis", gettext_lazy("Căn cứ"), keys_of(LegalBasis, name="number")),
    SheetColumn("is_verified", gettext_lazy("Đã ban hành"), common.cleared_to(False, yes_no())),
    SheetColumn("note", gettext_lazy("Ghi chú của bộ tiêu chí"), text(lines=True)),
    SheetColumn(
        "code",
        gettext_lazy("Mã tiêu chí"),
        slug(max_length=40),
        help=gettext_lazy("Để trống thì hệ thống tự đặt. Cần có mã để sửa câu chữ của tiêu chí."),
    ),
    SheetColumn(
        "text",
        gettext_lazy("Tiêu chí"),
        text(max_length=LONGEST_TEXT, lines=True),
        required=True,
        aliases=("Nội dung tiêu chí",),
        example=gettext_lazy("Phù hợp với định hướng đối ngoại"),
    ),
    SheetColumn(
        "weight",
        gettext_lazy("Trọng số"),
        common.cleared_to(CriterionFacts.weight, number(least=1, most=WHOLE)),
        example="2",
    ),
    SheetColumn("is_required", gettext_lazy("Phải đạt"), common.cleared_to(False, yes_no())),
    SheetColumn("hint", gettext_lazy("Gợi ý"), text(max_length=LONGEST_TEXT, lines=True)),
)  # fmt: skip
OF_SET = ("name", "pass_percent", "basis", "is_verified", "note")
OF_CRITERION = ("code", "text", "weight", "is_required", "hint")
TEXTS = ("name", "note", "text", "hint")
FIELDS = {"criteria": "text"}
CODES = {"set_is_answered": "valid_from", "set_has_follower": "valid_from", "code_twice": "code"}


# --- the register ---------------------------------------------------------------------
def criteria_seen(_user: Any) -> QuerySet[Criterion]:
    """Every criterion of every version, newest version of each class first: everybody may read them."""
    return Criterion.objects.select_related("criteria_set__basis").order_by(
        "criteria_set__paper_class", "-criteria_set__valid_from", "order", "pk"
    )


def values_of(criterion: Criterion) -> dict[str, Any]:
    """What the register says now, by column."""
    made = criterion.criteria_set
    return {
        "paper_class": made.paper_class,
        "valid_from": made.valid_from,
        **{name: getattr(made, name) for name in OF_SET},
        **{name: getattr(criterion, name) for name in OF_CRITERION},
    }


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The criterion of each row: in the version of its class and day, by its code, else by its words. One query."""
    by_name: dict[tuple[Any, ...], Criterion] = {}
    days = {row["valid_from"] for row in rows if row.get("valid_from")}
    for criterion in criteria_seen(user).filter(criteria_set__valid_from__in=days):
        version = (criterion.criteria_set.paper_class, criterion.criteria_set.valid_from)
        by_name.setdefault((*version, "", fold(criterion.text)), criterion)
        by_name[*version, criterion.code, ""] = criterion
    return [by_name.get(name) if (name := _name(row)) is not None else None for row in rows]


def _version(row: RowValues) -> tuple[Any, ...] | None:
    """The version a row belongs to: class and first day."""
    is_whole = row.get("paper_class") and row.get("valid_from")
    return (str(row["paper_class"]), row["valid_from"]) if is_whole else None


def _name(row: RowValues) -> tuple[Any, ...] | None:
    """A criterion is known in its version by its code, without one by its words."""
    version = _version(row)
    if version is None or not (row.get("code") or row.get("text")):
        return None
    return (*version, row["code"], "") if row.get("code") else (*version, "", fold(row["text"]))


# --- the preview ------------------------------------------------------------------------
def check(row: RowValues, record: Criterion | None, **_context: Any) -> list[Problem]:
    """Marks of secrecy; the rest is told of whole versions."""
    given, _told = compared(COLUMNS, values_of, row, record)
    return common.secrets(COLUMNS, given, TEXTS)


def check_all(
    rows: Sequence[RowValues], records: Sequence[Any], *, today: date, **_context: Any
) -> list[list[Problem]]:
    """Rows against the versions they belong to and against one another. Two queries."""
    versions = {(made.paper_class, made.valid_from): made for made in CriteriaSet.objects.all()}
    answered = set(CriteriaAssessment.objects.values_list("criteria_set", flat=True))
    newest: dict[str, date] = {}
    for paper_class, day in versions:
        newest[paper_class] = max(day, newest.get(paper_class, day))
    made_here: set[tuple[Any, ...]] = set()
    problems = _said_twice(rows, records)
    for row, record, found in zip(rows, records, problems, strict=True):
        version = _version(row)
        if version is None or version in made_here:
            continue
        known = versions.get(version)
        if known is None:
            complaint = _new_version_problem(row, newest.get(version[0]), today)
            if complaint is None:
                made_here.add(version)
                newest[version[0]] = row["valid_from"]
            else:
                found.append(complaint)
        elif known.pk in answered and (record is None or common.differing(COLUMNS, row, values_of(record))):
            sentence = _("Bộ tiêu chí này đã có người trả lời nên không sửa được; hãy lập bản mới.")
            found.append(Problem("valid_from", sentence))
    return problems


def _new_version_problem(row: RowValues, newest: date | None, today: date) -> Problem | None:
    if newest is None:
        sentence = _("Trong sổ chưa có bộ tiêu chí nào cho loại văn bản này để lập bản tiếp theo.")
        return Problem("paper_class", sentence)
    if row["valid_from"] < today or row["valid_from"] <= newest:
        sentence = _("Bản mới áp dụng từ hôm nay trở đi và sau ngày bắt đầu của bản trước.")
        return Problem("valid_from", sentence)
    return None


def _said_twice(rows: Sequence[RowValues], records: Sequence[Any]) -> list[list[Problem]]:
    """New criteria that stand twice, by code or by words, and rows that tell one version differently."""
    new = [record is None and _version(row) is not None for row, record in zip(rows, records, strict=True)]

    def names(key: str, cell: str) -> list[tuple[Any, ...] | None]:
        return [
            (*(_version(row) or ()), key, fold(row[cell])) if is_new and row.get(cell) else None
            for row, is_new in zip(rows, new, strict=True)
        ]

    by_code = common.standing_twice(names("code", "code"), rows, "code")
    by_words = common.standing_twice(names("text", "text"), rows, "text")
    said: dict[tuple[Any, ...], tuple[str, int]] = {}
    problems: list[list[Problem]] = []
    for row, *twice in zip(rows, by_code, by_words, strict=True):
        problems.append([problem for found in twice for problem in found])
        version = _version(row)
        for column in COLUMNS:
            if version is None or column.key not in OF_SET or column.key not in row:
                continue
            written = column.reader.written(row[column.key])
            first, number_ = said.setdefault((*version, column.key), (written, row.number))
            if first != written:
                sentence = _("Cùng một bộ tiêu chí với dòng %(row)s của bảng nhưng ghi khác.")
                problems[-1].append(Problem(column.key, sentence % {"row": number_}))
    return problems


# --- writing -----------------------------------------------------------------------------
def apply(
    *, values: RowValues, record: Criterion | None, user: Any, today: date, **_context: Any
) -> Criterion:
    """Write one row: the version when it is new, else the version with this criterion put in or corrected.

    Sets and criteria have a whole audit trail.
    """
    person = common.writer(user)
    version = {"paper_class": values["paper_class"], "valid_from": values["valid_from"]}
    standing = CriteriaSet.objects.select_related("basis").filter(**version).first()
    with common.fields_named(FIELDS, CODES):
        if standing is not None:
            facts = _with_row(standing, values, record)
            made = criteria_set_correct(criteria_set=standing, facts=facts, user=person)
        else:
            earlier = CriteriaSet.objects.filter(paper_class=values["paper_class"]).latest("valid_from")
            facts = SetFacts(**_said(values, ("valid_from", *OF_SET)), criteria=[_criterion(values)])
            made = criteria_set_new_version(criteria_set=earlier, facts=facts, user=person, today=today)
    told = values.get("code") or (record.code if record is not None else "")
    criteria = made.criteria.order_by("order")
    return criteria.get(code=told) if told else criteria.reverse()[0]


def _said(row: RowValues, names: Sequence[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}


def _criterion(row: RowValues) -> CriterionFacts:
    return CriterionFacts(**_said(row, OF_CRITERION))


def _with_row(standing: CriteriaSet, row: RowValues, record: Criterion | None) -> SetFacts:
    """The whole version as a row leaves it: what the row says of the version, and its criterion in its place or last."""
    criteria = [
        CriterionFacts(**{name: getattr(known, name) for name in OF_CRITERION})
        for known in standing.criteria.order_by("order", "pk")
    ]
    if record is None:
        criteria.append(_criterion(row))
    else:
        said = {name: getattr(record, name) for name in OF_CRITERION}
        mine = CriterionFacts(**{**said, **_said(row, OF_CRITERION)})
        criteria = [mine if known.code == record.code else known for known in criteria]
    facts = {name: getattr(standing, name) for name in ("valid_from", *OF_SET)}
    return SetFacts(**{**facts, **_said(row, OF_SET)}, criteria=criteria)


CRITERIA = SheetKind(
    code="tieu-chi-truoc-ky",
    title=gettext_lazy("Tiêu chí trước khi ký"),
    hint=gettext_lazy(
        "Bộ tiêu chí từng loại văn bản: mỗi dòng một tiêu chí với trọng số; ngày áp dụng mới là bản mới."
    ),
    columns=COLUMNS,
    may_import=can_keep_criteria,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=criteria_seen,
    order=34,
)
