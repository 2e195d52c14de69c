"""Near-identical runs of lines: the same text, or the same shape with other identifiers, numbers and strings.

Comments, blank lines, imports, module declarations and lone punctuation are ignored. A run has at least six
consecutive lines of what remains. Runs of the same shape must also have fifty tokens and four different
lines, because short lists and field declarations all look alike.
"""

from collections import defaultdict
from itertools import combinations
from typing import NamedTuple

from rust import KEYWORDS

LINES = 6
# A run in more places is paired among the first ones only: pairs grow with the square.
PLACES = 8
TOKENS = 50
SHAPES = 4

_SHAPE = {"string": "s", "char": "s", "number": "n", "lifetime": "'l"}


class Line(NamedTuple):
    """A line with its text and its shape."""

    number: int
    text: str
    shape: str
    tokens: int


class Pair(NamedTuple):
    """Two places with a run in common."""

    first: str
    second: str
    lines: int

    def __str__(self):
        return f"{self.lines:4} lines  {self.first}  {self.second}"


class Report(NamedTuple):
    """The pairs, and the number of lines that belong to any of them."""

    same: list
    same_shape: list
    lines: int


def find(sources, tests=False):
    """The pairs in the production code, or in the test code, of `sources`."""
    pieces = [piece for source in sources for piece in _pieces(source, tests)]
    exact = list(_runs(pieces, lambda line: line.text))
    shapes = [run for run in _runs(pieces, lambda line: line.shape) if _is_distinctive(pieces, run)]
    within = defaultdict(list)
    for a, b, start, other, length in exact:
        within[a, b, other - start].append((start, start + length))
    shapes = [
        (a, b, start, other, length)
        for a, b, start, other, length in shapes
        if not any(s < start + length and start < e for s, e in within[a, b, other - start])
    ]
    covered = {
        (piece, position)
        for a, b, start, other, length in [*exact, *shapes]
        for piece, begin in ((a, start), (b, other))
        for position in range(begin, begin + length)
    }
    return Report([_pair(pieces, run) for run in exact], [_pair(pieces, run) for run in shapes], len(covered))


def _pieces(source, tests):
    """The name of `source` and the lines of each unbroken stretch of its test code, or production code."""
    code, ignored, stretch = source.code, _ignored(source.code), []
    by_line, test_of = defaultdict(list), {}
    for index, token in enumerate(code.tokens):
        if index not in ignored:
            by_line[token.line].append(token)
            test_of.setdefault(token.line, source.is_test_at(index))
    for number, tokens in by_line.items():
        if test_of[number] != tests:
            if stretch:
                yield source.name, stretch
            stretch = []
        elif any(token.kind != "punct" for token in tokens):
            text = " ".join(token.text for token in tokens)
            stretch.append(Line(number, text, " ".join(map(_shape, tokens)), len(tokens)))
    if stretch:
        yield source.name, stretch


def _ignored(code):
    """Indexes of the tokens of imports and module declarations."""
    ignored, index = set(), 0
    while index < len(code.tokens):
        token = code.tokens[index]
        is_start = token.kind == "ident" and code.text(index - 1) in ("", ";", "{", "}", "]", "pub", ")")
        is_module = token.text == "mod" and code.text(index + 2) == ";"
        if is_start and (token.text == "use" or is_module):
            end = code.end_of_item(index)
            ignored.update(range(code.first_attribute(index), end + 1))
            while code.text(index - 1) in ("pub", "(", ")", "crate", "super"):
                index -= 1
                ignored.add(index)
            index = end
        index += 1
    return ignored


def _shape(token):
    if token.kind == "ident":
        return token.text if token.text in KEYWORDS else "i"
    return _SHAPE.get(token.kind, token.text)


def _runs(pieces, key):
    """The maximal runs in two places: (piece, other piece, start, start in the other, length)."""
    places = defaultdict(list)
    for number, (_, lines) in enumerate(pieces):
        keys = [key(line) for line in lines]
        for start in range(len(keys) - LINES + 1):
            places[tuple(keys[start : start + LINES])].append((number, start))
    diagonals = defaultdict(set)
    for found in places.values():
        for (a, start), (b, other) in combinations(found[:PLACES], 2):
            if a != b or other - start >= LINES:
                diagonals[a, b, other - start].add(start)
    for (a, b, offset), starts in diagonals.items():
        for first, last in _stretches(sorted(starts)):
            length = last - first + LINES
            yield a, b, first, first + offset, min(length, offset) if a == b else length


def _stretches(numbers):
    """The first and the last number of each gapless sequence in the sorted `numbers`."""
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last


def _is_distinctive(pieces, run):
    piece, _, start, _, length = run
    lines = pieces[piece][1][start : start + length]
    return len({line.shape for line in lines}) >= SHAPES and sum(line.tokens for line in lines) >= TOKENS


def _pair(pieces, run):
    a, b, start, other, length = run
    (first, lines), (second, others) = pieces[a], pieces[b]
    return Pair(f"{first}:{lines[start].number}", f"{second}:{others[other].number}", length)
