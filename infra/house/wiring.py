"""Ports, and the places that wire sets of them.

A port is a trait in `src/port` (or `port.rs`, `ports`, `ports.rs`) of a crate below `shared/`. A set of ports
is a struct whose name ends in `Ports`, or with at least two fields that hold ports or sets of ports. A wiring
place is a production function that builds a set of ports: by a struct literal, or by calling a constructor
with at least two arguments. A function with two ports among its own parameters only passes them on; its
callers are counted instead.
"""

import re
from typing import NamedTuple

from items import declared, fields, functions, implementations, methods

_PORT_FILE = re.compile(r"^shared/[^/]+/src/ports?(/|\.rs$)")
# Tokens in front of the name of a type that is declared or destructured, not built.
_NOT_BUILT = frozenset("struct enum trait impl for let -> |".split())


class Place(NamedTuple):
    """A function, and the names of the sets of ports that it builds."""

    function: object
    sets: set

    def __str__(self):
        return f"{self.function.place}: {', '.join(sorted(self.sets))}"


def ports(sources):
    """The traits that are ports."""
    return [
        trait
        for source in sources
        if _PORT_FILE.match(source.name)
        for trait in declared(source, "trait")
        if not source.is_test_at(trait.index)
    ]


def method_count(traits):
    """How many methods the traits declare in all."""
    return sum(map(methods, traits))


def sets_of_ports(sources):
    """The structs that are sets of ports."""
    structs = [
        struct
        for source in sources
        for struct in declared(source, "struct")
        if not source.is_test_at(struct.index)
    ]
    port_names, known = {trait.name for trait in ports(sources)}, {}
    while True:
        holders = set(known)
        found = {
            (struct.source.name, struct.name): struct
            for struct in structs
            if struct.name.endswith("Ports") or _held(struct, port_names, {name for _, name in holders}) >= 2
        }
        if set(found) == holders:
            return list(found.values())
        known = found


def places(sources):
    """The wiring places."""
    sets = {struct.name for struct in sets_of_ports(sources)}
    port_names = {trait.name for trait in ports(sources)}
    found = []
    for source in sources:
        own = [function for function in functions(source) if function.body is not None]
        built = {}
        for index, name in _built(source, sets):
            around = [function for function in own if function.body < index < function.end]
            if around:
                innermost = max(around, key=lambda function: function.body)
                built.setdefault(innermost.start, Place(innermost, set())).sets.add(name)
        found += [place for place in built.values() if not _passes_on(place.function, port_names)]
    return found


def _held(struct, port_names, sets):
    """How many fields of `struct` hold ports or sets of ports."""
    types = [set(idents) for _, idents in fields(struct)]
    return sum(("dyn" in names and bool(names & port_names)) or bool(names & sets) for names in types)


def _passes_on(function, port_names):
    code = function.source.code
    taken = [any(code.text(i) in port_names for i in range(*parameter)) for parameter in function.parameters]
    return sum(taken) >= 2


def _built(source, sets):
    """For each set of ports that is built in production code: the index, and the name of the set."""
    code, blocks = source.code, list(implementations(source))
    for index, token in enumerate(code.tokens):
        if token.kind != "ident" or source.is_test_at(index):
            continue
        name = token.text
        if name == "Self":
            around = [block for block in blocks if block[1] < index < block[2]]
            name = max(around, key=lambda block: block[1])[0] if around else name
        if name not in sets:
            continue
        if code.text(index + 1) == "{" and _is_literal(code, index):
            yield index, name
        elif code.text(index + 1) == "::" and code.text(index + 3) == "(":
            if len(code.split(index + 4, code.after(index + 3) - 1, angles=False)) >= 2:
                yield index, name


def _is_literal(code, index):
    """Whether the name at `index` starts a struct literal, and not a declaration, a type or a pattern."""
    start = index
    while code.text(start - 1) == "::":
        start -= 2
    if code.text(start - 1) in _NOT_BUILT:
        return False
    closing = code.after(index + 1) - 1
    if code.text(closing - 1) == "..":
        return False
    return code.text(closing + 1) not in ("=>", "|", ":", "if")

