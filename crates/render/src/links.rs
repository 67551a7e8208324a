//! Where a page's links lead.
//!
//! Paths are those of the HTTP contract: `/reports/2024`, `/figures/KEY`, with `?lang=`. Whatever is put into an address is made safe
//! here; escaping for HTML is the template's.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use report::model::PageId;

/// The forms that a report comes in besides HTML: endings of its address, and messages `form-*`.
pub const FORMS: [&str; 2] = ["json", "md"];

/// What an address must not hold as it is; `%` stays, since keys come percent-encoded.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What a path besides must not hold.
const PATH_UNSAFE: &AsciiSet = &UNSAFE.add(b'?').add(b'#').add(b'%');

/// What a key in an address must not hold: it comes percent-encoded, so `%` and `?` are its own.
const KEY_UNSAFE: &AsciiSet = &UNSAFE.add(b'#');

/// What the value of a parameter must not hold besides.
const VALUE_UNSAFE: &AsciiSet = &PATH_UNSAFE.add(b'&').add(b'=').add(b'+');

/// Where the links of a page lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Stands before every path: empty on the site itself, `https://…` without a slash at its end for a page read elsewhere.
    pub base: String,
    /// The report's path without an ending: `/reports/2024/live`.
    pub report: String,
    /// The path of the page beside the report that is written, without an ending; `None` for the report itself.
    pub page: Option<String>,
    /// The path that pictures of the bundle are served under; `None` prints their alternative texts instead.
    pub files: Option<String>,
    /// The site's public address, `https://…` without a slash at its end, for what must be said in full; `None` leaves it out.
    pub site: Option<String>,
}

impl Links {
    /// The same links for a page beside the report.
    #[must_use]
    pub fn to_page(self, page: &PageId) -> Self {
        Self { page: Some(format!("{}/pages/{page}", self.report)), ..self }
    }

    /// Links of a report on the site that serves it, without pictures.
    #[must_use]
    pub fn to_report(path: &str) -> Self {
        Self { report: path.to_owned(), ..Self::default() }
    }

    /// The list of reports.
    #[must_use]
    pub fn home(&self, language: &str) -> String {
        format!("{}/?lang={}", self.base, encode(language, UNSAFE))
    }

    /// The feed of what changed.
    #[must_use]
    pub fn feed(&self, language: &str) -> String {
        format!("{}{}?lang={}", self.base, crate::feed::PATH, encode(language, UNSAFE))
    }

    /// The report in a language, as HTML.
    #[must_use]
    pub fn report(&self, language: &str) -> String {
        format!("{}{}?lang={}", self.base, encode(&self.report, UNSAFE), encode(language, UNSAFE))
    }

    /// The document itself in a language, as HTML: the page, or the report where no page is written.
    #[must_use]
    pub fn here(&self, language: &str) -> String {
        format!("{}{}?lang={}", self.base, encode(self.path(), UNSAFE), encode(language, UNSAFE))
    }

    /// The document itself in a language and one of [`FORMS`].
    #[must_use]
    pub fn form(&self, form: &str, language: &str) -> String {
        format!("{}{}.{form}?lang={}", self.base, encode(self.path(), UNSAFE), encode(language, UNSAFE))
    }

    fn path(&self) -> &str {
        self.page.as_deref().unwrap_or(&self.report)
    }

    /// A page beside the report.
    #[must_use]
    pub fn page(&self, page: &PageId, language: &str) -> String {
        let path = encode(&format!("{}/pages/{page}", self.report), PATH_UNSAFE);
        format!("{}{path}?lang={}", self.base, encode(language, UNSAFE))
    }

    /// The state of the services.
    #[must_use]
    pub fn services(&self, language: &str) -> String {
        format!("{}/services?lang={}", self.base, encode(language, UNSAFE))
    }

    /// The page of what the check of the report found.
    #[must_use]
    pub fn findings(&self, language: &str) -> String {
        format!("{}{}/findings?lang={}", self.base, encode(&self.report, UNSAFE), encode(language, UNSAFE))
    }

    /// One finding on that page, by its id.
    #[must_use]
    pub fn finding(&self, id: &str, language: &str) -> String {
        format!("{}#{}", self.findings(language), encode(id, PATH_UNSAFE))
    }

    /// The same findings as JSON.
    #[must_use]
    pub fn findings_json(&self, language: &str) -> String {
        format!(
            "{}{}/findings.json?lang={}",
            self.base,
            encode(&self.report, UNSAFE),
            encode(language, UNSAFE)
        )
    }

    /// The page of who owes what, and of which sections are cleared.
    #[must_use]
    pub fn collection(&self, language: &str) -> String {
        format!("{}{}/collection?lang={}", self.base, encode(&self.report, UNSAFE), encode(language, UNSAFE))
    }

    /// A request's workbook, by its file's name.
    #[must_use]
    pub fn workbook(&self, file: &str, language: &str) -> String {
        let (report, file) = (encode(&self.report, UNSAFE), encode(file, UNSAFE));
        format!("{}{report}/collection/{file}?lang={}", self.base, encode(language, UNSAFE))
    }

    /// Where it is asked what another value of a figure would bring, without a question.
    #[must_use]
    pub fn preview(&self) -> String {
        format!("{}{}/preview", self.base, encode(&self.report, UNSAFE))
    }

    /// What a value of a figure would bring.
    #[must_use]
    pub fn preview_of(&self, key: &str, value: &str, language: &str) -> String {
        let [key, value, language] = [key, value, language].map(|text| encode(text, VALUE_UNSAFE));
        format!("{}?key={key}&value={value}&lang={language}", self.preview())
    }

    /// Where the report is searched, without a question.
    #[must_use]
    pub fn search(&self) -> String {
        format!("{}{}/search", self.base, encode(&self.report, UNSAFE))
    }

    /// The search for a question in a language.
    #[must_use]
    pub fn search_for(&self, question: &str, language: &str) -> String {
        let (question, language) = (encode(question, VALUE_UNSAFE), encode(language, VALUE_UNSAFE));
        format!("{}?q={question}&lang={language}", self.search())
    }

    /// A section of the report.
    #[must_use]
    pub fn section(&self, id: &str, language: &str) -> String {
        format!("{}#{}", self.report(language), encode(id, PATH_UNSAFE))
    }

    /// The page of a figure by its canonical key; of a cell (`key#column`) the list's page at that column, of two cells read together
    /// (`key#starts..ends`) at the first.
    #[must_use]
    pub fn figure(&self, key: &str, language: &str) -> String {
        let (key, column) = key.rsplit_once('#').map_or((key, None), |(k, c)| (k, c.split("..").next()));
        let mut address = format!("{}/figures/{}", self.base, encode(key, KEY_UNSAFE));
        address.push(if key.contains('?') { '&' } else { '?' });
        address.push_str("lang=");
        address.push_str(&encode(language, UNSAFE));
        if let Some(column) = column {
            address.push('#');
            address.push_str(&encode(column, PATH_UNSAFE));
        }
        address
    }

    /// The page of a figure in a state and a form that the request names: `as-of`, `format`.
    #[must_use]
    pub fn figure_with(&self, key: &str, language: &str, parameters: &[(&str, &str)]) -> String {
        parameters.iter().fold(self.figure(key, language), |address, (name, value)| {
            format!("{address}&{name}={}", utf8_percent_encode(value, VALUE_UNSAFE))
        })
    }

    /// A picture of the bundle, if pictures are served.
    #[must_use]
    pub fn file(&self, file: &str) -> Option<String> {
        let folder = self.files.as_ref()?;
        Some(format!("{}{folder}/{}", self.base, encode(file, PATH_UNSAFE)))
    }
}

/// A page's address without its language: who follows it gets the language that they prefer.
#[must_use]
pub fn without_language(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let rest: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) }
}

/// An address as a link may hold it, or `None` for one that a reader should not be led to.
///
/// Web addresses, mail addresses, paths of the same site and anchors are good. Anything else, `javascript:` before all, prints as text.
#[must_use]
pub fn safe(address: &str) -> Option<String> {
    let starts = |prefix: &str| address.get(..prefix.len()).is_some_and(|s| s.eq_ignore_ascii_case(prefix));
    let outside = ["https://", "http://", "mailto:"].into_iter().any(starts);
    let inside = address.starts_with('#') || (starts("/") && !starts("//") && !starts("/\\"));
    let clean = !address.chars().any(|c| c.is_control());
    (clean && (outside || inside)).then(|| encode(address, UNSAFE))
}

fn encode(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn figure(key: &str, expected: &str) {
        assert_eq!(Links::default().figure(key, "en"), expected);
    }

    #[test]
    fn a_key_is_path_and_query_and_the_language_joins_the_query() {
        figure("projects/count?period=2024", "/figures/projects/count?period=2024&lang=en");
        figure("projects/count", "/figures/projects/count?lang=en");
        figure("a/b?c=d%20e", "/figures/a/b?c=d%20e&lang=en");
        figure(
            "events/calendar?event=wtsa-24#starts",
            "/figures/events/calendar?event=wtsa-24&lang=en#starts",
        );
        figure("a/b?c=d#starts..ends", "/figures/a/b?c=d&lang=en#starts");
        figure("a/b?c=\"><x", "/figures/a/b?c=%22%3E%3Cx&lang=en");
    }

    #[test]
    fn a_past_state_and_a_form_join_the_query() {
        let with = |parameters: &[(&str, &str)]| Links::default().figure_with("a/b?c=d", "en", parameters);
        assert_eq!(
            with(&[("as-of", "12"), ("format", "csv")]),
            "/figures/a/b?c=d&lang=en&as-of=12&format=csv"
        );
        assert_eq!(with(&[("as-of", "a&b=c+d")]), "/figures/a/b?c=d&lang=en&as-of=a%26b%3Dc%2Bd");
        assert_eq!(with(&[]), "/figures/a/b?c=d&lang=en");
    }

    #[test]
    fn a_report_has_an_address_in_each_language_and_form() {
        let links = Links::to_report("/reports/2024/live");
        assert_eq!(links.report("zh"), "/reports/2024/live?lang=zh");
        assert_eq!(links.form("md", "zh"), "/reports/2024/live.md?lang=zh");
        assert_eq!(links.section("3.1", "en"), "/reports/2024/live?lang=en#3.1");
        assert_eq!(links.home("en"), "/?lang=en");
        assert_eq!(links.findings("zh"), "/reports/2024/live/findings?lang=zh");
        assert_eq!(links.finding("trend-0a1b", "zh"), "/reports/2024/live/findings?lang=zh#trend-0a1b");
        assert_eq!(links.findings_json("zh"), "/reports/2024/live/findings.json?lang=zh");
        assert_eq!(
            links.preview_of("a/b?c=d", "5 %", "zh"),
            "/reports/2024/live/preview?key=a/b%3Fc%3Dd&value=5%20%25&lang=zh"
        );
        assert_eq!(links.search(), "/reports/2024/live/search");
        assert_eq!(links.search_for("a&b 5%", "zh"), "/reports/2024/live/search?q=a%26b%205%25&lang=zh");
    }

    #[test]
    fn an_address_without_its_language_keeps_the_rest() {
        assert_eq!(without_language("/reports/2024?lang=en"), "/reports/2024");
        assert_eq!(without_language("/figures/a/b?period=2024&lang=en"), "/figures/a/b?period=2024");
        assert_eq!(without_language("/"), "/");
    }

    #[test]
    fn a_page_has_an_address_below_its_report_and_keeps_the_way_back() {
        let id = PageId { id: "region".into(), code: Some("AFR".into()) };
        let links = Links::to_report("/reports/2024").to_page(&id);
        assert_eq!(links.page(&id, "zh"), "/reports/2024/pages/region/AFR?lang=zh");
        assert_eq!(links.here("en"), "/reports/2024/pages/region/AFR?lang=en");
        assert_eq!(links.form("json", "en"), "/reports/2024/pages/region/AFR.json?lang=en");
        assert_eq!(links.report("en"), "/reports/2024?lang=en");
        assert_eq!(links.section("3.1", "en"), "/reports/2024?lang=en#3.1");
    }

    #[test]
    fn pictures_have_addresses_where_they_are_served() {
        let served = Links { files: Some("/files".into()), ..Links::default() };
        assert_eq!(served.file("images/a b.jpg").as_deref(), Some("/files/images/a%20b.jpg"));
        assert_eq!(Links::default().file("images/a.jpg"), None);
    }

    #[test]
    fn only_addresses_that_lead_somewhere_harmless_are_links() {
        for good in ["https://www.itu.int/", "HTTP://x", "mailto:a@b", "/reports/2024", "#3.1"] {
            assert_eq!(safe(good).as_deref(), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "java\nscript:x",
            "//elsewhere",
            "/\\elsewhere",
            "data:text/html,x",
            "x",
            "",
        ] {
            assert_eq!(safe(bad), None, "{bad}");
        }
        assert_eq!(safe("https://x/a b").as_deref(), Some("https://x/a%20b"));
    }
}
