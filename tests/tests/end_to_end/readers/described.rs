//! The RPCs of the services that a server's reflection lists, by their paths, and what each requires of who calls, as the protos say.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use kit::access::Requirement;
use tokio_stream::StreamExt;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
use yearbook_tests::grpc::channel;

/// The RPCs of all services that are not those of every server.
pub(crate) async fn rpcs(at: SocketAddr) -> BTreeMap<String, Requirement> {
    let pool = kit::transcode::pool([api::FILE_DESCRIPTOR_SET]).expect("descriptors");
    let own = services(at).await.into_iter().filter(|name| name.starts_with("yearbook."));
    let all = own.flat_map(|name| {
        let service = pool.get_service_by_name(&name).expect("it has a proto");
        service
            .methods()
            .map(|rpc| (format!("/{name}/{}", rpc.name()), Requirement::of(&rpc).expect("each says it")))
            .collect::<Vec<_>>()
    });
    all.collect()
}

async fn services(at: SocketAddr) -> Vec<String> {
    let question = Some(MessageRequest::ListServices(String::new()));
    let request = ServerReflectionRequest { host: String::new(), message_request: question };
    let mut client = ServerReflectionClient::new(channel(at));
    let answers = client.server_reflection_info(tokio_stream::iter([request])).await.expect("answered");
    let answer = answers.into_inner().next().await.expect("an answer").expect("an answer");
    match answer.message_response {
        Some(MessageResponse::ListServicesResponse(list)) => {
            list.service.into_iter().map(|service| service.name).collect()
        }
        other => panic!("{other:?}"),
    }
}
