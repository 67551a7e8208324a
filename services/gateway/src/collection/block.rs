//! Which figures a department is asked for: those of its measures that the report prints of its year.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use figures::{Answer, Basis, Decimals, Figure, FigureKey, Measure, MeasureKind, Period};
use futures::future::join_all;
use interchange::next_year::returns_document;
use interchange::workbook::MAX_LINES;

use super::{CollectionError, field};
use crate::app::Inner;
use crate::ask::{AskError, Question, ask};
use crate::content::Loaded;
use crate::error::GatewayError;

const PERIOD: &str = "period";

/// A figure that is asked for, and what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Its canonical key.
    pub(crate) key: FigureKey,
    /// Its measure.
    pub(crate) measure: Measure,
    /// As it is recorded for the year.
    pub(crate) recorded: Option<Arc<Figure>>,
    /// The same a year before.
    pub(crate) before: Option<Arc<Figure>>,
    /// How exactly a value of it is usually known.
    pub(crate) known_to: Decimals,
}

/// Figures by their canonical keys.
type Known = BTreeMap<String, Arc<Figure>>;

impl Inner {
    /// The keys of a block: every figure that the report and its pages print of a department's measures, for a year. What services
    /// compute from complete records is not asked for: the records are.
    pub(super) async fn block(
        &self,
        loaded: &Loaded,
        department: &str,
        measures: &[String],
        year: i16,
    ) -> Result<Vec<String>, CollectionError> {
        let printed = printed(loaded, department, measures, year);
        let asked: BTreeSet<FigureKey> =
            printed.iter().flat_map(|key| [Some(key.clone()), a_year_before(key)]).flatten().collect();
        let known = self.known(&asked).await?;
        let mut keys: BTreeSet<FigureKey> = printed.into_iter().filter(FigureKey::is_exact).collect();
        // A wildcard stands for what has records: this year, or only the year before as yet.
        for figure in known.values() {
            let Ok(key) = figure.key.parse::<FigureKey>() else { continue };
            let of_year = key.code(PERIOD).and_then(|p| p.parse::<Period>().ok());
            let this = match of_year.map(|period| period.last_day().year()) {
                Some(found) if found == year => key,
                Some(_) => years_later(&key, 1),
                None => continue,
            };
            keys.insert(this);
        }
        let computed = |key: &FigureKey| {
            let valued =
                |key: &FigureKey| known.get(&key.to_string()).filter(|figure| figure.value.is_some());
            // Of a year without records the year before tells.
            let figure = valued(key).or_else(|| valued(&a_year_before(key)?));
            figure.is_some_and(|figure| figure.basis == Basis::Computed)
        };
        let keys: Vec<String> = keys.iter().filter(|key| !computed(key)).map(ToString::to_string).collect();
        match keys.len() {
            0 => Err(field(
                "collection_request.department",
                format!(
                    "the report prints no figure of {department} for {year}; see the column department of measures.csv"
                ),
            )),
            many if many > MAX_LINES => Err(field(
                "collection_request.measures",
                format!(
                    "the block has {many} figures; name fewer measures, so that it has at most {MAX_LINES}"
                ),
            )),
            _ => Ok(keys),
        }
    }

    /// What is known of keys: as it is recorded, and a year before.
    pub(super) async fn items(
        &self,
        loaded: &Loaded,
        year: i16,
        keys: &[String],
    ) -> Result<Vec<Item>, CollectionError> {
        let returns = returns_document(year);
        let keys: Vec<FigureKey> = keys.iter().filter_map(|key| key.parse().ok()).collect();
        let asked = keys.iter().flat_map(|key| [Some(key.clone()), a_year_before(key)]).flatten().collect();
        let known = self.known(&asked).await?;
        let item = |key: FigureKey| {
            let measure = loaded.content.catalogue.get(&key.service, &key.measure)?.clone();
            let figure = |key: &FigureKey| known.get(&key.to_string()).cloned();
            let before = a_year_before(&key).and_then(|before| figure(&before));
            let recorded = figure(&key);
            let known_to = known_to(&measure, recorded.as_deref(), before.as_deref(), &returns);
            Some(Item { recorded, before, known_to, measure, key })
        };
        Ok(keys.into_iter().filter_map(item).collect())
    }

    /// What services answer to keys. An answer that is none is no figure; a service that does not answer stops all.
    async fn known(&self, keys: &BTreeSet<FigureKey>) -> Result<Known, CollectionError> {
        let mut by_service: BTreeMap<&str, Vec<FigureKey>> = BTreeMap::new();
        for key in keys {
            by_service.entry(&key.service).or_default().push(key.clone());
        }
        let asking = by_service.into_iter().map(|(name, keys)| async move {
            let service = self.services.find(name)?;
            let question = Question::new(keys);
            let point = self.heads.point(name);
            let asked = ask(service, &question, &point, None, "", self.timing.deadline).await;
            asked.map_err(|error| silent(name, &error)).map(|reply| (question, reply))
        });
        let mut known = Known::new();
        for asked in join_all(asking).await {
            let (question, reply) = asked.map_err(CollectionError::from)?;
            for (key, answer) in question.keys.iter().zip(reply.answers) {
                let Answer::Figures(figures) = answer else { continue };
                for figure in figures {
                    // The key as it was asked for finds its figure too, should a service know it by another.
                    let name = if key.is_exact() { key.to_string() } else { figure.key.clone() };
                    known.insert(name, figure);
                }
            }
        }
        Ok(known)
    }
}

fn silent(service: &str, error: &AskError) -> GatewayError {
    GatewayError::silent(service, &error.to_string())
}

/// What the report and its pages ask for of a department's measures in the report's year, as of a year.
fn printed(loaded: &Loaded, department: &str, measures: &[String], year: i16) -> BTreeSet<FigureKey> {
    let first = loaded.content.languages().first();
    let mut found = BTreeSet::new();
    for options in loaded.content.documents_to_assemble() {
        if Some(&options.language) != first {
            continue;
        }
        for key in loaded.questions(&options).values().flat_map(|question| &question.keys) {
            let measure = loaded.content.catalogue.get(&key.service, &key.measure);
            let wanted = |measure: &&Measure| {
                let name = format!("{}/{}", key.service, key.measure);
                measure.kind != MeasureKind::Listing
                    && measure.department == department
                    && (measures.is_empty() || measures.contains(&name))
            };
            if measure.filter(wanted).is_some() {
                found.extend(of_year(key, loaded.year(), year));
            }
        }
    }
    found
}

/// The key for a year, where the report prints it of its own year.
fn of_year(key: &FigureKey, report: i16, year: i16) -> Option<FigureKey> {
    match key.code(PERIOD) {
        Some(period) => {
            let period: Period = period.parse().ok()?;
            (period.last_day().year() == report).then(|| years_later(key, year.saturating_sub(report)))
        }
        // Something else fixes it, an event: it is of the report's year only.
        None => (year == report && !key.dimensions.contains_key(PERIOD)).then(|| key.clone()),
    }
}

/// How exactly a value is usually known: as last year's, else as what others have recorded, else as the measure is shown at most. What the
/// department answered itself is no usage: the same workbook must mean the same the second time.
fn known_to(
    measure: &Measure,
    recorded: Option<&Figure>,
    before: Option<&Figure>,
    returns: &str,
) -> Decimals {
    let of_return = |figure: &&Figure| figure.sources.iter().any(|source| source.document == returns);
    let of = |figure: Option<&Figure>| figure.and_then(|figure| figure.value).map(|value| value.decimals);
    // What is counted one by one is known exactly, where nobody has said anything else yet.
    let counted = matches!(measure.kind, MeasureKind::Stock | MeasureKind::Flow);
    let shown = || measure.decimals.filter(|decimals| !(counted && *decimals >= 0)).map(Decimals::Exp);
    let recorded = recorded.filter(|figure| !of_return(figure));
    of(before).or_else(|| of(recorded)).or_else(shown).unwrap_or(Decimals::Inf)
}

fn a_year_before(key: &FigureKey) -> Option<FigureKey> {
    key.code(PERIOD)?;
    Some(years_later(key, -1))
}

/// The same key so many years later; one without a period as it is.
fn years_later(key: &FigureKey, years: i16) -> FigureKey {
    match key.code(PERIOD).and_then(|period| period.parse::<Period>().ok()) {
        Some(period) => key.clone().with(PERIOD, &period.shift_years(years).to_string()),
        None => key.clone(),
    }
}
