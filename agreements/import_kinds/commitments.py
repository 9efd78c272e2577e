"""Tables of commitments: what papers promise, who does it by when (docs/importing.md)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.enums import CommitmentSide, Stage
from agreements.import_kinds import common
from agreements.import_kinds.changes import Change, checks_change
from agreements.import_rules import can_import
from agreements.models import Commitment
from agreements.services.commitments import (
    ACTION_FIELDS,
    LARGEST,
    LONGEST,
    LONGEST_TEXT,
    OWN_FIELDS,
    commitment_add,
    commitment_update,
)
from dnfa.core.table_import import (
    Problem,
    RowValues,
    SheetColumn,
    SheetKind,
    choice,
    number,
    text,
    whole_date,
)
from dnfa.core.table_import.kinds import Found
from dnfa.core.text import fold
from dnfa.followup.models import ActionAgency

TEXTS = ("text", "clause", "target", "target_unit")
COLUMNS = (
    common.number_column(gettext_lazy("Mã cam kết")),
    common.paper_column(),
    SheetColumn(
        "clause", gettext_lazy("Điều, khoản"), text(max_length=LONGEST["clause"]), example="Điều 3.2"
    ),
    SheetColumn(
        "text",
        gettext_lazy("Nội dung cam kết"),
        text(max_length=LONGEST_TEXT, lines=True),
        required=True,
        aliases=("Nội dung", "Cam kết"),
        example=gettext_lazy("Mỗi năm trao đổi 10 thực tập sinh"),
    ),
    SheetColumn(
        "side",
        gettext_lazy("Bên cam kết"),
        choice(CommitmentSide),
        required=True,
        aliases=("Bên thực hiện",),
        example=CommitmentSide.OURS.label,
    ),
    *common.agency_columns(),
    SheetColumn(
        "due_on",
        gettext_lazy("Thời hạn"),
        whole_date(),
        aliases=("Hạn", "Hạn thực hiện"),
        example="31/12/2026",
    ),
    SheetColumn("target", gettext_lazy("Chỉ tiêu"), text(max_length=LONGEST["target"])),
    SheetColumn(
        "target_value",
        gettext_lazy("Mức phải đạt"),
        number(places=2, least=Decimal("0.01"), most=LARGEST),
        example="10",
    ),
    SheetColumn(
        "target_unit",
        gettext_lazy("Đơn vị tính"),
        text(max_length=LONGEST["target_unit"]),
        example=gettext_lazy("thực tập sinh"),
    ),
)


# --- the register ---------------------------------------------------------------------
def commitments_seen(user: Any) -> QuerySet[Commitment]:
    """The commitments a table may speak of, paper by paper in their order."""
    every = common.seen(Commitment)(user)
    agencies = ActionAgency.objects.select_related("agency").order_by("pk")
    return (
        every.select_related("agreement", "action__lead_agency")
        .prefetch_related(Prefetch("action__agency_links", agencies))
        .order_by("agreement__key", "order", "pk")
    )


def values_of(commitment: Commitment) -> dict[str, Any]:
    """What the register says now, by column."""
    action = commitment.action
    return {
        "id": commitment.pk,
        "agreement": commitment.agreement,
        **{name: getattr(commitment, name) for name in OWN_FIELDS},
        "lead_agency": action.lead_agency,
        "coordinating": [row.agency for row in action.agency_links.all()],
        "due_on": action.due_on,
    }


def find(rows: Sequence[RowValues], user: Any) -> list[Found]:
    """The commitment of each row: by its number, or the one of its paper with the same words."""
    known = commitments_seen(user).filter(agreement__in=common.papers_without_number(rows))
    by_text = common.grouped(known, lambda one: (one.agreement_id, fold(one.text)))

    def same_words(row: RowValues) -> Found:
        if not (row.get("agreement") and row.get("text")):
            return None
        same = by_text.get((row["agreement"].pk, fold(row["text"])), [])
        if "clause" in row:
            same = [one for one in same if fold(one.clause) == fold(row["clause"])]
        return common.only(same, "id")

    unknown = _("Trong sổ không có cam kết với mã này; khi thêm mới hãy để trống.")
    return common.found_by_number(rows, commitments_seen(user), unknown, same_words)


# --- the preview ------------------------------------------------------------------------
@checks_change(COLUMNS, values_of)
def check(change: Change, **_context: Any) -> list[Problem]:
    """What the services would refuse and can be told without asking the database."""
    problems = common.secrets(COLUMNS, change.given, TEXTS)
    if change.record is not None:
        if "agreement" in change.given:
            problems.append(Problem("agreement", _("Cam kết này thuộc văn bản khác, không chuyển được.")))
        problems += common.over_problems(change.record.action)
    elif change.row.get("agreement") and change.row["agreement"].stage == Stage.BROKEN_OFF:
        sentence = _("Văn bản này không tiếp tục đàm phán nên không ghi thêm cam kết.")
        problems.append(Problem("agreement", sentence))
    problems += common.coordinating_problems(change.told)
    reached = change.record is not None and change.record.reached_value is not None
    if (change.told.get("target_value") is not None or reached) and not change.told.get("target_unit"):
        problems.append(Problem("target_unit", _("Hãy ghi đơn vị tính của mức phải đạt.")))
    return problems


def check_all(rows: Sequence[RowValues], records: Sequence[Any], **_context: Any) -> list[list[Problem]]:
    """New promises that stand twice in the portion: one paper, one clause, the same words."""
    return common.new_standing_twice(rows, records, "text", _name)


def _name(row: RowValues) -> tuple[int, str, str] | None:
    if not (row.get("agreement") and row.get("text")):
        return None
    return row["agreement"].pk, fold(row.get("clause", "")), fold(row["text"])


# --- writing -----------------------------------------------------------------------------
def apply(*, values: RowValues, record: Commitment | None, user: Any, **_context: Any) -> Commitment:
    """Write one row through the services of commitments; they and their actions have a whole audit trail."""
    person = common.writer(user)
    if record is None:
        given = {name: value for name, value in values.items() if name != "id"}
        return commitment_add(user=person, **given)
    given = common.differing(COLUMNS, values, values_of(record))
    return commitment_update(
        commitment=record,
        changes={name: value for name, value in given.items() if name in {*OWN_FIELDS, *ACTION_FIELDS}},
        base_version=None,
        user=person,
    )


COMMITMENTS = SheetKind(
    code="cam-ket",
    title=gettext_lazy("Cam kết trong thỏa thuận"),
    hint=gettext_lazy("Văn bản hứa gì, bên nào hứa, cơ quan nào làm, đến khi nào."),
    columns=COLUMNS,
    may_import=can_import,
    find=find,
    values_of=values_of,
    check=check,
    check_all=check_all,
    apply=apply,
    exported=commitments_seen,
    identified_by=(("id",),),
    order=26,
)
