//! Accepting one of a figure's values: a decision that is kept with the row which states it.
//!
//! A decision marks the rows of one place (`accepted`, `reason`) and takes back the marks of all other rows of the key, as
//! `accepted = yes` in `stated.csv` would. A value without a row of its own (computed, or a record's cell) cannot be marked: it is
//! accepted by taking back all marks, where the precedence puts it first.

use figures::{Answer, AnswerError, Basis, Decimal, Figure, FigureKey, Source};
use store::{Again, AsOf, Change, Condition, Datum, Kind, Row, Snapshot, StoreError, Table, Transaction};

use crate::answer::Asking;
use crate::commit::commit;
use crate::engine::Engine;
use crate::stated::{self, STATED};

/// Which value of a figure is to be accepted, by whom and why.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// The figure's exact key.
    pub key: FigureKey,
    /// The value.
    pub choice: Choice,
    /// The figure's revision as it was seen; where it has another, nothing is accepted.
    pub seen: Option<i64>,
    /// Who decides.
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

/// A value of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What a place of a document says.
    Stated {
        /// The document's code.
        document: String,
        /// Its section.
        section: String,
        /// The place in the section.
        locator: String,
        /// The number, where the place says several.
        value: Option<Decimal>,
    },
    /// What the records give.
    Computed,
}

/// What became of it.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The figure as it is then.
    pub figure: Figure,
    /// The revision that was made, or the newest.
    pub revision: i64,
    /// Whether there was a difference.
    pub changed: bool,
}

/// Why a value is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The key has no answer.
    #[error("the key has no figure")]
    Key(AnswerError),
    /// The key stands for rows.
    #[error("a listing has no value; accept one of a figure")]
    Listing,
    /// No row of the key is of that place, or of that value.
    #[error("no source states that value of the figure there; it is stated at {}", places.join(", "))]
    NotStated {
        /// Where the figure is stated.
        places: Vec<String>,
    },
    /// The place states several values.
    #[error("that place states several values of the figure; say which")]
    Several,
    /// Nothing can be marked, and the precedence puts another value first.
    #[error(
        "the value is computed or stands in a record, and another goes before it; change the precedence, or the record set's completeness, in the bundle"
    )]
    GoesBehind,
    /// The figure is not as it was seen.
    #[error("the figure has changed since; it is of revision {revision} now. Look at it again")]
    Changed {
        /// Its revision now.
        revision: i64,
    },
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A row that states a value of the key, with the table that it stands in.
struct Stating {
    table: String,
    row: Row,
}

impl Engine {
    /// Accepts a value.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn accept(&self, acceptance: &Acceptance) -> Result<Accepted, Refused> {
        let mut again = Again::default();
        loop {
            match self.accept_once(acceptance).await {
                Err(Refused::Store(failure)) if again.after(&failure).await => {}
                done => return done,
            }
        }
    }

    async fn accept_once(&self, acceptance: &Acceptance) -> Result<Accepted, Refused> {
        let snapshot = self.store().read(AsOf::Head).await?;
        let before = self.one(&snapshot, &acceptance.key).await?;
        let unmarked = self.unmarked(&snapshot, &acceptance.key).await?;
        let key = before.key.clone();
        let work = async |tx: &mut Transaction| -> Result<(), Refused> {
            let rows = self.stating(tx, &key).await?;
            let newest = rows.iter().map(|(revision, _)| *revision).max().unwrap_or_default();
            let now = before.revision.max(newest);
            if acceptance.seen.is_some_and(|seen| seen != now) {
                return Err(Refused::Changed { revision: now });
            }
            let rows: Vec<Stating> = rows.into_iter().map(|(_, row)| row).collect();
            let chosen = chosen(tx, &rows, &acceptance.choice)?;
            if chosen.is_empty() && !is(&unmarked, &acceptance.choice) {
                return Err(match &acceptance.choice {
                    Choice::Stated { .. } if !says(&before, &acceptance.choice) => {
                        Refused::NotStated { places: places(&before) }
                    }
                    Choice::Stated { .. } | Choice::Computed => Refused::GoesBehind,
                });
            }
            mark(tx, &rows, &chosen, &acceptance.reason).await
        };
        if acceptance.validate_only {
            let outcome = self.store().preview(work).await?;
            return Ok(Accepted { figure: before, revision: outcome.revision, changed: false });
        }
        let Acceptance { actor, reason, request_id, hash, .. } = acceptance;
        let change = Change::new(Kind::Edit, actor, reason, request_id, hash);
        let outcome = commit(self.store(), self.domain().name, change, work).await?;
        let after = self.store().read(AsOf::Revision(outcome.revision)).await?;
        let figure = self.one(&after, &acceptance.key).await?;
        Ok(Accepted { figure, revision: outcome.revision, changed: outcome.changed })
    }

    async fn one(&self, snapshot: &Snapshot, key: &FigureKey) -> Result<Figure, Refused> {
        let answers = self.answers(snapshot, std::slice::from_ref(key), None).await?;
        match answers.into_iter().next() {
            Some(Answer::Error(error)) => Err(Refused::Key(error)),
            Some(answer) => answer.into_figures().into_iter().next().ok_or(Refused::Listing),
            None => Err(Refused::Listing),
        }
    }

    /// The figure as it is without any decision.
    async fn unmarked(&self, snapshot: &Snapshot, key: &FigureKey) -> Result<Figure, Refused> {
        let reference = self.reference(snapshot).await?;
        let asking = Asking { domain: self.domain(), snapshot, reference: &reference, language: None };
        asking.undecided(key).await?.map_err(Refused::Key)
    }

    /// The rows that state the key, with the revision that made each.
    async fn stating(&self, tx: &mut Transaction, key: &str) -> Result<Vec<(i64, Stating)>, StoreError> {
        let mut rows = Vec::new();
        for table in std::iter::once(STATED).chain(self.domain().stated.iter().map(|f| f.table)) {
            let found = tx.rows(table, &Condition::is("key", key)).await?;
            rows.extend(
                found
                    .into_iter()
                    .map(|stored| (stored.revision, Stating { table: table.to_owned(), row: stored.row })),
            );
        }
        Ok(rows)
    }
}

/// The rows of the place chosen, by number; none of what is computed or stands in no row.
fn chosen(tx: &Transaction, rows: &[Stating], choice: &Choice) -> Result<Vec<usize>, Refused> {
    let Choice::Stated { document, section, locator, value } = choice else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut numbers = Vec::new();
    for (at, stating) in rows.iter().enumerate() {
        let table = tx.schema().table(&stating.table)?;
        let text =
            |column: &str| cell(table, &stating.row, column).and_then(Datum::as_text).unwrap_or_default();
        let here = text("document") == document && text("section") == section && text("locator") == locator;
        let number = if here { number(table, &stating.row)? } else { None };
        if let Some(number) = number.filter(|number| value.is_none_or(|value| value == *number)) {
            found.push(at);
            numbers.push(number);
        }
    }
    let first = numbers.first();
    if numbers.iter().any(|number| Some(number) != first) { Err(Refused::Several) } else { Ok(found) }
}

/// Marks the rows chosen and takes back the marks of the others.
async fn mark(tx: &mut Transaction, rows: &[Stating], chosen: &[usize], reason: &str) -> Result<(), Refused> {
    for (at, stating) in rows.iter().enumerate() {
        let table = tx.schema().table(&stating.table)?.clone();
        let accepted = chosen.contains(&at);
        let was = cell(&table, &stating.row, "accepted").and_then(Datum::as_integer) == Some(1);
        if !accepted && !was {
            continue;
        }
        let mut row = stating.row.clone();
        let reason = if accepted { Datum::from(reason) } else { Datum::Null };
        for (column, datum) in [("accepted", Datum::from(i64::from(accepted))), ("reason", reason)] {
            if let Some(cell) = table.position(column).and_then(|i| row.get_mut(i)) {
                *cell = datum;
            }
        }
        tx.put(&stating.table, &[row]).await?;
    }
    Ok(())
}

fn cell<'r>(table: &Table, row: &'r Row, column: &str) -> Option<&'r Datum> {
    table.position(column).and_then(|i| row.get(i))
}

/// The number that a row states; none where it gives a reason instead.
fn number(table: &Table, row: &Row) -> Result<Option<Decimal>, StoreError> {
    let integer = |column: &str| cell(table, row, column).and_then(Datum::as_integer);
    match (integer("value"), integer("value_scale")) {
        (Some(mantissa), Some(scale)) => {
            stated::value(mantissa, scale, "", "exact").map(|value| Some(value.number))
        }
        _ => Ok(None),
    }
}

/// Whether a figure has the value chosen.
fn is(figure: &Figure, choice: &Choice) -> bool {
    match choice {
        Choice::Computed => figure.basis == Basis::Computed && figure.value.is_some(),
        Choice::Stated { value, .. } => {
            let number = figure.value.map(|value| value.number);
            figure.sources.iter().any(|source| at(source, choice)) && value.is_none_or(|v| Some(v) == number)
        }
    }
}

/// Whether the figure or an alternative is stated at the place chosen.
fn says(figure: &Figure, choice: &Choice) -> bool {
    let others = figure.alternatives.iter().flat_map(|alternative| &alternative.sources);
    figure.sources.iter().chain(others).any(|source| at(source, choice))
}

fn at(source: &Source, choice: &Choice) -> bool {
    matches!(choice, Choice::Stated { document, section, locator, .. }
        if source.document == *document && source.section == *section && source.locator == *locator)
}

/// Where the figure is stated, in words.
fn places(figure: &Figure) -> Vec<String> {
    let others = figure.alternatives.iter().flat_map(|alternative| &alternative.sources);
    let place = |source: &Source| {
        format!("{} {} {}", source.document, source.section, source.locator).trim().to_owned()
    };
    figure.sources.iter().chain(others).take(20).map(place).collect()
}
