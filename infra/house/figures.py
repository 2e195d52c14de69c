"""The figures of a workspace as the rows of a table, each with the places that it counts."""

from typing import NamedTuple

import duplicates
import names
import public
import wiring
from items import calls, declared, functions
from rust import CLOSING, OPENING
from workspace import Workspace

LINES = 300
PARAMETERS = 6
_WRITING = frozenset("serde_json::to_string serde_json::to_string_pretty to_value to_vec to_writer".split())
_READING = frozenset("serde_json::from_str from_value from_slice from_reader".split())
_CHAIN_ENDS = frozenset([";", ",", "=", "=>", "return"])


class Row(NamedTuple):
    """A row of the table; `topic` is the name under which `listed`, the counted places, can be asked for."""

    title: str
    value: str
    topic: str = ""
    listed: list | tuple = ()


def measure(root):
    """The rows of the workspace at `root`."""
    workspace = Workspace(root)
    production = [source for source in workspace.sources if not source.is_test]
    return [
        *_lines(workspace),
        *_files(workspace.sources),
        *_functions(workspace.sources),
        *_ports(production),
        *_pairs(workspace.sources),
        *_names(production),
        *_habits(workspace.sources, production),
        *_tests(workspace.sources),
    ]


def _lines(workspace):
    total = [0, 0]
    for crate in workspace.crates:
        counts = [source.line_counts() for source in crate.sources.values()]
        lines = [sum(column) for column in zip(*counts)] or [0, 0]
        total = [a + b for a, b in zip(total, lines)]
        yield Row(f"lines of {crate.name}: production + tests", f"{lines[0]:,} + {lines[1]:,}")
    yield Row("lines in all: production + tests", f"{total[0]:,} + {total[1]:,}")


def _files(sources):
    sizes = sorted(((len(source.code.lines) - 1, source.name) for source in sources), reverse=True)
    long = [f"{lines:5} {name}" for lines, name in sizes if lines > LINES]
    short = len(sizes) - len(long)
    yield Row(
        f"files of at most {LINES} lines, of all files",
        f"{short:,} of {len(sizes):,} ({short / len(sizes):.1%})",
        "files",
        long,
    )
    yield Row("lines of the longest file", f"{sizes[0][0]:,}")


def _functions(sources):
    found = [function for source in sources for function in functions(source)]
    production = [function for function in found if not function.is_test]
    counts = [(len(f.parameters), f.place) for f in production if not f.in_trait_impl]
    wide = sorted((entry for entry in counts if entry[0] > PARAMETERS), reverse=True)
    listed = [f"{count:3} {place}" for count, place in wide]
    yield Row(f"functions with more than {PARAMETERS} parameters", f"{len(wide):,}", "parameters", listed)
    yield Row("most parameters of a function", str(wide[0][0]) if wide else f"at most {PARAMETERS}")
    for title, topic, group in (
        ("lines of the longest function, production", "functions", production),
        ("lines of the longest function, tests", "test-functions", [f for f in found if f.is_test]),
    ):
        longest = sorted(group, key=lambda function: -function.lines)[:10]
        listed = [f"{function.lines:5} {function.place}" for function in longest]
        yield Row(title, f"{longest[0].lines:,}" if longest else "0", topic, listed)


def _ports(production):
    traits = wiring.ports(production)
    methods = wiring.method_count(traits)
    mean = f"{methods / len(traits):.1f}" if traits else "0"
    listed = [f"{wiring.method_count([trait]):3} {trait.place}" for trait in traits]
    yield Row("ports", f"{len(traits):,}", "ports", listed)
    yield Row("methods of the ports, and their mean", f"{methods:,} ({mean})")
    named = [
        struct.place
        for source in production
        for struct in declared(source, "struct")
        if struct.name.endswith("Ports") and not source.is_test_at(struct.index)
    ]
    yield Row("`…Ports` structs", f"{len(named):,}", "port-structs", named)
    sets = [struct.place for struct in wiring.sets_of_ports(production)]
    yield Row("structs that hold a set of ports, those included", f"{len(sets):,}", "port-sets", sets)
    arcs = [
        f"{source.name}:{token.line}"
        for source in production
        for index, token in enumerate(source.code.tokens)
        if token.text == "Arc" and not source.is_test_at(index)
        if source.code.text(index + 1) == "<" and source.code.text(index + 2) == "dyn"
    ]
    yield Row("`Arc<dyn`", f"{len(arcs):,}", "arcs", arcs)
    places = wiring.places(production)
    counts = f"{len(places):,} in {len({place.function.source.name for place in places}):,}"
    yield Row("wiring places, in how many files", counts, "wiring", [*map(str, places)])


def _pairs(sources):
    for title, topic, tests in (("production", "pairs", False), ("tests", "test-pairs", True)):
        report = duplicates.find(sources, tests)
        for kind, pairs in (("the same text", report.same), ("the same shape", report.same_shape)):
            suffix = "" if pairs is report.same else "-of-shape"
            listed = [str(pair) for pair in sorted(pairs, key=lambda pair: -pair.lines)]
            yield Row(f"pairs of runs of {kind}, {title}", f"{len(pairs):,}", topic + suffix, listed)
        yield Row(f"lines in such runs, {title}", f"{report.lines:,}")


def _names(production):
    enums = names.find(production)
    again = [enum for enum in enums if enum.twins or enum.lists]
    share = f"{len(again):,} of {len(enums):,}"
    yield Row("enums whose names are written more than once, of all", share, "names", [*map(str, again)])
    twins, lists = sum(len(enum.twins) for enum in again), sum(len(enum.lists) for enum in again)
    yield Row("where: other enums + arrays, macros and matches", f"{twins:,} + {lists:,}")


def _habits(sources, production):
    module_docs = {source.name for source in sources if source.code.has_inner_doc}
    found = [
        (documented, f"{source.name}:{source.code.tokens[index].line}")
        for source in production
        for index, documented in public.items(source, module_docs)
    ]
    bare = [place for documented, place in found if not documented]
    share = f"{len(bare):,} of {len(found):,} ({len(bare) / max(1, len(found)):.1%})"
    yield Row("public items without docs, of all", share, "docs", bare)
    panics = [
        f"{source.name}:{source.code.tokens[index].line}"
        for source in production
        for index in calls(source, ("unwrap", "expect"))
        if not source.is_test_at(index)
    ]
    yield Row("`unwrap(` and `expect(`, production", f"{len(panics):,}", "panics", panics)
    silent = {"writing": [], "reading": []}
    for source in production:
        for index in calls(source, ("unwrap_or_default",)):
            conversion = None if source.is_test_at(index) else _conversion(source.code, index)
            if conversion:
                silent[conversion].append(f"{conversion} {source.name}:{source.code.tokens[index].line}")
    counts = " + ".join(f"{len(places):,}" for places in silent.values())
    yield Row("silent defaults: writing + reading JSON", counts, "defaults", sum(silent.values(), []))
    dead = [
        f"{source.name}:{source.code.tokens[start].line}"
        for source in sources
        for start, end in source.code.attributes(0, len(source.code.tokens))
        if source.code.text(start) in ("expect", "allow")
        and any(source.code.text(index) == "dead_code" for index in range(start, end))
    ]
    yield Row("expectations of `dead_code`", f"{len(dead):,}", "dead-code", dead)


def _conversion(code, index):
    """Returns "writing" or "reading" if the chain up to the method at `index` converts to or from JSON."""
    start = index - 1
    while start > 0 and (code.text(start) not in _CHAIN_ENDS or start in code.partner):
        if code.text(start) == "?" or code.text(start) in OPENING:
            break
        start = code.partner[start] - 1 if code.text(start) in CLOSING else start - 1
    words = [code.text(at) for at in range(start + 1, index)]
    words = {*words, *("".join(words[at : at + 3]) for at in range(len(words)))}
    return "writing" if words & _WRITING else "reading" if words & _READING else None


def _tests(sources):
    """Test functions, and their cases: each `#[case]` attribute is one, and a function without any is one."""
    count, cases = 0, 0
    for source in sources:
        for function in functions(source):
            code = source.code
            start = function.start
            while code.text(start - 1) in ("pub", "async", "unsafe", "const"):
                start -= 1
            marks = []
            for first, last in code.attributes(code.first_attribute(start), start):
                end = next((at for at in range(first, last) if code.text(at) == "("), last)
                marks.append([code.text(at) for at in range(first, end)])
            if any(mark and mark[-1] in ("test", "rstest") for mark in marks):
                count += 1
                cases += max(1, sum(mark[:1] == ["case"] for mark in marks))
    yield Row("tests, and their cases", f"{count:,} with {cases:,}")
