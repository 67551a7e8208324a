//! What people read. Looked at before it is accepted.

use render::{FigurePage, Links, html, markdown, text};
use report::search::Index;

use crate::other_pages::{figure_page, findings};
use crate::sample;

/// A page without stylesheet and script, a line for each element, so that a change is seen where it is.
fn shown(page: &str) -> String {
    let short = page.replace(html::STYLE, "").replace(html::SCRIPT, "");
    let mut out = String::new();
    for c in [
        "<section", "<p", "<tr", "<li", "<div", "<h1", "<h2", "<h3", "<h4", "<main", "<nav", "<header",
        "<aside", "<link", "<meta", "<figure", "<footer", "<body", "<thead", "<tbody", "<dl",
    ]
    .iter()
    .fold(short, |text, tag| text.replace(tag, &format!("\n{tag}")))
    .lines()
    {
        out.push_str(c.trim_end());
        out.push('\n');
    }
    out
}

#[test]
fn a_report_as_html() {
    let links = Links { files: Some("/files".into()), ..Links::to_report("/reports/2024/live") };
    for language in ["en", "zh"] {
        insta::assert_snapshot!(
            format!("report-{language}.html"),
            shown(&html::report(&sample::report(language), &links))
        );
    }
}

#[test]
fn a_search_as_html() {
    for (language, question) in [("en", "Women 65"), ("zh", "认捐")] {
        let report = sample::report(language);
        let found = Index::new(&report).find(&report, question);
        let page = html::search(&report, question, &found, &Links::to_report("/reports/2024"));
        insta::assert_snapshot!(format!("search-{language}.html"), shown(&page));
    }
}

#[test]
fn findings_as_html() {
    for language in ["en", "zh"] {
        let page = findings(language, &Links::to_report("/reports/2024"));
        insta::assert_snapshot!(format!("findings-{language}.html"), shown(&page));
    }
}

#[test]
fn a_report_as_markdown() {
    for language in ["en", "zh"] {
        insta::assert_snapshot!(format!("report-{language}.md"), markdown::report(&sample::report(language)));
    }
}

#[test]
fn a_figure_as_html() {
    for language in ["en", "zh"] {
        let page = html::figure(&figure_page(language), &Links::default());
        insta::assert_snapshot!(format!("figure-{language}.html"), shown(&page));
    }
}

#[test]
fn a_figure_in_a_terminal() {
    for language in ["en", "zh"] {
        insta::assert_snapshot!(
            format!("figure-{language}.txt"),
            text::figure(&figure_page(language), 80, false)
        );
    }
}

#[test]
fn a_bare_figure_in_a_terminal_shows_what_it_has() {
    insta::assert_snapshot!(text::figure(&FigurePage::new(sample::pledges(), "en"), 60, false));
}

#[test]
fn colour_stands_only_where_it_is_asked_for() {
    let page = figure_page("en");
    let coloured = text::figure(&page, 80, true);
    assert!(coloured.contains("\u{1b}[1m") && coloured.contains("\u{1b}[33m"));
    let mut plain = coloured;
    for code in ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[33m", "\u{1b}[0m"] {
        plain = plain.replace(code, "");
    }
    assert_eq!(plain, text::figure(&page, 80, false));
}
