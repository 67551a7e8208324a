//! What the check of the report found about a figure, for its page.

use std::collections::BTreeMap;
use std::sync::Arc;

use render::FigurePage;
use render::figure_page::Found;

use super::{Words, plain_name};
use crate::app::Inner;
use crate::check::Checked;

/// The most findings that a figure's page shows; the page of findings has all.
const MOST: usize = 10;

impl Inner {
    /// The last check, for a figure as of now: where no newer one is had at once. Of a state of the past nothing is told.
    pub(crate) async fn last_check_for(&self, as_of: Option<&str>) -> Option<Arc<Checked>> {
        let loaded = self.contents.current().filter(|_| as_of.is_none())?;
        self.last_check(loaded.year()).await
    }
}

impl Checked {
    /// Adds to a figure's page what was found about it.
    pub(crate) fn add_findings(&self, page: &mut FigurePage) {
        let Ok(told) = checks::Words::of(&page.language).or_else(|_| checks::Words::of("en")) else { return };
        let words = Words::new(Some(Arc::clone(&self.loaded)), &page.language);
        let about = self.check.findings.iter().filter(|finding| finding.figures.contains(&page.figure.key));
        let found = about.take(MOST).map(|finding| {
            let named = |key: &String| Some((key.clone(), plain_name(self.concerned().get(key)?, &words)));
            let names: BTreeMap<String, String> = finding.figures.iter().filter_map(named).collect();
            Found {
                id: finding.id.clone(),
                severity: finding.severity,
                message: render::html::with_names(&told.message(finding), &finding.figures, &names),
                settled: finding.settled().is_some(),
            }
        });
        page.findings = found.collect();
    }
}
