//! What must hold of every page.

use render::html::{self, Problem};
use render::{FigurePage, Links};

use crate::other_pages::{entries, figure_page, listing, problem};
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
        pages.push(html::index(&entries(), language, &["en".into(), "zh".into()], ""));
        pages.push(html::index(&[], language, &[], ""));
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
