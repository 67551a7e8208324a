use figures::Unit;

use super::*;
use crate::finding::Words;
use crate::sample;

const MEASURES: &str = "service,name,kind,unit,aggregation,dimensions,total_area,period_from,decimals,columns,department,\
label_en,definition_en,must_say_en,must_not_say_en\n\
s,readers,rate,percent,none,area period residence sex,WORLD,,,,d,Readers,Share of people who read.,,\n\
s,readers-gap,rate,percent,none,area period sex,WORLD,,,,d,Gap,Gap between readers.,,\n\
s,books,average,CHF,none,area period sex,WORLD,,,,d,Books,Money for books.,,\n";
const CODES: &str = "list,code,parent,label_en,words_en,note\nunit,percent,share,per cent,,\nunit,CHF,currency,franc,,\n\
sex,F,,Women,,\nsex,M,,Men,,\nresidence,urban,,Urban,,\nresidence,rural,,Rural,,\n";
const AREAS: &str = "code,kind,m49,label_en,note\nWORLD,world,001,World,\nAFR,itu-region,,Africa,\nEUR,itu-region,,Europe,\n\
HIC,income-group,,High,\nUMC,income-group,,Middle,\nLIC,income-group,,Low,\nCHE,economy,756,Switzerland,\n";

fn found(unit: &str, figures: &[(&str, &str)]) -> Vec<Finding> {
    let files = [
        ("bundle.toml", sample::MANIFEST),
        ("measures.csv", MEASURES),
        ("codes.csv", CODES),
        ("areas.csv", AREAS),
    ];
    let figure = |(key, number): &(&str, &str)| Figure {
        unit: Unit::new(unit).expect("a unit"),
        ..sample::figure(&format!("s/{key}"), number, "0")
    };
    let report = sample::report(figures.iter().map(figure).collect());
    find(&Series::of(&[&report]), &sample::content(&files))
}

const WOMEN: (&str, &str) = ("readers?area=WORLD&period=2024&sex=F", "65");
const MEN: (&str, &str) = ("readers?area=WORLD&period=2024&sex=M", "70");
const ALL: &str = "readers?area=WORLD&period=2024";

#[test]
fn all_people_lie_between_women_and_men() {
    let findings = found("percent", &[WOMEN, MEN, (ALL, "72")]);
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(
        Words::of("en").expect("words").message(finding),
        "s/readers?area=WORLD&period=2024: 72 percent [71.5, 72.5] does not lie between its parts by sex: 65 \
         (s/readers?area=WORLD&period=2024&sex=F); 70 (s/readers?area=WORLD&period=2024&sex=M); 1 lie between the two"
    );
    assert_eq!(finding.severity, Severity::Warning);
    assert_eq!(found("percent", &[WOMEN, MEN, (ALL, "68")]), []);
    assert_eq!(found("percent", &[WOMEN, MEN, (ALL, "71")]), [], "both may be 70.5");
}

#[test]
fn with_a_part_that_is_not_shown_nothing_is_claimed() {
    assert_eq!(found("percent", &[MEN, (ALL, "30")]), []);
    let urban = ("readers?area=WORLD&period=2024&residence=urban", "80");
    assert_eq!(found("percent", &[MEN, urban, (ALL, "30")]), []);
    assert_eq!(found("percent", &[("readers?area=AFR&period=2024", "40"), (ALL, "30")]), []);
}

#[test]
fn the_world_lies_between_its_regions_and_is_noted_beyond_the_income_groups() {
    let of = |area: &str| format!("readers?area={area}&period=2024");
    let regions = [(of("AFR"), "40"), (of("EUR"), "90"), (of("WORLD"), "93")];
    let regions: Vec<(&str, &str)> = regions.iter().map(|(key, number)| (key.as_str(), *number)).collect();
    assert_eq!(found("percent", &regions)[0].severity, Severity::Warning);
    let ends = [(of("LIC"), "27"), (of("HIC"), "93"), (of("WORLD"), "6")];
    let ends: Vec<(&str, &str)> = ends.iter().map(|(key, number)| (key.as_str(), *number)).collect();
    assert_eq!(found("percent", &ends)[0].severity, Severity::Note);
    // One country may lie anywhere.
    let country = [(of("LIC"), "27"), (of("HIC"), "93"), (of("CHE"), "99")];
    let country: Vec<(&str, &str)> = country.iter().map(|(key, number)| (key.as_str(), *number)).collect();
    assert_eq!(found("percent", &country), []);
}

#[test]
fn amounts_and_gaps_are_no_averages() {
    let books = |sex: &str| format!("books?area=WORLD&period=2024{sex}");
    let amounts = [(books("&sex=F"), "65"), (books("&sex=M"), "70"), (books(""), "135")];
    let amounts: Vec<(&str, &str)> = amounts.iter().map(|(key, number)| (key.as_str(), *number)).collect();
    assert_eq!(found("CHF", &amounts), []);
    let gap = |sex: &str| format!("readers-gap?area=WORLD&period=2024{sex}");
    let gaps = [(gap("&sex=F"), "6"), (gap("&sex=M"), "7"), (gap(""), "13")];
    let gaps: Vec<(&str, &str)> = gaps.iter().map(|(key, number)| (key.as_str(), *number)).collect();
    assert_eq!(found("percent", &gaps), []);
}
