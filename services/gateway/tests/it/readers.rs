//! `--readers tokens` at the gateway: nothing but what is public answers a stranger, and the gateway asks with a token of its own.

use std::collections::BTreeSet;

use api::figures::v1 as proto;
use api::report::v1 as reports;
use gateway::{App, Config};
use kit::caller::{Callers, OwnToken, Readers, Tokens};
use proto::answer::Result as Answered;
use tonic::{Code, Request};

use crate::calls::batch;
use crate::fake::Fake;
use crate::harness::{Door, Site, TIMING, until, until_confirmed, until_learned, with_callers, with_config};
use crate::typed;

const READER: &str = "reader-reader-reader";
const GATEWAY: &str = "gateway-gateway-gateway";
/// What answers everybody.
const PUBLIC: [&str; 5] = ["/healthz", "/readyz", "/robots.txt", "/openapi.json", "/v1/services"];

fn known() -> Callers {
    let tokens = format!("{READER} ben reader\n{GATEWAY} gateway reader\n");
    Callers::new(Some(Tokens::parse(&tokens).expect("tokens"))).read_by(Readers::Tokens)
}

/// A gateway that lets readers in, over a service that trusts whoever reaches it.
async fn closed() -> (App, Fake) {
    let alpha = Fake::new("alpha");
    let app = with_callers(vec![("alpha", alpha.in_process().await)], TIMING, known()).await;
    until_confirmed(&app, "alpha", true).await;
    (app, alpha)
}

fn bearing<T>(message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("authorization", format!("Bearer {READER}").parse().expect("ASCII"));
    request
}

/// The paths of all routes that the gateway has, with a value for each variable.
fn routes() -> BTreeSet<String> {
    let source = include_str!("../../src/http.rs");
    let written = source.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut paths: BTreeSet<String> = written.map(str::to_owned).collect();
    assert!(paths.len() >= 15, "{paths:?}");
    paths.extend([render::feed::PATH, kit::openapi::PATH, "/healthz", "/readyz"].map(str::to_owned));
    paths.iter().map(|path| filled(path)).collect()
}

fn filled(template: &str) -> String {
    let segment = |segment: &str| match segment {
        "{service}" => "alpha".to_owned(),
        "{measure}" => "count".to_owned(),
        "{year}" => "2024".to_owned(),
        "{file}" => "2024".to_owned(),
        other => match other.split_once('{') {
            Some((before, rest)) => format!("{before}x{}", rest.split_once('}').map_or("", |(_, verb)| verb)),
            None => other.to_owned(),
        },
    };
    template.split('/').map(segment).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn nothing_but_what_is_public_answers_a_stranger() {
    let (app, _alpha) = closed().await;
    let (site, door) = (Site::of(&app).await, Door::of(&app).await);
    until_learned(&door, typed::NAME).await;
    let document = site.get("/openapi.json", &[]).await.json();
    let told: Vec<(String, String)> = document["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("operations").keys();
            methods.map(|method| (method.to_ascii_uppercase(), filled(path))).collect::<Vec<_>>()
        })
        .collect();
    assert!(told.len() > 25, "{told:?}");
    let pages = routes().into_iter().map(|path| ("GET".to_owned(), path));
    let nowhere = ["/nothing", "/reports", "/v1/nothing", "/unknown.v1.EchoService/Echo"];
    let nowhere = nowhere.map(|path| ("GET".to_owned(), path.to_owned()));
    let (mut open, mut asked) = (BTreeSet::new(), 0);
    for (method, path) in pages.chain(told).chain(nowhere) {
        for accept in ["text/html", "application/json"] {
            let answer = site.request(&method, &path, &[("accept", accept)]).await;
            asked += 1;
            if answer.status != 401 {
                open.insert(path.clone());
                continue;
            }
            assert!(answer.header("cache-control").contains("private"), "{path}");
            for secret in ["Things", "17", "Staff"] {
                assert!(!visible(answer.text()).contains(secret), "{path} tells {secret}: {}", answer.text());
            }
        }
    }
    assert!(asked > 90, "{asked}");
    assert_eq!(open, BTreeSet::from(PUBLIC.map(str::to_owned)));
}

/// The text of a page without its style and script.
fn visible(page: &str) -> &str {
    page.split_once("</style>")
        .map_or(page, |(_, rest)| rest.split_once("<main").map_or(rest, |(_, main)| main))
}

#[tokio::test]
async fn a_reader_gets_all_of_it_and_caches_keep_none() {
    let (app, _alpha) = closed().await;
    let site = Site::of(&app).await;
    let token = format!("Bearer {READER}");
    for path in ["/", "/reports/2024", "/reports/2024.json", "/figures/alpha/count?period=2024", "/services"]
    {
        let answer = site.get(path, &[("authorization", &token)]).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.header("cache-control").starts_with("private, no-"), "{path}");
        assert!(answer.header("vary").contains("authorization"), "{path}: {}", answer.header("vary"));
    }
    let first = site.get("/reports/2024", &[("authorization", &token)]).await;
    let tag = ("if-none-match", first.header("etag"));
    let again = site.get("/reports/2024", &[("authorization", &token), tag]).await;
    assert_eq!((again.status, again.header("cache-control")), (304, "private, no-cache"));
    assert_eq!(
        site.get("/reports/2024", &[tag]).await.status,
        401,
        "whoever knows the tag knows nothing else"
    );
}

#[tokio::test]
async fn a_browser_is_shown_a_page_and_asks_for_the_token() {
    let (app, _alpha) = closed().await;
    let site = Site::of(&app).await;
    let browser = ("accept", "text/html,*/*;q=0.8");
    for (language, title) in [("en", "This is for those who have a token"), ("zh", "此内容须凭令牌阅读")]
    {
        let page = site.get("/reports/2024", &[browser, ("accept-language", language)]).await;
        assert_eq!((page.status, page.header("content-type")), (401, "text/html; charset=utf-8"));
        assert!(page.text().contains(title), "{}", page.text());
        assert!(page.headers.contains_key("content-security-policy"));
        let schemes: Vec<_> = page.headers.get_all("www-authenticate").iter().collect();
        assert!(schemes.iter().any(|scheme| scheme.as_bytes().starts_with(b"Basic realm=")), "{schemes:?}");
    }
    let wrong =
        site.get("/reports/2024", &[browser, ("authorization", "Basic YmVuOm5vYm9keS1oYXMtdGhpcw==")]).await;
    assert_eq!((wrong.status, wrong.header("content-type")), (401, "text/html; charset=utf-8"));
    // `ben:` and the reader's token
    let right = ("authorization", "Basic YmVuOnJlYWRlci1yZWFkZXItcmVhZGVy");
    assert_eq!(site.get("/reports/2024", &[browser, right]).await.status, 200);
}

#[tokio::test]
async fn a_call_is_passed_on_for_a_reader_and_for_no_stranger() {
    let alpha = Fake::new("alpha");
    // On loopback without tokens: the gateway has every role there, and must not lend it.
    let served = alpha.serve_to(Callers::new(None).read_by(Readers::Tokens)).await;
    let app = with_callers(vec![("alpha", served.target())], TIMING, known()).await;
    until_confirmed(&app, "alpha", true).await;
    let door = Door::of(&app).await;
    until_learned(&door, typed::NAME).await;
    let echo = || typed::Echo { text: "who".to_owned() };
    let stranger = typed::echo(&door.channel, Request::new(echo())).await.expect_err("nobody knows them");
    assert_eq!(stranger.code(), Code::Unauthenticated);
    assert_eq!(
        typed::echo(&door.channel, bearing(echo())).await.expect("a reader").get_ref().text,
        "anonymous"
    );
    let list = bearing(proto::ListMeasuresRequest::default());
    door.figures().list_measures(list).await.expect("the gateway asks for itself");
}

#[tokio::test]
async fn a_gateway_without_a_token_that_its_service_knows_says_so() {
    let alpha = Fake::new("alpha");
    let served = alpha.serve_to(known()).await;
    let app = with_callers(vec![("alpha", served.target())], TIMING, known()).await;
    let refused = || app.list_services().iter().any(|one| one.last_error.starts_with("Unauthenticated"));
    until(refused).await;
    let door = Door::of(&app).await;
    let list = || reports::ListServicesRequest::default();
    let told = door.reports().list_services(bearing(list())).await.expect("answered").into_inner();
    assert!(told.services[0].last_error.contains("token"), "{told:?}");
    let told = door.reports().list_services(list()).await.expect("it is public").into_inner();
    let one = &told.services[0];
    assert_eq!((one.last_error.as_str(), one.address.as_str()), ("Unauthenticated", ""), "and no address");
    let answered = door.figures().batch_get_figures(bearing(batch(&["alpha/count?period=2024"]))).await;
    let answers = answered.expect("answered").into_inner().answers;
    let Some(Answered::Error(error)) = &answers[0].result else { panic!("there is nothing to tell") };
    assert!(error.message.contains("--service-token-file"), "{error:?}");
}

#[tokio::test]
async fn a_gateway_with_a_token_of_its_own_tells_the_whole_report() {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    let (first, second) = (alpha.serve_to(known()).await, beta.serve_to(known()).await);
    let own = Some(OwnToken::parse(GATEWAY).expect("a token"));
    let config = Config { timing: TIMING, callers: known(), own, ..Config::in_memory() };
    let app = with_config(vec![("alpha", first.target()), ("beta", second.target())], config).await;
    until_confirmed(&app, "alpha", true).await;
    until_confirmed(&app, "beta", true).await;
    let report = crate::harness::report(&app).await;
    assert!(report.unconfirmed.is_empty(), "{:?}", report.unconfirmed);
    let door = Door::of(&app).await;
    until_learned(&door, typed::NAME).await;
    let stranger = typed::echo(&door.channel, Request::new(typed::Echo::default())).await;
    assert_eq!(stranger.expect_err("the gateway's token is not lent").code(), Code::Unauthenticated);
}
