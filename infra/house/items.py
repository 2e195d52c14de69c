"""The functions, types, traits and calls of a source file."""

from typing import NamedTuple

from rust import OPENING, literal


class Function(NamedTuple):
    """A function; `start`, `body` and `end` are the indexes of `fn`, the opening brace and the last token."""

    name: str
    source: object
    start: int
    body: int | None
    end: int
    parameters: list  # the (start, end) of each, without `self`
    in_trait_impl: bool

    @property
    def line(self):
        return self.source.code.tokens[self.start].line

    @property
    def lines(self):
        return self.source.code.tokens[self.end].line - self.line + 1

    @property
    def is_test(self):
        return self.source.is_test_at(self.start)

    @property
    def place(self):
        return f"{self.source.name}:{self.line} {self.name}"


class Declared(NamedTuple):
    """An enum, a struct or a trait; `start..end` are the tokens between its braces."""

    name: str
    source: object
    index: int
    start: int
    end: int

    @property
    def place(self):
        return f"{self.source.name}:{self.source.code.tokens[self.index].line} {self.name}"


def functions(source):
    """The functions of `source`, including nested ones and declarations in traits."""
    code, implementations = source.code, list(_trait_implementations(source.code))
    for index, token in enumerate(code.tokens):
        if token.text != "fn" or token.kind != "ident":
            continue
        at = index + 1 + (code.text(index + 1) == "$")
        if not code.is_ident(at):
            continue
        opening = code.after_angles(at + 1)
        if code.text(opening) != "(":
            continue
        body, end = _body(code, code.after(opening))
        in_trait_impl = any(start < index < last for start, last in implementations)
        yield Function(code.text(at), source, index, body, end, _parameters(code, opening), in_trait_impl)


def declared(source, keyword):
    """The items with braces that are declared with `keyword`: `enum`, `struct` or `trait`."""
    code = source.code
    for index, token in enumerate(code.tokens):
        if token.text != keyword or token.kind != "ident" or not code.is_ident(index + 1):
            continue
        at = code.after_angles(index + 2)
        while at < len(code.tokens) and code.text(at) not in ("{", ";", "("):
            at += 1
        if code.text(at) == "{":
            yield Declared(code.text(index + 1), source, index, at + 1, code.after(at) - 1)


def variants(enum):
    """The names of each variant: the identifier, and the serialized name if an attribute gives one."""
    code, found = enum.source.code, []
    for start, end in code.split(enum.start, enum.end):
        name = code.after_attributes(start)
        if name >= end or not code.is_ident(name):
            continue
        names = [code.text(name)]
        for first, last in code.attributes(start, name):
            names += _renamed(code, first, last)
        found.append(names)
    return found


def fields(struct):
    """The named fields of a struct, with the identifiers in the type of each."""
    code = struct.source.code
    for start, end in code.split(struct.start, struct.end):
        at = code.after_attributes(start)
        while at < end and code.text(at) != ":":
            at = code.after(at) if code.text(at) in OPENING else at + 1
        if at < end:
            yield code.text(at - 1), [code.text(i) for i in range(at + 1, end) if code.is_ident(i)]


def methods(trait):
    """How many methods a trait declares."""
    code, count, index = trait.source.code, 0, trait.start
    while index < trait.end:
        count += code.text(index) == "fn"
        index = code.after(index) if code.text(index) in OPENING else index + 1
    return count


def implementations(source):
    """For each impl block: the name of its type, and the indexes of its braces."""
    code = source.code
    for index, _, opening in _impl_headers(code):
        yield _type_name(code, index, opening), opening, code.partner.get(opening, opening)


def calls(source, names):
    """Indexes of method calls, `.name(`, for any of `names`."""
    code = source.code
    for index, token in enumerate(code.tokens):
        if token.text in names and code.text(index - 1) == "." and code.text(index + 1) == "(":
            yield index


def _parameters(code, opening):
    pieces = code.split(opening + 1, code.after(opening) - 1)
    return pieces[1:] if pieces and _is_self(code, *pieces[0]) else pieces


def _is_self(code, start, end):
    index = code.after_attributes(start)
    while index < end and (code.text(index) in ("&", "mut") or code.tokens[index].kind == "lifetime"):
        index += 1
    return code.text(index) == "self"


def _body(code, index):
    """The index of the opening brace, or None without a body, and the index of the last token."""
    while index < len(code.tokens):
        text = code.text(index)
        if text == "{":
            return index, code.after(index) - 1
        if text == ";":
            return None, index
        index = code.after(index) if text in OPENING else index + 1
    return None, len(code.tokens) - 1


def _impl_headers(code):
    """For each impl block: its index, whether it implements a trait, and the index of its opening brace."""
    for index, token in enumerate(code.tokens):
        # Elsewhere it is a type: `-> impl Iterator`.
        if token.text != "impl" or code.text(index - 1) not in ("", ";", "{", "}", "]", "unsafe"):
            continue
        at, of_trait = code.after_angles(index + 1), False
        while at < len(code.tokens) and code.text(at) not in ("{", ";"):
            of_trait |= code.text(at) == "for" and code.text(at + 1) != "<"
            at = code.after(at) if code.text(at) in OPENING else at + 1
        if code.text(at) == "{":
            yield index, of_trait, at


def _trait_implementations(code):
    for _, of_trait, opening in _impl_headers(code):
        if of_trait:
            yield opening, code.partner.get(opening, opening)


def _type_name(code, index, opening):
    """The name, without its path, of the type that the impl block at `index` is for."""
    at, name = code.after_angles(index + 1), ""
    while at < opening and code.text(at) != "where":
        if code.text(at) == "for":
            name = ""
        elif code.text(at) == "<":
            at = code.after_angles(at)
            continue
        elif code.is_ident(at):
            name = code.text(at)
        at += 1
    return name


def _renamed(code, start, end):
    if code.text(start) not in ("serde", "strum", "schema"):
        return
    for index in range(start, end):
        if code.text(index) in ("rename", "serialize") and code.text(index + 1) == "=":
            yield literal(code.tokens[index + 2])
