//! Tables to which a newer program adds columns.
//!
//! Only columns that may be null are added: in rows of before they hold nothing, so no past is rewritten and no answer as of then changes. All
//! else that a program declares otherwise is refused.

use crate::backend::Session;
use crate::error::StoreError;
use crate::schema::{Column, Table, staged_name};
use crate::sql::{Dialect, quoted};

/// The columns that a table has beyond an earlier declaration of it; none where it differs in anything else.
pub(crate) fn added<'a>(table: &'a Table, declaration: &str) -> Option<Vec<&'a Column>> {
    let before: Table = serde_json::from_str(declaration).ok()?;
    let (kept, added): (Vec<&Column>, Vec<&Column>) =
        table.columns.iter().partition(|column| before.columns.iter().any(|known| known.name == column.name));
    let same = kept.into_iter().eq(&before.columns) && before.key == table.key && before.name == table.name;
    (same && !added.is_empty() && added.iter().all(|column| column.nullable)).then_some(added)
}

/// Adds columns to a table, and to the one beside it in which rows wait, where that is there.
pub(crate) async fn add(
    session: &mut dyn Session,
    dialect: &dyn Dialect,
    table: &Table,
    columns: &[&Column],
    waits: bool,
) -> Result<(), StoreError> {
    let staged = waits.then(|| staged_name(&table.name));
    for name in [table.name.to_string()].into_iter().chain(staged) {
        for column in columns {
            let kind = dialect.column_type(column.kind);
            let sql = format!("ALTER TABLE {} ADD COLUMN {} {kind}", quoted(&name), quoted(&column.name));
            session.execute(&sql, &[]).await?;
        }
    }
    let declare = "UPDATE declarations SET declaration = $1 WHERE name = $2";
    session.execute(declare, &[table.declaration().into(), table.name.as_ref().into()]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: Vec<Column>) -> Table {
        Table::new("item", ["id"], columns)
    }

    #[test]
    fn only_columns_that_may_be_null_are_added() {
        let (id, n) = (|| Column::text("id"), || Column::integer("n"));
        let before = table(vec![id(), n()]).declaration();
        let names = |columns: Vec<Column>| {
            let table = table(columns);
            let added = added(&table, &before);
            added.map(|columns| columns.iter().map(|c| c.name.to_string()).collect::<Vec<_>>())
        };
        let more = || Column::text("more").nullable();
        assert_eq!(names(vec![id(), n(), more()]), Some(vec!["more".to_owned()]));
        assert_eq!(names(vec![id(), more(), n()]), Some(vec!["more".to_owned()]), "wherever it stands");
        assert_eq!(names(vec![id(), n(), Column::text("more")]), None, "old rows have nothing to put there");
        assert_eq!(names(vec![id(), n()]), None, "nothing is added");
        assert_eq!(names(vec![id(), more()]), None, "a column is gone");
        assert_eq!(names(vec![n(), id(), more()]), None, "columns have changed places");
        assert_eq!(names(vec![id(), n().nullable(), more()]), None, "a column holds otherwise");
        assert_eq!(added(&table(vec![id(), n(), more()]), "no declaration"), None);
    }
}
