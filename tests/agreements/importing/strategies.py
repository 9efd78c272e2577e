"""What hypothesis types into cells: words of the table, dates, signs, and anything at all."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from dnfa.core.partial_dates import PartialDate

_PIECES = (
    "2018 2004 22/11/2016 4/2012 31/9/2023 năm tháng ngày đến hết ký tăng_cường ký_lại gia_hạn ý_định_thư chính_thức "
    "thời_hạn vô_thời_hạn không_có 5 05 ba sáu ( ) [ ] , ; - – / . : = và tự_động_gia_hạn kể_từ từ nếu trừ_khi "
    "thông_báo_trước 6 tháng sửa_đổi hiệu_lực giai_đoạn <b> ' \" \x00 \n"
)


def cell_texts() -> st.SearchStrategy[str]:
    words = st.sampled_from([piece.replace("_", " ") for piece in _PIECES.split(" ")])
    sentences = st.lists(words | st.text(max_size=5), max_size=12).map(" ".join)
    return sentences | st.text(max_size=60)


def partial_dates() -> st.SearchStrategy[PartialDate]:
    days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
    return st.one_of(
        days.map(PartialDate.of),
        days.map(lambda day: PartialDate(day.year, day.month)),
        days.map(lambda day: PartialDate(day.year)),
    )
