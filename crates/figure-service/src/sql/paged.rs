//! Filters and orders as SQL, and a page of the rows that they select.
//!
//! A comparison with a field that is not given fails, but for `!=`, which holds.

use ::store::{Datum, Snapshot, StoreError, Stored};
use figures::value::parse_decimal;
use interchange::Register;
use interchange::register::{FieldType, Storage};

use super::{column_name, decimals, nulls_first};
use crate::list::filter::{Comparison, Filter, FilterError, Operator};
use crate::list::order::By;
use crate::list::token::Token;
use crate::list::{View, view};

/// A text of SQL and its parameters.
#[derive(Default)]
pub(crate) struct Text {
    pub(crate) sql: String,
    pub(crate) params: Vec<Datum>,
}

/// Where a table of stated values has the measure of each row, whose keys lie together in the table's order.
pub(crate) struct Measures<'a> {
    /// The service, with which keys begin.
    pub(crate) service: &'a str,
    /// The field that names the measure.
    pub(crate) field: &'a str,
}

/// Which rows of a table, in which order.
pub(crate) struct Slice<'a> {
    pub(crate) condition: String,
    pub(crate) order: String,
    pub(crate) params: Vec<Datum>,
    pub(crate) begin: &'a Token,
    pub(crate) size: u32,
}

/// The rows of a slice, and whether there are more.
///
/// # Errors
/// Those of the store.
pub(crate) async fn rows(
    snapshot: &Snapshot,
    register: &Register,
    view: &View,
    slice: Slice<'_>,
) -> Result<(Vec<Stored>, bool), StoreError> {
    let table = snapshot.schema().table(&register.table)?;
    let columns: Vec<String> = table.columns.iter().map(|c| format!("\"{}\"", c.name)).collect();
    let width = columns.len().saturating_add(1);
    let (columns, source) = (columns.join(", "), snapshot.table(&register.table)?);
    let Slice { condition, order, mut params, begin, size } = slice;
    let limit = u64::from(size).saturating_add(1);
    let first = if view.gathered { first_of(register, view, &source) } else { String::new() };
    let begin = match behind(register, &begin.after, &mut params) {
        Some(behind) => format!("{behind}{first} ORDER BY {order} LIMIT {limit}"),
        None => format!("{first} ORDER BY {order} LIMIT {limit} OFFSET {}", begin.offset),
    };
    let sql = format!("SELECT {columns}, valid_from FROM {source} AS r WHERE {condition}{begin}");
    let mut rows = Vec::new();
    for mut row in snapshot.query_many(&sql, &params, width).await? {
        let revision = row.pop().and_then(|d| d.as_integer()).unwrap_or_default();
        rows.push(Stored { row, revision });
    }
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    Ok((rows, more))
}

/// Whether rows in this order are in the order of their key.
pub(crate) fn is_by_key(register: &Register, by: &[By]) -> bool {
    by.is_empty() && register.field("aggregate").is_none()
}

/// The key of a row, as texts.
///
/// # Errors
/// `Invalid` for a table that is not declared.
pub(crate) fn key_of(
    snapshot: &Snapshot,
    register: &Register,
    stored: &Stored,
) -> Result<Vec<String>, StoreError> {
    let text = |datum: Datum| match datum {
        Datum::Text(text) => text,
        Datum::Integer(number) => number.to_string(),
        Datum::Null => String::new(),
    };
    Ok(snapshot.schema().table(&register.table)?.key_of(&stored.row).into_iter().map(text).collect())
}

/// That a row is behind the one of this key; none where it is no key of the table.
fn behind(register: &Register, key: &[String], params: &mut Vec<Datum>) -> Option<String> {
    let values = register.key.iter().zip(key).map(|(name, text)| view::key_cell(register, name, text));
    let values: Option<Vec<Datum>> = values.collect();
    let values = values.filter(|values| values.len() == register.key.len() && !values.is_empty())?;
    let columns: Vec<String> = register.key.iter().map(|name| format!("\"{}\"", column_name(name))).collect();
    let first = params.len().saturating_add(1);
    params.extend(values);
    let places: Vec<String> = (first..=params.len()).map(|n| format!("${n}")).collect();
    Some(format!(" AND ({}) > ({})", columns.join(", "), places.join(", ")))
}

/// That a row is the first of those of its id.
fn first_of(register: &Register, view: &View, source: &str) -> String {
    let id = view.id_fields(register);
    let column = |name: &str, table: &str| format!("{table}.\"{}\"", column_name(name));
    let same: Vec<String> = id.iter().map(|n| format!("{} = {}", column(n, "e"), column(n, "r"))).collect();
    let rest: Vec<&String> = register.key.iter().filter(|k| !id.contains(&k.as_str())).collect();
    let list = |table: &str| rest.iter().map(|n| column(n, table)).collect::<Vec<_>>().join(", ");
    let (same, earlier, own) = (same.join(" AND "), list("e"), list("r"));
    format!(" AND NOT EXISTS (SELECT 1 FROM {source} AS e WHERE {same} AND ({earlier}) < ({own}))")
}

/// A filter as a condition, with the view's own.
///
/// # Errors
/// [`FilterError`] for a field that may not be filtered by, or a value that does not fit its field.
pub(crate) fn condition(
    snapshot: &Snapshot,
    register: &Register,
    view: &View,
    filter: &Filter,
    measures: Option<&Measures<'_>>,
) -> Result<Text, FilterError> {
    let mut writer = Writer { snapshot, register, view, params: Vec::new() };
    let mut sql = writer.filter(filter)?;
    let one = measures.and_then(|all| Some((all.service, writer.measure(filter, all.field)?)));
    if let Some((service, measure)) = one {
        // One range, which the table's order has together; measures whose names go on lie in it too, and are left to the filter.
        let path = format!("{service}/{measure}");
        let (low, high) = (writer.bind(path.as_str().into()), writer.bind(format!("{path}@").into()));
        sql = format!("({sql}) AND \"key\" >= ${low} AND \"key\" < ${high}");
    }
    if let Some((field, value)) = view.only {
        let n = writer.bind(value.into());
        sql = format!("({sql}) AND \"{}\" = ${n}", column_name(field));
    }
    Ok(Text { sql, params: writer.params })
}

/// An order, completed so that it is total: named records first unless `aggregate` is ordered by, the key last.
///
/// # Errors
/// [`FilterError`] for a field that may not be ordered by.
pub(crate) fn order(
    snapshot: &Snapshot,
    register: &Register,
    view: &View,
    by: &[By],
    params: Vec<Datum>,
) -> Result<Text, FilterError> {
    let mut writer = Writer { snapshot, register, view, params };
    let mut parts = Vec::new();
    let has_aggregate = register.field("aggregate").is_some();
    if has_aggregate && !by.iter().any(|b| b.field == "aggregate") {
        parts.push(nulls_first("\"aggregate\""));
    }
    for by in by {
        parts.extend(writer.by(by)?);
    }
    parts.extend(register.key.iter().map(|name| format!("\"{}\"", column_name(name))));
    Ok(Text { sql: parts.join(", "), params: writer.params })
}

/// A field as it may be asked for: with a language where it is localized.
struct Asked<'a> {
    kind: &'a FieldType,
    column: String,
    name: &'a str,
    /// The collection of the records that it refers to.
    collection: Option<&'a str>,
}

struct Writer<'a> {
    snapshot: &'a Snapshot,
    register: &'a Register,
    view: &'a View,
    params: Vec<Datum>,
}

impl<'a> Writer<'a> {
    fn filter(&mut self, filter: &Filter) -> Result<String, FilterError> {
        match filter {
            Filter::All(parts) => self.joined(parts, " AND ", "1 = 1"),
            Filter::Any(parts) => self.joined(parts, " OR ", "1 = 0"),
            Filter::Not(part) => Ok(format!("NOT ({})", self.filter(part)?)),
            Filter::Test(comparison) => self.test(comparison),
        }
    }

    /// The one measure that a row must be of to pass a filter; none where several may be.
    fn measure<'f>(&self, filter: &'f Filter, field: &str) -> Option<&'f str> {
        match filter {
            Filter::All(parts) => parts.iter().find_map(|part| self.measure(part, field)),
            Filter::Test(c) if c.operator == Operator::Equal && self.view.field(&c.field) == field => {
                let mut references = self.view.references.iter();
                let collection = references.find(|(api, _)| *api == c.field).map(|(_, of)| *of);
                Some(collection.and_then(|collection| within(collection, &c.value)).unwrap_or(&c.value))
            }
            Filter::Test(_) | Filter::Any(_) | Filter::Not(_) => None,
        }
    }

    fn joined(&mut self, parts: &[Filter], between: &str, empty: &str) -> Result<String, FilterError> {
        if parts.is_empty() {
            return Ok(empty.to_owned());
        }
        let parts: Result<Vec<String>, FilterError> = parts.iter().map(|p| self.filter(p)).collect();
        Ok(format!("({})", parts?.join(between)))
    }

    fn test(&mut self, c: &Comparison) -> Result<String, FilterError> {
        if c.field == "name" && !self.view.list.fields.contains(&"name") {
            return self.name_test(c);
        }
        let asked = self.asked(&c.field, c.position, "filtered")?;
        if c.operator == Operator::Has && c.value == "*" {
            return Ok(format!("({0} IS NOT NULL AND CAST({0} AS TEXT) <> '')", asked.column));
        }
        match asked.kind.storage() {
            Storage::Text | Storage::Localized => Ok(self.text_test(&asked, c)),
            Storage::Integer => self.integer_test(&asked, c),
            Storage::Decimal => self.decimal_test(&asked, c),
        }
    }

    /// The record's own resource name.
    fn name_test(&mut self, c: &Comparison) -> Result<String, FilterError> {
        let (collection, view) = (self.view.list.collection, self.view);
        let equal = matches!(c.operator, Operator::Equal | Operator::NotEqual);
        let id = within(collection, &c.value).filter(|id| equal && !id.is_empty());
        let values = id.and_then(|id| view.id_values(self.register, id)).ok_or_else(|| {
            let problem = format!(
                "`name` is compared with {collection}/ID by = or !=, not `{}{}`",
                c.operator, c.value
            );
            FilterError::at(c.value_position, problem)
        })?;
        let same: Vec<String> = values
            .into_iter()
            .map(|(column, value)| {
                compared(&format!("\"{column}\""), Operator::Equal, &format!("${}", self.bind(value)))
            })
            .collect();
        let same = format!("({})", same.join(" AND "));
        Ok(if c.operator == Operator::NotEqual { format!("NOT {same}") } else { same })
    }

    /// A reference is also compared as messages show it, `projects/ID`.
    fn text_test(&mut self, asked: &Asked<'_>, c: &Comparison) -> String {
        let column = asked.column.as_str();
        let value = asked.collection.and_then(|collection| within(collection, &c.value)).unwrap_or(&c.value);
        if c.operator == Operator::Has {
            let pattern = value.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            // Of ASCII letters alone, as the databases do where text is ordered by its bytes.
            let n = self.bind(format!("%{pattern}%").to_ascii_lowercase().into());
            return format!("({column} IS NOT NULL AND LOWER({column}) LIKE ${n} ESCAPE '\\')");
        }
        let n = self.bind(value.into());
        compared(column, c.operator, &format!("${n}"))
    }

    fn decimal_test(&self, asked: &Asked<'_>, c: &Comparison) -> Result<String, FilterError> {
        let unfit = || unfit(c, asked.name, "a decimal number");
        if c.operator == Operator::Has {
            return Err(unfit());
        }
        let value = parse_decimal(&c.value).map_err(|_| unfit())?;
        Ok(decimals::compared(asked.name, c.operator, value))
    }

    fn integer_test(&mut self, asked: &Asked<'_>, c: &Comparison) -> Result<String, FilterError> {
        let number = match (asked.kind, c.value.as_str()) {
            (FieldType::YesNo, "true" | "yes") => Some(1),
            (FieldType::YesNo, "false" | "no") => Some(0),
            (FieldType::YesNo, _) => None,
            (_, text) => text.parse::<i64>().ok(),
        };
        let wanted = if *asked.kind == FieldType::YesNo { "true or false" } else { "a whole number" };
        let number = number.filter(|_| c.operator != Operator::Has);
        let number = number.ok_or_else(|| unfit(c, asked.name, wanted))?;
        let n = self.bind(number.into());
        Ok(compared(&asked.column, c.operator, &format!("${n}")))
    }

    fn by(&mut self, by: &By) -> Result<Vec<String>, FilterError> {
        let asked = self.asked(&by.field, by.position, "ordered")?;
        let direction = if by.descending { " DESC" } else { "" };
        // What is not given comes last in either direction, on every database.
        let mut parts = vec![format!("{} IS NULL", asked.column)];
        if asked.kind.storage() == Storage::Decimal {
            let (whole, rest) = decimals::parts(asked.name);
            parts.extend([format!("{whole}{direction}"), format!("{rest}{direction}")]);
        } else {
            parts.push(format!("{}{direction}", asked.column));
        }
        Ok(parts)
    }

    /// A field, `label.en` for a localized one.
    fn asked(&mut self, text: &str, position: usize, verb: &str) -> Result<Asked<'a>, FilterError> {
        let (name, language) =
            text.split_once('.').map_or((text, None), |(name, language)| (name, Some(language)));
        let fields = self.view.list.fields;
        let field = if fields.contains(&name) { self.register.field(self.view.field(name)) } else { None };
        let Some(field) = field else {
            let near = figures::measure::nearest(name, fields.iter().copied());
            let hint = near
                .map(|n| format!("did you mean `{n}`?"))
                .unwrap_or_else(|| format!("use {}", fields.join(", ")));
            return Err(FilterError::at(position, format!("rows cannot be {verb} by `{name}`; {hint}")));
        };
        let column = format!("\"{}\"", column_name(&field.name));
        let localized = field.kind.storage() == Storage::Localized;
        let column = match (localized, language) {
            (false, None) => column,
            (true, Some(language)) if is_language(language) => {
                let n = self.bind(language.into());
                self.snapshot.member(&column, n)
            }
            (true, _) => {
                let problem = format!("`{name}` is a text by language; write {name}.en");
                return Err(FilterError::at(position, problem));
            }
            (false, Some(_)) => {
                return Err(FilterError::at(position, format!("`{name}` has no parts; write {name}")));
            }
        };
        let declared = self.view.references.iter().find(|(api, _)| *api == name).map(|(_, of)| *of);
        let file =
            if let FieldType::Reference(file) = &field.kind { file.strip_suffix(".csv") } else { None };
        let collection = declared.or(file);
        Ok(Asked { kind: &field.kind, column, name: &field.name, collection })
    }

    fn bind(&mut self, datum: Datum) -> usize {
        self.params.push(datum);
        self.params.len()
    }
}

/// The id of a resource name of a collection.
fn within<'t>(collection: &str, name: &'t str) -> Option<&'t str> {
    name.strip_prefix(collection).and_then(|rest| rest.strip_prefix('/'))
}

fn is_language(text: &str) -> bool {
    let sound = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    sound && text.len() <= 16 && text.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn unfit(c: &Comparison, name: &str, wanted: &str) -> FilterError {
    FilterError::at(
        c.value_position,
        format!("`{name}` is compared with {wanted} by = != < <= > >=, not `{}{}`", c.operator, c.value),
    )
}

fn compared(column: &str, operator: Operator, value: &str) -> String {
    if operator == Operator::NotEqual {
        return format!("({column} IS NULL OR {column} <> {value})");
    }
    format!("({column} IS NOT NULL AND {column} {operator} {value})")
}
