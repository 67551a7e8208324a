//! The tables in the database: the store's own, and those that a domain declares.
//!
//! `head` has one row: the last revision and its time. `revisions` says who, when and why. `requests` keeps every request id for
//! ever, also of requests that changed nothing. `declarations` remembers what the domain declared; in a database that is reached by
//! its address, a row under the name `head` says whose it is.

use std::collections::BTreeSet;

use crate::backend::Session;
use crate::datum::Datum;
use crate::error::StoreError;
use crate::grown;
use crate::schema::{Column, Schema, Table, staged_name};
use crate::sql::{Dialect, FOREVER, listed, quoted};
use crate::staged::{self, Staged};

/// The name under which the owner stands among the declarations: no declared table is called so.
const OWNER: &str = "head";

/// The layout of the store's own tables. A file with another number needs another program.
const FORMAT: i64 = 1;

/// Finds out what the file lacks and, with `create`, makes it.
pub(crate) async fn settle(
    session: &mut dyn Session,
    dialect: &dyn Dialect,
    schema: &Schema,
    create: bool,
) -> Result<bool, StoreError> {
    let present = present(session, dialect).await?;
    let fresh = !present.contains("head");
    if fresh {
        let clash =
            schema.tables.iter().map(|table| table.name.as_ref()).find(|name| present.contains(*name));
        found_nothing(dialect, create, clash)?;
        create_own(session, dialect, schema.owner.as_deref()).await?;
    }
    check_format(session, dialect).await?;
    let mut changed = fresh;
    for lack in missing(session, dialect, schema).await? {
        if !create {
            return Err(lack.told(dialect));
        }
        match lack {
            Lack::Table(table) => create_table(session, dialect, table).await?,
            Lack::Columns(table, columns) => {
                let waits = present.contains(&staged_name(&table.name));
                grown::add(session, dialect, table, &columns, waits).await?;
            }
        }
        changed = true;
    }
    if create {
        for statement in waiting(&present, dialect, schema) {
            session.execute(&statement, &[]).await?;
            changed = true;
        }
    }
    Ok(changed)
}

/// What makes the tables of waiting rows that are not there. A file of an older program lacks them, and is the same file with them.
fn waiting(present: &BTreeSet<String>, dialect: &dyn Dialect, schema: &Schema) -> Vec<String> {
    let mut statements = Vec::new();
    for table in schema.bulk() {
        let staged = Staged::new(table, 0);
        if !present.contains(staged.name()) {
            statements.push(staged.create(dialect));
        }
    }
    if !schema.bulk.is_empty() && !present.contains("stagings") {
        statements.push(staged::CREATE_STAGINGS.to_owned());
    }
    statements
}

/// Whether a table or everything is still to be made; an error if what is there is another's, or was declared otherwise.
pub(crate) async fn lacks(
    session: &mut dyn Session,
    dialect: &dyn Dialect,
    schema: &Schema,
) -> Result<bool, StoreError> {
    if !has_head(session, dialect).await? {
        return Ok(true);
    }
    check_format(session, dialect).await?;
    let present = present(session, dialect).await?;
    let missing = missing(session, dialect, schema).await?;
    Ok(!missing.is_empty() || !waiting(&present, dialect, schema).is_empty())
}

/// Whether there is a store.
pub(crate) async fn has_head(session: &mut dyn Session, dialect: &dyn Dialect) -> Result<bool, StoreError> {
    present(session, dialect).await.map(|present| present.contains("head"))
}

async fn present(session: &mut dyn Session, dialect: &dyn Dialect) -> Result<BTreeSet<String>, StoreError> {
    let names = session.query(dialect.table_names(), &[]).await?;
    Ok(names.iter().flatten().filter_map(|cell| cell.as_text().map(str::to_owned)).collect())
}

/// The tables that a file or a database says it has, and whose they are where that is kept.
pub(crate) async fn declared(session: &mut dyn Session, dialect: &dyn Dialect) -> Result<Schema, StoreError> {
    let present = present(session, dialect).await?;
    for name in ["head", "declarations"] {
        if !present.contains(name) {
            return found_nothing(dialect, false, None).map(|()| Schema::default());
        }
    }
    check_format(session, dialect).await?;
    let sql = "SELECT declaration FROM declarations WHERE name <> $1 ORDER BY name";
    let rows = session.query(sql, &[OWNER.into()]).await?;
    let read = |text: &str| {
        serde_json::from_str::<Table>(text).map_err(|error| {
            StoreError::corrupt(format!("the declaration `{text}` is not readable: {error}"))
        })
    };
    let tables = rows.iter().flatten().filter_map(Datum::as_text).map(read);
    let tables = tables.collect::<Result<_, _>>()?;
    let owner =
        session.query("SELECT declaration FROM declarations WHERE name = $1", &[OWNER.into()]).await?;
    let owner = owner.into_iter().flatten().find_map(|cell| cell.as_text().map(str::to_owned));
    Ok(Schema { owner: owner.map(Into::into), ..Schema::new(tables) })
}

/// A file without a head is new, or is somebody else's.
fn found_nothing(dialect: &dyn Dialect, create: bool, clash: Option<&str>) -> Result<(), StoreError> {
    let place = dialect.place();
    match (create, clash) {
        (true, None) => Ok(()),
        (true, Some(name)) => Err(StoreError::schema(
            name,
            format!("is in the {place} already, and the {place} holds no store; name another {place}"),
        )),
        (false, _) => Err(StoreError::schema(
            "head",
            format!(
                "the {place} holds no store; let the service that writes it open it once, or name another {place}"
            ),
        )),
    }
}

async fn create_own(
    session: &mut dyn Session,
    dialect: &dyn Dialect,
    owner: Option<&str>,
) -> Result<(), StoreError> {
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
    if let Some(owner) = owner.filter(|_| dialect.keeps_owner()) {
        declare(session, OWNER, owner).await?;
    }
    Ok(())
}

async fn declare(session: &mut dyn Session, name: &str, declaration: &str) -> Result<(), StoreError> {
    let insert = "INSERT INTO declarations (name, declaration) VALUES ($1, $2)";
    session.execute(insert, &[name.into(), declaration.into()]).await.map(drop)
}

async fn check_format(session: &mut dyn Session, dialect: &dyn Dialect) -> Result<(), StoreError> {
    let rows = session.query("SELECT format FROM head", &[]).await?;
    match rows.iter().flatten().collect::<Vec<_>>()[..] {
        [Datum::Integer(FORMAT)] => Ok(()),
        [Datum::Integer(other)] => Err(StoreError::schema(
            "head",
            format!(
                "the {} has layout {other}, this program knows {FORMAT}; open it with the program that made it",
                dialect.place()
            ),
        )),
        _ => Err(StoreError::corrupt(format!("`head` has {} rows instead of one", rows.len()))),
    }
}

/// What a file lacks of what is declared.
enum Lack<'a> {
    Table(&'a Table),
    Columns(&'a Table, Vec<&'a Column>),
}

impl Lack<'_> {
    /// What is told where nothing may be made.
    fn told(&self, dialect: &dyn Dialect) -> StoreError {
        let place = dialect.place();
        let (table, what) = match self {
            Self::Table(table) => (table, "no such table".to_owned()),
            Self::Columns(table, columns) => {
                let names: Vec<String> = columns.iter().map(|column| format!("`{}`", column.name)).collect();
                (table, format!("no {}", names.join(", ")))
            }
        };
        let why = format!("the {place} has {what} yet; let the service that writes it open it once");
        StoreError::schema(table.name.clone(), why)
    }
}

/// The declared tables and columns that the file lacks; an error if it has one that was declared otherwise, or is another owner's.
async fn missing<'a>(
    session: &mut dyn Session,
    dialect: &dyn Dialect,
    schema: &'a Schema,
) -> Result<Vec<Lack<'a>>, StoreError> {
    let rows = session.query("SELECT name, declaration FROM declarations", &[]).await?;
    let declared = |name: &str| {
        let known = rows.iter().find(|row| row.first().and_then(Datum::as_text) == Some(name));
        known.and_then(|row| row.get(1)).and_then(Datum::as_text)
    };
    if let (Some(owner), Some(opener)) = (declared(OWNER), schema.owner.as_deref())
        && owner != opener
    {
        let why = format!(
            "the database is that of `{owner}`, not of `{opener}`; give each service a database of its own"
        );
        return Err(StoreError::schema(OWNER, why));
    }
    let mut missing = Vec::new();
    for table in &schema.tables {
        match declared(&table.name) {
            None => missing.push(Lack::Table(table)),
            Some(declaration) if declaration == table.declaration() => {}
            Some(declaration) => match grown::added(table, declaration) {
                Some(columns) => missing.push(Lack::Columns(table, columns)),
                None => return Err(changed(dialect, table, declaration)),
            },
        }
    }
    Ok(missing)
}

fn changed(dialect: &dyn Dialect, table: &Table, declaration: &str) -> StoreError {
    let place = dialect.place();
    StoreError::schema(
        table.name.clone(),
        format!(
            "the program declares it otherwise than the {place} does; load the bundle into a new {place}, or open this one \
             with the program that made it. Program: {}. In the {place}: {declaration}",
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
    declare(session, &table.name, &table.declaration()).await
}

/// Definitions of the declared columns, each with a comma behind it.
pub(crate) fn columns(table: &Table, dialect: &dyn Dialect) -> String {
    let column = |column: &Column| {
        let null = if column.nullable { "" } else { " NOT NULL" };
        format!("{} {}{null}, ", quoted(&column.name), dialect.column_type(column.kind))
    };
    table.columns.iter().map(column).collect()
}

/// The table, and the index that lets a key have one current row only.
fn definition(table: &Table, dialect: &dyn Dialect) -> [String; 2] {
    let columns = columns(table, dialect);
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
