//! Tables: lists in columns, one thing as pairs.

use comfy_table::{
    Attribute, Cell as TableCell, Color, ColumnConstraint, ContentArrangement, Row, Table, TableStyle,
};
use serde_json::Value;

use super::cell::{Cell, Column, Tone};

/// What the terminal allows.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Whether there are colours.
    pub colour: bool,
    /// The width of the terminal; `None` for a pipe, which has none.
    pub width: Option<u16>,
}

/// Texts that are longer may be broken, down to this.
const BROKEN: usize = 24;
/// The space behind a column.
const MARGIN: u16 = 2;
/// How many lines a broken text takes in a list.
const MAX_LINES: usize = 2;

impl Layout {
    /// A list. Columns of which no item has anything are left out, and the last ones where a terminal is too narrow.
    pub fn list(self, columns: &[Column], items: &[Value]) -> String {
        let rows: Vec<Vec<Cell>> =
            items.iter().map(|item| columns.iter().map(|column| (column.cell)(item)).collect()).collect();
        let mut kept: Vec<usize> =
            (0..columns.len()).filter(|index| rows.iter().any(|row| !row[*index].text.is_empty())).collect();
        let longest = |index: usize| {
            let cells = rows.iter().map(|row| row[index].text.chars().count());
            cells.chain([columns[index].title.len()]).max().unwrap_or_default()
        };
        // An id is never broken: it is to be copied.
        let whole = |index: usize| {
            let is_id =
                |cell: &Cell| cell.text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
            longest(index) <= BROKEN || rows.iter().all(|row| is_id(&row[index]))
        };
        if let Some(width) = self.width.map(usize::from) {
            let needed =
                |index: &usize| usize::from(MARGIN) + if whole(*index) { longest(*index) } else { BROKEN };
            while kept.len() > 1 && kept.iter().map(needed).sum::<usize>() > width {
                kept.pop();
            }
        }
        let mut table = self.table();
        let heading = |index: &usize| TableCell::new(columns[*index].title).add_attribute(Attribute::Bold);
        table.set_header(kept.iter().map(heading));
        for row in &rows {
            let mut row: Row = kept.iter().map(|index| self.cell(&row[*index])).collect::<Vec<_>>().into();
            row.max_height(MAX_LINES);
            table.add_row(row);
        }
        for (place, index) in kept.iter().enumerate() {
            if let Some(column) = table.column_mut(place).filter(|_| whole(*index)) {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        trimmed(table)
    }

    /// One thing. Fields that have nothing are left out.
    pub fn item(self, fields: &[Column], item: &Value) -> String {
        let mut table = self.table();
        for field in fields {
            let cell = (field.cell)(item);
            if !cell.text.is_empty() {
                let title = TableCell::new(field.title).add_attribute(Attribute::Dim);
                table.add_row([title, self.cell(&cell)]);
            }
        }
        trimmed(table)
    }

    /// One item of a list without end.
    pub fn line(self, columns: &[Column], item: &Value) -> String {
        let cells: Vec<String> = columns
            .iter()
            .map(|column| (column.cell)(item))
            .filter(|cell| !cell.text.is_empty())
            .map(|cell| self.painted(&cell))
            .collect();
        cells.join("  ")
    }

    /// A text in the colour of its meaning.
    pub fn painted(self, cell: &Cell) -> String {
        let style = match cell.tone {
            Tone::Plain => return cell.text.clone(),
            Tone::Good => anstyle::AnsiColor::Green.on_default(),
            Tone::Bad => anstyle::AnsiColor::Red.on_default(),
            Tone::Busy => anstyle::AnsiColor::Yellow.on_default(),
            Tone::Faint => anstyle::Style::new().dimmed(),
        };
        if self.colour { format!("{style}{}{style:#}", cell.text) } else { cell.text.clone() }
    }

    fn table(self) -> Table {
        let mut table = Table::new();
        table.load_style(TableStyle::new());
        match self.width {
            Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
            // What reads a pipe finds one item a line.
            None => table.set_content_arrangement(ContentArrangement::Disabled),
        };
        if self.colour {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        table
    }

    fn cell(self, cell: &Cell) -> TableCell {
        // A text over several lines would take several rows of a pipe.
        let text = if self.width.is_some() { cell.text.clone() } else { cell.text.replace('\n', " ") };
        let shown = TableCell::new(text);
        match cell.tone {
            Tone::Plain => shown,
            Tone::Good => shown.fg(Color::Green),
            Tone::Bad => shown.fg(Color::Red),
            Tone::Busy => shown.fg(Color::Yellow),
            Tone::Faint => shown.add_attribute(Attribute::Dim),
        }
    }
}

/// With all of the margins behind the columns, and without that of the last one.
fn trimmed(mut table: Table) -> String {
    for column in table.column_iter_mut() {
        column.set_padding((0, MARGIN));
    }
    let lines = table.lines().map(|line| line.trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{
        super::cell::{self, column},
        *,
    };

    const COLUMNS: [Column; 3] = [
        column("STATUS", |item| cell::status(&item["status"])),
        column("ERROR", |item| cell::text(&item["error"])),
        column("NAME", |item| cell::text(&item["name"])),
    ];

    #[test]
    fn a_pipe_gets_one_item_a_line_without_colours_and_without_empty_columns() {
        let items = [
            json!({"status": "failed", "name": "a\nb"}),
            json!({"status": "completed", "name": "x".repeat(300)}),
        ];
        let shown = Layout { colour: false, width: None }.list(&COLUMNS, &items);
        let expected = format!("STATUS     NAME\nfailed     a b\ncompleted  {}", "x".repeat(300));
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_narrow_terminal_breaks_long_texts_and_leaves_out_the_last_columns() {
        let id = "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70";
        let items = [json!({"status": id, "error": "no connection to it ".repeat(9), "name": "Poll"})];
        let shown = |width: u16| Layout { colour: false, width: Some(width) }.list(&COLUMNS, &items);
        assert!(shown(300).contains("Poll") && shown(300).contains(id));
        for (width, last) in [(90, "Poll"), (66, "no connection")] {
            let table = shown(width);
            assert!(table.contains(id) && table.contains(last), "{width}: {table}");
            assert!(table.lines().all(|line| line.chars().count() <= usize::from(width)), "{width}: {table}");
            assert!(table.lines().count() <= 1 + MAX_LINES, "{width}: {table}");
        }
        assert!(!shown(66).contains("Poll"), "{}", shown(66));
        assert_eq!(shown(10), format!("STATUS\n{id}"));
    }

    #[test]
    fn colours_say_what_a_status_means() {
        let layout = Layout { colour: true, width: None };
        let shown = layout.item(&COLUMNS, &json!({"status": "failed"}));
        assert!(shown.contains("failed") && shown.contains("\u{1b}["), "{shown:?}");
        assert!(layout.line(&COLUMNS, &json!({"status": "completed"})).contains("\u{1b}[32mcompleted"));
    }
}
