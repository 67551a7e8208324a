//! A request's workbook: the figures that are asked for in the words of a language, with what is known of them.

use std::sync::Arc;

use figures::{Figure, MissingReason, Status, Unit};
use interchange::workbook::{self, Form, Line, Shown};
use jiff::civil::Date;
use render::figure_page::facts;
use render::texts::Texts;
use render::workbook::Cover;

use super::block::Item;
use super::{CollectionError, Kept};
use crate::app::Inner;
use crate::content::Loaded;
use crate::figure::Words as Names;

/// A workbook that is made.
pub(crate) struct Made {
    /// What to call it.
    pub(crate) file_name: String,
    /// The file.
    pub(crate) bytes: Vec<u8>,
}

/// What an `.xlsx` file is.
pub(crate) const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl Inner {
    /// The workbook of a request.
    pub(crate) async fn workbook(&self, id: &str, language: Option<&str>) -> Result<Made, CollectionError> {
        let kept = self.request(id).await?;
        let loaded = self.content_of_request()?;
        let language = loaded.language(language)?.to_string();
        let items = self.items(&loaded, kept.request.year, &kept.request.keys).await?;
        let form = form(&kept, &items, &loaded, &language);
        let made = tokio::task::spawn_blocking(move || workbook::write(&form)).await;
        let bytes = made.map_err(|broken| crate::error::GatewayError::Internal(broken.to_string()))??;
        Ok(Made { file_name: format!("{id}.xlsx"), bytes })
    }
}

/// What stands above the figures.
fn cover(kept: &Kept, names: &Names) -> Cover {
    let request = &kept.request;
    let due = (!request.due_date.is_empty()).then(|| names.name("period", &request.due_date));
    Cover {
        year: request.year,
        department: names.department(&request.department),
        focal_point: request.focal_point.clone(),
        due: due.unwrap_or_default(),
        question: request.question.clone(),
    }
}

fn form(kept: &Kept, items: &[Item], loaded: &Arc<Loaded>, language: &str) -> Form {
    let (texts, names) = (Texts::of(language), Names::new(Some(Arc::clone(loaded)), language));
    let asked =
        kept.time.map_or(Date::constant(2000, 1, 1), |time| jiff::tz::TimeZone::UTC.to_datetime(time).date());
    Form {
        request: kept.request.id.clone(),
        period: kept.request.year.to_string(),
        asked,
        words: render::workbook::words(&cover(kept, &names), texts),
        lines: items.iter().map(|item| line(item, texts, &names)).collect(),
    }
}

fn line(item: &Item, texts: &Texts, names: &Names) -> Line {
    let Item { key, measure, recorded, before, known_to } = item;
    let label = names.measure_label(key).unwrap_or_else(|| key.measure.clone());
    let unit = measure.unit.as_ref();
    Line {
        key: key.to_string(),
        figure: label,
        of: names.particulars(key).join(&texts.say("separator-list")),
        definition: names.told(&measure.definition),
        unit: unit.map_or_else(String::new, |unit: &Unit| names.unit(unit)),
        before: shown(before.as_deref(), texts),
        recorded: shown(recorded.as_deref(), texts),
        known_to: *known_to,
    }
}

/// What a figure's locked cell shows: a number, or why there is none.
fn shown(figure: Option<&Figure>, texts: &Texts) -> Shown {
    match figure.and_then(|figure| figure.value) {
        Some(value) => Shown::Number(value.number),
        None => {
            let reason = match figure.map(|figure| figure.status) {
                Some(Status::Missing(reason)) => reason,
                Some(Status::Available | Status::Unavailable) | None => MissingReason::NotRecorded,
            };
            Shown::Text(facts::missing(texts, reason))
        }
    }
}
