use jiff::Timestamp;

use super::*;

const MANIFEST: &str = "[organisation]\nid = \"org\"\nname.en = \"Org\"\nshort.en = \"Org\"\n\
    [report]\nyear = 2024\nlanguages = [\"en\"]\ntitle.en = \"Report\"\n";
const OUTLINE: &str = "[[section]]\nid = \"1\"\ntitle.en = \"One\"\n[[section.element]]\nkind = \"prose\"\n";

fn files() -> BTreeMap<String, Vec<u8>> {
    let file = |name: &str, content: &[u8]| (name.to_owned(), content.to_vec());
    BTreeMap::from([
        file("bundle.toml", MANIFEST.as_bytes()),
        file("outline.toml", OUTLINE.as_bytes()),
        file("narrative/en/1.md", b"Words.\n"),
        file("images/dot.png", &[0, 159, 146, 150, 255]),
    ])
}

fn import(run: &str) -> Import {
    Import {
        actor: "ana".to_owned(),
        reason: "a test".to_owned(),
        request_id: run.to_owned(),
        validate_only: false,
    }
}

async fn contents() -> Contents {
    let heads = Arc::new(Heads::new([NAME]));
    let clock: Clock = Arc::new(|| Timestamp::UNIX_EPOCH);
    Contents::open(Location::Memory, heads, clock).await.expect("it opens")
}

#[tokio::test]
async fn files_of_any_bytes_come_back_as_they_were() {
    let contents = contents().await;
    assert!(contents.is_empty() && contents.current().is_none());
    let outcome = contents.import(files(), &import("1")).await.expect("imported");
    assert_eq!((outcome.revision, outcome.changed, outcome.mistakes.len()), (1, true, 0), "{outcome:?}");
    let loaded = contents.current().expect("content");
    assert_eq!(loaded.images["images/dot.png"].as_ref(), [0, 159, 146, 150, 255]);
    assert_eq!((loaded.year(), loaded.languages.len()), (2024, 1));
    assert_eq!(contents.heads.known(NAME).head.map(|(revision, _)| revision), Some(1));
}

#[tokio::test]
async fn the_same_files_again_make_no_revision_and_others_close_what_is_gone() {
    let contents = contents().await;
    contents.import(files(), &import("1")).await.expect("imported");
    let again = contents.import(files(), &import("2")).await.expect("imported");
    assert_eq!((again.revision, again.changed), (1, false));
    let mut fewer = files();
    fewer.remove("images/dot.png");
    let outcome = contents.import(fewer, &import("3")).await.expect("imported");
    let closed: Vec<&str> = outcome.files.iter().filter(|f| f.closed == 1).map(|f| f.file.as_str()).collect();
    assert_eq!((outcome.revision, closed.as_slice()), (2, &["images/dot.png"][..]));
    assert!(contents.current().expect("content").images.is_empty());
}

#[tokio::test]
async fn a_part_that_is_only_looked_at_is_not_written() {
    let contents = contents().await;
    let look = Import { validate_only: true, ..import("1") };
    let outcome = contents.import(files(), &look).await.expect("looked at");
    assert_eq!((outcome.revision, outcome.changed, outcome.files.len()), (0, false, 4));
    assert!(contents.is_empty() && contents.current().is_none());
}

#[tokio::test]
async fn all_mistakes_are_told_with_their_places_and_nothing_is_written() {
    let contents = contents().await;
    let mut wrong = files();
    wrong.insert("narrative/en/1.md".to_owned(), b"There were seven.\n\nSee {section:9}.\n".to_vec());
    wrong.insert("observations.csv".to_owned(), Vec::new());
    wrong.insert("published.csv".to_owned(), b"key,value,document\nalpha,1,doc\n".to_vec());
    wrong.insert("coverage.toml".to_owned(), b"colour = \"red\"\n".to_vec());
    wrong.insert("outline.toml".to_owned(), [OUTLINE, "color = \"red\"\n"].concat().into_bytes());
    let outcome = contents.import(wrong, &import("1")).await.expect("answered");
    let places: Vec<(&str, i32)> = outcome.mistakes.iter().map(|m| (m.file.as_str(), m.line)).collect();
    for place in
        [("narrative/en/1.md", 1), ("narrative/en/1.md", 3), ("observations.csv", 1), ("outline.toml", 6)]
    {
        assert!(places.contains(&place), "{place:?} in {:#?}", outcome.mistakes);
    }
    assert!(outcome.mistakes.iter().all(|m| !m.problem.is_empty() && !m.remedy.is_empty()));
    assert!(contents.is_empty());
}

#[tokio::test]
async fn a_run_is_known_by_its_id_for_ever() {
    let contents = contents().await;
    let first = contents.import(files(), &import("1")).await.expect("imported");
    let again = contents.import(files(), &import("1")).await.expect("the first outcome");
    assert_eq!((again.revision, again.changed), (1, true));
    assert_eq!(again, first, "with the counts of each file");
    let mut other = files();
    other.insert("narrative/en/1.md".to_owned(), b"Other words.\n".to_vec());
    assert!(matches!(contents.import(other, &import("1")).await, Err(StoreError::Conflict { .. })));
}

#[test]
fn bytes_that_are_no_text_are_kept_as_digits() {
    for bytes in [&[][..], &[0], &[0, 1, 15, 16, 255]] {
        assert_eq!(unhex(&hex(bytes)).as_deref(), Some(bytes));
    }
    assert_eq!(unhex("0g"), None);
}
