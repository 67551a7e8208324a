//! What a figure is, for machines: a schema.org Dataset of one value, in JSON-LD.
//!
//! Addresses are said only where the site's public address is known, since a machine has no page to resolve them against.

use serde_json::{Map, Value, json};

use super::Context;
use crate::figure_page::facts;
use crate::words;

/// The JSON-LD of the page.
pub(super) fn json_ld(cx: &Context<'_>, description: &str) -> String {
    let (page, texts) = (cx.figure, cx.texts);
    let mut dataset = Map::new();
    let mut put = |name: &str, value: Value| drop(dataset.insert(name.to_owned(), value));
    put("@context", json!("https://schema.org"));
    put("@type", json!("Dataset"));
    put("name", json!(facts::name(page, texts)));
    put("description", json!(description));
    put("identifier", json!(page.figure.key));
    put("inLanguage", json!(page.language));
    put("isAccessibleForFree", json!(true));
    put("variableMeasured", measured(cx));
    if let Some(period) = &page.figure.period {
        put("temporalCoverage", json!(period.to_string()));
    }
    if let Some(citation) = &page.citation {
        put("creator", json!({ "@type": "Organization", "name": citation.organisation }));
        put("version", json!(citation.revision.to_string()));
        if let Some(at) = citation.committed_at {
            put("dateModified", json!(at.to_string()));
        }
    }
    if let Some(site) = &cx.links.site {
        let state = cx.state();
        let address = state.address(cx.links, &page.figure.key, &page.language, None);
        put("url", json!(format!("{site}{address}")));
        let forms = state.forms(cx.links, &page.language).into_iter();
        let forms = forms.map(|(media_type, address)| {
            json!({ "@type": "DataDownload", "encodingFormat": media_type, "contentUrl": format!("{site}{address}") })
        });
        put("distribution", forms.collect());
    }
    Value::Object(dataset).to_string()
}

/// The value with its unit; one that is missing is left out, never zero.
fn measured(cx: &Context<'_>) -> Value {
    let page = cx.figure;
    let mut property = json!({
        "@type": "PropertyValue",
        "name": words::label(cx.texts, &page.figure),
        "unitText": page.unit(),
    });
    if let (Some(value), Some(property)) = (&page.figure.value, property.as_object_mut()) {
        property.insert("value".to_owned(), json!(value.number.normalize().to_string()));
    }
    property
}
