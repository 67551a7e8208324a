//! The answers of the services for one report, recorded from a running server, and bare servers that give them again.

use std::collections::BTreeMap;
use std::pin::Pin;

use anyhow::{Context, Result};
use api::figures::v1 as proto;
use futures::Stream;
use kit::channel::{MAX_MESSAGE_BYTES, Target};
use proto::figure_service_client::FigureServiceClient;
use proto::figure_service_server::{FigureService, FigureServiceServer};
use report::assemble::{AssembleOptions, plan};
use report::{Content, Report, ServiceState};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tonic::{Request, Response, Status};

use crate::start::Served;

/// The keys of a report and what each service answers to them.
pub(crate) struct Recorded(pub(crate) BTreeMap<String, (Vec<String>, proto::BatchGetFiguresResponse)>);

impl Recorded {
    /// Asks a running server for every key of the first bundle's report, as the report in a language does.
    pub(crate) async fn of(served: &Served, language: &str) -> Result<Self> {
        let (content, _) = report::Content::read(&first_bundle::bundle());
        let plan = plan(&content, &AssembleOptions::report(language, 2024));
        let target = Target::Address(served.address.parse()?);
        let mut client =
            FigureServiceClient::new(target.channel()).max_decoding_message_size(MAX_MESSAGE_BYTES);
        let mut recorded = BTreeMap::new();
        for (service, keys) in plan.keys {
            let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
            let language = language.to_owned();
            let request =
                proto::BatchGetFiguresRequest { keys: keys.clone(), language, ..Default::default() };
            let answer = client.batch_get_figures(request).await?.into_inner();
            recorded.insert(service, (keys, answer));
        }
        Ok(Self(recorded))
    }

    /// What a running server says to some keys.
    pub(crate) async fn answers<'a>(
        served: &Served,
        keys: impl IntoIterator<Item = &'a str>,
    ) -> Result<BTreeMap<String, figures::Answer>> {
        let target = Target::Address(served.address.parse()?);
        let mut client =
            FigureServiceClient::new(target.channel()).max_decoding_message_size(MAX_MESSAGE_BYTES);
        let keys: Vec<String> = keys.into_iter().map(str::to_owned).collect();
        let request = proto::BatchGetFiguresRequest { keys: keys.clone(), ..Default::default() };
        let said = client.batch_get_figures(request).await?.into_inner().answers;
        keys.into_iter()
            .zip(said)
            .map(|(key, answer)| Ok((key, figures::Answer::try_from(answer)?)))
            .collect()
    }

    /// The report that the answers give, in a language.
    pub(crate) fn report(&self, content: &Content, language: &str) -> Result<Report> {
        let year = content.manifest.report.year;
        Ok(report::assemble(content, &self.said()?, &AssembleOptions::report(language, year)).0)
    }

    /// The answers as a report is assembled from them.
    pub(crate) fn said(&self) -> Result<report::Answers> {
        let mut answers = report::Answers::new();
        for (service, (keys, response)) in &self.0 {
            for (key, answer) in keys.iter().zip(&response.answers) {
                answers.insert(key.as_str(), figures::Answer::try_from(answer.clone())?);
            }
            answers.service(
                service.as_str(),
                response.revisions.get(service).copied(),
                ServiceState::Confirmed,
            );
        }
        Ok(answers)
    }
}

/// A bare server of recorded answers, whose head moves when it is told to.
pub(crate) struct Bare {
    pub(crate) name: String,
    pub(crate) target: Target,
    head: watch::Sender<i64>,
}

impl Bare {
    /// Serves on a free port, in this process.
    pub(crate) async fn serve(name: &str, answer: proto::BatchGetFiguresResponse) -> Result<Self> {
        let (head, following) = watch::channel(1);
        let service = Answers { name: name.to_owned(), answer, head: following };
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let target = Target::Address(format!("http://{}", listener.local_addr()?).parse()?);
        let incoming = tonic::transport::server::TcpIncoming::from(listener).with_nodelay(Some(true));
        let server = FigureServiceServer::new(service).max_encoding_message_size(MAX_MESSAGE_BYTES);
        tokio::spawn(tonic::transport::Server::builder().add_service(server).serve_with_incoming(incoming));
        Ok(Self { name: name.to_owned(), target, head })
    }

    /// Moves its head, so that what was assembled from it is no longer good.
    pub(crate) fn bump(&self) -> i64 {
        self.head.send_modify(|h| *h += 1);
        *self.head.borrow()
    }
}

struct Answers {
    name: String,
    answer: proto::BatchGetFiguresResponse,
    head: watch::Receiver<i64>,
}

type Heads = Pin<Box<dyn Stream<Item = Result<proto::WatchHeadResponse, Status>> + Send>>;

#[tonic::async_trait]
impl FigureService for Answers {
    type WatchHeadStream = Heads;

    async fn batch_get_figures(
        &self,
        _: Request<proto::BatchGetFiguresRequest>,
    ) -> Result<Response<proto::BatchGetFiguresResponse>, Status> {
        let mut answer = self.answer.clone();
        answer.revisions = [(self.name.clone(), *self.head.borrow())].into();
        Ok(Response::new(answer))
    }

    async fn watch_head(&self, _: Request<proto::WatchHeadRequest>) -> Result<Response<Heads>, Status> {
        let (name, heads) = (self.name.clone(), tokio_stream::wrappers::WatchStream::new(self.head.clone()));
        let events = futures::StreamExt::map(heads, move |revision| {
            let event = proto::HeadEvent { service: name.clone(), revision, ..Default::default() };
            Ok(proto::WatchHeadResponse { event: Some(event) })
        });
        Ok(Response::new(Box::pin(events)))
    }

    async fn list_measures(
        &self,
        _: Request<proto::ListMeasuresRequest>,
    ) -> Result<Response<proto::ListMeasuresResponse>, Status> {
        Err(Status::unimplemented("recorded answers only"))
    }

    async fn list_figure_revisions(
        &self,
        _: Request<proto::ListFigureRevisionsRequest>,
    ) -> Result<Response<proto::ListFigureRevisionsResponse>, Status> {
        Err(Status::unimplemented("recorded answers only"))
    }

    async fn list_revisions(
        &self,
        _: Request<proto::ListRevisionsRequest>,
    ) -> Result<Response<proto::ListRevisionsResponse>, Status> {
        Err(Status::unimplemented("recorded answers only"))
    }

    async fn list_conflicts(
        &self,
        _: Request<proto::ListConflictsRequest>,
    ) -> Result<Response<proto::ListConflictsResponse>, Status> {
        Err(Status::unimplemented("recorded answers only"))
    }

    async fn state_figures(
        &self,
        _: Request<proto::StateFiguresRequest>,
    ) -> Result<Response<proto::StateFiguresResponse>, Status> {
        Err(Status::unimplemented("recorded answers only"))
    }

    async fn accept_figure(
        &self,
        _: Request<proto::AcceptFigureRequest>,
    ) -> Result<Response<proto::AcceptFigureResponse>, Status> {
        Err(Status::unimplemented("recorded answers only"))
    }

    async fn import_part(
        &self,
        _: Request<tonic::Streaming<proto::ImportPartRequest>>,
    ) -> Result<Response<proto::ImportPartResponse>, Status> {
        Err(Status::unimplemented("recorded answers only"))
    }
}

/// A client of a server, with the keys that it asks for.
pub(crate) type Client = (FigureServiceClient<kit::channel::Channel>, Vec<String>);

/// One call to each of the servers, in parallel, their answers decoded.
pub(crate) async fn ask_all(clients: &[Client]) -> Result<()> {
    let calls = clients.iter().map(|(client, keys)| {
        let mut client = client.clone();
        let request = proto::BatchGetFiguresRequest { keys: keys.clone(), ..Default::default() };
        async move { client.batch_get_figures(request).await }
    });
    let answers = futures::future::try_join_all(calls).await?;
    answers.first().map(drop).context("no service")
}
