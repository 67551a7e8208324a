//! What must hold of every page.

use render::html::{self, Problem};
use render::{FigurePage, Links};
use report::search::Index;

use crate::other_pages::{entries, figure_page, findings, listing, previews, problem};
use crate::{markup, sample};

fn links() -> Links {
    Links { files: Some("/reports/2024/files".into()), ..Links::to_report("/reports/2024/live") }
}

/// Every kind of page, in both languages.
fn pages() -> Vec<String> {
    let mut pages = Vec::new();
    for language in ["en", "zh"] {
        pages.push(html::report(&sample::report(language), &links()));
        pages.push(html::report(&sample::edition(language), &Links::to_report("/reports/2024")));
        pages.push(html::figure(&figure_page(language), &Links::default()));
        pages.push(html::figure(&FigurePage::new(sample::pledges(), language), &Links::default()));
        pages.push(html::listing(&listing(language), &Links::default()));
        for question in ["", "women", "55亿", "5.5", "<b>&amp;", "nothing at all"] {
            let report = sample::report(language);
            let found = Index::new(&report).find(&report, question);
            pages.push(html::search(&report, question, &found, &links()));
        }
        pages.push(html::figure(&figure_page(language), &links()));
        pages.push(findings(language, &links()));
        pages.extend(previews(language, &links()));
        pages.push(html::index(&entries(), language, &["en".into(), "zh".into()], &links()));
        pages.push(html::index(&[], language, &[], &Links::default()));
        pages.push(html::error(&problem(), language, &Links::default()));
        pages.push(html::error(&Problem { status: 418, ..Problem::default() }, language, &Links::default()));
    }
    pages
}

#[test]
fn every_page_is_well_formed_and_leads_nowhere_within_itself_in_vain() {
    for page in pages() {
        markup::read(&page).assert_whole();
    }
}

#[test]
fn no_page_asks_for_anything_from_elsewhere() {
    for page in pages() {
        let found = markup::read(&page);
        for (name, attributes) in &found.tags {
            assert!(!["iframe", "object", "base"].contains(&name.as_str()), "{name}");
            for (attribute, value) in attributes {
                let loads = attribute == "src" || (name == "link" && attribute == "href");
                assert!(
                    !loads || value.starts_with('/') || value.starts_with("data:image/svg+xml,"),
                    "{value}"
                );
                assert!(!attribute.starts_with("on") && attribute != "style", "{attribute}");
            }
        }
    }
    assert!(!html::STYLE.contains("url("));
    assert!(!html::STYLE.contains("@import"));
    assert!(!html::STYLE.contains("</"), "the style cannot end its own element");
    for word in ["</", "<!--", "fetch(", "http", "import", "innerHTML", "eval"] {
        assert!(!html::SCRIPT.contains(word), "the script asks nobody, and makes no markup of text: {word}");
    }
}

#[test]
fn equal_reports_give_equal_bytes() {
    for language in ["en", "zh"] {
        let report = sample::report(language);
        assert_eq!(html::report(&report, &links()), html::report(&report.clone(), &links()));
        assert_eq!(render::markdown::report(&report), render::markdown::report(&report.clone()));
    }
}

#[test]
fn every_printed_number_leads_to_its_figure_in_the_same_language() {
    let page = markup::read(&html::report(&sample::report("zh"), &links()));
    let figures: Vec<&String> = page.addresses.iter().filter(|a| a.starts_with("/figures/")).collect();
    assert!(figures.len() >= 20, "{}", figures.len());
    for address in figures {
        assert!(address.contains("&lang=zh"), "{address}");
    }
    let cell = "/figures/events/calendar?event=wtsa-24&lang=zh#starts";
    assert!(page.addresses.iter().any(|a| a == cell), "the cell leads to its column");
}

#[test]
fn headings_never_skip_a_level_downwards() {
    for page in pages() {
        let mut before = 0;
        for (name, _) in markup::read(&page).tags {
            if let Some(level) = name.strip_prefix('h').and_then(|l| l.parse::<u8>().ok()) {
                assert!(level <= before + 1, "h{level} after h{before}");
                before = level;
            }
        }
        assert!(before > 0, "a page has a heading");
    }
}

#[test]
fn a_footnote_leads_back_to_each_place_that_refers_to_it() {
    let page = markup::read(&html::report(&sample::report("en"), &links()));
    for id in ["_ref-4-1", "_ref-4-2", "_ref-4-3"] {
        assert!(page.ids.iter().any(|i| i == id), "{id}");
        assert!(page.references.iter().any(|r| r == id), "{id}");
    }
}

#[test]
fn a_page_says_its_language_and_direction() {
    for language in ["en", "zh"] {
        let page = markup::read(&html::report(&sample::report(language), &links()));
        let (name, attributes) = &page.tags[0];
        assert_eq!(name, "html");
        assert_eq!(attributes[0], ("lang".into(), language.into()));
        assert_eq!(attributes[1], ("dir".into(), "ltr".into()));
    }
}

#[test]
fn an_edition_that_is_whole_has_no_notice() {
    let page = html::report(&sample::edition("en"), &links());
    assert!(!page.contains("class=\"notice"));
    assert!(!render::markdown::report(&sample::edition("en")).contains("draft"));
}

#[test]
fn links_that_could_run_something_print_as_text() {
    let mut report = sample::report("en");
    let link = report::model::Inline::Link {
        href: "javascript:alert(1)".into(),
        inlines: vec![report::model::Inline::Text("press here".into())],
    };
    report.sections[0].elements =
        vec![report::model::Element::Prose(vec![report::model::Block::Paragraph {
            id: "foreword-p1".into(),
            inlines: vec![link],
        }])];
    for text in [html::report(&report, &links()), render::markdown::report(&report)] {
        assert!(text.contains("press here"));
        assert!(!text.contains("javascript:"));
    }
}

/// The script elements of a report's page that hold data, read as JSON.
fn data(language: &'static str, links: &Links) -> Vec<serde_json::Value> {
    let page = markup::read(&html::report(&sample::report(language), links));
    let scripts =
        page.scripts.iter().filter(|script| script.starts_with('{') && script.as_str() != html::SCRIPT);
    scripts.filter_map(|script| serde_json::from_str(script).ok()).collect()
}

#[test]
fn a_card_says_what_the_report_printed_of_each_figure_once() {
    let report = sample::report("zh");
    let cards = data("zh", &links()).into_iter().find(|data| data.get("figures").is_some()).expect("cards");
    let keys: Vec<&String> = cards["figures"].as_object().expect("figures").keys().collect();
    assert_eq!(keys, report.figures.iter().map(|figure| &figure.key).collect::<Vec<_>>());
    let text = |place: &serde_json::Value| {
        cards["strings"][usize::try_from(place.as_u64().expect("a place")).expect("a small one")].clone()
    };
    let women = &cards["figures"]["connectivity/individuals-using-the-internet?area=WORLD&period=2024&sex=F"];
    assert_eq!(
        (text(&women[0]), &women[1], &women[2]),
        ("使用互联网的个人".into(), &"女性 · 2024年".into(), &"65%".into())
    );
    assert_eq!(
        (text(&women[3]), text(&women[4]), &women[5]),
        ("百分比".into(), "2024年年度报告".into(), &"§ 3.1，¶4".into())
    );
    let skills = &cards["figures"]["connectivity/digital-skills?area=WORLD&period=2024"];
    assert_eq!(skills[2], "", "what has no value shows none");
    assert!(skills[7].as_str().is_some_and(|why| !why.is_empty()), "and says why: {skills}");
}

#[test]
fn what_a_report_is_for_machines_has_what_they_require() {
    let site = Links { site: Some("https://report.example.org".into()), ..links() };
    for language in ["en", "zh"] {
        let said =
            data(language, &site).into_iter().find(|data| data.get("@context").is_some()).expect("metadata");
        assert_eq!(said["@context"], "https://schema.org");
        let of = |kind: &str| {
            said["@graph"].as_array().and_then(|g| g.iter().find(|n| n["@type"] == kind)).cloned()
        };
        let report = of("Report").expect("a report");
        for required in
            ["name", "description", "publisher", "temporalCoverage", "inLanguage", "url", "hasPart"]
        {
            assert!(report.get(required).is_some(), "{required}");
        }
        let dataset = &report["hasPart"];
        assert_eq!((&dataset["@type"], &report["inLanguage"]), (&"Dataset".into(), &language.into()));
        assert!((50..5_000).contains(&dataset["description"].as_str().map_or(0, |d| d.chars().count())));
        for download in dataset["distribution"].as_array().expect("downloads") {
            assert!(
                download["contentUrl"]
                    .as_str()
                    .is_some_and(|url| url.starts_with("https://report.example.org/reports/"))
            );
            assert!(download["encodingFormat"].as_str().is_some_and(|kind| kind.contains('/')));
        }
        let crumbs = of("BreadcrumbList").expect("breadcrumbs");
        assert_eq!(crumbs["itemListElement"][1]["position"], 2);
    }
}

#[test]
fn a_page_is_canonical_and_has_translations_only_where_its_site_is_known() {
    let site = Links { site: Some("https://report.example.org".into()), ..links() };
    let page = html::report(&sample::report("en"), &site);
    for line in [
        "<link rel=\"canonical\" href=\"https://report.example.org/reports/2024/live?lang=en\">",
        "<link rel=\"alternate\" hreflang=\"zh\" href=\"https://report.example.org/reports/2024/live?lang=zh\">",
        "<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://report.example.org/reports/2024/live\">",
    ] {
        assert!(page.contains(line), "{line}");
    }
    assert!(!html::report(&sample::report("en"), &links()).contains("rel=\"canonical\""));
}

#[test]
fn the_canonical_page_of_the_past_is_the_present_one() {
    let site = Links { site: Some("https://report.example.org".into()), ..links() };
    let key = "projects/pledge-value?period=2024-12-31";
    let figure = FigurePage { as_of: Some("2".into()), ..figure_page("en") };
    let listed = render::html::ListingPage { as_of: Some("2025-01-31T12:00:00Z".into()), ..listing("en") };
    for (page, address, title) in [
        (html::figure(&figure, &site), key.replace('&', "&amp;"), ", as of revision 2</title>"),
        (
            html::listing(&listed, &site),
            listed.key.replace('&', "&amp;"),
            ", as it was on 31 January 2025, 12:00 UTC</title>",
        ),
    ] {
        let canonical = format!(
            "<link rel=\"canonical\" href=\"https://report.example.org/figures/{address}&amp;lang=en\">"
        );
        assert!(page.contains(&canonical), "{canonical}: {page}");
        assert!(
            page.contains("<meta name=\"robots\" content=\"noindex\">") && page.contains(title),
            "{title}"
        );
        assert!(
            !page.contains("<link rel=\"alternate\" hreflang="),
            "what is not listed has no translations"
        );
    }
}
