from __future__ import annotations

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.core import api_urls, writing_urls

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


@pytest.fixture
def writing():
    generator = SchemaGenerator(patterns=writing_urls.schema_patterns)
    return generator.get_schema(request=None, public=True)


def headers(operation):
    return {
        told["name"]: told.get("required", False)
        for told in operation.get("parameters", [])
        if told["in"] == "header"
    }


def test_a_writable_view_names_its_headers(writing):
    papers, paper = writing["paths"]["/thu/papers/"], writing["paths"]["/thu/papers/{key}/"]
    deeds = {name: writing["paths"][f"/thu/papers/{{key}}/{name}/"]["post"] for name in ("stamp", "remark")}

    assert [
        headers(papers["get"]), headers(papers["post"]), headers(paper["get"]), headers(paper["patch"]),
        headers(deeds["stamp"]), headers(deeds["remark"]),
    ] == [
        {},
        {"Idempotency-Key": False},
        {"If-None-Match": False},
        {"If-Match": True, "Idempotency-Key": False},
        {"If-Match": True, "Idempotency-Key": False},
        {"If-Match": False, "Idempotency-Key": False},
    ]  # fmt: skip
    assert set(papers["post"]["responses"]["201"]["headers"]) == {"ETag", "Idempotency-Replayed", "Location"}
    assert set(paper["get"]["responses"]["200"]["headers"]) == {"ETag"}


def test_a_writable_view_documents_its_refusals(writing):
    papers, paper = writing["paths"]["/thu/papers/"], writing["paths"]["/thu/papers/{key}/"]
    stale = {"application/json": {"schema": {"$ref": "#/components/schemas/StaleError"}}}

    assert sorted(papers["post"]["responses"]) == ["201", "400", "401", "403", "409", "422"]
    assert sorted(paper["get"]["responses"]) == ["200", "304", "400", "401", "403", "404"]
    assert sorted(paper["patch"]["responses"]) == [
        "200", "400", "401", "403", "404", "409", "412", "422", "428",
    ]  # fmt: skip
    assert paper["patch"]["responses"]["412"]["content"] == stale
    assert paper["patch"]["responses"]["428"]["content"] == ERROR
    assert set(paper) == {"get", "patch"}


def test_what_is_sent_is_what_the_service_takes(writing):
    papers, paper = writing["paths"]["/thu/papers/"], writing["paths"]["/thu/papers/{key}/"]

    def reference(body):
        return body["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]

    assert reference(papers["post"]["requestBody"]) == "PaperWriteRequest"
    assert reference(papers["post"]["responses"]["201"]) == "Paper"
    assert reference(paper["patch"]["requestBody"]) == "PatchedPaperWriteRequest"
    assert reference(paper["patch"]["responses"]["200"]) == "Paper"
    assert "requestBody" not in writing["paths"]["/thu/papers/{key}/stamp/"]["post"]
