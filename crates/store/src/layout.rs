//! The tables in the database: the store's own, and those that a domain declares.
//!
//! `head` has one row: the last revision and its time. `revisions` says who, when and why. `requests` keeps every request id for
//! ever, also of requests that changed nothing. `declarations` remembers what the domain declared.

use crate::backend::Session;
use crate::datum::Datum;
use crate::error::StoreError;
use crate::schema::{Schema, Table};
use crate::sql::{Dialect, FOREVER, listed, quoted};

/// The layout of the store's own tables. A file with another number needs another program.
const FORMAT: i64 = 1;

/// Finds out what the file lacks and, with `create`, makes it.
pub(crate) async fn settle(
    session: &mut dyn Session,
    dialect: &dyn Dialect,
    schema: &Schema,
    create: bool,
) -> Result<bool, StoreError> {
    let present = session.query(dialect.table_names(), &[]).await?;
    let present = |name: &str| present.iter().flatten().any(|cell| cell.as_text() == Some(name));
    let fresh = !present("head");
    if fresh {
        found_nothing(
            create,
            schema.tables.iter().map(|table| table.name.as_ref()).find(|name| present(name)),
        )?;
        create_own(session, dialect).await?;
    }
    check_format(session).await?;
    let mut changed = fresh;
    for table in missing(session, schema).await? {
        if !create {
            return Err(StoreError::schema(
                table.name.clone(),
                "the file has no such table yet; let the service that writes it open it once",
            ));
        }
        create_table(session, dialect, table).await?;
        changed = true;
    }
    Ok(changed)
}

/// The tables that a file says it has.
pub(crate) async fn declared(session: &mut dyn Session, dialect: &dyn Dialect) -> Result<Schema, StoreError> {
    let present = session.query(dialect.table_names(), &[]).await?;
    for name in ["head", "declarations"] {
        if !present.iter().flatten().any(|cell| cell.as_text() == Some(name)) {
            return found_nothing(false, None).map(|()| Schema::default());
        }
    }
    check_format(session).await?;
    let rows = session.query("SELECT declaration FROM declarations ORDER BY name", &[]).await?;
    let read = |text: &str| {
        serde_json::from_str::<Table>(text).map_err(|error| {
            StoreError::corrupt(format!("the declaration `{text}` is not readable: {error}"))
        })
    };
    let tables = rows.iter().flatten().filter_map(Datum::as_text).map(read);
    Ok(Schema::new(tables.collect::<Result<_, _>>()?))
}

/// A file without a head is new, or is somebody else's.
fn found_nothing(create: bool, clash: Option<&str>) -> Result<(), StoreError> {
    match (create, clash) {
        (true, None) => Ok(()),
        (true, Some(name)) => Err(StoreError::schema(
            name,
            "is in the file already, and the file holds no store; name another file or database",
        )),
        (false, _) => Err(StoreError::schema(
            "head",
            "the file holds no store; let the service that writes it open it once, or name another file",
        )),
    }
}

async fn create_own(session: &mut dyn Session, dialect: &dyn Dialect) -> Result<(), StoreError> {
    let text = dialect.column_type(crate::ColumnType::Text);
    let statements = [
        "CREATE TABLE head (id BIGINT PRIMARY KEY, format BIGINT NOT NULL, revision BIGINT NOT NULL, committed_at BIGINT)"
            .to_owned(),
        format!(
            "CREATE TABLE revisions (revision BIGINT PRIMARY KEY, committed_at BIGINT NOT NULL, actor {text} NOT NULL, \
             reason {text} NOT NULL, request_id {text} NOT NULL, request_hash {text} NOT NULL, kind {text} NOT NULL, \
             tables {text} NOT NULL)"
        ),
        format!(
            "CREATE TABLE requests (request_id {text} PRIMARY KEY NOT NULL, request_hash {text} NOT NULL, \
             revision BIGINT NOT NULL, changed BIGINT NOT NULL, tables {text} NOT NULL)"
        ),
        format!("CREATE TABLE declarations (name {text} PRIMARY KEY NOT NULL, declaration {text} NOT NULL)"),
        format!("INSERT INTO head (id, format, revision) VALUES (1, {FORMAT}, 0)"),
    ];
    for statement in statements {
        session.execute(&statement, &[]).await?;
    }
    Ok(())
}

async fn check_format(session: &mut dyn Session) -> Result<(), StoreError> {
    let rows = session.query("SELECT format FROM head", &[]).await?;
    match rows.iter().flatten().collect::<Vec<_>>()[..] {
        [Datum::Integer(FORMAT)] => Ok(()),
        [Datum::Integer(other)] => Err(StoreError::schema(
            "head",
            format!(
                "the file has layout {other}, this program knows {FORMAT}; open it with the program that made it"
            ),
        )),
        _ => Err(StoreError::corrupt(format!("`head` has {} rows instead of one", rows.len()))),
    }
}

/// The declared tables that the file lacks; an error if it has one that was declared otherwise.
async fn missing<'a>(session: &mut dyn Session, schema: &'a Schema) -> Result<Vec<&'a Table>, StoreError> {
    let rows = session.query("SELECT name, declaration FROM declarations", &[]).await?;
    let mut missing = Vec::new();
    for table in &schema.tables {
        let known = rows.iter().find(|row| row.first().and_then(Datum::as_text) == Some(&table.name));
        match known.and_then(|row| row.get(1)).and_then(Datum::as_text) {
            None => missing.push(table),
            Some(declaration) if declaration == table.declaration() => {}
            Some(declaration) => return Err(changed(table, declaration)),
        }
    }
    Ok(missing)
}

fn changed(table: &Table, declaration: &str) -> StoreError {
    StoreError::schema(
        table.name.clone(),
        format!(
            "the program declares it otherwise than the file does; load the bundle into a new file, or open this one \
             with the program that made it. Program: {}. File: {declaration}",
            table.declaration()
        ),
    )
}

async fn create_table(
    session: &mut dyn Session,
    dialect: &dyn Dialect,
    table: &Table,
) -> Result<(), StoreError> {
    for statement in definition(table, dialect) {
        session.execute(&statement, &[]).await?;
    }
    let declared = [Datum::from(table.name.as_ref()), Datum::from(table.declaration())];
    session.execute("INSERT INTO declarations (name, declaration) VALUES ($1, $2)", &declared).await?;
    Ok(())
}

/// The table, and the index that lets a key have one current row only.
fn definition(table: &Table, dialect: &dyn Dialect) -> [String; 2] {
    let columns: String = table
        .columns
        .iter()
        .map(|column| {
            let null = if column.nullable { "" } else { " NOT NULL" };
            format!("{} {}{null}, ", quoted(&column.name), dialect.column_type(column.kind))
        })
        .collect();
    let name = quoted(&table.name);
    let key = listed(table.key_columns().map(|(_, column)| column), "");
    let index = quoted(&format!("{}_current", table.name));
    [
        format!(
            "CREATE TABLE {name} ({columns}valid_from BIGINT NOT NULL, valid_to BIGINT NOT NULL, \
             PRIMARY KEY ({key}, valid_from))"
        ),
        format!("CREATE UNIQUE INDEX {index} ON {name} ({key}) WHERE valid_to = {FOREVER}"),
    ]
}
