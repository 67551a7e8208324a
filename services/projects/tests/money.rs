//! Money: never without its currency, never added to that of another one.

use std::collections::BTreeMap;

use api::FieldMask;
use api::figures::v1 as proto;
use api::figures::v1::figure_service_client::FigureServiceClient;
use api::projects::v1 as projects_v1;
use api::projects::v1::project_service_client::ProjectServiceClient;
use api::projects::v1::{
    Agreement, CreateAgreementRequest, GetPledgeRequest, ListAgreementsRequest, UpdateAgreementRequest,
    UpdatePledgeRequest,
};
use figure_service::start::Start;
use interchange::Bundle;
use kit::channel::{Channel, Target};

type Files = BTreeMap<String, Vec<u8>>;

/// Registers with money: the file, its header, and a row up to its currency.
const REGISTERS: [(&str, &str, &str); 3] = [
    ("funding.csv", "id,project,source,period,amount,decimals,currency,document", "one,,partner,2031,1000,0"),
    ("agreements.csv", "id,period,value,decimals,currency,label_en,document", "one,2031,1000,0"),
    ("pledges.csv", "id,as_at,value,decimals,currency,label_en,document", "one,2031-12-31,1000,0"),
];

/// The first bundle with registers of a test's own, in which euros are known.
fn files(registers: &[(&str, &str)]) -> Files {
    let mut files = first_bundle::files();
    let codes = files.get_mut("codes.csv").expect("code lists");
    codes.extend(
        b"unit,EUR,currency,euro,\xe6\xac\xa7\xe5\x85\x83,EUR,\xe6\xac\xa7\xe5\x85\x83,EUR,EUR,EUR,EUR,\n",
    );
    for (name, text) in registers {
        files.insert((*name).to_owned(), text.as_bytes().to_vec());
    }
    files
}

async fn started(files: Files) -> Result<Channel, String> {
    let (bundle, mistakes) = Bundle::new(files);
    assert_eq!(mistakes, []);
    let app = projects::app::build(Start::in_memory(bundle)).await.map_err(|e| e.to_string())?;
    Ok(Target::InProcess(app.into_router().await.expect("a router")).channel())
}

#[tokio::test]
async fn an_amount_without_a_currency_is_refused_in_every_file() {
    for (file, header, row) in REGISTERS {
        let row = row.replace("one,,", "one,portfolio-2024-afr,");
        let label = if header.contains("label_en") { ",One" } else { "" };
        let text = format!("{header}\n{row},{label},ar-2024\n");
        let told = started(files(&[(file, &text)])).await.expect_err(file);
        let column = text.lines().nth(1).expect("a row").find(",,").expect("an empty cell") + 2;
        assert!(told.contains(&format!("{file}:2:{column}: `currency` is empty")), "{told}");
    }
}

#[tokio::test]
async fn an_amount_without_a_currency_is_refused_in_every_call() {
    let mut client = ProjectServiceClient::new(started(first_bundle::files()).await.expect("a service"));
    let money = Some(proto::Quantity {
        value: Some(api::Decimal { value: "1000".to_owned() }),
        ..Default::default()
    });
    let line = projects_v1::FundingLine { amount: money.clone(), ..Default::default() };
    let agreement = projects_v1::Agreement { value: money.clone(), ..Default::default() };
    let pledge = projects_v1::Pledge { value: money, ..Default::default() };
    let line = projects_v1::CreateFundingLineRequest { funding_line: Some(line), ..Default::default() };
    let agreement = projects_v1::CreateAgreementRequest { agreement: Some(agreement), ..Default::default() };
    let pledge = projects_v1::CreatePledgeRequest { pledge: Some(pledge), ..Default::default() };
    let refused = [
        ("funding_line.amount.unit", client.create_funding_line(line).await.expect_err("refused")),
        ("agreement.value.unit", client.create_agreement(agreement).await.expect_err("refused")),
        ("pledge.value.unit", client.create_pledge(pledge).await.expect_err("refused")),
    ];
    for (field, status) in refused {
        let problem = kit::errors::Problem::of(&status);
        let fields: Vec<&str> = problem.violations.iter().map(|v| v.field.as_str()).collect();
        assert!(fields.contains(&field), "{field}: {fields:?}");
    }
}

/// Agreements of years that the first bundle does not know: 2031 in one currency, converted and not; 2032 also in another one.
const AGREEMENTS: &str = "\
id,aggregate,count,period,value,decimals,currency,label_en,document,section,locator,\
original_amount,original_decimals,original_currency,exchange_rate,value_date,rate_document
plain,,,2031,1000,0,CHF,One,ar-2024,4.7,\u{b6}60,,,,,,
euros,,,2031,24622000,0,CHF,Two,ar-2024,4.7,\u{b6}60,26000000,INF,EUR,0.947,2031-06-30,ar-2024
dollars,,,2031,900,0,CHF,Three,ar-2024,4.7,\u{b6}60,1000,0,USD,0.9,2031-06-28,ar-2024
more-euros,,,2031,947,0,CHF,Four,ar-2024,4.7,\u{b6}60,1000,,EUR,0.947,2031-06-30,ar-2024
francs,,,2032,500,INF,CHF,Five,ar-2024,,,,,,,,
foreign,,,2032,700,INF,EUR,Six,ar-2024,,,,,,,,
only-foreign,,,2033,800,INF,EUR,Seven,ar-2024,,,,,,,,
all,yes,7,2034,9470,-1,CHF,Eight,ar-2024,,,10000,-2,EUR,0.947,2034-01-31,ar-2024
";

/// The same, with agreements complete.
fn with_agreements() -> Files {
    let mut files = files(&[("agreements.csv", AGREEMENTS)]);
    let manifest = files.remove("bundle.toml").expect("a manifest");
    let manifest = String::from_utf8(manifest).expect("text");
    let (partial, whole) = ("\"agreements.csv\"\ncomplete = false", "\"agreements.csv\"\ncomplete = true");
    assert!(manifest.contains(partial));
    files.insert("bundle.toml".to_owned(), manifest.replace(partial, whole).into_bytes());
    files
}

async fn figure(channel: &Channel, key: &str) -> proto::Figure {
    let request = proto::BatchGetFiguresRequest { keys: vec![key.to_owned()], ..Default::default() };
    let answers =
        FigureServiceClient::new(channel.clone()).batch_get_figures(request).await.expect("an answer");
    match answers.into_inner().answers.remove(0).result {
        Some(proto::answer::Result::Figures(mut list)) if list.figures.len() == 1 => list.figures.remove(0),
        other => panic!("{key}: {other:?}"),
    }
}

fn value(figure: &proto::Figure) -> &str {
    figure.value.as_ref().map_or("", |value| value.value.as_str())
}

#[tokio::test]
async fn a_sum_of_converted_records_says_from_what_and_by_which_rates() {
    let channel = started(with_agreements()).await.expect("a service");
    let figure = figure(&channel, "projects/agreement-value?period=2031").await;
    assert_eq!(
        (value(&figure), figure.basis(), figure.bound()),
        ("24624847", proto::Basis::Computed, proto::Bound::Exact)
    );
    let told = figure.conversions.expect("conversions");
    assert_eq!(
        (told.count, told.original_units, told.more_rates),
        (3, vec!["EUR".to_owned(), "USD".to_owned()], 0)
    );
    let rates: Vec<_> = told
        .rates
        .iter()
        .map(|rate| {
            let document = rate.rate_document.as_ref().map(|d| (d.document.as_str(), d.publisher.as_str()));
            let number = rate.exchange_rate.as_ref().map(|r| r.value.as_str());
            (rate.original_unit.as_str(), number, rate.value_date.as_str(), rate.count, document)
        })
        .collect();
    let publisher = rates[0].4.map(|(_, publisher)| publisher).expect("a document");
    assert!(!publisher.is_empty());
    let document = Some(("ar-2024", publisher));
    assert_eq!(
        rates,
        [("EUR", Some("0.947"), "2031-06-30", 2, document), ("USD", Some("0.9"), "2031-06-28", 1, document)]
    );
}

#[tokio::test]
async fn money_in_another_currency_is_in_no_sum_and_is_told() {
    let channel = started(with_agreements()).await.expect("a service");
    let other = |figure: &proto::Figure| {
        let records = figure.records.clone().expect("records");
        let others: Vec<_> = records.other_units.into_iter().map(|o| (o.unit, o.count)).collect();
        (records.count, records.complete, others)
    };
    let mixed = figure(&channel, "projects/agreement-value?period=2032").await;
    assert_eq!((value(&mixed), mixed.bound()), ("500", proto::Bound::AtLeast));
    assert_eq!(other(&mixed), (1, false, vec![("EUR".to_owned(), 1)]));
    let alone = figure(&channel, "projects/agreement-value?period=2033").await;
    assert_eq!((value(&alone), alone.status()), ("", proto::FigureStatus::Missing));
    assert_eq!(other(&alone), (0, false, vec![("EUR".to_owned(), 1)]));
    let whole = figure(&channel, "projects/agreement-value?period=2031").await;
    assert_eq!(other(&whole), (4, true, Vec::new()));
    assert_eq!(mixed.conversions, None);
}

#[tokio::test]
async fn an_aggregate_record_that_was_converted_says_so_in_its_figure() {
    let channel = started(with_agreements()).await.expect("a service");
    let figure = figure(&channel, "projects/agreement-value?period=2034").await;
    assert_eq!((value(&figure), figure.decimals), ("9470", Some(-1)));
    assert_eq!(
        figure.conversions.map(|told| (told.count, told.original_units)),
        Some((1, vec!["EUR".to_owned()]))
    );
}

type Client = ProjectServiceClient<Channel>;

fn quantity(value: &str, decimals: Option<i32>, unit: &str) -> Option<proto::Quantity> {
    let value = Some(api::Decimal { value: value.to_owned() });
    Some(proto::Quantity { value, decimals, unit: unit.to_owned(), ..Default::default() })
}

fn conversion(original: Option<proto::Quantity>, rate: &str, day: &str) -> Option<proto::Conversion> {
    let exchange_rate = Some(api::Decimal { value: rate.to_owned() }).filter(|_| !rate.is_empty());
    let rate_document = Some(proto::Source { document: "ar-2024".to_owned(), ..Default::default() });
    Some(proto::Conversion {
        original_amount: original,
        exchange_rate,
        value_date: day.to_owned(),
        rate_document,
    })
}

/// An agreement on 26 million euros.
fn agreement() -> Agreement {
    Agreement {
        period: "2035".to_owned(),
        value: quantity("24622000", Some(0), "CHF"),
        label: [("en".to_owned(), "Fibre".to_owned())].into(),
        provenance: Some(proto::Source { document: "ar-2024".to_owned(), ..Default::default() }),
        conversion: conversion(quantity("26000000", None, "EUR"), "0.947", "2035-06-30"),
        ..Agreement::default()
    }
}

fn create(agreement: Agreement, id: &str) -> CreateAgreementRequest {
    CreateAgreementRequest {
        agreement: Some(agreement),
        agreement_id: id.to_owned(),
        request_id: format!("create-{id}"),
        reason: "it was signed".to_owned(),
        validate_only: false,
    }
}

fn update(agreement: Agreement, paths: &[&str]) -> UpdateAgreementRequest {
    UpdateAgreementRequest {
        agreement: Some(agreement),
        update_mask: Some(FieldMask { paths: paths.iter().map(|path| (*path).to_owned()).collect() }),
        request_id: format!("update-{}", paths.join("-").replace('*', "all")),
        reason: "it was wrong".to_owned(),
        ..Default::default()
    }
}

/// Fields at fault and what is said of each.
fn violations(status: &tonic::Status) -> Vec<(String, String)> {
    let problem = kit::errors::Problem::of(status);
    problem.violations.into_iter().map(|v| (v.field, v.description)).collect()
}

#[tokio::test]
async fn a_conversion_is_written_and_read_by_calls() {
    let channel = started(files(&[])).await.expect("a service");
    let mut client = Client::new(channel.clone());
    let made = client.create_agreement(create(agreement(), "fibre")).await.expect("made").into_inner();
    let mut expected = agreement().conversion.expect("one");
    let document = made.conversion.as_ref().and_then(|c| c.rate_document.clone()).expect("a document");
    assert!(document.document == "ar-2024" && !document.publisher.is_empty());
    expected.rate_document = Some(document);
    expected.original_amount.as_mut().expect("an amount").bound = proto::Bound::Exact.into();
    assert_eq!(made.conversion, Some(expected));

    let again = client.update_agreement(update(made.clone(), &["*"])).await.expect("unchanged").into_inner();
    assert_eq!(again, made);
    let told = figure(&channel, "projects/agreement-value?period=2035").await.conversions;
    assert_eq!(told.map(|told| told.count), Some(1));

    let list = async |filter: &str| {
        let request = ListAgreementsRequest { filter: filter.to_owned(), ..Default::default() };
        let page = client.clone().list_agreements(request).await.expect("a page").into_inner();
        page.agreements.into_iter().map(|agreement| agreement.name).collect::<Vec<_>>()
    };
    assert_eq!(list("original_currency = EUR").await, ["agreements/fibre"]);
    assert_eq!(list("original_amount >= 26000000 AND value_date > 2035-06-29").await, ["agreements/fibre"]);
    assert!(list("original_currency = USD").await.is_empty());
}

#[tokio::test]
async fn a_part_of_a_conversion_is_changed_only_together_with_what_follows_from_it() {
    let channel = started(files(&[])).await.expect("a service");
    let mut client = Client::new(channel);
    let made = client.create_agreement(create(agreement(), "fibre")).await.expect("made").into_inner();
    let mut other = made.clone();
    other.conversion = conversion(None, "0.95", "2035-07-31");
    let refused = client.update_agreement(update(other.clone(), &["conversion.exchange_rate"])).await;
    let told = violations(&refused.expect_err("another rate gives another number"));
    assert_eq!(
        told,
        [(
            "agreement.value.value".to_owned(),
            "24622000 [24621999.5, 24622000.5] is not 26000000 \u{d7} 0.95 = 24700000; correct the number, the original or the \
             rate, or say less exactly how they are known"
                .to_owned()
        )]
    );
    other.value = quantity("24700000", Some(0), "CHF");
    let paths = ["value.value", "conversion.exchange_rate", "conversion.value_date"];
    let changed = client.update_agreement(update(other, &paths)).await.expect("changed").into_inner();
    let now = changed.conversion.clone().expect("a conversion");
    let original = now.original_amount.map(|amount| (amount.value.map(|v| v.value), amount.unit));
    assert_eq!(original, Some((Some("26000000".to_owned()), "EUR".to_owned())));
    assert_eq!(now.value_date, "2035-07-31");
    let bare = Agreement { conversion: None, ..changed };
    let bare = client.update_agreement(update(bare, &["conversion"])).await.expect("taken away").into_inner();
    assert_eq!(bare.conversion, None);
}

#[tokio::test]
async fn what_is_wrong_with_a_conversion_is_told_of_its_field() {
    let mut client = Client::new(started(files(&[])).await.expect("a service"));
    let mut fields = async |conversion: Option<proto::Conversion>| {
        let wrong = Agreement { conversion, ..agreement() };
        let refused = client.create_agreement(create(wrong, "wrong")).await.expect_err("refused");
        violations(&refused).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    let euros = || quantity("26000000", None, "EUR");
    let part = |path: &str| format!("agreement.conversion.{path}");
    assert_eq!(fields(conversion(euros(), "", "")).await, [part("exchange_rate"), part("value_date")]);
    assert_eq!(fields(conversion(euros(), "0", "2035-06-30")).await, [part("exchange_rate")]);
    assert_eq!(fields(conversion(euros(), "0.947", "2035-06")).await, [part("value_date")]);
    let francs = quantity("24622000", None, "CHF");
    assert_eq!(fields(conversion(francs, "1", "2035-06-30")).await, [part("original_amount.unit")]);
    let bare = quantity("26000000", None, "");
    assert_eq!(fields(conversion(bare, "0.947", "2035-06-30")).await, [part("original_amount.unit")]);
    assert_eq!(
        fields(conversion(None, "0.947", "2035-06-30")).await,
        [part("original_amount.value"), part("original_amount.unit")]
    );
    assert_eq!(fields(Some(proto::Conversion::default())).await, ["agreement.conversion"]);
    let mut placed = conversion(euros(), "0.947", "2035-06-30");
    let document = proto::Source { document: "ar-2024".into(), section: "1".into(), ..Default::default() };
    placed.as_mut().expect("one").rate_document = Some(document);
    assert_eq!(fields(placed).await, [part("rate_document.section")]);
    let mut unknown = conversion(euros(), "0.947", "2035-06-30");
    let document = proto::Source { document: "no-such".into(), ..Default::default() };
    unknown.as_mut().expect("one").rate_document = Some(document);
    assert_eq!(fields(unknown).await, [part("rate_document.document")]);
}

#[tokio::test]
async fn the_bound_of_a_pledge_is_that_of_its_original_too() {
    let row = "bound-2035,2035-12-31,at-least,900,0,CHF,One,ar-2024,1000,0,USD,0.9,2035-12-31,ar-2024";
    let head = "id,as_at,value_bound,value,decimals,currency,label_en,document,original_amount,original_decimals,\
                original_currency,exchange_rate,value_date,rate_document";
    let files = files(&[("pledges.csv", &format!("{head}\n{row}\n"))]);
    let mut client = Client::new(started(files).await.expect("a service"));
    let request = GetPledgeRequest { name: "pledges/bound-2035".to_owned(), as_of: None };
    let pledge = client.get_pledge(request).await.expect("a pledge").into_inner();
    let original = pledge.conversion.clone().and_then(|c| c.original_amount).expect("an original");
    assert_eq!((original.bound(), original.decimals), (proto::Bound::AtLeast, Some(0)));
    let request = UpdatePledgeRequest {
        pledge: Some(pledge.clone()),
        request_id: "the-same".to_owned(),
        reason: "nothing".to_owned(),
        ..Default::default()
    };
    assert_eq!(client.update_pledge(request).await.expect("unchanged").into_inner(), pledge);
}
