//! What the fake answers, as its mood is.

use super::*;

#[tonic::async_trait]
impl FigureService for Fake {
    async fn batch_get_figures(
        &self,
        request: Request<proto::BatchGetFiguresRequest>,
    ) -> Result<Response<proto::BatchGetFiguresResponse>, GrpcStatus> {
        self.batches.fetch_add(1, Ordering::SeqCst);
        let mood = self.state().mood;
        match mood {
            Mood::Never => tokio::time::sleep(Duration::from_secs(3_600)).await,
            Mood::Failing => return Err(GrpcStatus::internal("the fake fails")),
            Mood::Older => return Err(GrpcStatus::unimplemented("")),
            Mood::Well
            | Mood::TooFew
            | Mood::Elsewhere
            | Mood::Garbled
            | Mood::NoRevision
            | Mood::Forgetful => {}
        }
        let request = request.into_inner();
        let least = request.min_revision.get(self.name).copied().unwrap_or(0);
        let reached = self.head.subscribe().wait_for(|head| head.revision >= least).await.is_ok();
        assert!(reached, "the fake outlives its calls");
        let revision = match request.as_of.and_then(|as_of| as_of.point) {
            Some(proto::as_of::Point::Revision(revision)) => revision,
            Some(proto::as_of::Point::Revisions(vector)) => {
                vector.by_service.get(self.name).copied().unwrap_or(i64::MAX)
            }
            Some(proto::as_of::Point::Time(_)) | None => i64::MAX,
        };
        let keys = request.keys;
        let answer = |key: &String| self.answer_as_of(key, revision).into();
        let mut answers: Vec<proto::Answer> = keys.iter().map(answer).collect();
        match mood {
            Mood::TooFew => drop(answers.pop()),
            Mood::Elsewhere => {
                let other = keys.iter().map(|_| self.answer(&format!("{}/other?period=2024", self.name)));
                answers = other.map(Into::into).collect();
            }
            Mood::Garbled => {
                let bad =
                    proto::Figure { key: keys[0].clone(), unit: "no unit!".to_owned(), ..Default::default() };
                let list = proto::FigureList { figures: vec![bad] };
                answers[0].result = Some(proto::answer::Result::Figures(list));
            }
            Mood::Well | Mood::Never | Mood::Failing | Mood::Older | Mood::NoRevision | Mood::Forgetful => {}
        }
        let revision = (self.name.to_owned(), self.head.borrow().revision);
        let revisions = (mood != Mood::NoRevision).then_some(revision).into_iter().collect();
        Ok(Response::new(proto::BatchGetFiguresResponse { revisions, answers }))
    }

    async fn list_measures(
        &self,
        request: Request<proto::ListMeasuresRequest>,
    ) -> Result<Response<proto::ListMeasuresResponse>, GrpcStatus> {
        let request = request.into_inner();
        let from: usize = request.page_token.parse().unwrap_or(0);
        let size = usize::try_from(request.page_size).expect("not negative");
        let all: Vec<String> = self.state().values.keys().cloned().collect();
        let measure = |name: &String| proto::Measure {
            service: self.name.to_owned(),
            measure: name.clone(),
            ..proto::Measure::default()
        };
        let measures: Vec<_> = all.iter().skip(from).take(size).map(measure).collect();
        let next = from + measures.len();
        let next_page_token = if next < all.len() { next.to_string() } else { String::new() };
        let revisions = BTreeMap::from([(self.name.to_owned(), self.head.borrow().revision)]);
        Ok(Response::new(proto::ListMeasuresResponse { measures, next_page_token, revisions }))
    }

    async fn list_conflicts(
        &self,
        _: Request<proto::ListConflictsRequest>,
    ) -> Result<Response<proto::ListConflictsResponse>, GrpcStatus> {
        let revisions = BTreeMap::from([(self.name.to_owned(), self.head.borrow().revision)]);
        let key = format!("{}/disputed?period=2024", self.name);
        let figures = vec![proto::Figure { key, disputed: true, ..Default::default() }];
        Ok(Response::new(proto::ListConflictsResponse { figures, revisions, ..Default::default() }))
    }

    async fn state_figures(
        &self,
        request: Request<proto::StateFiguresRequest>,
    ) -> Result<Response<proto::StateFiguresResponse>, GrpcStatus> {
        let request = request.into_inner();
        if let Some(number) = request.statements.iter().position(|one| one.note == "wrong") {
            let field = format!("statements[{number}].note");
            let failure = kit::errors::Failure::invalid(
                proto::ErrorReason::FieldInvalid,
                field.clone(),
                format!("{field}: is wrong"),
            );
            return Err(failure.into());
        }
        let changed = if request.validate_only { Vec::new() } else { vec![self.name.to_owned()] };
        let revisions = [(self.name.to_owned(), 7)].into();
        Ok(Response::new(proto::StateFiguresResponse { revisions, changed }))
    }

    async fn accept_figure(
        &self,
        request: Request<proto::AcceptFigureRequest>,
    ) -> Result<Response<proto::AcceptFigureResponse>, GrpcStatus> {
        let label = BTreeMap::from([("en".to_owned(), format!("{} decided", self.name))]);
        let figure = proto::Figure { key: request.into_inner().key, label, ..Default::default() };
        Ok(Response::new(proto::AcceptFigureResponse { figure: Some(figure), ..Default::default() }))
    }

    async fn list_figure_revisions(
        &self,
        request: Request<proto::ListFigureRevisionsRequest>,
    ) -> Result<Response<proto::ListFigureRevisionsResponse>, GrpcStatus> {
        let key = request.into_inner().key;
        if self.state().mood == Mood::Forgetful {
            return Err(GrpcStatus::not_found("no history"));
        }
        let Answer::Figures(mut figures) = self.answer(&key) else {
            return Err(GrpcStatus::not_found("no figure"));
        };
        let one = proto::FigureRevision {
            revision: 3,
            commit_time: Some(committed(3).into()),
            actor: "ana".to_owned(),
            reason: "counted".to_owned(),
            figure: figures.pop().map(Into::into),
        };
        let figure_revisions = vec![one];
        Ok(Response::new(proto::ListFigureRevisionsResponse {
            figure_revisions,
            next_page_token: String::new(),
        }))
    }

    async fn list_revisions(
        &self,
        request: Request<proto::ListRevisionsRequest>,
    ) -> Result<Response<proto::ListRevisionsResponse>, GrpcStatus> {
        if matches!(self.state().mood, Mood::Failing | Mood::Older) {
            return Err(GrpcStatus::internal("the fake fails"));
        }
        let request = request.into_inner();
        let head = self.head.borrow().revision;
        let upto = request.before.get(self.name).map_or(head, |before| before - 1);
        let size = usize::try_from(request.page_size).expect("not negative");
        let one = |revision: i64| proto::Revision {
            service: self.name.to_owned(),
            revision,
            commit_time: Some(committed(revision).into()),
            reason: format!("reason {revision}"),
            measures: if revision == 1 { Vec::new() } else { vec!["count".to_owned()] },
            actor: "ana".to_owned(),
        };
        let revisions: Vec<_> = (1..=upto).rev().take(size).map(one).collect();
        let more = upto > i64::try_from(size).expect("small");
        let next_page_token = if more { "more".to_owned() } else { String::new() };
        Ok(Response::new(proto::ListRevisionsResponse {
            revisions,
            next_page_token,
            unreachable: Vec::new(),
        }))
    }

    async fn import_part(
        &self,
        request: Request<Streaming<proto::ImportPartRequest>>,
    ) -> Result<Response<proto::ImportPartResponse>, GrpcStatus> {
        let token = request.metadata().get("authorization").and_then(|v| v.to_str().ok()).map(str::to_owned);
        let part = kit::part::collect(request.into_inner(), self.name).await?;
        self.state().imported.push((part.0.service, token));
        let outcome = proto::ImportOutcome { revision: 4, changed: true, ..Default::default() };
        Ok(Response::new(proto::ImportPartResponse { outcome: Some(outcome) }))
    }

    type WatchHeadStream = Pin<Box<dyn Stream<Item = Result<proto::WatchHeadResponse, GrpcStatus>> + Send>>;

    async fn watch_head(
        &self,
        _: Request<proto::WatchHeadRequest>,
    ) -> Result<Response<Self::WatchHeadStream>, GrpcStatus> {
        let (service, mut heads, mut quiet) = (self.name, self.head.subscribe(), self.quiet.subscribe());
        let stop = self.stop.clone();
        let stream = async_stream(move |events| async move {
            let mut told = None;
            loop {
                if quiet.wait_for(|quiet| !quiet).await.is_err() {
                    return;
                }
                let head = heads.borrow_and_update().clone();
                let changed = told.is_some_and(|told| told != head.revision);
                told = Some(head.revision);
                let event = proto::HeadEvent {
                    service: service.to_owned(),
                    revision: head.revision,
                    time: Some(committed(head.revision).into()),
                    measures: if changed { head.measures } else { Vec::new() },
                };
                if events.send(Ok(proto::WatchHeadResponse { event: Some(event) })).await.is_err() {
                    return;
                }
                tokio::select! {
                    changed = heads.changed() => if changed.is_err() { return },
                    () = tokio::time::sleep(Duration::from_millis(20)) => {}
                    () = events.closed() => return,
                    () = stop.cancelled() => return,
                }
            }
        });
        Ok(Response::new(Box::pin(stream)))
    }
}

type Event = Result<proto::WatchHeadResponse, GrpcStatus>;

/// A stream of what a task sends.
fn async_stream<F, T>(task: F) -> impl Stream<Item = Event>
where
    F: FnOnce(tokio::sync::mpsc::Sender<Event>) -> T,
    T: Future<Output = ()> + Send + 'static,
{
    let (events, reader) = tokio::sync::mpsc::channel(1);
    tokio::spawn(task(events));
    tokio_stream::wrappers::ReceiverStream::new(reader)
}
