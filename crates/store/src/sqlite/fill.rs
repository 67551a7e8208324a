//! Many rows in one statement, as one JSON parameter.
//!
//! Most of what a row costs here is taking its cells out of the JSON, one function call each. In the files that come by the million most
//! columns say the same over thousands of rows (a document, a unit, nothing at all), so a column that has one value in all rows of the
//! statement goes as one parameter: of one million observations that is three quarters of the cells, and two thirds of the time. Rows are
//! unfolded in SQLite's binary form of JSON, which spares a text and a parse of each.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeSeq, Serializer};

use crate::datum::{Datum, Row, json};
use crate::schema::Column;
use crate::sql::{listed, quoted};

/// The statement that adds rows to a table, and its parameters.
pub(super) fn statement(table: &str, columns: &[&Column], rows: &[Row]) -> (String, Vec<Datum>) {
    let constant = constants(columns.len(), rows);
    let varying: Vec<usize> = (0..columns.len()).filter(|at| !constant.contains_key(at)).collect();
    let mut params = vec![Datum::Text(json(&Varying { rows, varying: &varying }))];
    let (mut cells, mut taken) = (Vec::new(), 0_usize);
    for at in 0..columns.len() {
        if let Some(value) = constant.get(&at) {
            params.push((*value).clone());
            cells.push(format!("${}", params.len()));
        } else {
            cells.push(format!("json_extract(value, '$[{taken}]')"));
            taken = taken.saturating_add(1);
        }
    }
    let names = listed(columns.iter().copied(), "");
    let sql =
        format!("INSERT INTO {} ({names}) SELECT {} FROM jsonb_each($1)", quoted(table), cells.join(", "));
    (sql, params)
}

/// The columns that say the same in all rows.
fn constants(columns: usize, rows: &[Row]) -> BTreeMap<usize, &Datum> {
    let first: &[Datum] = rows.first().map_or(&[], Vec::as_slice);
    let same = |at: &usize| rows.iter().all(|row| row.get(*at) == first.get(*at));
    (0..columns).filter(same).filter_map(|at| Some((at, first.get(at)?))).collect()
}

/// The cells that differ, a JSON array for each row.
struct Varying<'a> {
    rows: &'a [Row],
    varying: &'a [usize],
}

struct Cells<'a> {
    row: &'a Row,
    varying: &'a [usize],
}

impl Serialize for Varying<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.rows.len()))?;
        for row in self.rows {
            list.serialize_element(&Cells { row, varying: self.varying })?;
        }
        list.end()
    }
}

impl Serialize for Cells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.varying.len()))?;
        for at in self.varying {
            list.serialize_element(self.row.get(*at).unwrap_or(&Datum::Null))?;
        }
        list.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_says_the_same_goes_as_one_parameter() {
        let columns = [Column::text("id"), Column::text("unit"), Column::integer("n").nullable()];
        let columns: Vec<&Column> = columns.iter().collect();
        let row = |id: &str, n: i64| -> Row { vec![id.into(), "person".into(), n.into()] };
        let (sql, params) = statement("item", &columns, &[row("a", 1), row("b", 2)]);
        let expected = "INSERT INTO \"item\" (\"id\", \"unit\", \"n\") SELECT json_extract(value, '$[0]'), $2, \
                        json_extract(value, '$[1]') FROM jsonb_each($1)";
        assert_eq!(sql, expected);
        assert_eq!(params, [Datum::from(r#"[["a",1],["b",2]]"#), Datum::from("person")]);
        let (_, params) = statement("item", &columns, &[row("a", 1)]);
        assert_eq!(params.first(), Some(&Datum::from("[[]]")), "one row differs from no other");
    }
}
