//! Writes the pages of the tests' sample to a folder, to be looked at in a browser: `cargo run -p render --example pages -- FOLDER`.

use std::path::Path;

use render::{Links, html};

#[path = "../tests/pages/other_pages.rs"]
mod other_pages;
#[path = "../tests/pages/plots.rs"]
mod plots;
#[path = "../tests/pages/sample.rs"]
mod sample;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let folder = Path::new(&folder);
    let links = Links::to_report("/reports/2024/live");
    std::fs::write(folder.join("charts.html"), charts())?;
    for language in ["en", "zh"] {
        let languages = ["en".to_owned(), "zh".to_owned()];
        let pages = [
            ("report", html::report(&sample::report(language), &links)),
            ("edition", html::report(&sample::edition(language), &links)),
            ("figure", html::figure(&other_pages::figure_page(language), &links)),
            ("findings", other_pages::findings(language, &links)),
            ("preview", other_pages::previews(language, &links).pop().unwrap_or_default()),
            ("listing", html::listing(&other_pages::listing(language), &links)),
            ("index", html::index(&other_pages::entries(), language, &languages, &links)),
            ("error", html::error(&other_pages::problem(), language, &links)),
        ];
        for (name, page) in pages {
            std::fs::write(folder.join(format!("{name}-{language}.html")), page)?;
        }
    }
    Ok(())
}

/// The drawings of each kind on one page.
fn charts() -> String {
    let drawings = plots::plots().map(|(name, language, plot)| {
        let drawing = render::chart::drawing(render::Texts::of(language), &plot, name).into_string();
        format!("<figure class=chart lang={language}>{drawing}</figure>")
    });
    format!(
        "<!doctype html><meta charset=utf-8><style>{}</style><main>{}</main>",
        html::STYLE,
        drawings.concat()
    )
}
