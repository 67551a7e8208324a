//! What services say to the keys of declared rules and of what earlier reports printed, kept while their heads bear it.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::figures::v1 as proto;
use checks::declared;
use figures::{Answer, FigureKey};
use tonic::Request;

use crate::app::Inner;
use crate::ask::MAX_BATCH;
use crate::config::NAME;
use crate::content::Loaded;
use crate::error::GatewayError;
use crate::figure_service::batch;
use crate::heads::{Ground, Grounds};

/// Answers by key, and what they rest on.
#[derive(Default)]
pub(crate) struct RuleAnswers {
    /// By key as it is asked.
    pub(crate) answers: BTreeMap<String, Answer>,
    /// Whether every service answered.
    pub(crate) whole: bool,
    grounds: Grounds,
}

impl Inner {
    /// What services say to the keys of the content's rules and of what earlier reports printed: what they said before, while nothing moved that would change it. A service
    /// that does not answer leaves its rules undecided; that it did not, the check says anyhow.
    pub(crate) async fn rule_answers(
        &self,
        loaded: &Loaded,
        known: Option<&Arc<RuleAnswers>>,
    ) -> Result<Arc<RuleAnswers>, GatewayError> {
        if let Some(known) = known.filter(|known| known.whole && self.heads.bear(&known.grounds)) {
            return Ok(Arc::clone(known));
        }
        let published: Vec<String> = loaded.content.published.iter().map(|row| row.key.to_string()).collect();
        let mut keys = declared::keys(&loaded.rules);
        keys.extend(published.iter().map(String::as_str));
        let keys: Vec<&str> = keys.into_iter().collect();
        let mut asked = RuleAnswers { grounds: self.before(&keys), whole: true, ..RuleAnswers::default() };
        for keys in keys.chunks(MAX_BATCH) {
            self.ask_for_rules(keys, &mut asked).await?;
        }
        asked.whole = asked.grounds.values().all(|ground| ground.revision.is_some());
        Ok(Arc::new(asked))
    }

    /// Where the services stand before they are asked for these keys.
    fn before(&self, keys: &[&str]) -> Grounds {
        let mut measures: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for key in keys.iter().filter_map(|key| key.parse::<FigureKey>().ok()) {
            measures.entry(key.service).or_default().push(key.measure);
        }
        let ground = |(service, measures): (String, Vec<String>)| {
            let measures = Arc::new(measures.into_iter().collect());
            let ground = Ground { point: self.heads.point(&service), revision: None, measures };
            (service, ground)
        };
        measures.into_iter().map(ground).collect()
    }

    async fn ask_for_rules(&self, keys: &[&str], asked: &mut RuleAnswers) -> Result<(), GatewayError> {
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        let request = proto::BatchGetFiguresRequest { keys: keys.clone(), ..Default::default() };
        let response = batch::call(self, Request::new(request)).await;
        let response = response
            .map_err(|status| GatewayError::Service { service: NAME.to_owned(), status: Box::new(status) })?;
        for (service, revision) in response.revisions {
            if let Some(ground) = asked.grounds.get_mut(&service) {
                // Of several batches the earliest revision is what all of them have seen.
                ground.revision = Some(ground.revision.map_or(revision, |first| first.min(revision)));
            }
        }
        let read = response.answers.into_iter().map(Answer::try_from);
        asked
            .answers
            .extend(keys.into_iter().zip(read).filter_map(|(key, answer)| Some((key, answer.ok()?))));
        Ok(())
    }
}
