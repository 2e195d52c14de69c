"""The public items of production code, and whether they are documented."""

from items import declared

ITEMS = frozenset("fn struct enum union trait type const static mod".split())
_QUALIFIERS = frozenset(["unsafe", "async", "extern", "const", '"C"'])
_AFTER_QUALIFIERS = ITEMS | _QUALIFIERS


def items(source, module_docs=frozenset()):
    """For each public item: its index, and whether it is documented.

    `module_docs` are the names of the files that start with a doc comment: it documents the module too.
    """
    code = source.code
    for index in [*_public(code), *_of_public_types(source)]:
        if not source.is_test_at(index):
            documented = _is_documented(code, index)
            if not documented and code.text(index + 1) == "mod" and code.text(index + 3) == ";":
                documented = any(name in module_docs for name in _files(source, code.text(index + 2)))
            yield index, documented


def _public(code):
    """Indexes of `pub` in front of items and fields."""
    for index, token in enumerate(code.tokens):
        if token.text != "pub" or token.kind != "ident" or code.text(index + 1) == "(":
            continue
        at = index + 1
        while code.text(at) in _QUALIFIERS and code.text(at + 1) in _AFTER_QUALIFIERS:
            at += 1
        if code.text(at) in ITEMS or (code.is_ident(at) and code.text(at + 1) == ":"):
            yield index


def _of_public_types(source):
    """Indexes of the variants of public enums and of the items of public traits."""
    code = source.code
    for enum in declared(source, "enum"):
        if code.text(enum.index - 1) == "pub":
            for start, end in code.split(enum.start, enum.end):
                name = code.after_attributes(start)
                if name < end and code.is_ident(name):
                    yield name
    for trait in declared(source, "trait"):
        if code.text(trait.index - 1) in ("pub", "unsafe"):
            index = trait.start
            while index < trait.end:
                item = code.after_attributes(index)
                yield item
                index = code.end_of_item(item) + 1


def _is_documented(code, index):
    start = code.first_attribute(index)
    if any(at in code.documented for at in range(start, index + 1)):
        return True
    return any(code.text(first) == "doc" for first, _ in code.attributes(start, index))


def _files(source, module):
    folder = source.name.rsplit("/", 1)[0]
    stem = source.name.rsplit("/", 1)[1].removesuffix(".rs")
    below = folder if stem in ("lib", "main", "mod") else f"{folder}/{stem}"
    return f"{below}/{module}.rs", f"{below}/{module}/mod.rs"
