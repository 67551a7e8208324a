//! Every file of a bundle has an owner, and what the shared ones make known is checked.

use super::*;

const MANIFEST: &str = "[organisation]\nid = 'o'\nname.en = 'O'\n[report]\nyear = 2024\nlanguages = ['en']\ntitle.en = 'R'\n\
    [owners]\n\"water.csv\" = 'hydrology'\n[[record_set]]\nfile = 'water.csv'\ncomplete = true\nsource = 'd'\n";

fn bundle(files: &[(&str, &str)]) -> (Bundle, Vec<String>) {
    let files = files.iter().map(|(n, t)| ((*n).to_owned(), t.as_bytes().to_vec())).collect();
    let (bundle, mistakes) = Bundle::new(files);
    (bundle, mistakes.iter().map(ToString::to_string).collect())
}

#[track_caller]
fn check(bundle: &Bundle, file: &str, expected: &[&str]) {
    assert_eq!(bundle.owners(file), expected, "{file}");
}

#[test]
fn files_go_to_their_owners() {
    let measures = "service,name,kind,unit,aggregation,dimensions,department,label_en,definition_en\n\
                    results,learners,flow,person,none,period,BDT,Learners,Learners.\n";
    let (bundle, mistakes) =
        bundle(&[("bundle.toml", MANIFEST), ("water.csv", "id\n"), ("measures.csv", measures)]);
    assert_eq!(mistakes, [""; 0]);
    check(&bundle, "water.csv", &["hydrology"]);
    check(&bundle, "codes.csv", &["hydrology", "results", "gateway"]);
    check(&bundle, "stated.csv", &["hydrology", "results"]);
    check(&bundle, "funding.csv", &["projects"]);
    check(&bundle, "narrative/en/3.1.md", &["gateway"]);
    check(&bundle, "images/cirt.jpg", &["gateway"]);
    check(&bundle, "narrative/3.1.md", &[]);
    check(&bundle, "notes.txt", &[]);
    assert_eq!(
        bundle.part("hydrology").keys().collect::<Vec<_>>(),
        [&"bundle.toml", &"measures.csv", &"water.csv"]
    );
}

#[test]
fn a_whole_bundle_has_no_stray_file_and_no_record_set_without_one() {
    let (bundle, _) =
        bundle(&[("bundle.toml", MANIFEST), ("notes.txt", ""), ("documents.csv", "id,publisher,label_en\n")]);
    let mistakes: Vec<String> = bundle.check_whole().iter().map(ToString::to_string).collect();
    assert_eq!(
        mistakes,
        [
            "notes.txt:1:1: `notes.txt` is no file of a bundle; remove it, or name its service in [owners] of bundle.toml",
            "bundle.toml:10:1: the bundle has no file `water.csv`; correct `file`, or remove the record set",
            "bundle.toml:10:1: documents.csv has no `d`; correct `source`, or add the document",
        ]
    );
}

#[test]
fn names_stay_within_the_bundle() {
    for name in ["/etc/passwd", "../up.csv", "a//b.csv", "a/./b", "C:\\x", "a\\b", "", "a\nb"] {
        let (_, mistakes) = bundle(&[("bundle.toml", MANIFEST), (name, "")]);
        assert_eq!(mistakes.len(), 1, "{name:?}");
    }
    let (_, mistakes) = bundle(&[]);
    assert!(mistakes[0].starts_with("bundle.toml:1:1: the bundle has no bundle.toml"));
}

#[test]
fn shared_files_know_codes_areas_documents_measures_and_identifiers() {
    let (bundle, _) = bundle(&[
        ("bundle.toml", MANIFEST),
        (
            "codes.csv",
            "list,code,parent,label_en\nunit,person,count,person\nsex,F,,women\nunit,kg,weight,kg\n",
        ),
        ("areas.csv", "code,kind,label_en\nWORLD,world,World\nCHE,economy,Switzerland\n"),
        ("area-groups.csv", "classification,edition,group,member\nitu-region,2024,EUR,CHE\n"),
        ("documents.csv", "id,publisher,label_en\nar-2024,ITU,Report\n"),
        ("events.csv", "id,label_en\nwtsa-24,Assembly\n"),
    ]);
    let (context, mistakes) = bundle.context();
    let shown: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "codes.csv:4:9: `weight` is no kind of unit; write one of count, currency, share, points, ratio, rate, mass, time, per",
            "area-groups.csv:2:17: there is no area `EUR`; add it to areas.csv",
        ]
    );
    let remedy = |result: Result<(), crate::mistake::Problem>| result.expect_err("a problem").remedy;
    assert_eq!(remedy(context.check_code("unit", "persn")), "did you mean `person`?");
    assert_eq!(remedy(context.check_code("colour", "red")), "add it to codes.csv with list `colour`");
    assert_eq!(remedy(context.check_document("ar-2023")), "did you mean `ar-2024`?");
    assert_eq!(remedy(context.check_dimension("event", "wtsa-20")), "did you mean `wtsa-24`?");
    assert_eq!(context.check_dimension("event", "wtsa-24"), Ok(()));
    assert_eq!(
        remedy(context.check_dimension("period", "2024-13")),
        "write 2024, 2024-Q1, 2024-10, 2024-12-31 or 2019/2024"
    );
    assert_eq!(context.area_kind("CHE"), Some(crate::AreaKind::Economy));
}

#[test]
fn a_row_of_no_service_is_told() {
    let stated = "key,value,decimals,unit,document\nprojcts/count?period=2024,1,INF,project,ar-2024\nprojects/count?period=2024,1,INF,project,ar-2024\n";
    let (bundle, _) = bundle(&[("bundle.toml", MANIFEST), ("stated.csv", stated), ("projects.csv", "id\n")]);
    let found = bundle.check_whole().into_iter().filter(|m| m.place.file == "stated.csv");
    let shown: Vec<String> = found.map(|m| m.to_string()).collect();
    assert_eq!(shown, ["stated.csv:2:1: there is no service `projcts`; did you mean `projects`?"]);
}
