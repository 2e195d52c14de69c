"""What the tests of this folder have in common."""

import tempfile
import unittest
from pathlib import Path

from workspace import Workspace


class WorkspaceTest(unittest.TestCase):
    """A test that writes workspaces into temporary folders."""

    def workspace(self, files, manifest='[package]\nname = "one"\n'):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = {"Cargo.toml": '[workspace]\nmembers = ["shared/*"]\n', "shared/one/Cargo.toml": manifest}
        for name, text in {**root, **files}.items():
            path = Path(folder.name) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Workspace(folder.name)

    def library(self, text):
        """The source file of a library with this text."""
        return self.workspace({"shared/one/src/lib.rs": text}).sources[0]
