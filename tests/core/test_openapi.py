from __future__ import annotations

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.core import api_urls

ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}


@pytest.fixture
def schema():
    return SchemaGenerator(patterns=api_urls.schema_patterns).get_schema(request=None, public=True)


def parameters(operation):
    return [parameter["name"] for parameter in operation.get("parameters", [])]


def test_lists_and_details_name_their_parameters(schema):
    paths = schema["paths"]

    assert parameters(paths["/lists/agencies/"]["get"]) == ["existing_on", "kind", "page", "page_size", "q"]
    assert parameters(paths["/lists/agencies/{key}/"]["get"]) == ["key"]
    assert parameters(paths["/lists/dated/"]["get"]) == [
        "as_of",
        "existing_on",
        "kind",
        "page",
        "page_size",
        "q",
    ]
    assert parameters(paths["/lists/dated/{key}/"]["get"]) == ["as_of", "key"]


def test_every_operation_documents_the_envelope(schema):
    for path, operations in schema["paths"].items():
        answers = operations["get"]["responses"]
        assert {
            status: answers[status]["content"] for status in ("400", "401", "403", "404")
        } == dict.fromkeys(("400", "401", "403", "404"), ERROR), path
    assert schema["components"]["schemas"]["Error"]["required"] == ["error"]


def test_lists_promise_all_four_members(schema):
    assert schema["components"]["schemas"]["PaginatedAgencyList"]["required"] == [
        "count", "next", "previous", "results",
    ]  # fmt: skip


def test_the_token_is_documented_as_the_way_in(schema):
    assert schema["components"]["securitySchemes"]["token"] == {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": 'Token-based authentication with required prefix "Token"',
    }
