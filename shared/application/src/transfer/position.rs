//! Where an export goes on: the section, and the place in it.

use beadle_values::{names, page::Cursor};

use crate::port::StoreError;

names! {
    /// A part of an export. What others name comes before them.
    pub(super) enum Section {
        /// Configs.
        Configs = "configs",
        /// Calendars.
        Calendars = "calendars",
        /// Functions with their versions.
        Functions = "functions",
        /// Templates that are stored.
        Templates = "templates",
        /// Tasks.
        Tasks = "tasks",
        /// Tasks that are deleted and can be restored.
        DeletedTasks = "deleted_tasks",
        /// The rules of alerts.
        Alerts = "alerts",
        /// Batches.
        Batches = "batches",
        /// Executions, oldest first.
        Executions = "executions",
        /// What else is not moved.
        LeftOut = "left_out",
    }
}

/// Where an export goes on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Position {
    pub(super) section: Section,
    /// The place in the section; `None` at its beginning.
    pub(super) after: Option<Cursor>,
}

impl Position {
    pub(super) fn start() -> Self {
        Self { section: Section::Configs, after: None }
    }

    /// The position of a cursor. Its place is checked by what reads the section.
    pub(super) fn read(cursor: &Cursor) -> Result<Self, StoreError> {
        let (section, after) = cursor.0.split_once('.').ok_or(StoreError::InvalidCursor)?;
        let section = section.parse().map_err(|_| StoreError::InvalidCursor)?;
        Ok(Self {
            section,
            after: Some(after).filter(|after| !after.is_empty()).map(|after| Cursor(after.to_owned())),
        })
    }

    pub(super) fn cursor(&self) -> Cursor {
        let after = self.after.as_ref().map_or("", |after| after.0.as_str());
        Cursor(format!("{}.{after}", self.section))
    }

    /// The position after a page of its section; `None` after the last section.
    pub(super) fn next(self, after: Option<Cursor>) -> Option<Self> {
        if after.is_some() {
            return Some(Self { after, ..self });
        }
        let later = Section::ALL.into_iter().skip_while(|section| *section != self.section).nth(1);
        later.map(|section| Self { section, after: None })
    }
}
