//! The page of errors: a section for each code, in groups.

use std::collections::BTreeSet;

/// The page as it was read.
#[derive(Debug, Default)]
pub struct Page {
    /// Each group's heading with the codes of its sections.
    groups: Vec<(String, BTreeSet<String>)>,
    /// What is wrong with the page itself.
    pub faults: Vec<String>,
}

impl Page {
    /// Reads Markdown: a group has a heading of the second level, a section one of the third, which names codes.
    pub fn read(text: &str) -> Self {
        let mut page = Self::default();
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix("## ") {
                page.groups.push((heading.to_owned(), BTreeSet::new()));
            }
            let (Some(heading), Some((_, codes))) = (line.strip_prefix("### "), page.groups.last_mut())
            else {
                continue;
            };
            for code in heading.split(", ").map(|name| name.trim_matches('`').to_owned()) {
                if !codes.insert(code.clone()) {
                    page.faults.push(format!("`{code}` has two sections"));
                }
            }
        }
        for section in text.split("\n### ").skip(1) {
            let (heading, body) = section.split_once('\n').unwrap_or((section, ""));
            if body.lines().all(|line| line.is_empty() || line.starts_with('#')) {
                page.faults.push(format!("the section {heading} is empty"));
            }
        }
        page
    }

    /// The groups that have sections, in their order.
    pub fn headings(&self) -> Vec<&str> {
        self.groups
            .iter()
            .filter(|(_, codes)| !codes.is_empty())
            .map(|(heading, _)| heading.as_str())
            .collect()
    }

    /// The codes of a group.
    pub fn codes(&self, heading: &str) -> BTreeSet<String> {
        self.groups.iter().filter(|(name, _)| name == heading).flat_map(|(_, codes)| codes.clone()).collect()
    }
}
