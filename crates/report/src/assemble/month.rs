//! Records by month: those of a month together, what has only a year or no date at the end under a heading of its own.
//!
//! Within a month days come before what is only known to be of that month; apart from that the service's order stays.

use figures::{Cell, Listing, ListingRow, Period};
use jiff::civil::Date;

use super::Assembler;
use super::listing::cell;
use crate::model::ListingGroup;

/// The month that a record is of (`None` last), and whether its day is not known.
type Key = (bool, Option<Date>, bool);

impl Assembler<'_> {
    /// The rows of a listing by the month of a column's date, and the groups that they make.
    pub(super) fn by_month<'l>(
        &self,
        listing: &'l Listing,
        column: &str,
    ) -> (Vec<&'l ListingRow>, Vec<ListingGroup>) {
        let mut rows: Vec<(Key, &ListingRow)> =
            listing.rows.iter().map(|row| (key(cell(listing, row, column).as_ref()), row)).collect();
        rows.sort_by_key(|(key, _)| *key);
        let mut groups: Vec<ListingGroup> = Vec::new();
        let mut last = None;
        for (first_row, ((_, month, _), _)) in (0_u32..).zip(&rows) {
            if last != Some(month) {
                groups.push(ListingGroup { title: self.style.month_heading(*month), first_row });
                last = Some(month);
            }
        }
        (rows.into_iter().map(|(_, row)| row).collect(), groups)
    }
}

fn key(cell: Option<&Cell>) -> Key {
    match cell {
        Some(Cell::Date(date @ (Period::Day(_) | Period::Month(..)))) => {
            let month = date.first_day().first_of_month();
            (false, Some(month), matches!(date, Period::Month(..)))
        }
        Some(_) | None => (true, None, true),
    }
}
