from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from dnfa.accounts.services import issue_token
from dnfa.followup.sync import sync_flags
from tests.factories import make_user
from tests.loaded import load_everything
from tests.snapshots import once_a_run

DOCS = Path(settings.BASE_DIR) / "docs"
HOST = "127.0.0.1:8000"
EXAMPLE = re.compile(r"```\nGET (\S+)\n```\n```json\n(.*?)\n```", re.DOTALL)
EXAMPLES = EXAMPLE.findall((DOCS / "api.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    with translation.override("vi"):
        return SchemaGenerator().get_schema(request=None, public=True)


def test_the_published_schema_is_the_one_the_house_has(schema):
    published = yaml.safe_load((DOCS / "openapi.yaml").read_text(encoding="utf-8"))

    assert published == json.loads(json.dumps(schema)), (
        "run: bin/manage spectacular --lang vi --file docs/openapi.yaml"
    )


def test_the_schema_is_valid_and_drawn_without_warnings(schema, capsys):
    from drf_spectacular.drainage import GENERATOR_STATS

    with translation.override("vi"), GENERATOR_STATS.silence():
        SchemaGenerator().get_schema(request=None, public=True)

    validate_schema(schema)
    assert list(GENERATOR_STATS._warn_cache) + list(GENERATOR_STATS._error_cache) == []


def test_every_parameter_of_a_list_says_what_it_asks(schema):
    silent = [
        (path, parameter["name"])
        for path, operations in schema["paths"].items()
        for parameter in operations.get("get", {}).get("parameters", [])
        if parameter["in"] == "query" and not parameter.get("description")
    ]

    assert silent == []


def test_the_page_about_the_api_names_every_resource(schema):
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    resources = {path.split("/")[3] for path in schema["paths"]}

    assert [name for name in sorted(resources) if f"{name}/" not in text] == []


def without_ids(value: Any) -> Any:
    """The same answer without the numbers of this database."""
    if isinstance(value, list):
        return [without_ids(item) for item in value]
    if isinstance(value, dict):
        return {name: without_ids(item) for name, item in value.items() if name != "id"}
    return value


@pytest.mark.django_db
def test_the_examples_are_what_the_house_answers(client):
    once_a_run("register", load_everything)
    sync_flags(as_of=date(2023, 12, 26))
    token = issue_token(user=make_user(), name="tài liệu")
    headers = {"Authorization": f"Token {token}"}

    answers = {
        address: client.get(address, headers=headers, HTTP_HOST=HOST).json() for address, _printed in EXAMPLES
    }

    assert without_ids(answers) == without_ids(
        {address: json.loads(printed) for address, printed in EXAMPLES}
    )
    assert len(EXAMPLES) == 9
