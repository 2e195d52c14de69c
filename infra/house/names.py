"""Enums whose list of variants is written more than once in production code.

A bracketed group is such a list if it names every variant and hardly anything else: another enum with the
same variants, an array of variants or of their names, the arguments of a macro, or a match between variants
and strings. `HttpStatus`, `http_status` and "http-status" are the same name. A match that maps variants to
something else is logic, not a list.
"""

from typing import NamedTuple

from items import declared, variants
from rust import OPENING, literal

VARIANTS = 3
# The longest entry of a list, such as `("json", Self::Json)`.
_ENTRY_TOKENS = 8


class Listed(NamedTuple):
    """An enum, and the other places of its list of variants."""

    enum: object
    size: int
    twins: list  # declarations of enums with the same variants
    lists: list

    def __str__(self):
        return f"{self.enum.place} ({self.size} names): {', '.join(self.twins + self.lists)}"


def find(sources):
    """Every enum of production code with at least three variants."""
    enums, groups = [], []
    for source in sources:
        own = {}
        for enum in declared(source, "enum"):
            if not source.is_test_at(enum.index):
                named = [{_squashed(name) for name in names} for names in variants(enum)]
                own[enum.start - 1] = named
                enums.append((enum, named))
        groups += [
            (source, opening, opening in own, entries)
            for opening, entries in _groups(source, own)
            if len(entries) >= VARIANTS
        ]
    return [_listed(enum, named, groups) for enum, named in enums if len(named) >= VARIANTS]


def _listed(enum, named, groups):
    most = max(len(named) + 1, len(named) * 5 // 4)
    found = [
        (is_enum, f"{source.name}:{source.code.tokens[opening].line}")
        for source, opening, is_enum, entries in groups
        if (source, opening) != (enum.source, enum.start - 1)
        and len(named) <= len(entries) <= most
        and all(any(names & entry for entry in entries) for names in named)
    ]
    twins, lists = ([place for is_enum, place in found if is_enum == kind] for kind in (True, False))
    return Listed(enum, len(named), twins, lists)


def _groups(source, enums):
    """For each bracketed group of production code: its index, and the set of names of each entry."""
    code = source.code
    for opening, closing in code.partner.items():
        if opening > closing or source.is_test_at(opening):
            continue
        if opening in enums:
            yield opening, enums[opening]
        elif _is_macro_rules(code, opening):
            continue
        elif any(code.text(index) == "=>" for index in _level(code, opening + 1, closing)):
            yield opening, [{_squashed(text)} for text in _texts(code, opening + 1, closing)]
        else:
            yield opening, list(_entries(code, opening, closing))


def _entries(code, opening, closing):
    is_macro = code.text(opening - 1) == "!" or code.text(opening - 2) == "!"
    if code.text(opening) == "{" and not is_macro:
        return
    separators = (",", ";", "|", ":") if is_macro else (",", "|")
    for start, end in code.split(opening + 1, closing, separators, angles=False):
        start = code.after_attributes(start)
        names = _names(code, start, end, is_macro)
        is_group = code.text(start) == "(" and code.after(start) == end
        if is_group and end - start <= _ENTRY_TOKENS:
            parts = code.split(start + 1, end - 1, angles=False)
            names = set().union(*(_names(code, *part, is_macro) for part in parts))
        if names:
            yield names


def _names(code, start, end, is_macro):
    """The names of `start..end` if it is a string, a path, or a variant with a string; else none."""
    tokens = code.tokens[start:end]
    if len(tokens) == 1 and tokens[0].kind == "string":
        return {_squashed(literal(tokens[0]))}
    if len(tokens) == 3 and tokens[1].text == "=" and tokens[2].kind == "string":
        return {_squashed(tokens[0].text), _squashed(literal(tokens[2]))}
    is_path = bool(tokens) and all(token.kind == "ident" or token.text == "::" for token in tokens)
    if is_path and (is_macro or tokens[-1].text[0].isupper()) and len(tokens) % 2:
        if all((token.text == "::") == bool(position % 2) for position, token in enumerate(tokens)):
            return {_squashed(tokens[-1].text)}
    return set()


def _level(code, start, end):
    """Indexes of the top-level tokens of `start..end`."""
    while start < end:
        yield start
        start = code.after(start) if code.text(start) in OPENING else start + 1


def _texts(code, start, end):
    """The string literals at the top level, and in short groups such as `Some("json")`."""
    for index in _level(code, start, end):
        if code.tokens[index].kind == "string":
            yield literal(code.tokens[index])
        elif code.text(index) == "(" and code.after(index) - index <= _ENTRY_TOKENS:
            yield from _texts(code, index + 1, code.after(index) - 1)


def _is_macro_rules(code, opening):
    return code.text(opening - 3) == "macro_rules"


def _squashed(name):
    return "".join(letter for letter in name.lower() if letter.isalnum())
