//! The assembled report.

use report::model::{Footnote, FootnoteContent, Headline, Report, Section, State, Unconfirmed};

use super::each;
use crate::figures::v1::MissingReason;
use crate::report::v1 as proto;

impl From<Report> for proto::Report {
    fn from(r: Report) -> Self {
        let (state, edition) = match r.state {
            State::Draft => (proto::ReportState::Draft, 0),
            State::Edition(number) => (proto::ReportState::Edition, number),
        };
        Self {
            name: format!("reports/{}", r.year),
            organisation: Some(proto::Organisation {
                id: r.organisation.id,
                name: r.organisation.name,
                short_name: r.organisation.short,
            }),
            year: r.year.into(),
            plan: r.plan,
            language: r.language,
            languages: r.languages,
            title: r.title,
            state: state.into(),
            edition,
            revisions: r.revisions,
            unconfirmed: r.unconfirmed.into_iter().map(|(service, u)| (service, u.into())).collect(),
            headline: each(r.headline),
            sections: each(r.sections),
            figures: each(r.figures),
            footnotes: each(r.footnotes),
            page: r.page.map(Into::into),
            pages: each(r.pages),
            findings: Some(proto::FindingCounts {
                errors: r.findings.errors,
                warnings: r.findings.warnings,
                notes: r.findings.notes,
            }),
        }
    }
}

impl From<Unconfirmed> for proto::Unconfirmed {
    fn from(u: Unconfirmed) -> Self {
        use proto::unconfirmed::Knowledge;
        let (knowledge, since) = match u {
            Unconfirmed::Unavailable => (Knowledge::Nothing, None),
            Unconfirmed::LastKnown(since) => (Knowledge::LastKnown, since),
        };
        Self { knowledge: knowledge.into(), last_known_at: since.map(Into::into) }
    }
}

impl From<Headline> for proto::Headline {
    fn from(h: Headline) -> Self {
        Self { label: h.label, printed: Some(h.printed.into()) }
    }
}

impl From<Section> for proto::Section {
    fn from(s: Section) -> Self {
        Self { id: s.id, number: s.number, title: s.title, level: s.level.into(), elements: each(s.elements) }
    }
}

impl From<Footnote> for proto::Footnote {
    fn from(f: Footnote) -> Self {
        Self { number: f.number, content: Some(f.content.into()) }
    }
}

impl From<FootnoteContent> for proto::footnote::Content {
    fn from(content: FootnoteContent) -> Self {
        match content {
            FootnoteContent::Missing { key, reason, note } => {
                let reason = MissingReason::from(reason).into();
                Self::Missing(proto::MissingNote { key, reason, note })
            }
            FootnoteContent::Unavailable { service } => Self::Unavailable(proto::UnavailableNote { service }),
            FootnoteContent::LastKnown { service, since } => {
                Self::LastKnown(proto::LastKnownNote { service, since: since.map(Into::into) })
            }
            FootnoteContent::Disputed { key, others } => {
                Self::Disputed(proto::DisputedNote { key, others: values(others) })
            }
            FootnoteContent::Restated { key, before, reason } => {
                Self::Restated(proto::RestatedNote { key, before: values(before), reason })
            }
            FootnoteContent::Converted { key, unit, conversions } => Self::Converted(proto::ConvertedNote {
                key,
                unit: unit.code().to_owned(),
                conversions: Some(conversions.into()),
            }),
        }
    }
}

fn values(values: Vec<(String, figures::Source)>) -> Vec<proto::OtherValue> {
    let value =
        |(text, source): (String, figures::Source)| proto::OtherValue { text, source: Some(source.into()) };
    values.into_iter().map(value).collect()
}
