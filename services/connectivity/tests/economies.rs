//! Statistics by economy over the bundle in the binaries: means over economies, how much they speak for, and when they are withheld.

use std::collections::BTreeMap;

use api::figures::v1 as proto;
use api::figures::v1::figure_service_client::FigureServiceClient;
use figure_service::engine::Engine;
use figure_service::export::{File, Sink};
use figure_service::import::Import;
use figure_service::start::Start;
use interchange::{Bundle, Record};
use kit::channel::{Channel, Target};
use proto::{Basis, Figure, FigureStatus, MissingReason};

type Client = FigureServiceClient<Channel>;

async fn client() -> Client {
    let start = Start::in_memory(first_bundle::bundle());
    let app = connectivity::app::build(start).await.expect("the service starts");
    FigureServiceClient::new(Target::InProcess(app.into_router().await.expect("a router")).channel())
}

/// The figures of one key of the service.
async fn figures(client: &mut Client, key: &str) -> Vec<Figure> {
    let keys = vec![format!("connectivity/individuals-using-the-internet{key}")];
    let request = proto::BatchGetFiguresRequest { keys, language: "en".into(), ..Default::default() };
    let answers = client.batch_get_figures(request).await.expect("answers").into_inner().answers;
    match answers.into_iter().next().and_then(|answer| answer.result) {
        Some(proto::answer::Result::Figures(list)) => list.figures,
        other => panic!("{key}: {other:?}"),
    }
}

async fn figure(client: &mut Client, key: &str) -> Figure {
    figures(client, key).await.into_iter().next().expect("a figure")
}

fn value(figure: &Figure) -> Option<&str> {
    figure.value.as_ref().map(|value| value.value.as_str())
}

#[tokio::test]
async fn the_mean_of_the_world_says_what_it_rests_on_and_is_withheld_where_that_is_too_little() {
    let mut client = client().await;
    let years = [("2019", Some("53.3"), "97.3"), ("2022", Some("66.6"), "94.9"), ("2023", None, "77.5")];
    for (year, mean, coverage) in years {
        let covered = figure(&mut client, &format!("-coverage?area=WORLD&period={year}")).await;
        assert_eq!((value(&covered), covered.decimals), (Some(coverage), Some(1)), "{year}");
        let found = figure(&mut client, &format!("-indicative?area=WORLD&period={year}")).await;
        assert_eq!((value(&found), found.basis()), (mean, Basis::Computed), "{year}");
        assert_eq!(found.formula(), "mean of individuals-using-the-internet weighted by population");
        assert_eq!(found.sources.len(), 2, "{:?}", found.sources);
        assert!(found.sources.iter().all(|source| source.publisher == "Gapminder, CC BY 4.0"));
        assert_eq!(found.alternatives, []);
    }
    let withheld = figure(&mut client, "-indicative?area=WORLD&period=2023").await;
    assert_eq!(withheld.status(), FigureStatus::Missing);
    assert_eq!(withheld.missing_reason(), MissingReason::Suppressed);
    assert!(withheld.note().ends_with(": 77.5 % < 90 %"), "{}", withheld.note());
    let counted = figure(&mut client, "-indicative?period=2019").await;
    assert_eq!((counted.key.contains("area=WORLD"), counted.record_count), (true, Some(185)));
}

#[tokio::test]
async fn what_the_custodian_publishes_has_no_alternative_in_it() {
    let mut client = client().await;
    let published = figure(&mut client, "?area=WORLD&period=2023").await;
    assert_eq!((value(&published), published.disputed), (Some("65"), false));
    assert_eq!(published.alternatives, []);
    // Of economies there is what the source says of each, printed by its code: the bundle does not name them all.
    let one = figure(&mut client, "?area=ABW&period=1996").await;
    assert_eq!((value(&one), one.decimals, one.basis()), (Some("2.77"), Some(2), Basis::Stated));
    let place = one.sources.first().expect("a source");
    assert_eq!((&*place.document, &*place.locator), ("gapminder-internet-use", "ABW 1996"));
}

#[tokio::test]
async fn wildcards_give_each_group_whose_members_are_all_listed() {
    let mut client = client().await;
    let codes = |figures: &[Figure]| -> Vec<String> {
        let code = |figure: &Figure| figure.key.split(['=', '&']).nth(1).unwrap_or_default().to_owned();
        figures.iter().map(code).collect()
    };
    let groups = figures(&mut client, "-coverage?area=income-group:*&period=2019").await;
    assert_eq!(codes(&groups), ["HIC", "LIC", "LMC", "UMC"]);
    let groups = figures(&mut client, "-indicative?area=development-group:*&period=2019").await;
    assert_eq!(codes(&groups), ["LDC", "LLDC"], "of small islands the bundle lists no members");
    assert_eq!(figures(&mut client, "-indicative?area=sdg-region:*&period=2019").await.len(), 8);
    for partial in ["-coverage?area=itu-region:*&period=2019", "-coverage?area=economy:*&period=2019"] {
        assert_eq!(figures(&mut client, partial).await, [], "{partial}");
    }
    let unlisted = figure(&mut client, "-coverage?area=AFR&period=2019").await;
    assert_eq!(unlisted.missing_reason(), MissingReason::NotRecorded);
    assert_eq!(figures(&mut client, "-coverage?area=WORLD&period=*").await.len(), 35);
    assert!(figures(&mut client, "?area=economy:*&period=2019").await.len() > 180);
}

/// How many records each exported file has.
#[derive(Default)]
struct Counts(BTreeMap<String, usize>);

impl Sink for Counts {
    fn records(&mut self, file: &File, records: &[Record]) -> std::io::Result<()> {
        *self.0.entry(file.register.file.clone()).or_default() += records.len();
        Ok(())
    }
}

async fn counted(engine: &Engine) -> BTreeMap<String, usize> {
    let mut counts = Counts::default();
    engine.export_to(&mut counts).await.expect("files");
    counts.0
}

#[tokio::test]
async fn a_file_of_one_document_is_its_own() {
    let engine = Engine::open(connectivity::figures::domain(), store::Location::Memory, kit::clock::system());
    let engine = engine.await.expect("a store");
    engine.import_bundle(&first_bundle::bundle()).await.expect("a first load");
    let exported = counted(&engine).await;
    let lines = |name: &str| {
        let file = first_bundle::files().remove(name).expect("a file");
        String::from_utf8(file).expect("text").lines().count() - 1
    };
    let names = ["observations.csv", "observations/gapminder-internet-use.csv"];
    for name in names {
        assert_eq!(exported.get(name), Some(&lines(name)), "{name}");
    }
    let import = async |name: &str, bytes: Vec<u8>, id: &str| {
        let mut files = first_bundle::files();
        files.retain(|file, _| !file.starts_with("observations"));
        files.insert(name.to_owned(), bytes);
        let bundle = Bundle::new(files).0;
        let part = bundle.part("connectivity").into_iter().map(|(f, b)| (f.to_owned(), b.to_vec()));
        let import = Import {
            request_id: id.into(),
            actor: "planning".into(),
            reason: "a new edition".into(),
            ..Import::default()
        };
        engine.import(&Bundle::new(part.collect()).0, Vec::new(), &import).await.expect("an import")
    };
    // The set is complete: a row that a new edition no longer has is closed, and none of another document's.
    let [.., name] = names;
    let file = first_bundle::files().remove(name).expect("a file");
    let shorter: String = String::from_utf8(file.clone())
        .expect("text")
        .lines()
        .take(3)
        .fold(String::new(), |text, line| text + line + "\n");
    let imported = import(name, shorter.into_bytes(), "a").await;
    let counts = imported.files.iter().find(|file| file.file == name).expect("counts");
    assert_eq!((counts.read, counts.unchanged), (2, 2));
    assert_eq!(counts.closed, u64::try_from(lines(name) - 2).expect("a count"));
    let all: usize = counted(&engine).await.values().sum();
    let of_others = exported.values().sum::<usize>() - lines(name);
    assert_eq!(all, of_others + 2);
}
