"""Which changes are breaking, and which are not."""

import copy
import json
import re
from pathlib import Path

import pytest

from compatibility import NOT_BLANK, breaking_changes, unlisted

ITEM = {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}}}
POST = {
    "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100}}],
    "requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/New"}}}},
    "responses": {
        "201": {
            "headers": {"Location": {}},
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
        },
        "422": {"description": "no"},
    },
}
SCHEMAS = {
    "Thing": {
        "type": "object",
        "required": ["id", "kind"],
        "properties": {
            "id": {"type": "string"},
            "kind": {"enum": ["a", "b"], "type": "string"},
            "parent": {"anyOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "null"}]},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
    },
    "New": {
        "type": "object",
        "additionalProperties": False,
        "required": ["kind"],
        "properties": {
            "kind": {"enum": ["a", "b"], "type": "string"},
            "name": {"type": ["string", "null"], "minLength": 1, "maxLength": 255},
            "wait": {"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 0}]},
        },
    },
}
DOCUMENT = {
    "openapi": "3.1.0",
    "paths": {"/things": {"post": POST}, "/things/{id}": ITEM, "/health": {"get": {"security": [{}], "responses": {}}}},
    "components": {"schemas": SCHEMAS},
}

THING, NEW = ("components", "schemas", "Thing"), ("components", "schemas", "New")
CREATE = ("paths", "/things", "post")
GONE = object()


def changed(*edits):
    document = copy.deepcopy(DOCUMENT)
    for *steps, last, value in edits:
        part = document
        for step in steps:
            part = part[step]
        if value is GONE:
            del part[last]
        else:
            part[last] = value
    return document


@pytest.mark.parametrize(
    "edit, operation, change",
    [
        (("paths", "/things/{id}", GONE), "GET /things/{id}", "is gone"),
        ((*CREATE, "parameters", []), "POST /things", "the query parameter limit is gone"),
        ((*CREATE, "parameters", 0, "required", True), "POST /things", "the query parameter limit is required"),
        ((*CREATE, "parameters", 0, "schema", "maximum", 50), "POST /things", "maximum of the query parameter limit is 50"),
        ((*CREATE, "responses", "201", "headers", {}), "POST /things", "the header Location of the answer 201 is gone"),
        ((*CREATE, "responses", "201", GONE), "POST /things", "the answer 201 is gone"),
        ((*CREATE, "requestBody", "content", {}), "POST /things", "the body is no longer application/json"),
        ((*NEW, "required", ["kind", "name"]), "POST /things", "name of the body is required"),
        ((*NEW, "properties", "name", GONE), "POST /things", "name of the body is gone"),
        ((*NEW, "properties", "name", "type", "string"), "POST /things", "name of the body is no longer null"),
        ((*NEW, "properties", "name", "maxLength", 100), "POST /things", "maxLength of name of the body is 100"),
        ((*NEW, "properties", "name", "pattern", "^a"), "POST /things", 'pattern of name of the body is "^a"'),
        ((*NEW, "properties", "kind", "enum", ["a"]), "POST /things", 'kind of the body no longer takes "b"'),
        ((*NEW, "properties", "name", "enum", ["a"]), "POST /things", "name of the body takes certain values only"),
        ((*NEW, "properties", "wait", {"type": "string"}), "POST /things", "wait of the body is no longer integer"),
        ((*THING, "properties", "id", GONE), "GET /things/{id}", "id of the answer 200 is gone"),
        ((*THING, "required", ["id"]), "GET /things/{id}", "kind of the answer 200 may be missing"),
        ((*THING, "properties", "id", "type", ["string", "null"]), "GET /things/{id}", "id of the answer 200 is also null"),
        ((*THING, "properties", "tags", "items", "type", "integer"), "GET /things/{id}", "an element of tags of the answer 200 is also integer"),
        (("paths", "/health", "get", "security", GONE), "GET /health", "asks for credentials"),
    ],
)
def test_what_breaks_clients(edit, operation, change):
    found = breaking_changes(DOCUMENT, changed(edit))
    assert (operation, change) in found, found


@pytest.mark.parametrize(
    "edit",
    [
        ("paths", "/others", ITEM),
        (*CREATE, "parameters", 0, "schema", "maximum", 1000),
        (*CREATE, "parameters", [*POST["parameters"], {"name": "q", "in": "query", "schema": {"type": "string"}}]),
        (*CREATE, "requestBody", "required", False),
        (*CREATE, "responses", "202", {"description": "later"}),
        (*CREATE, "responses", "422", GONE),
        (*NEW, "required", []),
        (*NEW, "properties", "note", {"type": "string"}),
        (*NEW, "properties", "kind", "enum", ["a", "b", "c"]),
        (*NEW, "properties", "name", "maxLength", GONE),
        # Blank names were refused before the document said so.
        (*NEW, "properties", "name", "pattern", NOT_BLANK),
        (*NEW, "properties", "wait", {"anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "boolean"}]}),
        (*THING, "properties", "note", {"type": "string"}),
        (*THING, "properties", "kind", "enum", ["a", "b", "c"]),
        (*THING, "required", ["id", "kind", "tags"]),
        (*THING, "description", "a thing"),
    ],
)
def test_what_breaks_nobody(edit):
    assert breaking_changes(DOCUMENT, changed(edit)) == []


CHANGELOG = """# Changelog

## [Unreleased]

### Breaking
- `GET /things/{id}`: the member `id` is gone.

### Added
- `POST /things`

## [1.0.0]

### Breaking
- `GET /health` asks for credentials.
"""


@pytest.mark.parametrize(
    "operation, told",
    [
        ("GET /things/{id}", True),
        # A longer path is another operation.
        ("GET /things", False),
        # Named, but not as breaking; or in an older section.
        ("POST /things", False),
        ("GET /health", False),
    ],
)
def test_a_breaking_change_is_named_in_the_changelog(operation, told):
    assert (unlisted([(operation, "is gone")], CHANGELOG) == []) == told


def test_no_changelog_section_tells_nothing():
    assert unlisted([("GET /health", "is gone")], "# Changelog\n") == [("GET /health", "is gone")]


def test_the_released_document_is_that_of_the_last_release():
    root = Path(__file__).parents[2]
    released = json.loads((root / "functions/api/openapi.released.json").read_text())["info"]["version"]
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$", (root / "CHANGELOG.md").read_text(), re.M)
    assert released == versions[0]
