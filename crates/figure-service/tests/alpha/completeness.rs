//! What an import closes, and what stays.

use crate::world::{check, empty, files, import, loaded, replace, with};

#[tokio::test]
async fn a_row_that_a_complete_file_no_longer_has_is_closed_within_its_set_only() {
    let engine = loaded(files()).await;
    let fewer = with("things.csv", "b,,,FRA,2024,small,200,INF,CHF,B,乙,d,1,¶2\n", "");
    let mut fewer = fewer;
    replace(&mut fewer, "things.csv", "f,,,KEN,2019,big,7,INF,CHF,F,己,d,1,¶5\n", "");
    let outcome = import(&engine, fewer, "fewer", false).await;
    let things = outcome.files.iter().find(|f| f.file == "things.csv").expect("counted");
    assert_eq!((things.read, things.closed, things.unchanged), (3, 1, 3));
    check(
        &engine,
        &[
            ("alpha/things?area=EUR&period=2024", "missing not-recorded"),
            // The set is of 2024: what happened in 2019 stays, although the file has it no more.
            ("alpha/things?period=2019", "1 at-least computed"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_row_that_a_partial_file_no_longer_has_stays() {
    let engine = loaded(files()).await;
    let mut fewer = with("stays.csv", "s1,yes,10,AFR,2020,,d,2,¶1\n", "");
    replace(&mut fewer, "stated.csv", "alpha/share?period=2024,61,INF,percent,,d,1,¶11,,,,,\n", "");
    let outcome = import(&engine, fewer, "fewer", false).await;
    assert!(!outcome.changed, "{outcome:?}");
    check(&engine, &[("alpha/share?period=2024", "61 exact stated")]).await;
}

#[tokio::test]
async fn the_next_years_bundle_leaves_last_years_completeness() {
    let engine = loaded(files()).await;
    let mut next = with("bundle.toml", "year = 2024", "year = 2025");
    replace(&mut next, "bundle.toml", "period = \"2024\"", "period = \"2025\"");
    let header = "id,aggregate,count,area,period,kind,amount,decimals,currency,label_en,label_zh,document,section,locator\n";
    next.insert(
        "things.csv".into(),
        format!("{header}z,,,FRA,2025,big,1,INF,CHF,Z,末,d,1,¶20\n").into_bytes(),
    );
    let outcome = import(&engine, next, "next", false).await;
    assert_eq!((outcome.mistakes.len(), outcome.revision), (0, 2), "{:?}", outcome.mistakes);
    check(
        &engine,
        &[
            ("alpha/things?period=2024", "14 exact computed"),
            ("alpha/things?period=2025", "1 exact computed"),
            ("alpha/things?period=2024/2025", "15 exact computed"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_part_without_the_shared_files_is_read_by_those_that_are_stored() {
    let engine = loaded(files()).await;
    let mut stays = files();
    stays.retain(|name, _| name == "stays.csv");
    replace(&mut stays, "stays.csv", "s2,,,FRA", "s2,,,FAR");
    let (bundle, _) = interchange::Bundle::new(stays.clone());
    let run = figure_service::import::Import {
        request_id: "one".into(),
        actor: "ana".into(),
        ..Default::default()
    };
    let refused = engine.import(&bundle, Vec::new(), &run).await.expect("an outcome");
    let told: Vec<String> = refused.mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("stays.csv:3:"), "{told:?}");
    replace(&mut stays, "stays.csv", "FAR", "KEN");
    let (bundle, _) = interchange::Bundle::new(stays);
    let outcome = engine.import(&bundle, Vec::new(), &run).await.expect("an outcome");
    assert_eq!((outcome.revision, outcome.files.len(), outcome.files[0].changed), (2, 1, 1));
}

#[tokio::test]
async fn an_empty_store_answers_that_no_measure_is_known() {
    let engine = empty().await;
    let answer = crate::world::answer(&engine, "alpha/things?period=2024").await;
    assert!(matches!(answer, figures::Answer::Error(figures::AnswerError::NotFound { .. })), "{answer:?}");
}

#[tokio::test]
async fn a_part_may_refer_to_records_that_are_stored_and_to_no_others() {
    let engine = loaded(files()).await;
    let mut values = files();
    values.retain(|name, _| name == "values.csv");
    replace(&mut values, "values.csv", "v2,g2", "v3,g1");
    let run = figure_service::import::Import {
        request_id: "one".into(),
        actor: "ana".into(),
        ..Default::default()
    };
    let (bundle, _) = interchange::Bundle::new(values.clone());
    assert_eq!(engine.import(&bundle, Vec::new(), &run).await.expect("an outcome").revision, 2);
    replace(&mut values, "values.csv", "v1,g1", "v1,g7");
    let (bundle, _) = interchange::Bundle::new(values);
    let refused = engine.import(&bundle, Vec::new(), &run).await.expect("an outcome");
    let told: Vec<String> = refused.mistakes.iter().map(ToString::to_string).collect();
    assert!(told.len() == 1 && told[0].starts_with("values.csv:2:4"), "{told:?}");
}

#[tokio::test]
async fn a_measure_gets_another_unit_only_together_with_its_values() {
    let engine = loaded(files()).await;
    let mut part = with("measures.csv", "alpha,share,rate,percent,", "alpha,share,rate,CHF,");
    let stated = part.remove("stated.csv").expect("it is there");
    let outcome = import(&engine, part.clone(), "unit", false).await;
    let told: Vec<String> = outcome.mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("is stated in `percent`, and its measure would be in `CHF`"), "{told:?}");
    check(&engine, &[("alpha/share?period=2024", "61 exact stated")]).await;

    let stated = String::from_utf8(stated).expect("text");
    let stated =
        stated.replace("alpha/share?period=2024,61,INF,percent", "alpha/share?period=2024,61,INF,CHF");
    let stated = stated.replace("alpha/share?period=2023,,,percent", "alpha/share?period=2023,,,CHF");
    part.insert("stated.csv".to_owned(), stated.into_bytes());
    let outcome = import(&engine, part, "both", false).await;
    assert_eq!((outcome.changed, outcome.mistakes), (true, Vec::new()));
}
