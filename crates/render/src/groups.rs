//! The rows of a listing by the headings that they stand under.

use report::model::{ListingTable, ListingTableRow};

/// Each heading with its rows, in order; nothing where rows are not grouped.
#[must_use]
pub fn groups(listing: &ListingTable) -> Vec<(&str, &[ListingTableRow])> {
    let start = |index: usize| {
        let group = listing.groups.get(index)?;
        usize::try_from(group.first_row).ok().map(|row| row.min(listing.rows.len()))
    };
    let rows = |index: usize| {
        let end = start(index.saturating_add(1)).unwrap_or(listing.rows.len());
        start(index).and_then(|start| listing.rows.get(start..end)).unwrap_or_default()
    };
    listing.groups.iter().enumerate().map(|(index, group)| (group.title.as_str(), rows(index))).collect()
}

#[cfg(test)]
mod tests {
    use report::model::{ListingGroup, ListingLayout};

    use super::*;

    fn shape(rows: usize, groups: &[(&str, u32)]) -> Vec<(String, usize)> {
        let row = ListingTableRow { id: String::new(), aggregate: None, cells: Vec::new() };
        let group = |(title, first_row): &(&str, u32)| ListingGroup {
            title: (*title).to_owned(),
            first_row: *first_row,
        };
        let listing = ListingTable {
            id: String::new(),
            caption: String::new(),
            key: String::new(),
            layout: ListingLayout::Table,
            columns: Vec::new(),
            rows: vec![row; rows],
            groups: groups.iter().map(group).collect(),
            marks: Vec::new(),
        };
        super::groups(&listing).into_iter().map(|(title, rows)| (title.to_owned(), rows.len())).collect()
    }

    #[test]
    fn a_group_goes_up_to_the_next_and_the_last_one_to_the_end() {
        let expected = [("May".to_owned(), 2), ("June".to_owned(), 3)];
        assert_eq!(shape(5, &[("May", 0), ("June", 2)]), expected);
        assert!(shape(5, &[]).is_empty());
    }

    #[test]
    fn groups_that_do_not_fit_the_rows_are_empty() {
        assert_eq!(shape(1, &[("May", 3), ("June", 2)]), [("May".to_owned(), 0), ("June".to_owned(), 0)]);
    }
}
