//! A request's workbook: the figures that are asked for in the words of a language, with what is known of them.

use std::sync::Arc;

use figures::{Bound, Decimals, Figure, MeasureKind, MissingReason, Status, Unit};
use interchange::workbook::{self, Column, Form, Line, Shown, Words};
use jiff::civil::Date;
use render::figure_page::facts;
use render::texts::{Arg, Texts};

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
        let items = self.items(&loaded, &kept.request.keys).await?;
        let form = form(&kept, &items, &loaded, &language);
        let made = tokio::task::spawn_blocking(move || workbook::write(&form)).await;
        let bytes = made.map_err(|broken| crate::error::GatewayError::Internal(broken.to_string()))??;
        Ok(Made { file_name: format!("{id}.xlsx"), bytes })
    }
}

/// How exactly a value of a figure is usually known: as last year's, else as the measure is shown at most.
pub(super) fn known_to(item: &Item) -> Decimals {
    let of = |figure: &Option<Arc<Figure>>| figure.as_ref().and_then(|f| f.value).map(|value| value.decimals);
    // What is counted one by one is known exactly, where nobody has said anything else yet.
    let counted = matches!(item.measure.kind, MeasureKind::Stock | MeasureKind::Flow);
    let shown = || item.measure.decimals.filter(|decimals| !(counted && *decimals >= 0)).map(Decimals::Exp);
    of(&item.before).or_else(|| of(&item.recorded)).or_else(shown).unwrap_or(Decimals::Inf)
}

fn form(kept: &Kept, items: &[Item], loaded: &Arc<Loaded>, language: &str) -> Form {
    let (texts, names) = (Texts::of(language), Names::new(Some(Arc::clone(loaded)), language));
    let asked =
        kept.time.map_or(Date::constant(2000, 1, 1), |time| jiff::tz::TimeZone::UTC.to_datetime(time).date());
    Form {
        request: kept.request.id.clone(),
        period: kept.request.year.to_string(),
        asked,
        words: words(kept, texts, &names),
        lines: items.iter().map(|item| line(item, texts, &names)).collect(),
    }
}

fn words(kept: &Kept, texts: &Texts, names: &Names) -> Words {
    let request = &kept.request;
    let (year, last) = (request.year.to_string(), request.year.saturating_sub(1).to_string());
    let department = names.department(&request.department);
    let mut notes = vec![texts.say_with("collect-department", &[("department", Arg::Text(&department))])];
    if !request.focal_point.is_empty() {
        notes.push(texts.say_with("collect-focal-point", &[("name", Arg::Text(&request.focal_point))]));
    }
    if !request.due_date.is_empty() {
        let due = names.name("period", &request.due_date);
        notes.push(texts.say_with("collect-due", &[("date", Arg::Text(&due))]));
    }
    if !request.question.is_empty() {
        notes.push(texts.say_with("collect-question", &[("question", Arg::Text(&request.question))]));
    }
    notes.extend(
        ["collect-how-value", "collect-how-nil", "collect-how-known", "collect-how-comment"]
            .map(|id| texts.say(id)),
    );
    let head = |column: Column| match column {
        Column::Figure => texts.say("collect-figure"),
        Column::Of => texts.say("collect-of"),
        Column::Definition => texts.say("collect-definition"),
        Column::Unit => texts.say("collect-unit"),
        Column::Before => texts.say_with("collect-before", &[("year", Arg::Text(&last))]),
        Column::Recorded => texts.say_with("collect-recorded", &[("year", Arg::Text(&year))]),
        Column::Value => texts.say_with("collect-value", &[("year", Arg::Text(&year))]),
        Column::KnownTo => texts.say("collect-known-to"),
        Column::Bound => texts.say("collect-bound"),
        Column::Comment => texts.say("collect-comment"),
        Column::Key => texts.say("collect-key"),
    };
    let bound = |bound: Bound| (bound, texts.say(&format!("bound-{}", bound.name())));
    let bounds = [
        Bound::AtLeast,
        Bound::MoreThan,
        Bound::AtMost,
        Bound::LessThan,
        Bound::About,
        Bound::JustUnder,
        Bound::JustOver,
    ];
    Words {
        sheet: texts.say("collect-sheet"),
        title: texts.say_with("collect-title", &[("year", Arg::Text(&year))]),
        notes,
        heads: Column::ALL.map(head),
        nil: texts.say("collect-nil"),
        not_applicable: texts.say("collect-not-applicable"),
        exact: texts.say("collect-exact"),
        bounds: bounds.map(bound).into(),
        right_to_left: texts.direction() == "rtl",
    }
}

fn line(item: &Item, texts: &Texts, names: &Names) -> Line {
    let Item { key, measure, recorded, before } = item;
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
        known_to: known_to(item),
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
