//! Asking a service's reflection: which gRPC services it has, and the files that define them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bytes::Bytes;
use prost::Message;
use prost_types::FileDescriptorProto;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Status, Streaming};
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
use tonic_reflection::pb::v1::{ServerReflectionRequest, ServerReflectionResponse};

use super::{EVERYWHERE, Learned, OWN};
use crate::services::Service;

/// How long a service may take to tell all.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most gRPC services of one service.
const MAX_SERVICES: usize = 100;
/// The most files that define them.
const MAX_FILES: usize = 500;
/// The most bytes that they may have in all.
const MAX_BYTES: usize = 16 << 20;

/// What a service serves.
pub(super) async fn ask(service: &Service) -> Result<Learned, Status> {
    let late = |_| Status::deadline_exceeded(format!("no answer within {PATIENCE:?}"));
    tokio::time::timeout(PATIENCE, learn(service)).await.map_err(late)?
}

async fn learn(service: &Service) -> Result<Learned, Status> {
    let mut talk = Talk::begin(service).await?;
    let services = talk.services().await?;
    let mut files = Files::default();
    for name in &services {
        files.add(talk.files(MessageRequest::FileContainingSymbol(name.clone())).await?)?;
    }
    while let Some(name) = files.wanted.pop_first() {
        files.add(talk.files(MessageRequest::FileByFilename(name)).await?)?;
    }
    Ok(Learned { services, files: files.known })
}

/// A conversation with a service's reflection: one question, one answer.
struct Talk {
    questions: mpsc::Sender<ServerReflectionRequest>,
    answers: Streaming<ServerReflectionResponse>,
}

impl Talk {
    async fn begin(service: &Service) -> Result<Self, Status> {
        let (questions, asked) = mpsc::channel(1);
        let mut client = ServerReflectionClient::new(service.own()).max_decoding_message_size(MAX_BYTES);
        let answers = client.server_reflection_info(ReceiverStream::new(asked)).await?.into_inner();
        Ok(Self { questions, answers })
    }

    async fn ask(&mut self, question: MessageRequest) -> Result<MessageResponse, Status> {
        let request = ServerReflectionRequest { host: String::new(), message_request: Some(question) };
        let ended = || Status::unavailable("the conversation ended");
        self.questions.send(request).await.map_err(|_| ended())?;
        let answer = self.answers.message().await?.ok_or_else(ended)?;
        answer.message_response.ok_or_else(|| Status::internal("an answer without content"))
    }

    /// The gRPC services that are the service's own.
    async fn services(&mut self) -> Result<Vec<String>, Status> {
        let MessageResponse::ListServicesResponse(list) =
            self.ask(MessageRequest::ListServices(String::new())).await?
        else {
            return Err(Status::internal("asked for services, it answered something else"));
        };
        let others = |name: &String| !OWN.contains(&name.as_str()) && !EVERYWHERE.contains(&name.as_str());
        let names: BTreeSet<String> = list.service.into_iter().map(|s| s.name).filter(others).collect();
        Ok(names.into_iter().take(MAX_SERVICES).collect())
    }

    async fn files(&mut self, question: MessageRequest) -> Result<Vec<Vec<u8>>, Status> {
        match self.ask(question).await? {
            MessageResponse::FileDescriptorResponse(files) => Ok(files.file_descriptor_proto),
            MessageResponse::ErrorResponse(error) => Err(Status::not_found(error.error_message)),
            MessageResponse::ListServicesResponse(_) | MessageResponse::AllExtensionNumbersResponse(_) => {
                Err(Status::internal("asked for a file, it answered something else"))
            }
        }
    }
}

/// Files as they come, and those that they import and that are still to be asked for.
#[derive(Default)]
struct Files {
    known: BTreeMap<String, Bytes>,
    wanted: BTreeSet<String>,
    bytes: usize,
}

impl Files {
    fn add(&mut self, files: Vec<Vec<u8>>) -> Result<(), Status> {
        for encoded in files {
            let file = FileDescriptorProto::decode(encoded.as_slice())
                .map_err(|error| Status::internal(format!("a descriptor that does not decode: {error}")))?;
            self.bytes = self.bytes.saturating_add(encoded.len());
            self.known.insert(file.name().to_owned(), encoded.into());
            let new = file.dependency.into_iter().filter(|name| !self.known.contains_key(name));
            self.wanted.extend(new);
            if self.known.len().saturating_add(self.wanted.len()) > MAX_FILES || self.bytes > MAX_BYTES {
                return Err(Status::resource_exhausted("too many descriptors"));
            }
        }
        self.wanted.retain(|name| !self.known.contains_key(name));
        Ok(())
    }
}
