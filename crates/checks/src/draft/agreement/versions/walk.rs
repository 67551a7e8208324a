//! Two long rows put side by side in their order, window by window, so that the work grows with their length.

use super::super::pair::align;

/// As much of both rows is looked at in one go, and half of it is settled.
const WINDOW: usize = 400;

/// The pairs of two rows in order, each with its place in both.
pub(super) fn pairs(
    rows: usize,
    columns: usize,
    worth: impl Fn(usize, usize) -> Option<i32>,
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut row, mut column) = (0_usize, 0_usize);
    while row < rows && column < columns {
        let (height, width) = ((rows - row).min(WINDOW), (columns - column).min(WINDOW));
        let last = height < WINDOW && width < WINDOW;
        let steps = align(height, width, |i, j| worth(row + i, column + j));
        let half = WINDOW / 2;
        let settled = steps.into_iter().filter(|(i, j)| last || *i < half && *j < half);
        found.extend(settled.map(|(i, j)| (row + i, column + j)));
        if last {
            break;
        }
        let next = found.last().filter(|(i, j)| *i >= row && *j >= column).copied();
        // Where nothing goes together, both go on.
        (row, column) = next.map_or((row + half, column + half), |(i, j)| (i + 1, j + 1));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_rows_are_put_side_by_side_window_by_window() {
        // Every seventh of the first row is missing in the second.
        let rows: Vec<usize> = (0..3_000).collect();
        let columns: Vec<usize> = rows.iter().copied().filter(|n| n % 7 != 0).collect();
        let found = pairs(rows.len(), columns.len(), |i, j| (rows.get(i) == columns.get(j)).then_some(100));
        assert_eq!(found.len(), columns.len());
        assert!(found.iter().all(|(i, j)| rows.get(*i) == columns.get(*j)));
    }

    #[test]
    fn rows_without_anything_in_common_come_to_an_end() {
        assert_eq!(pairs(2_000, 900, |_, _| None), []);
    }
}
