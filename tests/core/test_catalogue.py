from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages import Catalog
from django.core.management import CommandError, call_command

from dnfa.core import catalogue

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
_("Tên")
ngettext("%(n)s bản ghi", "%(n)s bản ghi", 3)
pgettext("thời hạn", "Đến %(day)s")
"""
TEMPLATE = """{% load i18n ui %}
  {% translate "Đăng nhập" %}
    {% blocktranslate with name=x trimmed %}
      Chào
      {{ name }}
    {% endblocktranslate %}
  {% empty_state title=_("Không tìm thấy") %}
"""
MESSAGES = {"Tên", "%(n)s bản ghi", "Đến %(day)s", "Đăng nhập", "Chào %(name)s", "Không tìm thấy"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "partners" / "migrations").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "partners" / "views.py").write_text(PYTHON, "utf-8")
    (tmp_path / "partners" / "migrations" / "0001.py").write_text('_("trong migration")', "utf-8")
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE, "utf-8")
    return tmp_path


def english(**texts: str) -> Catalog:
    kept = Catalog(locale="en")
    for name, text in texts.items():
        kept.add(name, text)
    return kept


def messages_of(found: Catalog) -> set[str]:
    return {message.id[0] if isinstance(message.id, tuple) else message.id for message in found if message.id}


def test_template_catalogue_reads_code_and_templates_but_no_migrations(root: Path):
    assert messages_of(catalogue.template_catalogue(root)) == MESSAGES


def test_updated_keeps_english_adds_new_and_drops_gone(root: Path):
    kept = english(Tên="Name", Cũ="Old")

    updated = catalogue.updated(kept, catalogue.template_catalogue(root))

    assert messages_of(updated) == MESSAGES
    assert updated.get("Tên").string == "Name"


def test_problems_name_the_place_of_each_missing_text(root: Path):
    template = catalogue.template_catalogue(root)

    lines = catalogue.problems(english(Tên="Name"), template)

    assert len(lines) == len(MESSAGES) - 1
    assert "templates/page.html:2: no English for 'Đăng nhập'" in lines


def test_problems_of_a_whole_catalogue_are_none(root: Path, tmp_path: Path):
    template = catalogue.template_catalogue(root)
    kept = catalogue.updated(Catalog(locale="en"), template)
    for message in kept:
        if message.id:
            message.string = message.id
    path = tmp_path / "django.po"
    path.write_bytes(catalogue.written(kept))

    assert catalogue.problems(catalogue.read_catalogue(path), template) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Until", "placeholders differ in the English for 'Đến %(day)s'"),
        ("Until %(date)s", "placeholders differ in the English for 'Đến %(day)s'"),
    ],
)
def test_problems_see_a_lost_placeholder(text: str, expected: str):
    template = Catalog()
    template.add("Đến %(day)s", locations=[("a.py", 1)])

    assert catalogue.problems(english(**{"Đến %(day)s": text}), template) == [f"a.py:1: {expected}"]


def test_problems_see_doubt_and_leftovers():
    template = Catalog()
    template.add("Tên", locations=[("a.py", 1)])
    kept = english(Cũ="Old")
    kept.add("Tên", "Name", flags=["fuzzy"])

    assert catalogue.problems(kept, template) == [
        "a.py:1: doubtful English for 'Tên'",
        "locale/en/LC_MESSAGES/django.po: no longer used: 'Cũ'",
    ]


def test_command_writes_both_files_and_then_checks_them(root: Path, settings, capsys):
    settings.BASE_DIR = root

    call_command("messages")
    with pytest.raises(CommandError, match="6 problems"):
        call_command("messages", "--check")

    path = root / catalogue.CATALOGUE
    assert path.exists()
    assert path.with_suffix(".mo").exists()
    assert "6 messages, 6 without English" in capsys.readouterr().out


def test_command_check_passes_on_a_whole_catalogue_and_sees_a_stale_compiled_file(
    root: Path, settings, capsys
):
    settings.BASE_DIR = root
    path = root / catalogue.CATALOGUE
    path.parent.mkdir(parents=True)
    whole = catalogue.updated(Catalog(locale="en"), catalogue.template_catalogue(root))
    for message in whole:
        if message.id:
            message.string = message.id
    path.write_bytes(catalogue.written(whole))
    path.with_suffix(".mo").write_bytes(catalogue.compiled(catalogue.read_catalogue(path)))

    call_command("messages", "--check")
    path.with_suffix(".mo").write_bytes(b"stale")

    with pytest.raises(CommandError, match="1 problems"):
        call_command("messages", "--check")
    assert "6 messages, all in English too" in capsys.readouterr().out


def test_compiled_depends_on_the_texts_alone(root: Path):
    kept = catalogue.updated(english(Tên="Name"), catalogue.template_catalogue(root))
    earlier = catalogue.compiled(kept)
    kept.creation_date = kept.revision_date = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)

    assert catalogue.compiled(kept) == earlier
