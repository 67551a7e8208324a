//! The gateway that a command asks: a server's, or one in this process over databases or a bundle.
//!
//! Both are asked through the same gRPC clients, so that a command prints the same for both. Databases are opened read-only
//! beside a running server; a command that writes opens them for writing and is refused while a server holds them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use api::figures::v1::figure_service_client::FigureServiceClient;
use api::report::v1::collection_service_client::CollectionServiceClient;
use api::report::v1::report_service_client::ReportServiceClient;
use gateway::Config;
use http_body_util::{BodyExt, Limited};
use interchange::Bundle;
use kit::channel::{Channel, MAX_MESSAGE_BYTES, Target};
use kit::clock;
use kit::config::{Client, ClientFlags, LogFormat};
use kit::shutdown::Shutdown;
use tonic::Status;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tower::{Service, ServiceExt};

use crate::cluster::{self, Place};

/// The folder of databases that is looked for where none is named.
pub(crate) const USUAL_FOLDER: &str = "yearbook-data";
/// How long services within the process have to answer: nobody is waiting behind the one who asked.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where a command that only reads finds the services.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct ReadFlags {
    #[command(flatten)]
    client: ClientFlags,
    /// Read a bundle instead: its services are held in memory
    #[arg(long, value_name = "DIR", conflicts_with_all = ["server", "data_dir", "token"])]
    bundle: Option<PathBuf>,
}

/// A gateway that can be asked.
pub(crate) struct Connection {
    channel: Channel,
    bearer: Bearer,
    /// The server, for messages.
    server: Option<String>,
    /// What is in this process, with what stops it.
    app: Option<(gateway::App, Shutdown)>,
}

/// Sends the caller's token along.
#[derive(Clone, Default)]
pub(crate) struct Bearer(Option<MetadataValue<Ascii>>);

impl Bearer {
    /// The same as a header of an HTTP request.
    fn header(&self) -> anyhow::Result<Option<http::HeaderValue>> {
        let value = self.0.as_ref().map(|token| http::HeaderValue::from_bytes(token.as_bytes()));
        value.transpose().context("--token: is no token; write visible ASCII characters")
    }
}

impl Interceptor for Bearer {
    fn call(&mut self, mut request: tonic::Request<()>) -> Result<tonic::Request<()>, Status> {
        if let Some(token) = &self.0 {
            request.metadata_mut().insert("authorization", token.clone());
        }
        Ok(request)
    }
}

type Asked = InterceptedService<Channel, Bearer>;

impl Connection {
    /// For reading: the bundle or the server or the databases named, else the databases of `./yearbook-data`, else the bundle in
    /// the binary.
    ///
    /// # Errors
    /// When there is nothing to read there.
    pub(crate) async fn reading(flags: &ReadFlags) -> anyhow::Result<Self> {
        if let Some(folder) = &flags.bundle {
            return Self::over(kit::folder::read(folder)?.0).await;
        }
        Self::looking(&flags.client).await
    }

    /// For reading: the server or the databases named, else the databases of `./yearbook-data`, else the bundle in the binary.
    ///
    /// # Errors
    /// When there is nothing to read there.
    pub(crate) async fn looking(flags: &ClientFlags) -> anyhow::Result<Self> {
        let client = Client::read(flags)?;
        if client.server.is_some() {
            return Self::to_server(&client);
        }
        match client.data_dir.or_else(usual_folder) {
            Some(folder) => Self::open(Place::ReadOnly(&folder), None).await,
            None => Self::over(first_bundle::bundle()).await,
        }
    }

    /// For writing: the server named, else databases, which are made where they are not.
    ///
    /// # Errors
    /// When the databases cannot be opened: mostly since a server holds them.
    pub(crate) async fn writing(flags: &ClientFlags) -> anyhow::Result<Self> {
        let client = Client::read(flags)?;
        if client.server.is_some() {
            return Self::to_server(&client);
        }
        let folder = client.data_dir.unwrap_or_else(|| PathBuf::from(USUAL_FOLDER));
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        let opened = Self::open(Place::Folder(&folder), None).await;
        opened.map_err(|error| match cluster::holder(&error) {
            Some(holder) => anyhow::anyhow!(
                "the databases in {} are in use by {holder}; write through it with --server URL, or stop it first",
                folder.display()
            ),
            None => error,
        })
    }

    /// Over a bundle, in memory.
    ///
    /// # Errors
    /// When the bundle has mistakes.
    pub(crate) async fn over(bundle: Bundle) -> anyhow::Result<Self> {
        Self::open(Place::Memory, Some(Arc::new(bundle))).await
    }

    /// Over services in memory that have nothing yet.
    ///
    /// # Errors
    /// A fault of ours.
    pub(crate) async fn empty() -> anyhow::Result<Self> {
        Self::open(Place::Memory, None).await
    }

    async fn open(place: Place<'_>, bundle: Option<Arc<Bundle>>) -> anyhow::Result<Self> {
        kit::telemetry::init("error", LogFormat::Text);
        let shutdown = Shutdown::new();
        let mut config = Config::in_memory();
        config.timing.deadline = PATIENCE;
        let app = cluster::open(place, bundle, config, &[], clock::system(), &shutdown).await?;
        let channel = Target::InProcess(app.server().into_router().await?).channel();
        Ok(Self { channel, bearer: Bearer::default(), server: None, app: Some((app, shutdown)) })
    }

    /// To the server named.
    ///
    /// # Errors
    /// When none is, or the token is none.
    pub(crate) fn to_server(client: &Client) -> anyhow::Result<Self> {
        let server = client.server.clone().context("no server is named")?;
        let token = client.token.as_ref().map(|t| format!("Bearer {t}").parse()).transpose();
        let bearer = Bearer(token.context("--token: is no token; write visible ASCII characters")?);
        let name = server.to_string().trim_end_matches('/').to_owned();
        Ok(Self { channel: Target::Address(server).channel(), bearer, server: Some(name), app: None })
    }

    /// Its reports.
    pub(crate) fn reports(&self) -> ReportServiceClient<Asked> {
        ReportServiceClient::with_interceptor(self.channel.clone(), self.bearer.clone())
            .max_decoding_message_size(MAX_MESSAGE_BYTES)
            .max_encoding_message_size(MAX_MESSAGE_BYTES)
    }

    /// What departments are asked for, and what came back.
    pub(crate) fn collection(&self) -> CollectionServiceClient<Asked> {
        CollectionServiceClient::with_interceptor(self.channel.clone(), self.bearer.clone())
            .max_decoding_message_size(MAX_MESSAGE_BYTES)
            .max_encoding_message_size(MAX_MESSAGE_BYTES)
    }

    /// The figures of all its services.
    pub(crate) fn figures(&self) -> FigureServiceClient<Asked> {
        FigureServiceClient::with_interceptor(self.channel.clone(), self.bearer.clone())
            .max_decoding_message_size(MAX_MESSAGE_BYTES)
            .max_encoding_message_size(MAX_MESSAGE_BYTES)
    }

    /// The gateway in this process, if it is there.
    pub(crate) fn app(&self) -> Option<&gateway::App> {
        self.app.as_ref().map(|(app, _)| app)
    }

    /// What the gateway has at a path.
    ///
    /// # Errors
    /// In the gateway's words, where it has nothing there.
    pub(crate) async fn get(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let mut request = http::Request::get(path).body(tonic::body::Body::empty())?;
        if let Some(token) = self.bearer.header()? {
            request.headers_mut().insert(http::header::AUTHORIZATION, token);
        }
        let mut channel = self.channel.clone();
        let called = async { channel.ready().await?.call(request).await };
        let response = called.await.map_err(|status: Status| self.failed(&status))?;
        let status = response.status();
        let body = Limited::new(response.into_body(), MAX_MESSAGE_BYTES).collect().await;
        let bytes = body.map_err(|error| anyhow::anyhow!("the answer broke off: {error}"))?.to_bytes();
        if status.is_success() {
            return Ok(bytes.into());
        }
        let problem: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let detail = problem.get("detail").and_then(|d| d.as_str()).map(str::to_owned);
        anyhow::bail!(detail.unwrap_or_else(|| format!("the answer was {status}")))
    }

    /// What a failed call says to the one who typed the command.
    pub(crate) fn failed(&self, status: &Status) -> anyhow::Error {
        let unreached = status.code() == tonic::Code::Unavailable && is_transport(status);
        match &self.server {
            Some(server) if unreached => anyhow::anyhow!(
                "the server {server} does not answer; start it with `yearbook serve`, or leave --server out to read files"
            ),
            _ => anyhow::anyhow!("{}", status.message()),
        }
    }

    /// Ends what is in this process.
    pub(crate) async fn close(self) {
        if let Some((app, shutdown)) = self.app {
            shutdown.cancel();
            app.close().await;
        }
    }
}

/// Whether the connection failed, and not what is behind it.
fn is_transport(status: &Status) -> bool {
    std::error::Error::source(status).is_some()
}

/// The folder that `serve` uses where none is named, if there are databases in it.
pub(crate) fn usual_folder() -> Option<PathBuf> {
    let folder = Path::new(USUAL_FOLDER);
    kit::config::database(folder, gateway::NAME).is_file().then(|| folder.to_owned())
}
