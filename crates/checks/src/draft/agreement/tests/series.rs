//! Tables of one measure, year by year.

use super::*;

#[test]
fn a_cell_of_a_yearly_series_is_of_the_year_of_its_row() {
    let keys: Vec<String> = (2018..=2022).map(|year| format!("p/frameworks?period={year}")).collect();
    let keys: Vec<[&str; 1]> = keys.iter().map(|key| [key.as_str()]).collect();
    let rows = ["2018\t61.3", "2019\t84.1", "2020\t88.2", "2021\t117.5", "2022\t119.4"];
    let rows: Vec<(&str, &[&str])> =
        rows.iter().zip(&keys).map(|(row, key)| (*row, key.as_slice())).collect();
    let report = reference_of(&rows);
    for language in ["en", "fr"] {
        let right = "| | value |\n|---|---:|\n| 2018 | 61.3 |\n| 2019 | 84.1 |\n| 2020 | 88.2 |\n| 2021 | 117.5 |\n| 2022 | 119.4 |\n";
        let said = |text: &str| if language == "fr" { text.replace('.', ",") } else { text.to_owned() };
        let changed = |from: &str, to: &str| said(&right.replace(from, to));
        check_against(&report, language, &changed("", ""), &[]);
        // Years that follow each other are right, and it is the values that changed places.
        let swapped = changed("61.3", "@").replace(&said("84.1"), &said("61.3")).replace('@', &said("84.1"));
        let expected = [
            format!("{} where the report says 61.3", said("84.1")),
            format!("{} where the report says 84.1", said("61.3")),
        ];
        check_against(&report, language, &swapped, &expected.each_ref().map(String::as_str));
        // Another row's value, rounded.
        check_against(&report, language, &changed("88.2", "84"), &["84 where the report says 88.2"]);
        let without = changed("| 2019 | 84.1 |\n", "");
        check_against(&report, language, &without, &[]);
    }
}

#[test]
fn a_year_that_stands_twice_says_nothing_against_the_value_beside_it() {
    let report = reference_of(&[
        ("2018\t61.3", &["p/frameworks?period=2018"]),
        ("2019\t84.1", &["p/frameworks?period=2019"]),
        ("2020\t88.2", &["p/frameworks?period=2020"]),
        ("2021\t117.5", &["p/frameworks?period=2021"]),
    ]);
    let right =
        "| | valeur |\n|---|---:|\n| 2018 | 61,3 |\n| 2019 | 84,1 |\n| 2020 | 88,2 |\n| 2021 | 117,5 |\n";
    check_against(&report, "fr", right, &[]);
    let twice = right.replace("| 2020 |", "| 2019 |");
    check_against(&report, "fr", &twice, &["2019 where the report says 88.2 of 2020"]);
    // Nor does one that stands for a row which is not shown.
    let skipped = right.replace("| 2019 | 84,1 |\n", "").replace("| 2018 |", "| 2019 |");
    check_against(&report, "fr", &skipped, &["2019 where the report says 61.3 of 2018"]);
}
