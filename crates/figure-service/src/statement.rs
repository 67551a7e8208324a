//! Stating what a document says of figures: rows of `stated.csv`, written by a call and not by a file.
//!
//! A document says one thing of a figure: what it said before is replaced, wherever in it that stood. What other documents say stays
//! beside it, and the bundle's precedence decides between them as ever. Statements are read by the reader of `stated.csv`, so that a
//! rule of it holds for both.

use std::collections::BTreeMap;

use interchange::{Context, Stated};
use kit::intent;
use store::{Again, AsOf, Change, Condition, Kind, Transaction};

use crate::commit::commit;
use crate::engine::Engine;
use crate::record_write::{Cells, Stopped, Texts, Wrong, lines, record_at};
use crate::stated::{self, STATED};
use api::figures::v1::ErrorReason;

/// What is stated, by whom, why and by which request.
#[derive(Clone, Debug)]
pub struct Statements {
    /// What is stated, with the path of each statement in the request.
    pub statements: Vec<Cells>,
    /// Who states it.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// Names the request for ever.
    pub request_id: String,
    /// A digest of the request.
    pub hash: String,
    /// Whether to write nothing.
    pub validate_only: bool,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The revision that was made, or the newest.
    pub revision: i64,
    /// Whether there was a difference.
    pub changed: bool,
}

impl Engine {
    /// Writes statements as one revision, all or none.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` with every field that is wrong, those of the store.
    pub async fn state(&self, said: &Statements) -> Result<Outcome, tonic::Status> {
        let mut again = Again::default();
        loop {
            match self.write_statements(said).await {
                Err(Stopped::Store(failure)) if again.after(&failure).await => {}
                done => return done.map_err(tonic::Status::from),
            }
        }
    }

    async fn write_statements(&self, said: &Statements) -> Result<Outcome, Stopped> {
        let wrong = intent::wrong(&said.request_id, &said.reason, said.validate_only).into_iter();
        let wrong: Vec<Wrong> = wrong
            .map(|(path, reason, problem): (_, ErrorReason, _)| Wrong {
                path: path.to_owned(),
                reason,
                problem,
            })
            .collect();
        let only = said.validate_only || !wrong.is_empty();
        let work = async |tx: &mut Transaction| -> Result<(), Stopped> {
            let snapshot = self.store().read(AsOf::Revision(tx.head().revision)).await?;
            let reference = self.reference(&snapshot).await?;
            let stated = read(self.domain().name, &said.statements, &reference.context, wrong)?;
            let rows = stated::rows(STATED, None, stated.iter().cloned())?.into_iter().map(|(_, row)| row);
            let mut by_document: BTreeMap<&str, (Vec<String>, Vec<store::Row>)> = BTreeMap::new();
            for (row, one) in rows.zip(&stated) {
                let (keys, rows) = by_document.entry(&one.document).or_default();
                keys.push(one.key.to_string());
                rows.push(row);
            }
            for (document, (keys, rows)) in by_document {
                let of_keys = Condition::is_in("key", keys.iter().map(String::as_str));
                let said_before = Condition::All(vec![Condition::is("document", document), of_keys]);
                tx.replace(STATED, &rows, &said_before).await?;
                for file in &self.domain().stated {
                    tx.replace(file.table, &[], &said_before).await?;
                }
            }
            Ok(())
        };
        let outcome = if only {
            self.store().preview(work).await?
        } else {
            let change = Change::new(Kind::Edit, &said.actor, &said.reason, &said.request_id, &said.hash);
            commit(self.store(), self.domain().name, change, work).await?
        };
        Ok(Outcome { revision: outcome.revision, changed: outcome.changed && !only })
    }
}

/// The rows that statements are, or everything that is wrong with them.
fn read(
    service: &str,
    statements: &[Cells],
    context: &Context,
    mut wrong: Vec<Wrong>,
) -> Result<Vec<Stated>, Stopped> {
    let path = |number: usize| format!("statements[{number}]");
    for (number, cells) in statements.iter().enumerate() {
        wrong.extend(
            cells
                .wrong
                .iter()
                .map(|(field, problem)| Wrong::new(format!("{}.{field}", path(number)), problem)),
        );
    }
    let register = interchange::stated::register();
    let texts: Vec<Texts> = statements.iter().map(Cells::by_column).collect();
    let columns: Vec<&str> = register.fields.iter().map(|field| field.name.as_str()).collect();
    let file = interchange::register::write_texts(&register.fields, &columns, &texts);
    let (stated, mistakes) = interchange::stated::read(&register.file, &file, context);
    let starts = lines(&texts);
    for mistake in mistakes {
        let number = record_at(&starts, mistake.place.line);
        let field = mistake.field.as_deref().and_then(|column| statements.get(number)?.path_of(column));
        let path = field.map_or_else(|| path(number), |field| format!("{}.{field}", path(number)));
        wrong.push(Wrong::new(path, format!("{}; {}", mistake.problem, mistake.remedy)));
    }
    let mut first: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for one in &stated {
        let number = record_at(&starts, one.line);
        if one.key.service != service {
            let problem = format!("is a figure of {}; state it there", one.key.service);
            wrong.push(Wrong::new(format!("{}.key", path(number)), problem));
        } else if !one.key.is_exact() {
            let problem = "stands for several figures; write the code of one in place of *";
            wrong.push(Wrong::new(format!("{}.key", path(number)), problem));
        }
        if let Some(earlier) = first.insert((one.key.to_string(), &one.document), number) {
            let problem = format!("is the figure of {}; state it once", path(earlier));
            wrong.push(Wrong::new(format!("{}.key", path(number)), problem));
        }
    }
    if wrong.is_empty() { Ok(stated) } else { Err(Wrong::status(wrong).into()) }
}
