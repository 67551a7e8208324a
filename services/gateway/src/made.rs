//! An assembled report with its renderings, each made when it is first asked for and kept as long as the report.

use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;
use bytes::Bytes;
use checks::CheckInput;
use prost::Message;
use render::Links;
use report::model::FindingCounts;
use report::search::{Found, Index};
use report::{Answers, Problem, Report};

use crate::content::Loaded;
use crate::http::coding::{Coded, Coding};
use crate::http::conditional::Tagged;

/// The forms in which a report comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One HTML page that needs nothing else.
    Html,
    /// CommonMark.
    Markdown,
    /// Canonical proto3 JSON of the `Report` message.
    Json,
    /// The encoded `Report` message.
    Message,
}

impl Form {
    /// The form of a file's ending.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "html" => Some(Self::Html),
            "md" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Json => "application/json",
            Self::Message => "application/x-protobuf",
        }
    }

    /// A short word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Message => "proto",
        }
    }
}

/// An assembled report.
pub(crate) struct Made {
    report: Arc<Report>,
    /// What assembling it met.
    pub(crate) problems: Vec<Problem>,
    /// What it was assembled of.
    pub(crate) answers: Answers,
    /// Where the links of its page lead.
    links: Links,
    /// The content that it was assembled of.
    loaded: Arc<Loaded>,
    /// How much the check finds in this document alone.
    alone: OnceLock<FindingCounts>,
    forms: ArcSwap<Forms>,
    index: OnceLock<Index>,
}

/// The renderings of a report that say how much the check found.
#[derive(Default)]
pub(crate) struct Forms {
    findings: FindingCounts,
    html: OnceLock<Coded>,
    markdown: OnceLock<Coded>,
    json: OnceLock<Coded>,
    message: OnceLock<Coded>,
}

impl Made {
    /// A report of which nothing is rendered yet.
    pub(crate) fn new(
        report: Report,
        problems: Vec<Problem>,
        answers: Answers,
        loaded: Arc<Loaded>,
        site: Option<String>,
    ) -> Self {
        let links = Links { site, ..links(&report) };
        let (alone, forms, index) = Default::default();
        Self { report: Arc::new(report), problems, answers, links, loaded, alone, forms, index }
    }

    /// How much the check finds in this document alone. What the content's texts hold is told of the report, and not once more of each page.
    pub(crate) fn alone(&self) -> FindingCounts {
        *self.alone.get_or_init(|| {
            let assembled = [(&*self.report, self.problems.as_slice())];
            let definitions = Some(&self.loaded.content);
            let decisions = self.loaded.decisions.as_slice();
            let input = CheckInput { assembled: &assembled, definitions, decisions, ..CheckInput::default() };
            let found = checks::count(&input);
            if self.report.page.is_some() { found } else { found.and(self.loaded.findings) }
        })
    }

    /// The report.
    pub(crate) fn report(&self) -> &Arc<Report> {
        &self.report
    }

    /// Where the links of the report's pages lead.
    pub(crate) fn links(&self) -> &Links {
        &self.links
    }

    /// What of the report holds all words of a question.
    pub(crate) fn find(&self, question: &str) -> Found {
        self.index.get_or_init(|| Index::new(self.report())).find(self.report(), question)
    }

    /// The renderings that say that the check found so much. Others of the same report are forgotten: what the check finds moves with the
    /// figures, and rarely without this report.
    pub(crate) fn forms(&self, findings: FindingCounts) -> Arc<Forms> {
        let known = self.forms.load_full();
        if known.findings == findings {
            return known;
        }
        let made = Arc::new(Forms { findings, ..Forms::default() });
        self.forms.store(Arc::clone(&made));
        made
    }

    /// The report in a form, with its entity tag.
    pub(crate) fn form<'f>(&self, forms: &'f Forms, form: Form) -> &'f Tagged {
        self.coded(forms, form).of(Coding::Identity)
    }

    /// The report in a form, in each content coding.
    pub(crate) fn coded<'f>(&self, forms: &'f Forms, form: Form) -> &'f Coded {
        let slot = match form {
            Form::Html => &forms.html,
            Form::Markdown => &forms.markdown,
            Form::Json => &forms.json,
            Form::Message => &forms.message,
        };
        slot.get_or_init(|| Coded::new(self.render(forms.findings, form), form.name()))
    }

    /// The report as it is told with so many findings.
    pub(crate) fn told(&self, findings: FindingCounts) -> Report {
        Report { findings, ..Report::clone(&self.report) }
    }

    fn render(&self, findings: FindingCounts, form: Form) -> Bytes {
        let told = self.told(findings);
        match form {
            Form::Html => render::html::report(&told, &self.links).into(),
            Form::Markdown => render::markdown::report(&told).into(),
            Form::Json => {
                let message = api::report::v1::Report::from(told);
                serde_json::to_vec(&message).map(Bytes::from).unwrap_or_else(|error| {
                    // Strings, numbers and maps of strings always serialise.
                    tracing::error!(%error, "a report has no JSON");
                    Bytes::new()
                })
            }
            Form::Message => api::report::v1::Report::from(told).encode_to_vec().into(),
        }
    }
}

impl Forms {
    /// How much the check found.
    pub(crate) fn findings(&self) -> FindingCounts {
        self.findings
    }
}

/// Where the links of a report or a page lead: to the report at its usual address, and to pictures at the site's root.
fn links(report: &Report) -> Links {
    let links =
        Links { files: Some(String::new()), ..Links::to_report(&format!("/reports/{}", report.year)) };
    match &report.page {
        Some(page) => links.to_page(&page.id),
        None => links,
    }
}
