"""A lexer for Rust, and the little of its grammar that counting needs: brackets, attributes, ends of items.

Raw strings, character literals and nested block comments are read as the compiler reads them, so that neither
comments nor literals are mistaken for code.
"""

import re
from typing import NamedTuple

KEYWORDS = frozenset(
    "as async await break const continue crate dyn else enum extern false fn for if impl in let loop"
    " match mod move mut pub ref return self Self static struct super trait true type unsafe use where"
    " while".split()
)
OPENING = {"(": ")", "[": "]", "{": "}"}
CLOSING = frozenset(OPENING.values())

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<doc>///(?!/)[^\n]*)
    | (?P<inner_doc>//![^\n]*)
    | (?P<line_comment>//[^\n]*)
    | (?P<block_comment>/\*)
    | (?P<raw_string>[bc]?r(?P<hashes>\#*)".*?"(?P=hashes))
    | (?P<string>[bc]?"(?:\\.|[^"\\])*")
    | (?P<char>b?'(?:\\(?:u\{[^}]*\}|x[0-9a-fA-F]{2}|.)|[^'\\\n])')
    | (?P<lifetime>'[^\W\d]\w*)
    | (?P<number>\d\w*(?:\.\d\w*)?)
    | (?P<ident>(?:r\#)?[^\W\d]\w*)
    | (?P<punct>\.\.=|\.\.\.|->|=>|::|\.\.|&&|\|\||[-+*/%^&|!=<>]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT_EDGE = re.compile(r"/\*|\*/")


class Token(NamedTuple):
    """A token; `kind` is ident, lifetime, number, char, string or punct."""

    kind: str
    text: str
    line: int


class Code:
    """The tokens of a source text."""

    def __init__(self, text):
        self.tokens = []
        self.lines = text.split("\n")
        # Indexes of the tokens that follow a doc comment.
        self.documented = set()
        # Whether the text starts with a doc comment about itself.
        self.has_inner_doc = False
        self._read(text)
        # Maps the index of each bracket to the index of its partner, in both directions.
        self.partner = {}
        self._match_brackets()

    def _read(self, text):
        position, line, after_doc = 0, 1, False
        while position < len(text):
            found = _TOKEN.match(text, position)
            kind, end = found.lastgroup, found.end()
            if kind == "hashes":
                kind = "raw_string"
            if kind == "block_comment":
                end = _end_of_comment(text, position)
                after_doc |= bool(re.match(r"/\*\*[^*/]", text[position : position + 4]))
                self.has_inner_doc |= text.startswith("/*!", position) and not self.tokens
            elif kind == "doc":
                after_doc = True
            elif kind == "inner_doc":
                self.has_inner_doc |= not self.tokens
            elif kind not in ("space", "line_comment"):
                if after_doc:
                    self.documented.add(len(self.tokens))
                    after_doc = False
                kind = "string" if kind == "raw_string" else kind
                self.tokens.append(Token(kind, found.group(), line))
            line += text.count("\n", position, end)
            position = end

    def _match_brackets(self):
        unclosed = []
        for index, token in enumerate(self.tokens):
            if token.kind != "punct":
                continue
            if token.text in OPENING:
                unclosed.append(index)
            elif token.text in CLOSING and unclosed:
                opening = unclosed.pop()
                self.partner[opening], self.partner[index] = index, opening

    def text(self, index):
        """The text of the token at `index`; empty if there is none."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def is_ident(self, index):
        """Whether the token at `index` is an identifier or a keyword."""
        return 0 <= index < len(self.tokens) and self.tokens[index].kind == "ident"

    def after(self, opening):
        """The index after the group that opens at `opening`."""
        return self.partner.get(opening, len(self.tokens) - 1) + 1

    def after_angles(self, index):
        """The index after the generics at `index`, or `index` if there are none."""
        if self.text(index) != "<":
            return index
        depth = 0
        while index < len(self.tokens):
            text = self.text(index)
            if text in OPENING:
                index = self.after(index)
                continue
            depth += {"<": 1, ">": -1}.get(text, 0)
            index += 1
            if depth == 0:
                break
        return index

    def split(self, start, end, separators=(",",), angles=True):
        """The non-empty pieces, as (start, end), between the top-level separators in `start..end`."""
        pieces, depth, begin, index = [], 0, start, start
        while index < end:
            text = self.text(index)
            if text in OPENING and self.tokens[index].kind == "punct":
                index = self.after(index)
                continue
            if angles and text in ("<", ">"):
                depth += 1 if text == "<" else -1
            elif text in separators and depth <= 0:
                pieces.append((begin, index))
                begin = index + 1
            index += 1
        pieces.append((begin, end))
        return [(a, b) for a, b in pieces if a < b]

    def after_attributes(self, index):
        """The index of the first token after the attributes at `index`."""
        while self.text(index) == "#" and self.text(index + 1) == "[":
            index = self.after(index + 1)
        return index

    def first_attribute(self, index):
        """The index of the first attribute in front of the token at `index`, or `index` if there is none."""
        while self.text(index - 1) == "]":
            opening = self.partner.get(index - 1)
            if opening is None or self.text(opening - 1) != "#":
                break
            index = opening - 1
        return index

    def attributes(self, start, end):
        """The outer attributes in `start..end`, each as the (start, end) between its brackets."""
        for index in range(start, end):
            if self.text(index) == "#" and self.text(index + 1) == "[" and self.tokens[index].kind == "punct":
                yield index + 2, self.after(index + 1) - 1

    def end_of_item(self, index):
        """The index of the last token of the item, statement, field or arm at `index`."""
        index = self.after_attributes(index)
        if self.text(index) == "pub":
            index += 1
            index = self.after(index) if self.text(index) == "(" else index
        keyword, following = self.text(index), self.text(index + 1)
        to_semicolon = keyword in ("use", "static", "type", "let") or (
            keyword == "const" and following not in ("fn", "unsafe", "async", "extern")
        )
        to_comma = keyword not in KEYWORDS and following != "!"
        while index < len(self.tokens):
            text = self.text(index)
            if text == ";" or (text == "," and to_comma):
                return index
            if text in CLOSING:
                return index - 1
            if text == "{" and not to_semicolon:
                return self.after(index) - 1
            index = self.after(index) if text in OPENING else index + 1
        return len(self.tokens) - 1


def literal(token):
    """The contents of a string literal; escapes are not resolved."""
    return token.text[token.text.index('"') + 1 : token.text.rindex('"')]


def _end_of_comment(text, position):
    depth = 0
    for edge in _COMMENT_EDGE.finditer(text, position):
        depth += 1 if edge.group() == "/*" else -1
        if depth == 0:
            return edge.end()
    return len(text)
