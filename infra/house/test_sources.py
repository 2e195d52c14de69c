#!/usr/bin/env -S python3 -B
"""Tests of how source files are read: tokens, test code, functions."""

import unittest

from items import declared, functions, methods
from rust import Code
from workspace_test import WorkspaceTest


class Tokens(unittest.TestCase):
    def kinds(self, text):
        return [(token.kind, token.text) for token in Code(text).tokens]

    def test_raw_strings_end_at_their_own_number_of_hashes(self):
        self.assertEqual(
            self.kinds('r#"a "quoted" // fn"# br"\\" r##"x"# y"## z'),
            [
                ("string", 'r#"a "quoted" // fn"#'),
                ("string", 'br"\\"'),
                ("string", 'r##"x"# y"##'),
                ("ident", "z"),
            ],
        )

    def test_escaped_quotes_stay_inside_strings(self):
        self.assertEqual(self.kinds(r'"a\"b\\" c'), [("string", r'"a\"b\\"'), ("ident", "c")])

    def test_character_literals_differ_from_lifetimes(self):
        self.assertEqual(
            self.kinds(r"""'a' '\'' '"' '\u{1F600}' b'x' 'static <'a>"""),
            [
                ("char", "'a'"),
                ("char", r"'\''"),
                ("char", "'\"'"),
                ("char", r"'\u{1F600}'"),
                ("char", "b'x'"),
                ("lifetime", "'static"),
                ("punct", "<"),
                ("lifetime", "'a"),
                ("punct", ">"),
            ],
        )

    def test_nested_block_comments_end_at_the_outermost_end(self):
        self.assertEqual(self.kinds('/* a /* "b */ fn c() {} */ d // e'), [("ident", "d")])

    def test_tokens_know_their_lines_after_texts_of_several_lines(self):
        code = Code('"a\nb"\n/* c\n d */ e')
        self.assertEqual([token.line for token in code.tokens], [1, 4])

    def test_raw_identifiers_and_ranges_are_separate_tokens(self):
        texts = [text for _, text in self.kinds("r#type 0..=5 1.5e3")]
        self.assertEqual(texts, ["r#type", "0", "..=", "5", "1.5e3"])


class TestCode(WorkspaceTest):
    def counts(self, workspace):
        return {source.name.removeprefix("shared/"): source.line_counts() for source in workspace.sources}

    def test_inline_test_modules_and_items_count_as_tests(self):
        source = self.library(
            "fn a() {}\n\n#[cfg(test)]\nuse x::{y, z};\n\n"
            "#[cfg(test)]\nfn b<A, B>() {\n    d();\n}\nfn c() {}\n"
        )
        self.assertEqual(source.line_counts(), (2, 6))

    def test_modules_declared_for_tests_only_count_as_tests_with_all_below_them(self):
        workspace = self.workspace({
            "shared/one/src/lib.rs": "pub mod a;\n",
            "shared/one/src/a.rs": "#[cfg(test)]\npub(crate) mod world;\nmod real;\n",
            "shared/one/src/a/world.rs": "mod deep;\n",
            "shared/one/src/a/world/deep.rs": "fn a() {}\n",
            "shared/one/src/a/real.rs": "fn a() {}\n",
        })
        self.assertEqual(self.counts(workspace), {
            "one/src/lib.rs": (1, 0),
            "one/src/a.rs": (1, 2),
            "one/src/a/real.rs": (1, 0),
            "one/src/a/world.rs": (0, 1),
            "one/src/a/world/deep.rs": (0, 1),
        })

    def test_tests_folders_inner_attributes_and_paths_count_as_tests(self):
        workspace = self.workspace({
            "shared/one/src/lib.rs": '#[cfg(test)]\n#[path = "fake/store.rs"]\nmod fake;\nmod inner;\n',
            "shared/one/src/fake/store.rs": "fn a() {}\n",
            "shared/one/src/inner.rs": "#![cfg(test)]\nfn a() {}\n",
            "shared/one/tests/it.rs": "mod parts;\n",
            "shared/one/tests/parts/mod.rs": "fn a() {}\n",
        })
        self.assertEqual(sum(production for production, _ in self.counts(workspace).values()), 1)

    def test_conditions_need_test_only_where_nothing_else_fulfils_them(self):
        for condition, tests in (
            ("test", 2),
            ("all(test, unix)", 2),
            ('any(test, feature = "testing")', 2),
            ('any(test, feature = "lambda")', 0),
            ("not(test)", 0),
        ):
            with self.subTest(condition):
                source = self.library(f"#[cfg({condition})]\nfn a() {{}}\n")
                self.assertEqual(source.line_counts(), (2 - tests, tests))

    def test_library_that_is_only_a_development_dependency_counts_as_tests(self):
        workspace = self.workspace(
            {
                "shared/one/src/lib.rs": "fn a() {}\n",
                "shared/testing/Cargo.toml": '[package]\nname = "doubles"\n',
                "shared/testing/src/lib.rs": "fn a() {}\n",
            },
            '[package]\nname = "one"\n[dev-dependencies]\ndoubles.workspace = true\n',
        )
        self.assertEqual(self.counts(workspace), {"one/src/lib.rs": (1, 0), "testing/src/lib.rs": (0, 1)})


class Functions(WorkspaceTest):
    def parameters(self, text):
        return {function.name: len(function.parameters) for function in functions(self.library(text))}

    def test_signatures_over_several_lines_with_nested_generics_are_counted_without_self(self):
        text = """
            impl A {
                pub async fn many<T: Into<Vec<u8>>, const N: usize>(
                    &'a mut self,
                    a: HashMap<String, Vec<(u8, u8)>>,
                    #[allow(unused)] (b, c): (u8, u8),
                    d: impl Fn(u8, u8) -> Result<u8, Error>,
                ) -> [u8; N] where T: Copy { todo!() }
            }
            fn none() {}
            fn one(this: fn(u8, u8) -> u8) {}
        """
        self.assertEqual(self.parameters(text), {"many": 3, "none": 0, "one": 1})

    def test_functions_in_comments_and_strings_are_none(self):
        self.assertEqual(self.parameters('// fn a() {}\nconst X: &str = "fn b() {}";\nfn c() {}'), {"c": 0})

    def test_implementations_of_traits_are_told_from_inherent_ones(self):
        text = "impl<T> Show for Vec<T> { fn a() {} } impl Vec<u8> { fn b() -> impl Iter { for x in y {} } }"
        found = {function.name: function.in_trait_impl for function in functions(self.library(text))}
        self.assertEqual(found, {"a": True, "b": False})

    def test_lengths_reach_from_the_signature_to_the_closing_brace(self):
        (function,) = functions(self.library('fn a(\n    b: u8,\n) {\n    "}";\n}\n'))
        self.assertEqual((function.line, function.lines), (1, 5))

    def test_methods_of_traits_exclude_what_their_default_bodies_hold(self):
        (trait,) = declared(self.library("trait A: B { type C; fn d(); fn e() { fn f() {} } }"), "trait")
        self.assertEqual(methods(trait), 2)


if __name__ == "__main__":
    unittest.main()
