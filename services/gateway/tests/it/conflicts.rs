//! Sources that disagree, over all services: they are listed one service after the other, and a decision goes to the service of its figure.

use api::figures::v1::{AcceptFigureRequest, ErrorReason, ListConflictsRequest};
use kit::errors::reason;
use tonic::Code;

use crate::fake::Fake;
use crate::harness::{Door, TIMING, gateway, until_confirmed};

#[tokio::test]
async fn conflicts_are_those_of_all_services_and_a_decision_goes_to_one() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let app =
        gateway(vec![("alpha", alpha.in_process().await), ("beta", beta.in_process().await)], TIMING).await;
    until_confirmed(&app, "beta", true).await;
    let door = Door::of(&app).await;
    let mut figures = door.figures();
    let (mut keys, mut token) = (Vec::new(), String::new());
    for _ in 0..10 {
        let request = ListConflictsRequest { page_size: 1, page_token: token, ..Default::default() };
        let page = figures.list_conflicts(request).await.expect("answered").into_inner();
        keys.extend(page.figures.into_iter().map(|figure| figure.key));
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(keys, ["alpha/disputed?period=2024", "beta/disputed?period=2024"]);
    let strange = ListConflictsRequest { page_token: "alpha:0:x".to_owned(), ..Default::default() };
    assert_eq!(figures.list_conflicts(strange).await.expect_err("refused").code(), Code::InvalidArgument);
    let decision = |key: &str| AcceptFigureRequest { key: key.to_owned(), ..Default::default() };
    let accepted = figures.accept_figure(decision("beta/disputed?period=2024")).await.expect("answered");
    assert_eq!(accepted.into_inner().figure.expect("a figure").label["en"], "beta decided");
    let nowhere = figures.accept_figure(decision("omega/disputed")).await.expect_err("no such service");
    assert_eq!((nowhere.code(), reason(&nowhere)), (Code::NotFound, ErrorReason::ServiceNotFound));
}
