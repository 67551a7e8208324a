//! `CheckDraft`: a draft held against itself and the figures of the fake services.

use api::report::v1 as proto;
use kit::errors::reason;
use tonic::Code;

use crate::calls::fixture;

fn request(content: &str) -> proto::CheckDraftRequest {
    proto::CheckDraftRequest {
        name: "reports/2024".to_owned(),
        file_name: "draft.md".to_owned(),
        content: content.to_owned().into(),
        language: "en".to_owned(),
        words_language: String::new(),
    }
}

#[tokio::test]
async fn a_draft_is_held_against_itself_and_nothing_of_it_is_kept() {
    let fixture = fixture().await;
    let text = "# 1 Words\n\nSee section 9.\n\n# 2 Roads\n\nIn 2024 there were 5 000 km.\n";
    let answer = fixture.door.reports().check_draft(request(text)).await.expect("checked").into_inner();
    let [finding] = answer.findings.as_slice() else { panic!("{answer:?}") };
    assert_eq!((finding.rule.as_str(), finding.severity()), ("dangling-reference", proto::Severity::Error));
    let place = finding.place.as_ref().expect("a place");
    assert_eq!(
        (place.words.as_str(), place.section.as_str(), place.line, place.column),
        ("section 9", "1", 3, 5)
    );
    assert_eq!(answer.counts.map(|counts| counts.errors), Some(1));
    assert_eq!((answer.quantity_count, answer.agreeing_count), (1, 0));
    let in_chinese = proto::CheckDraftRequest { words_language: "zh".to_owned(), ..request(text) };
    let told = fixture.door.reports().check_draft(in_chinese).await.expect("checked").into_inner();
    assert_eq!(told.findings[0].message, "稿件中没有第9节");
    assert_eq!((told.language.as_str(), &told.findings[0].id), ("en", &finding.id));
    let calm = fixture.door.reports().check_draft(request("Nothing.\n")).await.expect("checked").into_inner();
    assert_eq!(calm.findings, []);
}

#[tokio::test]
async fn what_cannot_be_read_names_its_field_and_remedy() {
    let fixture = fixture().await;
    let good = request("Text.\n");
    for (wrong, code, part) in [
        (
            proto::CheckDraftRequest { name: "2024".into(), ..good.clone() },
            Code::InvalidArgument,
            "reports/2024",
        ),
        (proto::CheckDraftRequest { name: "reports/1999".into(), ..good.clone() }, Code::NotFound, "1999"),
        (
            proto::CheckDraftRequest { file_name: "a.pdf".into(), ..good.clone() },
            Code::InvalidArgument,
            ".docx",
        ),
        (proto::CheckDraftRequest { language: "xx".into(), ..good.clone() }, Code::InvalidArgument, "zh, ar"),
        (
            proto::CheckDraftRequest { words_language: "xx".into(), ..good.clone() },
            Code::InvalidArgument,
            "findings are not told in `xx`",
        ),
        (
            proto::CheckDraftRequest { content: vec![0xff, 0xfe, 0x00].into(), ..good.clone() },
            Code::InvalidArgument,
            "UTF",
        ),
    ] {
        let failed = fixture.door.reports().check_draft(wrong).await.expect_err("refused");
        assert_eq!(failed.code(), code, "{failed}");
        assert!(failed.message().contains(part), "{failed}");
        assert!(reason(&failed) != api::figures::v1::ErrorReason::Unspecified, "{failed}");
    }
}
