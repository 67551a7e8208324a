//! Checks a report: what assembling it and its pages met, and what the rules say of its figures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use api::figures::v1 as proto;
use checks::declared::{self, Declared};
use checks::{CheckInput, Finding};
use figures::Answer;
use interchange::Stated;
use tonic::Request;

use crate::app::Inner;
use crate::ask::MAX_BATCH;
use crate::cache::ReportId;
use crate::config::NAME;
use crate::error::GatewayError;
use crate::figure_service::batch;

/// What a check of a report found.
#[derive(Clone, Debug)]
pub struct Check {
    /// The findings, errors first.
    pub findings: Vec<Finding>,
    /// The report's first language.
    pub language: String,
    /// The revisions that were read.
    pub revisions: BTreeMap<String, i64>,
}

impl Inner {
    pub(crate) async fn check(&self, year: &str) -> Result<Check, GatewayError> {
        let loaded = self.contents.of_year(year)?;
        let mut entries = Vec::new();
        for options in loaded.content.documents_to_assemble() {
            let language = Arc::clone(loaded.language(Some(&options.language))?);
            let id = ReportId { year: loaded.year(), language, page: options.page };
            entries.push(self.get(&id).await?);
        }
        let made = entries.iter().map(|entry| &entry.made);
        let assembled: Vec<_> = made.map(|made| (&**made.report(), made.problems.as_slice())).collect();
        let answers = self.answers(&loaded.rules, &loaded.content.published).await?;
        let input = CheckInput {
            content: Some(&loaded.content),
            definitions: Some(&loaded.content),
            assembled: &assembled,
            rules: &loaded.rules,
            answers: Some(&answers),
            ..CheckInput::default()
        };
        let findings = checks::check(&input);
        let revisions = assembled.first().map(|(report, _)| report.revisions.clone()).unwrap_or_default();
        let language = loaded.languages.first().map(ToString::to_string).unwrap_or_default();
        Ok(Check { findings, language, revisions })
    }

    /// What services say to the keys of declared rules and of what earlier reports printed. A service that does not answer leaves its
    /// rules undecided; that it did not, the check says anyhow.
    async fn answers(
        &self,
        rules: &[Declared],
        published: &[Stated],
    ) -> Result<BTreeMap<String, Answer>, GatewayError> {
        let mut keys: BTreeSet<String> = declared::keys(rules).into_iter().map(str::to_owned).collect();
        keys.extend(published.iter().map(|row| row.key.to_string()));
        let keys: Vec<String> = keys.into_iter().collect();
        let mut answers = BTreeMap::new();
        for keys in keys.chunks(MAX_BATCH) {
            let keys = keys.to_vec();
            let request = proto::BatchGetFiguresRequest { keys: keys.clone(), ..Default::default() };
            let response = batch::call(self, Request::new(request)).await;
            let response = response.map_err(|status| GatewayError::Service {
                service: NAME.to_owned(),
                status: Box::new(status),
            })?;
            let read = response.answers.into_iter().map(Answer::try_from);
            answers.extend(keys.into_iter().zip(read).filter_map(|(key, answer)| Some((key, answer.ok()?))));
        }
        Ok(answers)
    }
}
