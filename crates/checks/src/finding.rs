//! Findings: what a check found, where, by which arithmetic, and what likely went wrong.
//!
//! A finding holds parts, not sentences: its words are data (`data/findings/<lang>.toml`), so that it reads in any language. Its `id` comes from
//! what it is about and not from where it stands, so that it stays the same while lines move and a decision on it can be kept.

mod digits;
mod grade;
pub(crate) mod units;
mod words;

use std::collections::BTreeMap;

use figures::{Figure, Labels, Source};
use interchange::Place;
use interchange::decisions::{Decision, Settled};
use report::model::{FindingCounts, PrintedAt};

pub(crate) use digits::{Signs, grouped, value_of};
pub use grade::Grade;
pub use words::{Words, WordsError};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The report must not be published so.
    Error,
    /// Someone must look.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The name in files and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// The rule that found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A file of the bundle does not read as it should.
    BundleMistake,
    /// A number of a text is bound to nothing.
    UnboundNumber,
    /// An alias, a term, a document or a section that does not exist.
    DanglingReference,
    /// A key of a measure or dimension that does not exist.
    UnknownMeasure,
    /// A key that its service refuses.
    AnswerError,
    /// A form that says more than is known.
    PrintingForm,
    /// A wildcard, a figure or a cell where it cannot stand.
    MisplacedFigure,
    /// A narrative that nobody wrote.
    MissingNarrative,
    /// A row states a value of no measure.
    StatedWithoutMeasure,
    /// A text that a language lacks.
    MissingTranslation,
    /// A name that the bundle does not list: of an area, a code.
    UnlistedName,
    /// What a source says and what its records give do not meet.
    StatedAgainstComputed,
    /// Two places of the sources do not meet.
    SourcesDisagree,
    /// The parts of a total do not make it.
    PartsAndTotal,
    /// A total holds more than all its parts that are shown.
    ComponentNotShown,
    /// One number stands for two periods.
    PeriodMatch,
    /// Identities that share figures cannot hold together.
    Together,
    /// An equation that the bundle declares does not hold.
    Identity,
    /// A comparison that the bundle declares does not hold.
    Comparison,
    /// A change does not follow from its ends.
    Change,
    /// A share does not follow from its part and whole.
    Share,
    /// A place in an order is not so.
    Ranking,
    /// A trend is denied by its own series.
    Trend,
    /// A product or quotient of figures is another order of magnitude.
    Magnitude,
    /// A service did not confirm its figures.
    ServiceUnconfirmed,
    /// A figure that is printed without a word for what it counts.
    Wording,
    /// A figure that is printed under a word for something else.
    WrongNoun,
    /// An item reports another indicator than its own.
    OtherIndicator,
    /// An earlier report printed another value.
    Restated,
    /// A figure without a value and without a reason for it.
    Completeness,
    /// A series denies what a text calls the most or the least.
    SuperlativeDenied,
    /// A share that no whole count makes.
    Granularity,
    /// A value about a power of ten away from its neighbours in time.
    Scale,
    /// A share above the whole or below nothing.
    ImpossibleShare,
    /// More countries than there are.
    MoreThanExist,
    /// A growth that does not follow from its series.
    GrowthAndSeries,
    /// An average outside of all its parts.
    AverageAndParts,
    /// A part that is more than its total.
    PartAboveTotal,
    /// A superlative that nothing proves.
    Superlative,
    /// A value far from the others of its series.
    Outlier,
    /// A value more than twice what another source gives as its least.
    FarAboveBound,
    /// A literal name `{"…"}`.
    LiteralName,
}

impl Rule {
    /// Every rule with its name and how bad what it finds is. Names of problems of assembly are those of `report`.
    pub const ALL: [(Self, &'static str, Severity); 42] = [
        (Self::BundleMistake, "bundle-mistake", Severity::Error),
        (Self::UnboundNumber, "unbound-number", Severity::Error),
        (Self::DanglingReference, "dangling-reference", Severity::Error),
        (Self::UnknownMeasure, "unknown-measure", Severity::Error),
        (Self::AnswerError, "answer-error", Severity::Error),
        (Self::PrintingForm, "printing-form", Severity::Error),
        (Self::MisplacedFigure, "misplaced-figure", Severity::Error),
        (Self::MissingNarrative, "missing-narrative", Severity::Error),
        (Self::StatedWithoutMeasure, "stated-without-measure", Severity::Error),
        (Self::MissingTranslation, "missing-translation", Severity::Warning),
        (Self::UnlistedName, "unlisted-name", Severity::Warning),
        (Self::StatedAgainstComputed, "stated-against-computed", Severity::Warning),
        (Self::SourcesDisagree, "sources-disagree", Severity::Warning),
        (Self::PartsAndTotal, "parts-and-total", Severity::Warning),
        (Self::ComponentNotShown, "component-not-shown", Severity::Warning),
        (Self::PeriodMatch, "period-match", Severity::Warning),
        (Self::Together, "together", Severity::Warning),
        (Self::Identity, "identity", Severity::Warning),
        (Self::Comparison, "comparison", Severity::Warning),
        (Self::Change, "change", Severity::Warning),
        (Self::Share, "share", Severity::Warning),
        (Self::Ranking, "ranking", Severity::Warning),
        (Self::Trend, "trend", Severity::Warning),
        (Self::Magnitude, "magnitude", Severity::Warning),
        (Self::ServiceUnconfirmed, "service-unconfirmed", Severity::Warning),
        (Self::Wording, "wording", Severity::Warning),
        (Self::WrongNoun, "wrong-noun", Severity::Warning),
        (Self::OtherIndicator, "other-indicator", Severity::Warning),
        (Self::Restated, "restated", Severity::Warning),
        (Self::Completeness, "completeness", Severity::Warning),
        (Self::SuperlativeDenied, "superlative-denied", Severity::Warning),
        (Self::Granularity, "granularity", Severity::Warning),
        (Self::Scale, "scale", Severity::Warning),
        (Self::ImpossibleShare, "impossible-share", Severity::Warning),
        (Self::MoreThanExist, "more-than-exist", Severity::Warning),
        (Self::GrowthAndSeries, "growth-and-series", Severity::Warning),
        (Self::AverageAndParts, "average-and-parts", Severity::Warning),
        (Self::PartAboveTotal, "part-above-total", Severity::Warning),
        (Self::Superlative, "superlative", Severity::Note),
        (Self::Outlier, "outlier", Severity::Note),
        (Self::FarAboveBound, "far-above-bound", Severity::Note),
        (Self::LiteralName, "literal-name", Severity::Note),
    ];

    /// The name in files and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(rule, ..)| *rule == self).map_or("", |(_, name, _)| name)
    }

    /// How bad what it finds is.
    #[must_use]
    pub fn severity(self) -> Severity {
        Self::ALL.iter().find(|(rule, ..)| *rule == self).map_or(Severity::Error, |(.., severity)| *severity)
    }

    /// The rule of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(rule, ..)| *rule)
    }
}

/// What likely went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// Digits were cut off instead of rounded.
    Truncated,
    /// The decimal sign or the scale slipped by so many places.
    PowerOfTen(i32),
    /// Two neighbouring digits were swapped.
    SwappedDigits,
    /// It is the value of another year of the same series.
    OtherYear(i16),
    /// What is missing is the value of a figure, by key.
    MissingPart(String),
}

impl Cause {
    /// The name in files and messages.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::PowerOfTen(_) => "power-of-ten",
            Self::SwappedDigits => "swapped-digits",
            Self::OtherYear(_) => "other-year",
            Self::MissingPart(_) => "missing-part",
        }
    }
}

/// Something that a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable while what it is about stays: `sources-disagree-1f3a9c0b2d4e`.
    pub id: String,
    /// The rule that found it.
    pub rule: Rule,
    /// How bad it is.
    pub severity: Severity,
    /// The keys of the figures concerned.
    pub figures: Vec<String>,
    /// Where in the bundle, in order of importance.
    pub places: Vec<Place>,
    /// Where the report prints the figures concerned, in its order.
    pub printed: Vec<PrintedAt>,
    /// Where in the sources, for values that disagree: the accepted one's first.
    pub sources: Vec<Source>,
    /// What the bundle says must hold, by language; empty where the rule is ours.
    pub about: Labels,
    /// What its message is made of, by name.
    pub parts: BTreeMap<&'static str, String>,
    /// Words for the units in its parts, by code and language, as far as the bundle has them.
    pub units: BTreeMap<String, Labels>,
    /// What likely went wrong, where something is likely.
    pub cause: Option<Cause>,
    /// What the values concerned are, in eight hexadecimal digits: others when one of them changes.
    pub values: String,
    /// What was decided on it, whether or not it still holds.
    pub decision: Option<Decision>,
    /// What it is about, which makes its `id`.
    pub(crate) subject: Vec<String>,
}

impl Finding {
    /// A finding of a rule about some subject, which makes its `id`.
    pub(crate) fn new(rule: Rule, subject: &[&str], parts: &[(&'static str, String)]) -> Self {
        Self {
            id: id(rule, subject),
            rule,
            severity: rule.severity(),
            figures: Vec::new(),
            places: Vec::new(),
            printed: Vec::new(),
            sources: Vec::new(),
            about: Labels::new(),
            parts: parts.iter().cloned().collect(),
            units: BTreeMap::new(),
            cause: None,
            values: String::new(),
            decision: None,
            subject: subject.iter().map(|part| (*part).to_owned()).collect(),
        }
    }

    /// The same about some figures, with the first source of each.
    pub(crate) fn concerning(mut self, figures: &[&Figure]) -> Self {
        self.figures = figures.iter().map(|figure| figure.key.clone()).collect();
        self.sources = figures.iter().filter_map(|figure| figure.sources.first()).cloned().collect();
        self
    }

    /// What was decided on it, while the values concerned are those that it was decided on; nothing of what is open.
    #[must_use]
    pub fn settled(&self) -> Option<Settled> {
        self.decision
            .as_ref()
            .filter(|decision| decision.values == self.values)
            .map(|decision| decision.state)
    }

    fn order(&self) -> impl Ord + '_ {
        (self.severity, self.rule, self.places.first(), &self.figures, &self.parts, &self.id)
    }
}

/// The id of what a rule finds about a subject.
pub(crate) fn id(rule: Rule, subject: &[&str]) -> String {
    let hash = blake3::hash(subject.join("\u{1f}").as_bytes()).to_hex();
    let short: String = hash.chars().take(12).collect();
    format!("{}-{short}", rule.name())
}

/// Puts findings in order: errors first, by rule, place, figure and parts. Of two with one `id` the second is numbered.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for finding in findings {
        let count = seen.entry(finding.id.clone()).or_insert(0);
        *count = count.saturating_add(1);
        if *count > 1 {
            finding.id = format!("{}-{count}", finding.id);
        }
    }
}

/// How many findings are open, by severity.
#[must_use]
pub fn counts(findings: &[Finding]) -> FindingCounts {
    let of = |severity: Severity| {
        let count = findings.iter().filter(|f| f.severity == severity && f.settled().is_none()).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    FindingCounts { errors: of(Severity::Error), warnings: of(Severity::Warning), notes: of(Severity::Note) }
}
