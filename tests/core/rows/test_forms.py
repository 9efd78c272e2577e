"""Rows of a list on one page: names, empty rows, order."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from dnfa.core.rows import MOST_ROWS, NamedField, Names, RowForm, box, row_formset, suggestions_of
from tests.factories import make_partner

pytestmark = pytest.mark.django_db


class SideRow(RowForm):
    partner = NamedField(label="Đối tác", suggestions="partner", required=True)
    body = NamedField(label="Cơ quan", suggestions="agency", others=True, max_length=10)
    role = box("Vai trò", 20, initial="donor")


def formset(rows: list[dict[str, str]], names: Names, *, ordered: bool = False, **more: Any) -> Any:
    sent: dict[str, Any] = {"row-TOTAL_FORMS": len(rows), "row-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        sent |= {f"row-{number}-{name}": value for name, value in row.items()}
    lists = {"partner": names, "agency": Names(())}
    return row_formset(SideRow, ordered=ordered)({**sent, **more}, prefix="row", names=lists)


def test_a_name_that_several_bear_is_told_apart_by_its_key() -> None:
    one, two = (make_partner(key=key, name_vi="Thành phố Đôi") for key in ("a-1", "a-2"))
    alone = make_partner(name_vi="Sakai")

    names = Names([one, two, alone])

    assert names.labels == {
        one.pk: "Thành phố Đôi (a-1)",
        two.pk: "Thành phố Đôi (a-2)",
        alone.pk: "Sakai",
    }
    assert names.by_label == {"thanh pho doi (a-1)": one, "thanh pho doi (a-2)": two, "sakai": alone}
    assert names.label(make_partner(name_vi="Ngoài danh mục")) == "Ngoài danh mục"


def test_the_lists_that_a_row_uses_are_named_once_each() -> None:
    assert suggestions_of(SideRow) == ["agency", "partner"]


def test_rows_left_as_they_were_offered_are_no_rows_and_names_are_read_without_marks() -> None:
    sakai = make_partner(name_vi="Thành phố Sakai")
    typed = formset(
        [
            {"partner": "thanh pho sakai", "body": "Quỹ A", "role": "donor"},
            {"partner": "", "body": "", "role": "donor"},
            {"partner": "Thành phố Sakai", "role": "donor", "DELETE": "on"},
        ],
        Names([sakai]),
    )

    assert typed.is_valid() is True
    assert [form.as_row() for form in typed.told()] == [{"partner": sakai, "body": "Quỹ A", "role": "donor"}]


def test_rows_stand_in_the_order_typed_beside_them() -> None:
    sakai, kobe = make_partner(name_vi="Sakai"), make_partner(name_vi="Kobe")
    typed = formset(
        [{"partner": "Sakai", "ORDER": "2"}, {"partner": "Kobe", "ORDER": "1"}],
        Names([sakai, kobe]),
        ordered=True,
    )

    assert typed.is_valid() is True
    assert [form.as_row()["partner"] for form in typed.told()] == [kobe, sakai]


@pytest.mark.parametrize(
    ("row", "at"),
    [
        ({"partner": "Không có"}, ["partner"]),
        ({"partner": "", "body": "Quỹ A"}, ["partner"]),
        ({"partner": "Sakai", "body": "Một cái tên quá dài"}, ["body"]),
    ],
)
def test_what_is_wrong_stands_at_its_box_with_the_text_as_typed(row: dict[str, str], at: list[str]) -> None:
    typed = formset([row], Names([make_partner(name_vi="Sakai")]))

    assert (typed.is_valid(), list(typed.forms[0].errors)) == (False, at)
    assert [typed.forms[0][name].value() for name in row] == list(row.values())


def test_more_rows_than_a_list_may_have_are_refused_as_a_whole() -> None:
    typed = formset([], Names(()), **{"row-TOTAL_FORMS": MOST_ROWS + 1})

    assert (typed.is_valid(), len(typed.non_form_errors())) == (False, 1)


def test_each_box_bears_its_label_for_those_who_do_not_see_the_head() -> None:
    empty = row_formset(SideRow, ordered=True)(
        prefix="row", names={"partner": Names(()), "agency": Names(())}
    )
    fields: dict[str, forms.Field] = empty.forms[0].fields

    assert {name: field.widget.attrs.get("aria-label") for name, field in fields.items()} == {
        "partner": "Đối tác",
        "body": "Cơ quan",
        "role": "Vai trò",
        "ORDER": "Thứ tự",
        "DELETE": "Bỏ dòng",
    }
