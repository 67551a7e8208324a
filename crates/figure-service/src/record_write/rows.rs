//! Rows of records, by the reader of the bundle's file: a file is written in memory, read, and its mistakes told of the request's fields.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use interchange::register::{self, FieldType};
use interchange::{Context, Field, Mistake};
use store::{Condition, Row, Snapshot, StoreError, Stored};

use super::cells::Cells;
use super::mask::Texts;
use super::order::Order;
use super::plan::Plan;
use super::refusal::{Stopped, Wrong};
use crate::reference::Reference;
use crate::sql::coded;

/// A record that is to be put: which order it is of, its texts, and the row that it replaces.
pub(super) struct Put<'a> {
    pub(super) order: &'a Order,
    pub(super) cells: &'a Cells,
    pub(super) texts: Texts,
    pub(super) before: Option<Stored>,
}

impl Plan<'_> {
    /// The rows of records, read as the bundle's file is read.
    pub(super) async fn rows(
        &self,
        puts: &[Put<'_>],
        snapshot: &Snapshot,
        reference: &Reference,
        mut wrong: Vec<Wrong>,
    ) -> Result<Vec<Row>, Stopped> {
        let domain = self.engine.domain();
        let fields = self.shape.columns(domain, &reference.context);
        wrong.extend(twice(puts));
        let texts: Vec<Texts> = puts.iter().map(|put| put.texts.clone()).collect();
        let context = self.context(&fields, &texts, snapshot, reference).await?;
        let columns = columns(&fields, &texts, &context);
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let mut rows = Vec::new();
        if !puts.is_empty() {
            let file = register::write_texts(&fields, &columns, &texts);
            let (read, mistakes) = self.shape.read(domain, &file, &context)?;
            let lines = lines(&texts);
            wrong.extend(mistakes.into_iter().map(|mistake| told(puts, &lines, mistake)));
            rows = read.into_iter().map(|(_, row)| row).collect();
        }
        if self.is_stated() && wrong.is_empty() {
            wrong.extend(self.numbered(puts, &mut rows));
        }
        if !wrong.is_empty() {
            let mut seen = BTreeSet::new();
            wrong.retain(|one| seen.insert(one.path.clone()));
            return Err(Wrong::status(wrong).into());
        }
        Ok(rows)
    }

    /// What is known while records are read: the records that they refer to are looked up one by one, and all of them only to name
    /// the nearest.
    async fn context<'r>(
        &self,
        fields: &[Field],
        texts: &[Texts],
        snapshot: &Snapshot,
        reference: &'r Reference,
    ) -> Result<Cow<'r, Context>, StoreError> {
        let mut context = Cow::Borrowed(&reference.context);
        for field in fields {
            let (FieldType::Reference(file) | FieldType::References(file)) = &field.kind else { continue };
            let register =
                self.engine.domain().registers.iter().map(|r| &r.register).find(|r| r.file == *file);
            let Some(register) = register.filter(|_| !reference.context.ids.contains_key(file)) else {
                continue;
            };
            let held =
                texts.iter().filter_map(|texts| texts.get(&field.name)).flat_map(|text| text.split('|'));
            let asked: BTreeSet<String> = held
                .map(|id| id.trim().to_owned())
                .filter(|id| !id.is_empty() && !id.contains('\0'))
                .collect();
            if asked.is_empty() {
                continue;
            }
            let condition = Condition::is_in("id", asked.iter().map(String::as_str));
            let found = snapshot.rows(&register.table, &condition).await?.len();
            let known =
                if found == asked.len() { asked } else { coded::ids(snapshot, &register.table).await? };
            context.to_mut().ids.entry(file.clone()).or_default().extend(known);
        }
        Ok(context)
    }

    /// Gives values their ordinal back, since two may say the same in one place; what makes up a name never changes.
    fn numbered(&self, puts: &[Put<'_>], rows: &mut [Row]) -> Vec<Wrong> {
        let register = self.shape.register();
        let places: Vec<usize> = (0..register.key.len()).collect();
        let ordinal = register.key.iter().position(|name| name == "n");
        let mut wrong = Vec::new();
        for (put, row) in puts.iter().zip(rows) {
            let Some(before) = &put.before else { continue };
            if let Some((at, n)) = ordinal.and_then(|at| Some((at, before.row.get(at)?.clone())))
                && let Some(slot) = row.get_mut(at)
            {
                *slot = n;
            }
            if places.iter().any(|&at| row.get(at) != before.row.get(at)) {
                let problem = "what makes up the name never changes; delete the record and create another";
                wrong.push(Wrong::new(put.order.record.clone(), problem));
            }
        }
        wrong
    }
}

/// Records of a batch that are one and the same.
fn twice(puts: &[Put<'_>]) -> Vec<Wrong> {
    let mut seen = BTreeMap::new();
    let mut wrong = Vec::new();
    for put in puts {
        let Some(id) = put.texts.get("id").filter(|id| !id.is_empty()) else { continue };
        match seen.get(id) {
            Some(first) => {
                wrong.push(Wrong::new(put.order.name.clone(), format!("`{id}` is in {first} already")))
            }
            None => {
                seen.insert(id, put.order.name.as_str());
            }
        }
    }
    wrong
}

/// The columns of a file of texts: those that it has in any case, the first language of each text, and what a record has beyond them.
fn columns(fields: &[Field], texts: &[Texts], context: &Context) -> Vec<String> {
    let first = context.languages.first().map_or("en", String::as_str);
    let name = |field: &Field| {
        let localized = field.kind == FieldType::Localized;
        if localized { format!("{}_{first}", field.name) } else { field.name.clone() }
    };
    let mut columns: Vec<String> = fields.iter().map(name).collect();
    for (column, text) in texts.iter().flatten() {
        if !text.is_empty() && !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    columns
}

/// The line that each record starts in: texts may have several.
pub(crate) fn lines(texts: &[Texts]) -> Vec<u32> {
    let mut next = 2_u32;
    let height = |texts: &Texts| {
        let breaks: usize = texts.values().map(|text| text.matches('\n').count()).sum();
        u32::try_from(breaks).unwrap_or(u32::MAX).saturating_add(1)
    };
    let start = |texts: &Texts| {
        let own = next;
        next = next.saturating_add(height(texts));
        own
    };
    texts.iter().map(start).collect()
}

/// Which record a line of the file is of, from 0, by the lines that records start in.
pub(crate) fn record_at(lines: &[u32], line: u32) -> usize {
    lines.iter().take_while(|first| **first <= line).count().saturating_sub(1)
}

/// A mistake of the file as one of the request.
fn told(puts: &[Put<'_>], lines: &[u32], mistake: Mistake) -> Wrong {
    let problem = format!("{}; {}", mistake.problem, mistake.remedy);
    let Some(put) = puts.get(record_at(lines, mistake.place.line)) else {
        return Wrong::new("request", problem);
    };
    let record = &put.order.record;
    let path = match mistake.field.as_deref() {
        Some("id") => put.order.name.clone(),
        Some(column) => match put.cells.path_of(column) {
            Some(path) => format!("{record}.{path}"),
            None => format!("{record}.{column}"),
        },
        None => record.clone(),
    };
    Wrong::new(path, problem)
}
