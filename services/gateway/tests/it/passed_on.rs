//! What the gateway passes on: methods that it never heard of, by reflection and without.

use api::figures::v1::ErrorReason;
use gateway::Timing;
use kit::errors::reason;
use tokio_stream::StreamExt;
use tonic::{Code, Request};
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;

use crate::calls::{Fixture, batch, fixture};
use crate::fake::Fake;
use crate::harness::{Door, TIMING, gateway, until_confirmed};
use crate::typed;

#[tokio::test]
async fn a_method_that_nobody_told_the_gateway_of_works_as_bytes() {
    let Fixture { door, app, .. } = fixture().await;
    crate::harness::until_learned(&door, typed::NAME).await;
    let say = |text: &str| Request::new(typed::Echo { text: text.to_owned() });
    let mut request = say("hello");
    request.metadata_mut().insert("authorization", "Bearer 0123456789abcdef".parse().expect("ASCII"));
    let answer = typed::echo(&door.channel, request).await.expect("answered");
    assert_eq!(answer.get_ref().text, "hello");
    assert_eq!(answer.metadata().get("x-token").expect("sent on"), "Bearer 0123456789abcdef");
    let large = "长".repeat(1_000_000);
    assert_eq!(typed::echo(&door.channel, say(&large)).await.expect("answered").into_inner().text, large);
    let refused = typed::echo(&door.channel, say("fail")).await.expect_err("as wished");
    assert_eq!((refused.code(), refused.message()), (Code::FailedPrecondition, "as you wish"));
    let mut echoes = typed::echo_all(&door.channel, vec!["a", "b", "c"]).await.expect("answered");
    let mut heard = Vec::new();
    while let Some(echo) = echoes.next().await {
        heard.push(echo.expect("an echo").text);
    }
    assert_eq!(heard, ["a", "b", "c"]);
    drop(app);
}

#[tokio::test]
async fn a_browser_calls_an_unknown_method_as_well() {
    let Fixture { door, app, .. } = fixture().await;
    crate::harness::until_learned(&door, typed::NAME).await;
    let frame = [&[0, 0, 0, 0, 4, 0x0a, 2][..], b"hi"].concat();
    let site = crate::harness::Site::of(&app).await;
    let headers = [("content-type", "application/grpc-web+proto")];
    let answer = site.send("POST", "/unknown.v1.EchoService/Echo", &headers, frame.clone()).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/grpc-web+proto"));
    assert!(answer.body.starts_with(&frame), "{:?}", answer.body);
}

#[tokio::test]
async fn a_method_that_nobody_has_is_unimplemented_and_one_of_a_service_that_is_down_unavailable() {
    let alpha = Fake::new("alpha");
    let served = alpha.serve().await;
    let app = gateway(vec![("alpha", served.target())], TIMING).await;
    let door = Door::of(&app).await;
    crate::harness::until_learned(&door, typed::NAME).await;
    let unknown = typed::call(&door.channel, "/nobody.v1.Service/Method").await.expect_err("nobody");
    assert_eq!((unknown.code(), reason(&unknown)), (Code::Unimplemented, ErrorReason::MethodNotFound));
    served.stop().await;
    until_confirmed(&app, "alpha", false).await;
    let down = typed::call(&door.channel, "/unknown.v1.EchoService/Echo").await.expect_err("down");
    assert_eq!((down.code(), reason(&down)), (Code::Unavailable, ErrorReason::ServiceUnavailable));
    assert!(reflected(&door).await.contains(&typed::NAME.to_owned()), "what was learned is kept");
}

/// The services that the gateway's reflection lists.
pub(crate) async fn reflected(door: &Door) -> Vec<String> {
    let MessageResponse::ListServicesResponse(list) =
        reflect(door, MessageRequest::ListServices(String::new())).await
    else {
        panic!("a list")
    };
    list.service.into_iter().map(|service| service.name).collect()
}

async fn reflect(door: &Door, question: MessageRequest) -> MessageResponse {
    let request = ServerReflectionRequest { host: String::new(), message_request: Some(question) };
    let mut client = ServerReflectionClient::new(door.channel.clone());
    let answers = client.server_reflection_info(tokio_stream::iter([request])).await.expect("answered");
    let answer = answers.into_inner().next().await.expect("an answer").expect("an answer");
    answer.message_response.expect("content")
}

#[tokio::test]
async fn reflection_shows_the_gateways_services_and_all_others() {
    let Fixture { door, .. } = fixture().await;
    crate::harness::until_learned(&door, typed::NAME).await;
    let mut names = reflected(&door).await;
    names.sort();
    names.dedup();
    let expected = [
        "grpc.health.v1.Health",
        "grpc.reflection.v1.ServerReflection",
        "grpc.reflection.v1alpha.ServerReflection",
        "unknown.v1.EchoService",
        "yearbook.figures.v1.FigureService",
        "yearbook.report.v1.CollectionService",
        "yearbook.report.v1.ReportService",
    ];
    assert_eq!(names, expected);
    for symbol in
        ["unknown.v1.EchoService", "unknown.v1.Echo", "yearbook.report.v1.Report", "grpc.health.v1.Health"]
    {
        let answer = reflect(&door, MessageRequest::FileContainingSymbol(symbol.to_owned())).await;
        assert!(matches!(answer, MessageResponse::FileDescriptorResponse(_)), "{symbol}");
    }
}

#[tokio::test]
async fn a_sixth_service_joins_without_a_change() {
    let fakes = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"].map(Fake::new);
    let mut targets = Vec::new();
    for (fake, name) in fakes.iter().zip(["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]) {
        targets.push((name, fake.in_process().await));
    }
    let app = gateway(targets, Timing { ..TIMING }).await;
    until_confirmed(&app, "zeta", true).await;
    let door = Door::of(&app).await;
    let answer =
        door.figures().batch_get_figures(batch(&["zeta/count?period=2024"])).await.expect("answered");
    assert_eq!(answer.into_inner().revisions.into_iter().collect::<Vec<_>>(), [("zeta".to_owned(), 3)]);
}
