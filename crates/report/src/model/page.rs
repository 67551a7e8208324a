//! The pages beside a report, as readers are led to them, and which of them a document is.
//!
//! A page is a report of its own with the same parts; what it has besides is where it stands among the others.

/// Which page is meant: its id and, of a page that there is for each code, the code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageId {
    /// The page's id: `region`.
    pub id: String,
    /// The code: `AFR`.
    pub code: Option<String>,
}

impl std::fmt::Display for PageId {
    /// As it stands in an address: `region/AFR`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.id)?;
        self.code.iter().try_for_each(|code| write!(f, "/{code}"))
    }
}

/// A page beside the report, of a document that is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Which one.
    pub id: PageId,
    /// What is printed before the title, if anything.
    pub number: Option<String>,
    /// The title of the report that it stands beside.
    pub report: String,
    /// What it shows, in a sentence or two; empty where nothing is said.
    pub description: String,
    /// The section of the report that it belongs to.
    pub section: Option<SectionLink>,
}

/// A section of the report, as a page leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionLink {
    /// Its id.
    pub id: String,
    /// Its number and title.
    pub text: String,
}

/// Pages that stand under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageGroup {
    /// The heading; empty for pages that have none.
    pub title: String,
    /// The pages, in order.
    pub pages: Vec<PageLink>,
}

/// A page, as the report and the other pages lead to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    /// Which one.
    pub id: PageId,
    /// What is printed before the title, if anything.
    pub number: Option<String>,
    /// The title in a list.
    pub title: String,
    /// The section of the report that it belongs to.
    pub section: Option<String>,
}
