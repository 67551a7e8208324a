//! `CompareReports`: two files, or a file and the report of the fake services.

use api::report::v1 as proto;
use kit::errors::reason;
use proto::report_version::Source;
use tonic::Code;

use crate::calls::fixture;

fn file(name: &str, content: &str, language: &str) -> Option<proto::ReportVersion> {
    let file = proto::VersionFile { file_name: name.to_owned(), content: content.to_owned().into() };
    Some(proto::ReportVersion { source: Some(Source::File(file)), language: language.to_owned() })
}

fn report(name: &str, language: &str) -> Option<proto::ReportVersion> {
    Some(proto::ReportVersion {
        source: Some(Source::Report(name.to_owned())),
        language: language.to_owned(),
    })
}

const ENGLISH: &str =
    "# 1 Roads\n\nIn 2024 there were 5 120 km of roads and 317 bridges, 42 % of them of wood.\n";
const FRENCH: &str = "# 1 Routes\n\nEn 2024, on comptait 5 120 km de routes et 371 ponts, dont 42 % en bois.\n\n# 2 Suite\n\nLa suite est dans le rapport sur les ponts et les routes du pays.\n";

#[tokio::test]
async fn two_files_are_held_against_each_other_section_by_section() {
    let fixture = fixture().await;
    let request = proto::CompareReportsRequest {
        first: file("a.md", ENGLISH, "en"),
        second: file("b.md", FRENCH, ""),
        ..Default::default()
    };
    let answer = fixture.door.reports().compare_reports(request).await.expect("compared").into_inner();
    assert_eq!((answer.first_language.as_str(), answer.second_language.as_str()), ("en", "fr"));
    let [finding, section] = answer.findings.as_slice() else { panic!("{answer:#?}") };
    assert_eq!((finding.rule.as_str(), finding.severity()), ("differing-value", proto::Severity::Error));
    assert_eq!(finding.message, "English says 317 bridges where French says 371 ponts");
    let (first, second) = (finding.first.as_ref().expect("here"), finding.second.as_ref().expect("there"));
    assert_eq!((first.section.as_str(), first.line, first.column), ("1", 3, 42));
    assert_eq!((second.section.as_str(), second.line, second.column), ("1", 3, 44));
    assert_eq!((section.rule.as_str(), section.first.is_some()), ("missing-section", false));
    assert_eq!(answer.counts.map(|counts| (counts.errors, counts.warnings, counts.notes)), Some((1, 0, 1)));
    let told: Vec<_> =
        answer.sections.iter().map(|s| (s.presence(), s.agreeing_count, s.differing_count)).collect();
    assert_eq!(told, [(proto::VersionPresence::Both, 3, 1), (proto::VersionPresence::Second, 0, 1)]);
    let heading = answer.sections.first().and_then(|section| section.second.as_ref()).expect("a heading");
    assert_eq!((heading.words.as_str(), heading.section.as_str(), heading.line), ("Routes", "1", 1));
}

#[tokio::test]
async fn the_report_itself_is_a_version() {
    let fixture = fixture().await;
    let request = proto::CompareReportsRequest {
        first: report("reports/2024", "en"),
        second: report("reports/2024", "en"),
        ..proto::CompareReportsRequest::default()
    };
    let answer = fixture.door.reports().compare_reports(request).await.expect("compared").into_inner();
    assert_eq!(answer.findings, []);
    assert!(answer.sections.iter().map(|section| section.agreeing_count).sum::<i32>() > 0, "{answer:#?}");
}

#[tokio::test]
async fn what_is_no_version_names_its_field_and_remedy() {
    let fixture = fixture().await;
    let good = proto::CompareReportsRequest {
        first: file("a.md", ENGLISH, "en"),
        second: file("b.md", FRENCH, "fr"),
        ..proto::CompareReportsRequest::default()
    };
    let second = |second| proto::CompareReportsRequest { second, ..good.clone() };
    for (wrong, code, part) in [
        (proto::CompareReportsRequest::default(), Code::InvalidArgument, "give a `report` or a `file`"),
        (second(report("2024", "")), Code::InvalidArgument, "reports/2024"),
        (second(report("reports/1999", "")), Code::NotFound, "1999"),
        (second(report("reports/2024", "xx")), Code::NotFound, "`xx`"),
        (second(file("b.pdf", FRENCH, "fr")), Code::InvalidArgument, ".docx"),
        (second(file("b.md", FRENCH, "xx")), Code::InvalidArgument, "zh, ar"),
        (
            proto::CompareReportsRequest { words_language: "xx".to_owned(), ..good.clone() },
            Code::InvalidArgument,
            "findings are not told in `xx`",
        ),
        (second(file("b.md", "12", "")), Code::InvalidArgument, "second version cannot be told"),
    ] {
        let failed = fixture.door.reports().compare_reports(wrong).await.expect_err("refused");
        assert_eq!(failed.code(), code, "{failed}");
        assert!(failed.message().contains(part), "{failed}");
        assert!(reason(&failed) != api::figures::v1::ErrorReason::Unspecified, "{failed}");
    }
}
