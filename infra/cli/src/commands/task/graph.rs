//! Draws which tasks run after which.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::output::cell;

/// The graph as a tree below each task that waits for none. A task that waits for several is drawn below each of them, and what
/// follows it only once.
pub fn drawn(graph: &Value) -> String {
    let list = |member: &str| graph[member].as_array().map_or(&[][..], Vec::as_slice);
    let drawing = Drawing { nodes: list("nodes"), edges: list("edges") };
    let mut lines = Vec::new();
    let mut drawn = BTreeSet::new();
    let roots =
        drawing.nodes.iter().filter(|node| !drawing.edges.iter().any(|edge| edge["to"] == node["id"]));
    for root in roots {
        drawing.draw(&root["id"], 0, &mut drawn, &mut lines);
    }
    if graph["truncated"].as_bool() == Some(true) {
        lines.push("… and more".to_owned());
    }
    lines.join("\n")
}

struct Drawing<'a> {
    nodes: &'a [Value],
    edges: &'a [Value],
}

impl Drawing<'_> {
    fn draw(&self, id: &Value, depth: usize, drawn: &mut BTreeSet<String>, lines: &mut Vec<String>) {
        let Some(node) = self.nodes.iter().find(|node| node["id"] == *id) else { return };
        let text = |member: &str| cell::text(&node[member]).text;
        let deleted = if node["deleted"].as_bool() == Some(true) { ", deleted" } else { "" };
        let arrow = if depth == 0 { "" } else { "└ " };
        let margin = "  ".repeat(depth.saturating_sub(1));
        lines.push(format!("{margin}{arrow}{} ({}{deleted})  {}", text("name"), text("status"), text("id")));
        if drawn.insert(text("id")) {
            for edge in self.edges.iter().filter(|edge| edge["from"] == *id) {
                self.draw(&edge["to"], depth + 1, drawn, lines);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_follows_a_task_is_below_it() {
        let node = |id: &str| json!({"id": id, "name": id.to_uppercase(), "status": "pending", "deleted": id == "b"});
        let edge = |from: &str, to: &str| json!({"from": from, "to": to});
        let graph = json!({
            "nodes": [node("a"), node("b"), node("c"), node("d")],
            "edges": [edge("a", "c"), edge("b", "c"), edge("c", "d")],
            "truncated": false,
        });
        let expected =
            "A (pending)  a\n└ C (pending)  c\n  └ D (pending)  d\nB (pending, deleted)  b\n└ C (pending)  c";
        assert_eq!(drawn(&graph), expected);
    }
}
