#!/usr/bin/env python3
"""Finds breaking changes between two OpenAPI 3.1 documents, and checks that CHANGELOG.md lists them.

Usage: tests/contract/compatibility.py EARLIER LATER CHANGELOG

A change breaks clients when a request that was fine is refused, or when an answer lacks what it had. A new member of an
answer, a new value of an enumeration in answers and a new status break nobody who reads as `Task` and its like ask for.
Each operation with a breaking change must be named, such as `GET /api/v1/tasks`, under the heading "### Breaking"
of the section "## [Unreleased]".
"""

import json
import re
import sys
from pathlib import Path

# The pattern of a string that is not blank, as the server has it.
NOT_BLANK = r"[^\s\u0085]"

METHODS = ("get", "put", "post", "patch", "delete")
REQUEST, ANSWER = "request", "answer"

# Each limit with a function: whether its later value accepts less than the earlier one. Absent is None.
NARROWER = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"), lambda old, new: old < new),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"), lambda old, new: old > new),
    **dict.fromkeys(("pattern", "format", "const", "multipleOf"), lambda old, new: old != new),
}


def breaking_changes(earlier, later):
    """Every breaking change, as pairs of the operation and the difference."""
    found = []
    for path, item in earlier.get("paths", {}).items():
        for method in METHODS:
            if method not in item:
                continue
            name = f"{method.upper()} {path}"
            operation = later.get("paths", {}).get(path, {}).get(method)
            if operation is None:
                found.append((name, "is gone"))
                continue
            changes = Comparison(earlier, later).operation(item[method], operation)
            found.extend((name, change) for change in changes)
    return list(dict.fromkeys(found))


class Comparison:
    """Compares parts of two documents; references are resolved in their own document."""

    def __init__(self, earlier, later):
        self.earlier, self.later = earlier, later
        self.compared = set()

    def operation(self, old, new):
        if "security" not in new and old.get("security") == [{}]:
            yield "asks for credentials"
        yield from self.parameters(old, new)
        yield from self.request_body(old.get("requestBody"), new.get("requestBody"))
        yield from self.answers(old.get("responses", {}), new.get("responses", {}))

    def parameters(self, old, new):
        before, after = ({(p["in"], p["name"]): p for p in self.all_parameters(*part)} for part in ((old, self.earlier), (new, self.later)))
        for (place, name), parameter in before.items():
            where = f"the {place} parameter {name}"
            if (place, name) not in after:
                yield f"{where} is gone"
            else:
                yield from self.schema(parameter.get("schema", {}), after[place, name].get("schema", {}), REQUEST, where)
        for (place, name), parameter in after.items():
            was = before.get((place, name), {}).get("required", False)
            if parameter.get("required", False) and not was:
                yield f"the {place} parameter {name} is required"

    @staticmethod
    def all_parameters(operation, document):
        return [resolve(document, parameter) for parameter in operation.get("parameters", [])]

    def request_body(self, old, new):
        old, new = resolve(self.earlier, old or {}), resolve(self.later, new or {})
        if new.get("required", False) and not old.get("required", False):
            yield "the body is required"
        yield from self.content(old, new, REQUEST, "the body")

    def answers(self, old, new):
        for status, answer in old.items():
            if not status.startswith("2"):
                continue
            if status not in new:
                yield f"the answer {status} is gone"
                continue
            before, after = resolve(self.earlier, answer), resolve(self.later, new[status])
            for header in before.get("headers", {}):
                if header not in after.get("headers", {}):
                    yield f"the header {header} of the answer {status} is gone"
            yield from self.content(before, after, ANSWER, f"the answer {status}")

    def content(self, old, new, direction, where):
        for kind, media in old.get("content", {}).items():
            if kind not in new.get("content", {}):
                yield f"{where} is no longer {kind}"
            else:
                yield from self.schema(media.get("schema", {}), new["content"][kind].get("schema", {}), direction, where)

    def schema(self, old, new, direction, where):
        """What a schema no longer accepts (in a request) or no longer guarantees (in a response)."""
        pair = (json.dumps(old, sort_keys=True), json.dumps(new, sort_keys=True), direction)
        if pair in self.compared:
            return
        self.compared.add(pair)
        old, new = (resolve(document, part) for document, part in ((self.earlier, old), (self.later, new)))
        if old is False or new is True or new == {}:
            if direction == ANSWER and old not in ({}, True, False):
                yield f"{where} may be anything"
            return
        old, new = ({} if part is True else part for part in (old, new))
        if new is False:
            yield f"{where} is refused"
            return
        if options(old) or options(new):
            yield from self.choice(old, new, direction, where)
            return
        yield from self.types(old, new, direction, where)
        if direction == REQUEST:
            yield from self.limits(old, new, where)
        yield from self.members(old, new, direction, where)
        if "items" in old or "items" in new:
            yield from self.schema(old.get("items", True), new.get("items", True), direction, f"an element of {where}")

    def choice(self, old, new, direction, where):
        """Each earlier variant must be among the later ones; a response may gain variants, as it may gain values."""
        later = options(new) or [new]
        for option in options(old) or [old]:
            attempts = []
            for candidate in later:
                comparison = Comparison(self.earlier, self.later)
                comparison.compared = set(self.compared)
                attempts.append(list(comparison.schema(option, candidate, direction, where)))
                if not attempts[-1]:
                    break
            fewest = min(attempts, key=len)
            named = [a for a, candidate in zip(attempts, later) if candidate.get("$ref") and candidate.get("$ref") == option.get("$ref")]
            yield from (named[0] if named and fewest else fewest)

    def types(self, old, new, direction, where):
        before, after = types_of(old), types_of(new)
        lost = before - after if direction == REQUEST else after - before
        if lost:
            yield f"{where} is {'no longer' if direction == REQUEST else 'also'} {', '.join(sorted(lost))}"
        if direction == REQUEST and "enum" in new:
            gone = [value for value in old.get("enum", [None]) if value not in new["enum"]]
            if "enum" not in old:
                yield f"{where} takes certain values only"
            elif gone:
                yield f"{where} no longer takes {', '.join(map(json.dumps, gone))}"

    @staticmethod
    def limits(old, new, where):
        for name, narrower in NARROWER.items():
            # A string of at least one character without the white space at its ends: the server never took a blank one.
            if name == "pattern" and new.get(name) == NOT_BLANK and (old.get("minLength", 0) > 0 or old.get(name) == r"\S"):
                continue
            if name in new and (name not in old or narrower(old[name], new[name])):
                yield f"{name} of {where} is {json.dumps(new[name])}"

    def members(self, old, new, direction, where):
        before, after = old.get("properties", {}), new.get("properties", {})
        required_before, required_after = set(old.get("required", [])), set(new.get("required", []))
        open_to_others = new.get("additionalProperties", True) is not False
        for name, member in before.items():
            if name in after:
                yield from self.schema(member, after[name], direction, f"{name} of {where}")
            elif direction == ANSWER or not open_to_others:
                yield f"{name} of {where} is gone"
        if direction == REQUEST:
            for name in sorted(required_after - required_before):
                yield f"{name} of {where} is required"
            if not open_to_others and old.get("additionalProperties", True) is not False and types_of(old) & {"object"}:
                yield f"{where} takes no other members"
        else:
            for name in sorted((required_before - required_after) & set(after)):
                yield f"{name} of {where} may be missing"
        others = [part.get("additionalProperties") for part in (old, new)]
        if all(isinstance(part, dict) for part in others):
            yield from self.schema(*others, direction, f"a member of {where}")


def resolve(document, part):
    """The target of a reference."""
    while isinstance(part, dict) and "$ref" in part:
        found = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        part = found
    return part


def options(schema):
    return schema.get("anyOf") or schema.get("oneOf") or [] if "properties" not in schema else []


ALL_TYPES = {"null", "boolean", "object", "array", "number", "integer", "string"}


def types_of(schema):
    given = schema.get("type")
    types = ALL_TYPES if given is None else {given} if isinstance(given, str) else set(given)
    return types | {"integer"} if "number" in types else types


def breaking_section(changelog):
    """The section "### Breaking" of the unreleased part of CHANGELOG.md."""
    unreleased = re.search(r"^## \[Unreleased\]\s*?\n(.*?)(?=^## |\Z)", changelog, re.S | re.M)
    section = re.search(r"^### Breaking\s*?\n(.*?)(?=^### |\Z)", unreleased[1] if unreleased else "", re.S | re.M)
    return section[1] if section else ""


def unlisted(changes, changelog):
    """The breaking changes of operations that the section does not name."""
    section = breaking_section(changelog)
    return [(name, change) for name, change in changes if not re.search(re.escape(name) + r"(?![\w/{-])", section)]


def main():
    earlier, later, changelog = (Path(path).read_text() for path in sys.argv[1:])
    changes = breaking_changes(json.loads(earlier), json.loads(later))
    missing = unlisted(changes, changelog)
    for name, change in changes:
        print(f"breaking: {name}: {change}{' (not in the changelog)' if (name, change) in missing else ''}")
    print(f"{len(changes)} breaking changes, {len(missing)} of them not in the changelog")
    if missing:
        print('Name their operations under "### Breaking" of "## [Unreleased]" in CHANGELOG.md, or take the changes back.')
    sys.exit(bool(missing))


if __name__ == "__main__":
    main()
