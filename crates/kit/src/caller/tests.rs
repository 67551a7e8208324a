use super::*;

const FILE: &str = "# who\n0123456789abcdef ana contributor:projects,editor\nfedcba9876543210 ops operator\n";

fn bearer(token: &str) -> http::HeaderMap {
    let value = format!("Bearer {token}").parse().expect("a header");
    http::HeaderMap::from_iter([(http::header::AUTHORIZATION, value)])
}

#[test]
fn a_token_names_its_caller() {
    let callers = Callers::new(Some(Tokens::parse(FILE).expect("tokens")));
    let ana = callers.identify(&bearer("0123456789abcdef"), None).expect("known");
    assert_eq!(ana.actor, "ana");
    assert!(ana.may_write("projects") && ana.may_write("gateway") && !ana.may_write("events"));
    assert_eq!(callers.identify(&bearer("nobody-has-this-one"), None), Err(UnknownToken));
    assert!(!callers.identify(&http::HeaderMap::new(), None).expect("anonymous").may_write("projects"));
}

#[test]
fn without_tokens_only_a_service_on_loopback_is_written() {
    let callers = Callers::new(None);
    let on = |address: &str| {
        let local = address.parse().expect("an address");
        callers.identify(&http::HeaderMap::new(), Some(local)).expect("somebody").may_write("projects")
    };
    assert!(on("127.0.0.1:50052") && on("[::1]:50052") && on("[::ffff:127.0.0.1]:1"));
    assert!(!on("10.0.0.7:50052"));
}

#[test]
fn a_call_that_is_passed_on_for_nobody_is_nobodys() {
    let headers = http::HeaderMap::from_iter([(
        http::HeaderName::from_static(ANONYMOUS),
        http::HeaderValue::from_static("1"),
    )]);
    let caller = Callers::new(None).identify(&headers, None).expect("anonymous");
    assert!(!caller.may_write("projects"));
}

#[test]
fn without_a_role_only_everyone_reads() {
    let known = || Some(Tokens::parse(FILE).expect("tokens"));
    let reads = |tokens: Option<Tokens>, readers, headers: &http::HeaderMap, address: &str| {
        let callers = Callers::new(tokens).read_by(readers);
        let local = address.parse().expect("an address");
        callers.identify(headers, Some(local)).expect("somebody").may_read()
    };
    let (nothing, here, there) = (http::HeaderMap::new(), "127.0.0.1:1", "10.0.0.7:1");
    assert!(reads(None, Readers::Everyone, &nothing, there));
    assert!(reads(known(), Readers::Everyone, &nothing, there));
    assert!(!reads(known(), Readers::Tokens, &nothing, here));
    assert!(!reads(None, Readers::Tokens, &nothing, there));
    assert!(reads(None, Readers::Tokens, &nothing, here), "the local user has every role");
    assert!(reads(known(), Readers::Tokens, &bearer("0123456789abcdef"), there), "any role will do");
}

#[test]
fn a_reader_whose_call_is_passed_on_reads_and_nothing_else() {
    let of = |value: &'static str, address: &str| {
        let headers = http::HeaderMap::from_iter([(
            http::HeaderName::from_static(ANONYMOUS),
            http::HeaderValue::from_static(value),
        )]);
        let local = address.parse().expect("an address");
        let callers = Callers::new(None).read_by(Readers::Tokens);
        let caller = callers.identify(&headers, Some(local)).expect("somebody");
        (caller.may_read(), caller.may_write("projects"))
    };
    assert_eq!(of(READS, "127.0.0.1:1"), (true, false));
    assert_eq!(of("1", "127.0.0.1:1"), (false, false));
    assert_eq!(of(READS, "10.0.0.7:1"), (false, false), "it gives nothing that was not there");
}

#[test]
fn a_page_of_another_site_is_not_the_local_user() {
    let from = |origin: &str| {
        let value = origin.parse().expect("a header");
        let headers = http::HeaderMap::from_iter([(http::header::ORIGIN, value)]);
        Callers::new(None).identify(&headers, None).expect("somebody").may_write("projects")
    };
    assert!(from("http://localhost:8080") && from("http://127.0.0.1:8080") && from("http://[::1]:8080"));
    assert!(!from("https://example.org") && !from("http://localhost.example.org") && !from("null"));
}

#[test]
fn all_mistakes_of_a_token_file_are_named_and_no_token_is() {
    let problem =
        Tokens::parse("short a reader\n0123456789abcdef b king\n0123456789abcdef\n").expect_err("mistakes");
    assert!(
        problem.contains("line 1") && problem.contains("line 2") && problem.contains("line 3"),
        "{problem}"
    );
    assert!(!problem.contains("0123456789abcdef"));
}
