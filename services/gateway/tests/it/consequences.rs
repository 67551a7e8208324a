//! What another value of a figure would bring: sums of the same records move with it, what only a service can tell is named, and what is
//! typed is read as people write it.

use api::report::v1 as proto;
use kit::errors::reason;
use tonic::Code;

use crate::bundle;
use crate::fake::Fake;
use crate::harness::{Door, Site, TIMING, imported, over};

/// Grants by place, and their sum.
const RULES: &str = r#"
[[rule]]
id = "few-grants"
kind = "comparison"
statement = "alpha/grants?period=@year <= 20"
about.en = "there are at most twenty grants"
about.zh = "赠款不超过二十项"

[[rule]]
id = "grants-here"
kind = "comparison"
statement = "alpha/grants?period=@year&place=here >= 0"
about.en = "no place has fewer grants than none"
about.zh = "任何地点的赠款不为负"
"#;
const MEASURES: &str =
    "alpha,grants,flow,thing,sum,period place,,,0,,staff,Grants,赠款,Grants made.,所拨赠款。\n";
const CODES: &str = "dimension,place,,Place,地点,,,\nplace,here,,Here,此处,,,\n";

async fn fixture() -> (Site, Door) {
    let (alpha, beta) = (Fake::new("alpha"), Fake::new("beta"));
    alpha.change("grants", "18");
    let app = over(&alpha, &beta, TIMING).await;
    let own = bundle::files();
    let with = |file: &str, more: &str| {
        let text = own.get(file).map(|own| String::from_utf8_lossy(own).into_owned());
        text.unwrap_or_default() + more
    };
    let (measures, codes) = (with("measures.csv", MEASURES), with("codes.csv", CODES));
    let files = [("measures.csv", measures.as_str()), ("codes.csv", &codes), ("checks.toml", RULES)];
    assert_eq!(imported(&app, "grants", &files).await, [""; 0]);
    (Site::of(&app).await, Door::of(&app).await)
}

fn request(key: &str, value: &str) -> proto::PreviewChangeRequest {
    proto::PreviewChangeRequest {
        name: "reports/2024".to_owned(),
        key: key.to_owned(),
        value: value.to_owned(),
        language: "en".to_owned(),
    }
}

#[tokio::test]
async fn a_sum_of_the_same_records_moves_and_its_findings_appear() {
    let (site, door) = fixture().await;
    let (part, sum) = ("alpha/grants?period=2024&place=here", "alpha/grants?period=2024");
    let told = door.reports().preview_change(request(part, "21")).await.expect("told").into_inner();
    let number =
        |figure: &Option<api::figures::v1::Figure>| figure.as_ref()?.value.clone().map(|value| value.value);
    let derived: Vec<_> = told
        .derived
        .iter()
        .map(|change| {
            (change.after.as_ref().map(|f| f.key.as_str()), number(&change.before), number(&change.after))
        })
        .collect();
    assert_eq!(derived, [(Some(sum), Some("18".to_owned()), Some("21".to_owned()))]);
    assert_eq!((told.appearing.len(), told.undetermined.len()), (1, 0), "{told:?}");
    assert!(told.appearing[0].message.contains("at most twenty grants"), "{told:?}");
    // Of a sum it is not known which part makes it.
    let told = door.reports().preview_change(request(sum, "19")).await.expect("told").into_inner();
    assert_eq!((told.derived.len(), told.undetermined), (0, vec![part.to_owned()]));
    for (value, parts) in [
        ("21", ["Would be computed otherwise", "If it were 21\u{a0}things:", "18 → 21"]),
        (
            "25 places",
            ["is in another unit than the figure, which is in things", "25 places", "name=\"value\""],
        ),
    ] {
        let path = format!("/reports/2024/preview?lang=en&key={}&value={value}", part.replace('&', "%26"));
        let page = site.get(&path.replace(' ', "%20"), &[("accept", "text/html")]).await;
        for part in parts {
            assert!(page.text().contains(part), "{part}: {}", page.text());
        }
    }
    let path = "/reports/2024/preview?lang=en&key=alpha/grants?period=2024&value=19";
    let page = site.get(path, &[("accept", "text/html")]).await;
    assert!(page.text().contains("Cannot be told from here"), "{}", page.text());
}

#[tokio::test]
async fn what_is_typed_is_read_as_people_write_it_or_refused_with_the_reason() {
    let (_, door) = fixture().await;
    let key = "alpha/grants?period=2024";
    for (value, number) in [("1200", "1200"), ("1.2 thousand things", "1200"), ("1.2 million", "1200000")] {
        let told = door.reports().preview_change(request(key, value)).await.expect("told").into_inner();
        let after = told.after.and_then(|figure| figure.value).map(|value| value.value);
        assert_eq!(after.as_deref(), Some(number), "{value}");
    }
    for (key, value, code, part) in [
        (key, "", Code::InvalidArgument, "a value is needed"),
        (key, "a few", Code::InvalidArgument, "`a few` is no number"),
        (key, "1,200 things", Code::InvalidArgument, "may be 1200 or 1.2"),
        (key, "5 %", Code::InvalidArgument, "the figure, which is in thing"),
        (key, "more than 5", Code::InvalidArgument, "is a limit"),
        ("alpha/gants?period=2024", "1", Code::NotFound, "did you mean `alpha/grants`?"),
        ("alpha/grants?plaice=here&period=2024", "1", Code::NotFound, "did you mean `place`?"),
    ] {
        let refused = door.reports().preview_change(request(key, value)).await.expect_err("refused");
        assert_eq!(refused.code(), code, "{key} {value}: {:?}", reason(&refused));
        assert!(refused.message().contains(part), "{key} {value}: {}", refused.message());
    }
}
