//! Money: never without its currency, never added to that of another one.

use std::collections::BTreeMap;

use api::figures::v1 as proto;
use api::projects::v1 as projects_v1;
use api::projects::v1::project_service_client::ProjectServiceClient;
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
