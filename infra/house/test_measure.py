#!/usr/bin/env -S python3 -B
"""Tests of the figures: ports, names, duplicates, habits."""

import unittest

import duplicates
import figures
import names
import public
import wiring
from items import declared, variants
from workspace_test import WorkspaceTest


class Ports(WorkspaceTest):
    PORTS = "pub trait Tasks { fn a(); }\npub trait Clock {}\n#[cfg(test)]\ntrait Fake {}\n"
    SETS = "struct Api { tasks: Arc<dyn Tasks>, clock: Arc<dyn Clock> }\nstruct TaskPorts { tasks: T }\n"

    def wired(self, text):
        workspace = self.workspace({
            "shared/one/src/lib.rs": "mod port;\nmod wired;\n",
            "shared/one/src/port/mod.rs": self.PORTS,
            "shared/one/src/wired.rs": self.SETS + text,
        })
        self.assertEqual([port.name for port in wiring.ports(workspace.sources)], ["Tasks", "Clock"])
        return {place.function.name: place.sets for place in wiring.places(workspace.sources)}

    def test_literals_and_constructors_of_sets_are_wiring(self):
        text = """
            fn literal() -> Api { Api { tasks, clock: Arc::new(c) } }
            fn call() -> Server { serve(Api::new(store, clock)) }
            fn both(api: &Api) { f(crate::TaskPorts { tasks: &*api.tasks }) }
            impl Api { fn over(store: Store) -> Self { Self { tasks: store.clone(), clock: store } } }
        """
        self.assertEqual(
            self.wired(text), {"literal": {"Api"}, "call": {"Api"}, "both": {"TaskPorts"}, "over": {"Api"}}
        )

    def test_patterns_declarations_and_passed_on_parameters_are_no_wiring(self):
        text = """
            fn apart(ports: TaskPorts<'_>) -> Api { let TaskPorts { tasks } = ports; other() }
            fn part(api: &Api) { match api { Api { tasks, .. } => {} } }
            fn inner(api: Option<Api>) { if let Some(Api { tasks, .. }) = api {} }
            impl Api {
                fn new(tasks: Arc<dyn Tasks>, clock: Arc<dyn Clock>) -> Self { Self { tasks, clock } }
            }
            #[cfg(test)]
            fn test() { Api { tasks, clock } }
        """
        self.assertEqual(self.wired(text), {})


class Names(WorkspaceTest):
    ENUM = 'enum Code { HttpStatus, #[serde(rename = "tls")] Tls, Other }\n'

    def again(self, text):
        return [(len(enum.twins), len(enum.lists)) for enum in names.find([self.library(self.ENUM + text)])]

    def test_variants_have_their_names_and_those_they_are_serialized_with(self):
        text = 'enum A<T> { B { c: u8, d: T }, #[serde(rename = "e.f")] E(u8, u8), G = 7 }'
        (enum,) = declared(self.library(text), "enum")
        self.assertEqual(variants(enum), [["B"], ["E", "e.f"], ["G"]])

    def test_lists_are_arrays_matches_with_texts_macros_and_other_enums(self):
        for text in (
            "const ALL: [Code; 3] = [Code::HttpStatus, Code::Tls, Code::Other];",
            'fn a(b: B) { match b { B::HttpStatus => "http_status", B::Tls => "tls", _ => "other" } }',
            'fn a(text: &str) { match text { "http_status" => x(), "tls" => { y } "other" => z } }',
            "names!(CodeName as Code: http_status, tls, other);",
            'const B: [(&str, C); 3] = [("http_status", C::HttpStatus), ("tls", C::Tls), ("other", D)];',
        ):
            with self.subTest(text):
                self.assertEqual(self.again(text), [(0, 1)])
        self.assertEqual(self.again("enum Again { Tls, Other, HttpStatus }"), [(1, 0), (1, 0)])

    def test_logic_longer_lists_and_tests_are_no_lists(self):
        for text in (
            "fn a(self) { match self { Self::HttpStatus => 1, Self::Tls => 2, Self::Other => 3 } }",
            'const A: [&str; 5] = ["http_status", "tls", "other", "more", "most"];',
            '#[cfg(test)]\nconst A: [&str; 3] = ["http_status", "tls", "other"];',
            "fn a() { f(http_status, tls, other); S { http_status, tls, other } }",
        ):
            with self.subTest(text):
                self.assertEqual(self.again(text), [(0, 0)])


class Duplicates(WorkspaceTest):
    RUN = "fn {0}() {{\n let a = {0}(1, 2, 3);\n // comment\n\n if a.b(c) {{\n return d;\n }}\n" \
        " e.f(\"g\", h);\n let i = j(k, l).m(n, o);\n while p(q) {{ r(s, t); }}\n}}\n"

    def test_runs_of_the_same_text_pass_over_comments_imports_and_punctuation(self):
        body = self.RUN.format("x").split("\n", 1)[1]
        source = self.library(f"use a::b;\nfn one() {{\n{body}fn two() {{\nuse c::d;\n// other\n{body}")
        report = duplicates.find([source])
        self.assertEqual([(pair.lines, pair.first) for pair in report.same], [(6, "shared/one/src/lib.rs:3")])
        self.assertEqual((len(report.same_shape), report.lines), (0, 12))

    def test_runs_of_the_same_shape_may_have_other_names_and_values(self):
        first = self.RUN.format("x")
        second = first
        changes = ("x(", "y("), ('"g"', '"h"'), ("p(q)", "u(v)"), (" d;", " w;"), ("a.b", "a.z"), ("j(k", "z(k")
        for old, new in changes:
            second = second.replace(old, new)
        report = duplicates.find([self.library(first + "struct Between;\n" + second)])
        self.assertEqual((len(report.same), [pair.lines for pair in report.same_shape]), (0, [7]))

    def test_lists_of_one_shape_are_no_runs(self):
        rows = "".join(f"    pub field_{number}: Type{number},\n" for number in range(20))
        report = duplicates.find([self.library(f"struct A {{\n{rows}}}\n")])
        self.assertEqual(report, duplicates.Report([], [], 0))

    def test_a_run_in_many_places_is_paired_among_the_first_eight(self):
        body = self.RUN.format("x").split("\n", 1)[1]
        source = self.library("".join(f"fn f{number}() {{\n{body}" for number in range(12)))
        self.assertEqual(len(duplicates.find([source]).same), 28)

    def test_production_code_and_tests_are_compared_among_themselves(self):
        run = self.RUN.format("x")
        source = self.library(f"{run}#[cfg(test)]\nmod tests {{\n{run}}}\n")
        self.assertEqual(duplicates.find([source]).same + duplicates.find([source], tests=True).same, [])


class Habits(WorkspaceTest):
    def value(self, text, title):
        workspace = self.workspace({"shared/one/src/lib.rs": text})
        return {row.title: row.value for row in figures.measure(workspace.root)}[title]

    def test_docs_are_wanted_for_public_items_fields_variants_and_items_of_traits(self):
        source = self.library(
            "/// A.\n#[derive(Debug)]\npub struct A { pub b: u8, c: u8 }\npub(crate) fn d() {}\n"
            "/// E.\npub enum E { /// F.\n F, G }\n"
            "/// H.\npub trait H { /// I.\n fn i(); fn j(); }\npub use k::l;\n"
        )
        code, items = source.code, public.items(source)
        found = {f"{code.text(index)} {code.text(index + 1)}": documented for index, documented in items}
        self.assertEqual(found, {
            "pub struct": True, "pub b": False, "pub enum": True, "F ,": True, "G }": False,
            "pub trait": True, "fn i": True, "fn j": False,
        })

    def test_defaults_are_silent_only_right_behind_a_conversion(self):
        text = """
            fn a() {
                let b = serde_json::to_value(c).unwrap_or_default();
                f(serde_json::from_str::<D>(text).ok().unwrap_or_default());
                let e = found.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default();
                let g = h.to_string().parse().unwrap_or_default();
            }
        """
        self.assertEqual(self.value(text, "silent defaults: writing + reading JSON"), "1 + 1")

    def test_cases_are_counted_per_attribute(self):
        text = "#[rstest]\n#[case(1)]\n#[case::two(2)]\nfn a(#[case] b: u8) {}\n"
        text += "#[tokio::test]\nasync fn c() {}\nfn d() {}"
        self.assertEqual(self.value(text, "tests, and their cases"), "2 with 3")

    def test_panics_are_counted_in_production_code_only(self):
        text = 'fn a() { b.unwrap(); c.expect("d"); e.unwrap_or(f) }\n#[cfg(test)]\nfn g() { h.unwrap() }'
        self.assertEqual(self.value(text, "`unwrap(` and `expect(`, production"), "2")


if __name__ == "__main__":
    unittest.main()
