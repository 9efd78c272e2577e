"""The English catalogue: what the code says in Vietnamese, found without a system gettext.

Message ids are Vietnamese (docs/decisions/0006). Babel, a development dependency, does the reading
and writing; running the product needs only the compiled file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOMS = ("dnfa", "partners", "agreements", "delegations", "reports")
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[-+ #0-9.]*[a-z]|\{[a-z_0-9]*\}|%s|%d", re.IGNORECASE)
# Babel writes the hour of compiling into the header; the compiled file must change only with the texts.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def template_catalogue(root: Path) -> Catalog:
    """Every message of the code and the templates below `root`, with the places it stands in."""
    catalogue = Catalog(project="dnfa", version="1", copyright_holder="dnfa", msgid_bugs_address="")
    for path, text in _sources(root):
        for line, message, _comments, context in extract("python", BytesIO(text.encode()), KEYWORDS):
            if message and (message[0] if isinstance(message, tuple) else message):
                catalogue.add(message, locations=[(path, line)], context=context)
    return catalogue


def _sources(root: Path) -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(root)), path.read_text("utf-8")
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            # Indentation means nothing in a template but much to the tokenizer.
            lines = templatize(path.read_text("utf-8"), origin=str(path)).splitlines()
            yield str(path.relative_to(root)), "\n".join(line.strip() for line in lines)


def read_catalogue(path: Path) -> Catalog:
    """The English texts kept so far; an empty catalogue when there is none yet."""
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def updated(catalogue: Catalog, template: Catalog) -> Catalog:
    """The catalogue with the messages of the code: new ones empty, gone ones dropped, no guesses."""
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """The .po file: sorted by message, without line numbers or dates, so that it changes only with the texts."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=120, no_location=True, omit_header=True, sort_output=True)
    header = (
        b'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
        b'"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        b'"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    return header + buffer.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The .mo file Django reads; the same bytes for the same .po file, whatever the hour it is made."""
    stored = read_po(BytesIO(written(catalogue)), locale="en")
    stored.creation_date = stored.revision_date = _NO_DATE
    buffer = BytesIO()
    write_mo(buffer, stored)
    return buffer.getvalue()


def _texts(value: object) -> list[str]:
    return [str(text) for text in value] if isinstance(value, list | tuple) else [str(value or "")]


def problems(catalogue: Catalog, template: Catalog) -> list[str]:
    """What is missing, left over, doubtful or has lost a placeholder; one line each, empty when all is well."""
    found: list[str] = []
    wanted = {(message.context, _texts(message.id)[0]): message for message in template if message.id}
    kept = {(message.context, _texts(message.id)[0]): message for message in catalogue if message.id}
    for key, message in wanted.items():
        place = ", ".join(f"{path}:{line}" for path, line in message.locations[:2])
        english = kept.get(key)
        if english is None or not all(_texts(english.string)):
            found.append(f"{place}: no English for {key[1]!r}")
        elif english.fuzzy:
            found.append(f"{place}: doubtful English for {key[1]!r}")
        elif not _same_placeholders(key[1], _texts(english.string)):
            found.append(f"{place}: placeholders differ in the English for {key[1]!r}")
    found += [
        f"{CATALOGUE}: no longer used: {text!r}" for context, text in kept if (context, text) not in wanted
    ]
    return found


def _same_placeholders(vietnamese: str, english: list[str]) -> bool:
    expected = set(_PLACEHOLDER.findall(vietnamese))
    return all(set(_PLACEHOLDER.findall(text)) == expected for text in english[-1:])


def catalogue_path() -> Path:
    """Where the English texts lie."""
    return Path(settings.BASE_DIR) / CATALOGUE
