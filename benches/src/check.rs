//! What a check costs: beside a cold assembly of the same report, and for ten times as much to check.
//!
//! Everything is in this process, whose processor time is the cost, as in [`crate::cold`].

use std::collections::BTreeMap;
use std::hint::black_box;

use anyhow::{Context, Result};
use checks::declared::{self, Declared};
use checks::draft::agreement::Reference;
use checks::draft::{self, Words, examine::examine};
use checks::quantities::Lexicon;
use checks::{CheckInput, check};
use figures::Answer;
use report::{AssembleOptions, Content, Problem, Report, assemble};

use crate::cold::Cold;
use crate::cpu;
use crate::recorded::Recorded;
use crate::start::Served;
use crate::table::Table;

/// Pairs.
const PAIRS: usize = 5;
/// How many times as much is checked, and how many times as long that may take.
const TIMES: usize = 10;
const MOST: f64 = 12.0;

/// Measures and prints.
pub(crate) async fn costs(table: &mut Table, served: &Served) -> Result<()> {
    let bundle = first_bundle::bundle();
    let (content, _) = Content::read(&bundle);
    let (rules, _) = declared::of_bundle(&bundle, &content);
    let answers = Recorded::answers(served, declared::keys(&rules)).await?;
    let mut reports = Vec::new();
    for language in &content.manifest.report.languages {
        let options = AssembleOptions::report(language, content.manifest.report.year);
        reports.push(assemble(&content, &Recorded::of(served, language).await?.said()?, &options));
    }
    let checked = Checked { content, rules, answers, reports };
    let cold = Cold::of(Recorded::of(served, "en").await?).await?;
    let mut pairs = Vec::new();
    for round in 0..=PAIRS {
        let ours = cost(|| checked.check());
        let start = spent()?;
        for _ in &checked.reports {
            cold.assemble().await?;
        }
        let theirs = spent()? - start;
        // The first round only warms up.
        if round > 0 {
            pairs.push((ours?, theirs));
        }
    }
    table.ratio("check of the report in its languages / a cold assembly in each", &pairs, 1.0);
    checked.ten_times_the_rules(table)?;
    checked.ten_times_the_text(table)
}

/// A report, and what it is checked by.
struct Checked {
    content: Content,
    rules: Vec<Declared>,
    answers: BTreeMap<String, Answer>,
    /// The report in each of its languages, with what assembling it met.
    reports: Vec<(Report, Vec<Problem>)>,
}

impl Checked {
    fn check(&self) {
        let assembled: Vec<_> = self.reports.iter().map(|(report, met)| (report, met.as_slice())).collect();
        black_box(check(&CheckInput {
            content: Some(&self.content),
            definitions: Some(&self.content),
            assembled: &assembled,
            rules: &self.rules,
            answers: Some(&self.answers),
            ..CheckInput::default()
        }));
    }

    fn ten_times_the_rules(&self, table: &mut Table) -> Result<()> {
        let many: Vec<Declared> = self.rules.iter().cycle().take(self.rules.len() * TIMES).cloned().collect();
        let judged = |rules: &[Declared]| {
            // Few rules are judged in less than the kernel counts.
            for _ in 0..TIMES {
                black_box(declared::judge(rules, |key| self.answers.get(key)));
            }
        };
        let pairs = pairs(|| judged(&many), || judged(&self.rules))?;
        table.ratio("ten times the rules / the rules of the bundle", &pairs, MOST);
        Ok(())
    }

    fn ten_times_the_text(&self, table: &mut Table) -> Result<()> {
        let (report, _) = self.reports.first().context("a language")?;
        let lexicon = Lexicon::new(&report.language, &self.content.codes)?;
        let reference = Reference::of(report, &lexicon);
        let text = render::markdown::report(report);
        let long = [text.as_str(); TIMES].join("\n\n");
        let examined = |text: &str| {
            let draft = draft::read("draft.md", text.as_bytes());
            let figures = report.figures.iter().map(|figure| &**figure);
            let draft = draft.expect("ten times the report is within the limits of a draft");
            let words = Words::of(&report.language);
            let language = (report.language.as_str(), &lexicon);
            black_box(examine(&draft, language, figures, Some(&reference), words));
        };
        let pairs = pairs(|| examined(&long), || examined(&text))?;
        table.ratio("draft of ten times the report / of the report", &pairs, MOST);
        Ok(())
    }
}

/// The costs of two pieces of work in turn.
fn pairs(ours: impl Fn(), theirs: impl Fn()) -> Result<Vec<(f64, f64)>> {
    (0..PAIRS).map(|_| Ok((cost(&ours)?, cost(&theirs)?))).collect()
}

/// Microseconds of this process for some work.
fn cost(work: impl Fn()) -> Result<f64> {
    let start = spent()?;
    work();
    Ok(spent()? - start)
}

fn spent() -> Result<f64> {
    cpu::of_all(&[std::process::id()]).context("this process")
}
