//! A service of several replicas behind one name: a reader never goes back, whichever of them answers.

use kit::channel::{Resolver, Target};

use crate::fake::{Fake, Served};
use crate::harness::{
    Door, TIMING, first_paragraph, gateway, report, until, until_confirmed, until_revision,
};

/// Two replicas of one service: the one that the gateway follows, and the other.
struct Replicas {
    followed: (Fake, Served),
    other: (Fake, Served),
    app: gateway::App,
}

impl Replicas {
    async fn start() -> Self {
        let (a, b) = (Fake::new("alpha"), Fake::new("alpha"));
        let (at_a, at_b) = (a.serve().await, b.serve().await);
        let addresses = vec![at_a.address, at_b.address];
        let resolver = Resolver::new(move |_, _| {
            let addresses = addresses.clone();
            async { Ok(addresses) }
        });
        let target = Target::Resolved("http://alpha.test:1".parse().expect("a URI"), resolver);
        let app = gateway(vec![("alpha", target)], TIMING).await;
        until_confirmed(&app, "alpha", true).await;
        until(|| a.followers() + b.followers() == 1).await;
        let (a, b) = ((a, at_a), (b, at_b));
        let (followed, other) = if a.0.followers() == 1 { (a, b) } else { (b, a) };
        Self { followed, other, app }
    }

    fn revision(&self) -> Option<i64> {
        self.app.list_services().iter().find(|s| s.service == "alpha").and_then(|s| s.revision)
    }
}

#[tokio::test]
async fn a_replica_that_is_behind_is_waited_for() {
    let replicas = Replicas::start().await;
    let (followed, other) = (&replicas.followed.0, &replicas.other.0);
    followed.change("count", "18");
    until_revision(&replicas.app, "alpha", 4).await;
    let door = Door::of(&replicas.app).await;
    let asking = (0..6).map(|_| {
        let mut client = door.figures();
        tokio::spawn(async move {
            let keys = vec!["alpha/count?period=2024".to_owned()];
            let request = api::figures::v1::BatchGetFiguresRequest { keys, ..Default::default() };
            client.batch_get_figures(request).await.expect("answered").into_inner()
        })
    });
    let asking: Vec<_> = asking.collect();
    until(|| followed.batches() > 0 && other.batches() > 0).await;
    other.change("count", "18");
    for asked in asking {
        let answer = asked.await.expect("it ends");
        assert_eq!(answer.revisions["alpha"], 4, "nobody reads what was before the head that is known");
    }
    assert_eq!(first_paragraph(&*report(&replicas.app).await), "There were 18 things and – places.");
}

#[tokio::test]
async fn a_replica_that_is_followed_next_and_behind_is_no_service_that_went_back() {
    let replicas = Replicas::start().await;
    replicas.followed.0.change("count", "18");
    until_revision(&replicas.app, "alpha", 4).await;
    let (app, other) = (&replicas.app, &replicas.other.0);
    let seen = || app.list_services().iter().find(|s| s.service == "alpha").and_then(|s| s.revision);
    replicas.followed.1.stop().await;
    until(|| other.followers() == 1).await;
    // It tells revision 3 every 20 ms until it learns of the others.
    tokio::time::sleep(TIMING.catch_up / 5).await;
    assert_eq!((seen(), other.followers()), (Some(4), 1));
    other.change("count", "18");
    other.change("count", "19");
    until(|| {
        assert!(seen() >= Some(4), "it never goes back");
        seen() == Some(5)
    })
    .await;
}

#[tokio::test]
async fn a_service_whose_next_replica_stays_behind_went_back() {
    let replicas = Replicas::start().await;
    replicas.followed.0.change("count", "18");
    until_revision(&replicas.app, "alpha", 4).await;
    let revision = replicas.revision();
    assert_eq!(revision, Some(4));
    replicas.followed.1.stop().await;
    until_revision(&replicas.app, "alpha", 3).await;
}

#[tokio::test]
async fn a_report_is_whole_while_replicas_come_and_go() {
    let replicas = Replicas::start().await;
    let before = report(&replicas.app).await;
    assert!(!before.unconfirmed.contains_key("alpha"));
    replicas.followed.1.stop().await;
    replicas.other.0.change("count", "18");
    until_revision(&replicas.app, "alpha", 4).await;
    let after = report(&replicas.app).await;
    assert!(!after.unconfirmed.contains_key("alpha"));
    assert_eq!(after.revisions["alpha"], 4);
}
