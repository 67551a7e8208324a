//! A sixth domain joins by an address: no change in the gateway, none in the command line.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use api::figures::v1::{BatchGetFiguresRequest, answer};
use figure_service::domain::Domain;
use figure_service::start::Start;
use interchange::Bundle;
use kit::shutdown::Shutdown;
use tokio::net::TcpListener;
use yearbook_tests::arrangement::Together;
use yearbook_tests::{grpc, report, web};

/// The sixth service and its one measure.
const KEY: &str = "hydrology/gauging-stations?period=2024";

/// The first bundle with a measure of the sixth service, its value, and a sentence that prints it.
fn files() -> BTreeMap<String, Vec<u8>> {
    let mut files = first_bundle::files();
    let mut add = |file: &str, text: &str| files.get_mut(file).expect("it is there").extend(text.as_bytes());
    add(
        "measures.csv",
        "hydrology,gauging-stations,flow,project,none,period,,,,,BDT,Gauging stations,水文站,Stations that report.,报送数据的测站。,,,,\n",
    );
    add("stated.csv", "hydrology/gauging-stations?period=2024,731,INF,project,,ar-2024,i,¶1,,,,,\n");
    add("narrative/en/1.md", "\nStations that report: {hydrology/gauging-stations?period=@year}.\n");
    add("narrative/zh/1.md", "\n报送数据的测站：{hydrology/gauging-stations?period=@year}。\n");
    files
}

/// Serves the sixth domain, a name and nothing else, until the token is cancelled.
async fn hydrology() -> (SocketAddr, Shutdown) {
    let start = Start { clock: kit::clock::system(), ..Start::in_memory(Bundle::new(files()).0) };
    let shutdown = start.shutdown.clone();
    let domain = Domain { name: "hydrology", ..Domain::default() };
    let engine = start.open(domain).await.expect("the sixth service takes its part");
    let own = "yearbook.figures.v1.FigureService";
    let app = start.app(&engine, start.routes(&engine), own, api::figures::v1::FILE_DESCRIPTOR_SET);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(kit::server::serve(listener, app, shutdown.clone()));
    (address, shutdown)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_sixth_service_joins_by_its_address_alone() {
    let (address, shutdown) = hydrology().await;
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("bundle");
    kit::folder::write(&bundle, &files()).expect("it is written");
    let service = format!("hydrology=http://{address}");
    let bundle = bundle.to_str().expect("UTF-8");
    let together = Together::start(&["--bundle", bundle, "--service", &service]);
    let at = together.address();

    for language in ["en", "zh"] {
        let whole = report::message(&report::whole(at, language).await);
        assert_eq!(whole.revisions.get("hydrology"), Some(&1), "the report says what it rests on");
        let page = web::get(at, &format!("/reports/2024?lang={language}"), &[]).await;
        let link = format!("/figures/{KEY}&amp;lang={language}");
        assert!(page.text().contains(&link) && page.text().contains("731"), "{language}: the page prints it");
    }
    let request = BatchGetFiguresRequest { keys: vec![KEY.to_owned()], ..Default::default() };
    let answered = grpc::figures(at).batch_get_figures(request).await.expect("an answer").into_inner();
    let Some(answer::Result::Figures(list)) = &answered.answers[0].result else { panic!("{answered:?}") };
    assert_eq!(list.figures[0].value.as_ref().map(|v| v.value.as_str()), Some("731"));
    assert!(report::state(at, "hydrology").await.confirmed);

    shutdown.cancel();
    let cut = report::without(at, "hydrology").await;
    let whole = report::split(&cut, "hydrology").1;
    assert!(whole.values().all(|figure| figure.last_known_at.is_none()), "the other five are as they were");
}
