//! Changed numbers in texts that follow neither the report's order nor its words.

use super::*;

#[test]
fn a_year_between_the_ends_of_a_change_is_of_the_first() {
    let report = reference_of(&[(
        "Coverage of the population rose from 88.0 % to 91.1 %.",
        &["c/coverage?area=LIC&period=2020", "c/coverage?area=LIC&period=2024"],
    )]);
    let right = "La couverture de la population est passée de 88,0 % en 2020 à 91,1 %.";
    check_against(&report, "fr", right, &[]);
    check_against(
        &report,
        "fr",
        &right.replace("2020", "2021"),
        &["2021 where the report says 88.0 % of 2020"],
    );
}

#[test]
fn values_of_two_times_may_have_changed_places_behind_a_than() {
    let report = reference_of(&[(
        "A strategy for broadband was in place in 167 countries, after 170 in 2022.",
        &["c/plans?area=WORLD&period=2024", "c/plans?area=WORLD&period=2022"],
    )]);
    let right = "Les pays qui ont une stratégie pour le large bande étaient 167, contre 170 en 2022.";
    check_against(&report, "fr", right, &[]);
    check_against(
        &report,
        "fr",
        "Les pays qui ont une stratégie pour le large bande étaient 170, contre 167 en 2022.",
        &["170 where the report says 167 countries", "167 where the report says 170"],
    );
    // What is told against another may be the later, where a year says so.
    check_against(
        &report,
        "fr",
        "Les pays qui ont une stratégie pour le large bande étaient 170 en 2022, contre 167 en 2024.",
        &[],
    );
}

#[test]
fn what_is_told_against_a_figure_is_the_same_figure_in_another_year() {
    let report = reference_of(&[
        ("Agreements worth CHF 28.66 million were signed in 2024.", &["p/agreements?period=2024"]),
        ("2022\t5.34", &["p/agreements?period=2022"]),
        ("2023\t20.97", &["p/agreements?period=2023"]),
    ]);
    let right = "On a signé pour 28,66 millions de CHF, contre 20,97 en 2023.";
    check_against(&report, "fr", right, &[]);
    check_against(&report, "fr", &right.replace("20,97", "209,7"), &["209,7 where the report says 20.97"]);
}

#[test]
fn a_relative_pronoun_is_no_than() {
    let lexicon = lexicon("es");
    let before = |text: &str| -> Vec<bool> {
        let said = said::read(text, &lexicon);
        said.iter().map(|said| said.clues.weight(&clues::Clue::Before) > 0).collect()
    };
    assert_eq!(before("Hubo 109 equipos y los que tienen un plan son 127."), [false, false]);
    assert_eq!(before("Hubo 109 planes, el doble que los 54 de antes."), [false, false, true]);
}

#[test]
fn countries_that_the_report_counts_are_no_people() {
    let right = "On compte 470 entités de 148 pays, et 73 milliards USD de promesses en mars 2025.";
    check("fr", right, &[]);
    check(
        "fr",
        &right.replace("148 pays", "148 personnes"),
        &["148 personnes where the report says 148 countries"],
    );
}

#[test]
fn a_text_that_shows_its_decimal_sign_is_read_by_it() {
    let right = "El 97,9 % de la población tenía cobertura. En los cursos se inscribieron 1.055 alumnos de 144 países.";
    check("es", right, &[]);
    check("es", &right.replace("1.055", "1.555"), &["1.555 alumnos where the report says 1 055 learners"]);
    // Read as one and a bit, the number would go with something else.
    let report = reference_of(&[
        ("A gain of 35 entities.", &["m/net?period=2024"]),
        ("There are 35 000 members of the network of schools.", &["m/schools?period=2024"]),
    ]);
    let text = "El 97,9 % tenía cobertura. La red de escuelas tiene 35.000 miembros.";
    let draft = draft::read("draft.md", text.as_bytes()).expect("a draft");
    let found = judge(&draft, &lexicon("es"), "es", &report);
    let figures: Vec<Option<&str>> = found.agreeing.iter().map(|said| said.figure.as_deref()).collect();
    assert_eq!(figures, [Some("m/schools?period=2024")]);
}

#[test]
fn a_cell_stands_in_the_scale_of_its_column() {
    let report = || {
        let mut report = reference_of(&[
            ("Africa\t26 548.5", &["p/funding?area=AFR&period=2024"]),
            ("Americas\t12 600.3", &["p/funding?area=AMS&period=2024"]),
            ("Arab States\t2 989.6", &["p/funding?area=ARB&period=2024"]),
        ]);
        // Printed in thousands.
        for said in report.passages.iter_mut().flat_map(|passage| &mut passage.said) {
            if let What::Number(values) = &mut said.what {
                said.written = values.first().copied();
                for value in values {
                    value.number *= figures::Decimal::ONE_THOUSAND;
                }
            }
        }
        report.index = Index::of(&report.passages);
        report
    };
    let right = "Fonds par région\n\n| Région | Fonds |\n|---|---|\n| Afrique | 26 548,5 |\n| Amériques | 12 600,3 |\n| États arabes | 2 989,6 |\n";
    check_against(&report(), "fr", right, &[]);
    check_against(
        &report(),
        "fr",
        &right.replace("12 600,3", "12 600 300"),
        &["12 600 300 where the report says 12 600.3"],
    );
}

#[test]
fn a_digit_of_an_index_is_found_by_its_words() {
    let mut texts = REPORT.to_vec();
    texts.push("The parity score was 0.86 in the Arab States.");
    texts.push("The parity score was 0.95 in Asia and the Pacific.");
    let report = reference("en", &texts);
    let right = "L'indice de parité vaut 0,95 en Asie-Pacifique et 0,86 dans les États arabes.";
    check_against(&report, "fr", right, &[]);
    check_against(&report, "fr", &right.replace("0,86", "0,36"), &["0,36 where the report says 0.86"]);
}

#[test]
fn a_value_of_two_years_speaks_for_neither() {
    let report = reference_of(&[
        ("Women\t48\t46", &["c/women?period=2023", "c/women?period=2024"]),
        ("Men\t36\t37", &["c/men?period=2023", "c/men?period=2024"]),
        ("Youth\t16\t16", &["c/youth?period=2023", "c/youth?period=2024"]),
    ]);
    let right = "| | 2023 | 2024 |\n|---|---|---|\n| Femmes | 48 | 46 |\n| Hommes | 36 | 37 |\n| Jeunes | 16 | 16 |\n";
    check_against(&report, "fr", right, &[]);
    check_against(&report, "fr", &right.replace("2023", "2024"), &["2024 where the report says 48 of 2023"]);
}

#[test]
fn a_number_that_stands_in_a_place_by_its_order_leaves_it_to_a_slip() {
    let right = "Promesses: 470 entités de 148 pays, plus de 73 milliards USD, 1 000 promesses en mars 2025.";
    check("fr", right, &[]);
    check(
        "fr",
        &right.replace("148 pays", "148 personnes"),
        &["148 personnes where the report says 148 countries"],
    );
}
