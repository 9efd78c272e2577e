"""The published schema, kept beside this module: what we hand out has passed it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

SCHEMA = Path(__file__).with_name("schema") / "iati-activities-schema.xsd"


class InvalidActivities(ValueError):  # noqa: N818  (reads as a sentence where it is raised)
    """The document breaks the schema; the message names the lines."""


@cache
def _schema() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return etree.XMLSchema(etree.parse(str(SCHEMA), parser))


def check(document: bytes) -> None:
    """Raise `InvalidActivities` unless the document is valid."""
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    root = etree.fromstring(document, parser)
    if not _schema().validate(root):
        faults = "; ".join(f"{fault.line}: {fault.message}" for fault in list(_schema().error_log)[:5])
        raise InvalidActivities(faults)
