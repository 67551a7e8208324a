//! Lines of aligned columns, as a terminal shows them.

use unicode_width::UnicodeWidthStr;

/// Between two columns.
const GAP: &str = "  ";

/// Lines whose columns begin below each other. The last column keeps its length, and no line ends in blanks.
pub(crate) fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or_default();
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| {
            let blanks = width.saturating_sub(cell.width());
            format!("{cell}{}", " ".repeat(blanks))
        });
        format!("{}\n", cells.collect::<Vec<_>>().join(GAP).trim_end())
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_begin_below_each_other_in_every_script() {
        let rows = [["服务", "revision", ""], ["a", "1", "whole"]].map(|row| row.map(str::to_owned));
        assert_eq!(aligned(&rows), "服务  revision\na     1         whole\n");
    }
}
