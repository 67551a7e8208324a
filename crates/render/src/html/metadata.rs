//! What a report is, for machines: schema.org in JSON-LD.
//!
//! Addresses in it must be in full, so that they are said only where the site's public address is known; the rest stands without.

use serde_json::{Map, Value, json};

use super::context::Context;
use crate::links::FORMS;
use crate::texts::Arg;
use crate::words;

/// The report, its publisher and period, its data in other forms, and the way to it.
pub(super) fn metadata(cx: &Context<'_>, description: &str) -> String {
    json!({ "@context": "https://schema.org", "@graph": [report(cx, description), breadcrumbs(cx)] })
        .to_string()
}

fn report(cx: &Context<'_>, description: &str) -> Value {
    let report = cx.report;
    let language = &report.language;
    let address = cx.links.here(language);
    let year = report.year.to_string();
    let mut said = Map::new();
    said.insert("@type".into(), json!("Report"));
    said.insert("name".into(), json!(report.title));
    said.insert("description".into(), json!(description));
    said.insert("inLanguage".into(), json!(language));
    said.insert("temporalCoverage".into(), json!(year));
    said.insert("creativeWorkStatus".into(), json!(words::state(cx.texts, report.state)));
    said.insert("publisher".into(), organisation(cx));
    said.insert("about".into(), json!(measured(cx)));
    said.insert("hasPart".into(), dataset(cx, description, &year));
    in_full(cx, &mut said, &address);
    Value::Object(said)
}

fn organisation(cx: &Context<'_>) -> Value {
    let organisation = &cx.report.organisation;
    json!({ "@type": "Organization", "name": organisation.name, "alternateName": organisation.short })
}

/// What the headline figures are of.
fn measured(cx: &Context<'_>) -> Vec<Value> {
    cx.report.headline.iter().map(|item| json!({ "@type": "Thing", "name": item.label })).collect()
}

/// The figures as a data set, in each of the report's other forms.
fn dataset(cx: &Context<'_>, description: &str, year: &str) -> Value {
    let report = cx.report;
    let mut said = Map::new();
    said.insert("@type".into(), json!("Dataset"));
    said.insert(
        "name".into(),
        json!(words::join(cx.texts, "separator-facts", [report.title.clone(), cx.texts.say("figure-data")])),
    );
    said.insert("description".into(), json!(description));
    said.insert("inLanguage".into(), json!(report.language));
    said.insert("temporalCoverage".into(), json!(year));
    said.insert("isAccessibleForFree".into(), json!(true));
    said.insert("creator".into(), organisation(cx));
    said.insert(
        "variableMeasured".into(),
        json!(report.headline.iter().map(|item| item.label.as_str()).collect::<Vec<_>>()),
    );
    if let Some(site) = &cx.links.site {
        let distribution = |form: &&str| {
            json!({
                "@type": "DataDownload",
                "encodingFormat": super::page::media_type(form),
                "contentUrl": format!("{site}{}", cx.links.form(form, &report.language)),
            })
        };
        said.insert("distribution".into(), FORMS.iter().map(distribution).collect());
        in_full(cx, &mut said, &cx.links.form("json", &report.language));
    }
    Value::Object(said)
}

fn breadcrumbs(cx: &Context<'_>) -> Value {
    let language = &cx.report.language;
    let mut steps = vec![(cx.texts.say("reports"), cx.links.home(language))];
    if cx.report.page.is_some() {
        let year = cx.report.year.to_string();
        let report = cx.texts.say_with("report-of-year", &[("year", Arg::Text(&year))]);
        steps.push((report, cx.links.report(language)));
    }
    steps.push((cx.report.title.clone(), cx.links.here(language)));
    let items: Vec<Value> = (1..)
        .zip(steps)
        .map(|(position, (name, address)): (u8, _)| {
            let mut item = Map::new();
            item.insert("@type".into(), json!("ListItem"));
            item.insert("position".into(), json!(position));
            item.insert("name".into(), json!(name));
            if let Some(site) = &cx.links.site {
                item.insert("item".into(), json!(format!("{site}{address}")));
            }
            Value::Object(item)
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

/// Says an address in full, where the site's is known.
fn in_full(cx: &Context<'_>, said: &mut Map<String, Value>, address: &str) {
    if let Some(site) = &cx.links.site {
        said.insert("@id".into(), json!(format!("{site}{address}")));
        said.insert("url".into(), json!(format!("{site}{address}")));
    }
}
