//! Which sections of the report are cleared: as they are printed in every language, so that one that is printed otherwise later says so.

use std::sync::Arc;

use super::kept::{Author, Change};
use super::{CollectionError, kept};
use crate::app::Inner;
use crate::cache::{Entry, ReportId};
use crate::error::GatewayError;
use crate::made::Made;

/// A section, and whether it is cleared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    /// Its id.
    pub(crate) id: String,
    /// Its number as it is printed; may be empty.
    pub(crate) number: String,
    /// Its title in the report's first language.
    pub(crate) title: String,
    /// Whether it is printed as it was when it was cleared; none where it never was.
    pub(crate) as_cleared: Option<bool>,
    /// Who cleared it last, when and why.
    pub(crate) author: Author,
}

/// A section as it is printed in all languages.
struct Printed {
    id: String,
    number: String,
    title: String,
    digest: String,
}

impl Inner {
    /// The sections of the report on a year, in their order.
    pub(crate) async fn sections(&self, year: &str) -> Result<Vec<Section>, CollectionError> {
        let (number, printed) = self.printed_sections(year).await?;
        let store = self.contents.store();
        let cleared = kept::clearances(store, number).await?;
        let mut sections = Vec::with_capacity(printed.len());
        for Printed { id, number, title, digest } in printed {
            let clearance = cleared.iter().find(|(section, _, _)| *section == id);
            let author = match clearance {
                Some((_, _, revision)) => kept::author(store, *revision).await?,
                None => Author::default(),
            };
            let as_cleared = clearance.map(|(_, then, _)| *then == digest);
            sections.push(Section { id, number, title, as_cleared, author });
        }
        Ok(sections)
    }

    /// Clears a section as it is printed now.
    pub(crate) async fn clear_section(
        &self,
        year: &str,
        section: &str,
        change: &Change,
    ) -> Result<Section, CollectionError> {
        let wrong = change.wrong();
        if !wrong.is_empty() {
            return Err(CollectionError::Fields(wrong));
        }
        let (number, printed) = self.printed_sections(year).await?;
        let none = || CollectionError::NoSection(section.chars().take(100).collect());
        let printed = printed.into_iter().find(|printed| printed.id == section).ok_or_else(none)?;
        let work =
            async |tx: &mut store::Transaction| kept::clear(tx, number, section, &printed.digest).await;
        change.write(self.contents.store(), work).await?;
        let sections = self.sections(year).await?;
        sections.into_iter().find(|one| one.id == section).ok_or_else(none)
    }

    /// The sections as they are printed in all languages; a service that is not heard from stops it, since its figures are not printed.
    async fn printed_sections(&self, year: &str) -> Result<(i16, Vec<Printed>), CollectionError> {
        let loaded = self.contents.of_year(year)?;
        let mut reports: Vec<Arc<Entry<Made>>> = Vec::new();
        for language in &loaded.languages {
            let id = ReportId { year: loaded.year(), language: Arc::clone(language), page: None };
            let entry = self.get(&id).await?;
            if let Some(service) = entry.made.report().unconfirmed.keys().next() {
                let why = "a section is cleared as it is printed, and figures of it are not confirmed";
                return Err(GatewayError::silent(service, why).into());
            }
            reports.push(entry);
        }
        let Some(first) = reports.first() else { return Ok((loaded.year(), Vec::new())) };
        let digest = |id: &str| {
            let mut hasher = blake3::Hasher::new();
            for entry in &reports {
                let section = entry.made.report().sections.iter().find(|section| section.id == id);
                // The text as it is printed: that a figure has another source changes nothing of it.
                for text in section.map(report::changes::said).unwrap_or_default() {
                    hasher.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
                    hasher.update(text.as_bytes());
                }
            }
            hasher.finalize().to_hex().to_string()
        };
        let sections = first.made.report().sections.iter().map(|section| Printed {
            id: section.id.clone(),
            number: section.number.clone().unwrap_or_default(),
            title: section.title.clone(),
            digest: digest(&section.id),
        });
        Ok((loaded.year(), sections.collect()))
    }
}
