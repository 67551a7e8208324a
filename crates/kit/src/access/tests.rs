use super::*;

const SERVICE: &str = "yearbook.figures.v1.FigureService";
const IMPORT: &str = "/yearbook.figures.v1.FigureService/ImportPart";
const READ: &str = "/yearbook.figures.v1.FigureService/ListMeasures";

fn access() -> Access {
    let pool = crate::transcode::pool([api::FILE_DESCRIPTOR_SET]).expect("a pool");
    Access::of(&pool, [SERVICE]).expect("each says it")
}

fn caller(roles: &[Role]) -> Caller {
    Caller { actor: "ana".to_owned(), roles: roles.to_vec(), reads: !roles.is_empty() }
}

#[test]
fn every_rpc_of_every_proto_says_who_may_call_it() {
    let pool = crate::transcode::pool([api::FILE_DESCRIPTOR_SET]).expect("a pool");
    let services: Vec<String> = pool.services().map(|service| service.full_name().to_owned()).collect();
    assert!(services.len() >= 7, "{services:?}");
    let access = Access::of(&pool, services.iter().map(String::as_str)).expect("each says it");
    let rpcs = pool.services().flat_map(|service| service.methods().collect::<Vec<_>>());
    for rpc in rpcs {
        let path = format!("/{}/{}", rpc.parent_service().full_name(), rpc.name());
        let reads = ["Get", "List", "BatchGet", "Stream", "Export", "Watch"]
            .iter()
            .any(|v| rpc.name().starts_with(v));
        let writes = ["Create", "Update", "Delete", "Batch", "Import", "Accept"]
            .iter()
            .any(|v| rpc.name().starts_with(v));
        let needed = access.of_path(&path).expect("each says it");
        // What departments are asked is for those who have a role; which services there are, and whether they answer, for everybody.
        let collects = rpc.parent_service().name() == "CollectionService";
        let expected = match rpc.name() {
            "ListServices" => Requirement::Public,
            _ if collects => Requirement::Staff,
            _ => Requirement::Reader,
        };
        assert!(needed == expected || !reads, "{path} reads, and requires {needed:?}");
        let open = matches!(needed, Requirement::Public | Requirement::Reader);
        assert!(!open || reads || !writes, "{path} writes and is open");
        assert_eq!(needed == Requirement::Public, rpc.name() == "ListServices", "{path}");
    }
}

#[test]
fn what_says_nothing_is_named() {
    let pool = crate::transcode::pool([tonic_health::pb::FILE_DESCRIPTOR_SET]).expect("a pool");
    let undeclared = Access::of(&pool, ["grpc.health.v1.Health", "test.Unknown"]).expect_err("undeclared");
    assert!(undeclared.0.contains(&"grpc.health.v1.Health.Check".to_owned()), "{undeclared}");
    assert!(undeclared.0.contains(&"test.Unknown".to_owned()), "{undeclared}");
}

#[test]
fn each_role_may_what_it_is_for() {
    let roles = [
        Caller::anonymous(),
        caller(&[Role::Reader]),
        caller(&[Role::Contributor("alpha".to_owned())]),
        caller(&[Role::Contributor("beta".to_owned())]),
        caller(&[Role::Editor]),
        caller(&[Role::Approver]),
        caller(&[Role::Operator]),
    ];
    let met = |requirement: Requirement, front: bool| {
        roles
            .iter()
            .map(|c| if requirement.is_met(c, "alpha", front) { 'y' } else { 'n' })
            .collect::<String>()
    };
    assert_eq!(met(Requirement::Public, false), "yyyyyyy");
    assert_eq!(met(Requirement::Reader, false), "nyyyyyy");
    assert_eq!(met(Requirement::Staff, false), "nyyyyyy");
    assert_eq!(met(Requirement::Contributor, false), "nnynnny");
    assert_eq!(met(Requirement::Contributor, true), "nnyyyny");
    assert_eq!(met(Requirement::Editor, false), "nnnnyny");
    assert_eq!(met(Requirement::Approver, false), "nnnnnyy");
    assert_eq!(met(Requirement::Operator, false), "nnnnnny");
}

#[test]
fn where_everyone_reads_a_stranger_reads_and_no_more() {
    let stranger = Caller { reads: true, ..Caller::anonymous() };
    let met = |requirement: Requirement| requirement.is_met(&stranger, "alpha", false);
    assert!(met(Requirement::Public) && met(Requirement::Reader));
    let others = [
        Requirement::Staff,
        Requirement::Contributor,
        Requirement::Editor,
        Requirement::Approver,
        Requirement::Operator,
    ];
    assert!(!others.into_iter().any(met));
}

#[test]
fn who_may_not_call_is_told_who_they_are_what_is_needed_and_what_to_do() {
    let told = |caller: &Caller, front| match access().check(IMPORT, caller, "alpha", front) {
        Some(Err(failure)) => tonic::Status::from(failure).message().to_owned(),
        other => panic!("{other:?}"),
    };
    let message = told(&caller(&[Role::Reader]), false);
    for part in ["ana", "FigureService.ImportPart", "contributor:alpha", "reader", "--tokens", "loopback"] {
        assert!(message.contains(part), "{part}: {message}");
    }
    assert!(told(&caller(&[]), true).contains("contributor:SERVICE"));
}

#[test]
fn a_stranger_is_asked_who_they_are_where_only_those_who_are_known_read() {
    let refused = |caller: &Caller| match access().check(READ, caller, "alpha", false) {
        Some(Err(failure)) => tonic::Status::from(failure),
        other => panic!("{other:?}"),
    };
    let status = refused(&Caller::anonymous());
    assert_eq!(status.code(), tonic::Code::Unauthenticated);
    assert_eq!(crate::errors::reason(&status), api::figures::v1::ErrorReason::TokenMissing);
    for part in ["ListMeasures", "the role reader", "--tokens", "--readers"] {
        assert!(status.message().contains(part), "{part}: {}", status.message());
    }
}

#[test]
fn what_may_be_called_is_and_what_there_is_not_is_no_rpc() {
    assert!(matches!(access().check(READ, &caller(&[Role::Editor]), "alpha", false), Some(Ok(()))));
    assert!(access().check("/test.Unknown/Call", &Caller::local(), "alpha", false).is_none());
}
