"""The crates of a Cargo workspace and their source files, with test code told apart from production code."""

import tomllib
from pathlib import Path

from rust import Code


class Source:
    """A source file. Part of it, or all of it, may be test code."""

    def __init__(self, path, name):
        self.path, self.name = path, name
        self.code = Code(path.read_text(encoding="utf-8"))
        # Whether production code, or test code, declares it as a module.
        self.in_production = self.in_tests = False
        self._ranges = _test_ranges(self.code)
        self._flags = bytearray(len(self.code.tokens))
        for start, end in self._ranges:
            self._flags[start : end + 1] = b"\1" * (end + 1 - start)

    @property
    def is_named_test(self):
        """Whether all of it is test code by its path."""
        path = Path(self.name)
        return path.stem == "tests" or "tests" in path.parts

    @property
    def is_test(self):
        """Whether all of it is test code."""
        return self.is_named_test or (self.in_tests and not self.in_production)

    def is_test_item(self, index):
        """Whether the token at `index` belongs to an item that is compiled for tests only."""
        return bool(self._flags[index])

    def is_test_at(self, index):
        """Whether the token at `index` is test code."""
        return self.is_test or self.is_test_item(index)

    def line_counts(self):
        """The numbers of non-blank lines of production code and of test code."""
        tokens, test_lines = self.code.tokens, set()
        for start, end in self._ranges:
            test_lines.update(range(tokens[start].line, tokens[end].line + 1))
        filled = [number for number, line in enumerate(self.code.lines, 1) if line.strip()]
        tests = len(filled) if self.is_test else sum(number in test_lines for number in filled)
        return len(filled) - tests, tests


class Crate:
    """A member of the workspace."""

    def __init__(self, root, folder):
        self.folder, self.name = folder, folder.relative_to(root).as_posix()
        self.manifest = tomllib.loads((folder / "Cargo.toml").read_text(encoding="utf-8"))
        self.package = self.manifest["package"]["name"]
        self.sources = {path: Source(path, path.relative_to(root).as_posix()) for path in _files(folder)}

    def targets(self):
        """The root file of each possible target, and whether the target is for tests only."""
        manifest, folder = self.manifest, self.folder
        yield folder / manifest.get("lib", {}).get("path", "src/lib.rs"), False
        yield folder / "src/main.rs", False
        yield folder / "build.rs", False
        for kind, place, is_test in (
            ("bin", "src/bin", False),
            ("example", "examples", True),
            ("bench", "benches", True),
            ("test", "tests", True),
        ):
            for target in manifest.get(kind, []):
                if "path" in target:
                    yield folder / target["path"], is_test
            for path in [*folder.glob(f"{place}/*.rs"), *folder.glob(f"{place}/*/main.rs")]:
                yield path, is_test

    def has_binary(self):
        """Whether it has a binary target."""
        return "bin" in self.manifest or any(
            (self.folder / path).exists() for path in ("src/main.rs", "src/bin")
        )

    def dependencies(self, table="dependencies"):
        """The packages in a table of dependencies."""
        entries = self.manifest.get(table, {}).items()
        return {entry.get("package", name) if isinstance(entry, dict) else name for name, entry in entries}


class Workspace:
    """A Cargo workspace."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        manifest = tomllib.loads((self.root / "Cargo.toml").read_text(encoding="utf-8"))
        members = manifest.get("workspace", {}).get("members", ["."])
        folders = {path for pattern in members for path in self._folders(pattern)}
        self.crates = [Crate(self.root, folder) for folder in sorted(folders)]
        for crate in self.crates:
            self._follow_modules(crate)

    @property
    def sources(self):
        """Every source file."""
        return [source for crate in self.crates for source in crate.sources.values()]

    def is_test_support(self, crate):
        """Whether `crate` is a library that other crates use as a development dependency only."""
        others = [other for other in self.crates if other is not crate]
        return not crate.has_binary() and (
            any(crate.package in other.dependencies("dev-dependencies") for other in others)
            and not any(crate.package in other.dependencies() for other in others)
        )

    def _folders(self, pattern):
        found = [self.root] if pattern == "." else self.root.glob(pattern)
        return (path for path in found if (path / "Cargo.toml").is_file())

    def _follow_modules(self, crate):
        support = self.is_test_support(crate)
        for root, is_test in crate.targets():
            self._reach(crate, root, root.parent, is_test or support)
        for source in crate.sources.values():
            if not (source.in_production or source.in_tests):
                source.in_tests, source.in_production = support, not support

    def _reach(self, crate, path, folder, is_test):
        source = crate.sources.get(path.resolve())
        if source is None:
            return
        is_test = is_test or source.is_named_test
        if source.in_production or (is_test and source.in_tests):
            return
        source.in_tests, source.in_production = is_test, not is_test
        for candidates, below, for_tests in _modules(source, folder):
            for candidate in candidates:
                self._reach(crate, candidate, below, is_test or for_tests)


def _files(folder):
    """The source files below `folder` that belong to its crate and that people write."""
    for entry in sorted(folder.iterdir()):
        if entry.is_dir():
            is_other = entry.name in ("target", "generated") or entry.name.startswith(".") or (entry / "Cargo.toml").exists()
            if not is_other:
                yield from _files(entry)
        elif entry.suffix == ".rs":
            yield entry


def _modules(source, folder):
    """For each `mod name;`: its possible paths, the folder of its modules, and whether only tests have it."""
    code = source.code
    # Modules with a body: the indexes of its braces, and the name.
    blocks = [
        (index + 2, code.partner.get(index + 2, 0), code.text(index + 1))
        for index, token in enumerate(code.tokens)
        if token.text == "mod" and code.is_ident(index + 1) and code.text(index + 2) == "{"
    ]
    for index, token in enumerate(code.tokens):
        if token.text != "mod" or not code.is_ident(index + 1) or code.text(index + 2) != ";":
            continue
        name, place = code.text(index + 1).removeprefix("r#"), folder
        for start, end, block in blocks:
            place = place / block if start < index < end else place
        candidates = [place / f"{name}.rs", place / name / "mod.rs"]
        below, written = place / name, _path_attribute(code, index)
        if written:
            base = source.path.parent if place == folder else place
            candidates = [base / written]
            below = candidates[0].parent
        yield candidates, below, source.is_test_item(index)


def _path_attribute(code, index):
    while index > 0 and code.text(index - 1) in ("pub", ")"):
        index = code.partner[index - 1] - 1 if code.text(index - 1) == ")" else index - 1
    for start, _ in code.attributes(code.first_attribute(index), index):
        if code.text(start) == "path" and code.text(start + 1) == "=":
            return code.text(start + 2).strip('"')
    return None


def _test_ranges(code):
    """The indexes of the first and the last token of each item that is compiled for tests only."""
    ranges = []
    for index, token in enumerate(code.tokens):
        if token.text != "cfg" or code.text(index + 1) != "(" or code.text(index - 1) != "[":
            continue
        if not needs_test(code, index + 2, code.after(index + 1) - 1):
            continue
        if code.text(index - 2) == "!":
            ranges.append(_enclosing_block(code, index))
        elif code.text(index - 2) == "#":
            ranges.append((code.first_attribute(index - 2), code.end_of_item(index - 2)))
    return ranges


def needs_test(code, start, end):
    """Whether the cfg condition at `start..end` requires `test`, or a feature named `test…`."""
    name = code.text(start)
    if name in ("all", "any"):
        parts = code.split(start + 2, code.after(start + 1) - 1)
        return (any if name == "all" else all)(needs_test(code, *part) for part in parts)
    if name == "feature":
        return code.text(start + 2).strip('"').startswith("test")
    return name == "test" and end == start + 1


def _enclosing_block(code, index):
    around = [(start, end) for start, end in code.partner.items() if start < index < end]
    blocks = [(start, end) for start, end in around if code.text(start) == "{"]
    return max(blocks, default=(0, len(code.tokens) - 1))
