"""Cells copied in a spreadsheet and pasted into a page: tab-separated, cells with line breaks in quotes."""

from __future__ import annotations

PASTED_NAME = "Dán từ bảng tính.csv"


def pasted_file(text: str) -> bytes:
    """The pasted text as the .csv file a batch keeps: rows keep their numbers, the separator is said in the first line."""
    return ("sep=\t\n" + text.replace("\r\n", "\n").replace("\r", "\n")).encode()
