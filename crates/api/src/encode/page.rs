//! Pages beside a report, and where they stand.

use report::model::{Page, PageGroup, PageLink, SectionLink};

use super::each;
use crate::report::v1 as proto;

impl From<Page> for proto::Page {
    fn from(p: Page) -> Self {
        Self {
            id: p.id.id,
            code: p.id.code,
            number: p.number,
            report_title: p.report,
            description: p.description,
            section: p.section.map(Into::into),
        }
    }
}

impl From<SectionLink> for proto::SectionRef {
    fn from(s: SectionLink) -> Self {
        Self { id: s.id, text: s.text }
    }
}

impl From<PageGroup> for proto::PageGroup {
    fn from(g: PageGroup) -> Self {
        Self { title: g.title, pages: each(g.pages) }
    }
}

impl From<PageLink> for proto::PageLink {
    fn from(p: PageLink) -> Self {
        Self { id: p.id.id, code: p.id.code, number: p.number, title: p.title, section: p.section }
    }
}
