//! A list of records for a terminal: a table where it fits, else a block for each record.

use crate::html::listing::count;
use crate::html::{Heard, ListingPage, ListingPageRow};
use crate::texts::Texts;
use crate::words;

use super::lines::{Lines, Style, cells};

/// A list of records for a terminal of `width` cells (at least 40), ending with a line's end.
#[must_use]
pub fn listing(page: &ListingPage, width: usize, colour: bool) -> String {
    let texts = Texts::of(&page.language);
    let width = width.max(40);
    let mut out = Lines::new(width, colour);
    out.line(0, Style::Strong, &page.title);
    if !page.definition.is_empty() {
        out.line(0, Style::Quiet, &page.definition);
    }
    if let Some(said) = page.heard.said(texts) {
        out.line(0, Style::Plain, &said);
    }
    out.blank();
    let mut facts = vec![("figure-key", page.key.clone())];
    if page.heard != Heard::Never {
        records(&mut out, page, texts, width);
        out.blank();
        facts.splice(
            0..0,
            [("figure-records", count(page, texts)), ("figure-revision", page.revision.to_string())],
        );
    }
    let facts: Vec<_> = facts.into_iter().map(|(label, text)| (texts.say(label), text)).collect();
    let widest = facts.iter().map(|(label, _)| cells(label)).max().unwrap_or_default();
    facts.iter().for_each(|(label, text)| out.pair(label, text, widest));
    out.finish()
}

fn records(out: &mut Lines, page: &ListingPage, texts: &Texts, width: usize) {
    if page.rows.is_empty() {
        out.line(0, Style::Plain, &texts.say("listing-empty"));
        return;
    }
    let heads: Vec<String> = page.columns.iter().map(|column| column.head.clone()).collect();
    let rows: Vec<Vec<String>> = page.rows.iter().map(|row| given(row, heads.len(), texts)).collect();
    let right: Vec<bool> = (0..heads.len()).map(|column| is_numeric(&rows, column)).collect();
    let mut all: Vec<Vec<String>> = std::iter::once(heads.clone()).chain(rows.iter().cloned()).collect();
    if wide(&all) <= width {
        if right.last() == Some(&true) {
            set_right(&mut all);
        }
        return out.table(0, &all, &right);
    }
    let widest = heads.iter().map(|head| cells(head)).max().unwrap_or_default();
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            out.blank();
        }
        for (head, cell) in heads.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            out.pair(head, cell, widest);
        }
    }
}

/// The cells of a record, as many as there are columns; what is not given is empty.
fn given(row: &ListingPageRow, columns: usize, texts: &Texts) -> Vec<String> {
    let first = words::record_head(texts, row.aggregate, row.cells.first().and_then(Option::as_deref));
    let rest = row.cells.iter().skip(1).map(|cell| cell.clone().unwrap_or_default());
    let mut cells: Vec<String> = std::iter::once(first.unwrap_or_default()).chain(rest).collect();
    cells.resize(columns, String::new());
    cells
}

/// Whether a column holds numbers, which line up at their last digit.
fn is_numeric(rows: &[Vec<String>], column: usize) -> bool {
    let mut given = rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty()).peekable();
    let number = |cell: &String| {
        cell.ends_with(|c: char| c.is_numeric() || c == '%') && !cell.contains(char::is_alphabetic)
    };
    given.peek().is_some() && given.all(number)
}

/// Sets the last column to the right: a table leaves it as it is, since it may be long text.
fn set_right(rows: &mut [Vec<String>]) {
    let widest = rows.iter().filter_map(|row| row.last()).map(|cell| cells(cell)).max().unwrap_or_default();
    for cell in rows.iter_mut().filter_map(|row| row.last_mut()) {
        *cell = format!("{}{cell}", " ".repeat(widest.saturating_sub(cells(cell))));
    }
}

/// The cells that a table takes with two between its columns.
fn wide(rows: &[Vec<String>]) -> usize {
    let columns = rows.first().map_or(0, Vec::len);
    let widest =
        |column: usize| rows.iter().filter_map(|r| r.get(column)).map(|c| cells(c)).max().unwrap_or(0);
    (0..columns).map(|column| widest(column).saturating_add(2)).sum::<usize>().saturating_sub(2)
}

#[cfg(test)]
mod tests {
    use figures::Source;

    use super::*;
    use crate::html::ListingColumn;

    fn page(cells: &[[&str; 3]]) -> ListingPage {
        let row = |cells: &[&str; 3]| ListingPageRow {
            key: None,
            aggregate: None,
            cells: cells.iter().map(|c| (!c.is_empty()).then(|| (*c).to_owned())).collect(),
            source: Source::default(),
        };
        let column = |(head, numeric): (&str, bool)| ListingColumn {
            name: head.to_lowercase(),
            head: head.to_owned(),
            numeric,
        };
        ListingPage {
            as_of: None,
            heard: Default::default(),
            language: "en".to_owned(),
            languages: vec!["en".to_owned()],
            key: "projects/portfolio?period=2024".to_owned(),
            title: "Portfolio".to_owned(),
            definition: String::new(),
            columns: [("Region", false), ("Projects", true), ("Note", false)].map(column).to_vec(),
            rows: cells.iter().map(row).collect(),
            revision: 3,
        }
    }

    #[test]
    fn a_list_of_a_service_that_does_not_answer_says_so() {
        let last = ListingPage { heard: Heard::Last(None), ..page(&[["Africa", "17", ""]]) };
        let text = listing(&last, 60, false);
        assert!(text.contains("‡ last known, not confirmed") && text.contains("1 record"), "{text}");
        let never = listing(&ListingPage { heard: Heard::Never, ..page(&[]) }, 60, false);
        assert!(never.contains("† the service did not answer") && !never.contains("record"), "{never}");
    }

    #[test]
    fn records_stand_in_a_table_with_numbers_to_the_right() {
        let text = listing(&page(&[["Africa", "17", ""], ["非洲", "105", "x"]]), 60, false);
        let table: Vec<&str> = text.lines().skip(2).take(3).collect();
        assert_eq!(table, ["Region  Projects  Note", "Africa        17", "非洲         105  x"]);
        assert!(text.contains("projects/portfolio?period=2024"), "{text}");
    }

    #[test]
    fn numbers_in_the_last_column_are_set_to_the_right_too() {
        let text = listing(&page(&[["Africa", "17", "5"], ["Asia", "105", "2 819.78"]]), 60, false);
        let table: Vec<&str> = text.lines().skip(2).take(3).collect();
        assert_eq!(
            table,
            ["Region  Projects      Note", "Africa        17         5", "Asia         105  2 819.78"]
        );
    }

    #[test]
    fn records_that_are_too_wide_stand_in_blocks() {
        let long = "word ".repeat(12);
        let text = listing(&page(&[["Africa", "17", &long], ["Asia", "1", ""]]), 40, false);
        assert!(text.lines().all(|line| cells(line) <= 40), "{text}");
        assert!(text.contains("Region    Africa\nProjects  17\nNote      word"), "{text}");
    }

    #[test]
    fn an_empty_list_says_so() {
        assert!(listing(&page(&[]), 80, false).contains(&Texts::of("en").say("listing-empty")));
    }
}
