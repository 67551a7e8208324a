//! Small texts with right and wrong nouns.

use super::*;
use crate::rules::passages::passages;
use crate::sample::{MANIFEST, content};

const MEASURES: &str = "service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,\
label_en,definition_en,must_say_en,must_not_say_en\n\
s,guests,flow,person,none,period,,,,,d,Guests,People who came.,guest|came,staff\n\
s,lands,flow,country,none,period,,,,,d,Countries,Where they came from.,countr,cities\n\
s,gap,rate,pp,none,period,,,,,d,Gap,A difference.,percentage point,\n\
s,free,flow,person,none,period,,,,,d,Free,Anything.,,\n";
const CODES: &str = "list,code,parent,label_en,words_en,note\nunit,person,count,person,,\nunit,country,count,land,,\n\
unit,pp,points,percentage points,percentage points,\n";
const ALIASES: &str = "[aliases]\nguests = \"s/guests?period=@year\"\nlands = \"s/lands?period=@year\"\n\
gap = \"s/gap?period=@year\"\nfree = \"s/free?period=@year\"\n";
const SECTION: &str = "[[section]]\nid = \"1\"\ntitle.en = \"One\"\n[[section.element]]\nkind = \"prose\"\n";

fn found(outline: &str, narrative: &str) -> Vec<Finding> {
    let outline = format!("{ALIASES}{outline}");
    let files = [
        ("bundle.toml", MANIFEST),
        ("measures.csv", MEASURES),
        ("codes.csv", CODES),
        ("outline.toml", &outline),
        ("narrative/en/1.md", narrative),
    ];
    let content = content(&files);
    assert_eq!(content.catalogue.len(), 4, "the measures are read");
    find(&content, &passages(&content), &[])
}

#[track_caller]
fn check(narrative: &str, expected: &[&str]) {
    let told = found(SECTION, narrative);
    let told: Vec<String> =
        told.iter().map(|f| format!("{} {} {}", f.rule.name(), f.places[0], f.parts["words"])).collect();
    assert_eq!(told, expected, "{narrative}");
}

#[test]
fn a_noun_stands_where_sentences_put_it() {
    check("There were {guests} guests from {lands} countries.", &[]);
    check("Many came: {guests} in all.", &[]);
    check("Guests are counted at the door. There were {guests}.", &[]);
    check("## Guests\n\nThere were {guests}.", &[]);
    check("The guests by country:\n\n- {guests} in spring\n- {lands} of them", &[]);
    check("The lead was {gap}.", &[]);
    check("There were {free}.", &[]);
    // It goes on from the first sentence, two sentences on.
    check(
        "There were {guests} guests. It rained. Then there were {guests @year-1}. Then {guests @year-2}.",
        &[],
    );
}

#[test]
fn a_number_without_its_noun_is_told_where_it_is_bound() {
    check("There were {guests} bicycles.", &["wording narrative/en/1.md:1:12 guest, came"]);
    check("It rained.\n\nThe fair drew {lands} exhibitors.", &["wording narrative/en/1.md:3:15 countr"]);
    check(
        "The guests came. It rained. There were {lands} of them.",
        &["wording narrative/en/1.md:1:40 countr"],
    );
}

#[test]
fn a_noun_of_another_measure_is_told() {
    check("There were {guests} staff who came.", &["wrong-noun narrative/en/1.md:1:12 staff"]);
    check("There were {guests} guests, and staff as well.", &[]);
    // The other figure of the clause may own the word.
    check("There were {guests} guests and staff from {lands} countries.", &[]);
}

#[test]
fn nouns_that_changed_places_are_told() {
    check("There were {lands} guests from {guests} countries.", &["wrong-noun narrative/en/1.md:1:12 guest"]);
    check("The guests, {guests}, from countries, {lands}.", &[]);
}

#[test]
fn an_excerpt_is_short_and_has_no_gap_for_what_is_not_known() {
    let long = format!("There were {{guests}} bicycles{}.", " and more".repeat(60));
    let findings = found(SECTION, &long);
    let excerpt = &findings[0].parts["excerpt"];
    assert!(excerpt.starts_with("There were – bicycles") && excerpt.ends_with('…'), "{excerpt}");
    assert_eq!(excerpt.chars().count(), 161);
}

fn table(rows: &str) -> Vec<String> {
    let outline = format!(
        "[[headline]]\nfigure = \"guests\"\nlabel.en = \"Guests\"\n\
         [[section]]\nid = \"1\"\ntitle.en = \"One\"\n\
         [[section.element]]\nkind = \"prose\"\n\
         [[section.element]]\nkind = \"table\"\ncaption.en = \"The fair\"\nstub.en = \"What\"\n\
         [[section.element.column]]\nlabel.en = \"Number\"\n{rows}"
    );
    found(&outline, "Words.\n").iter().map(|f| format!("{} {}", f.rule.name(), f.parts["excerpt"])).collect()
}

fn row(label: &str, cell: &str) -> String {
    format!("[[section.element.row]]\nlabel.en = \"{label}\"\ncells = [\"{cell}\"]\n")
}

#[test]
fn the_words_of_a_table_belong_to_its_cells() {
    assert_eq!(table(&(row("Guests", "guests") + &row("Countries", "lands"))), [""; 0]);
    assert_eq!(
        table(&(row("Guests", "lands") + &row("Countries", "lands"))),
        [""; 0],
        "one measure: the other row says it"
    );
    let swapped = table(&(row("Guests", "lands") + &row("Countries", "guests")));
    assert_eq!(swapped, ["wrong-noun Number Guests", "wrong-noun Number Countries"]);
    assert_eq!(table(&row("Bicycles", "guests")), ["wording Number Bicycles"]);
    // A row may go on from another one.
    assert_eq!(table(&(row("Guests", "guests") + &row("of these, before noon", "guests @year-1"))), [""; 0]);
}
