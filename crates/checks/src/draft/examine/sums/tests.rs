use crate::draft::examine::told::{Case, check};

#[track_caller]
fn sums(language: &str, cases: &[Case<'_>]) {
    check("sum", language, cases);
}

#[test]
fn english_totals_are_made_of_their_parts() {
    sums(
        "en",
        &[
            ("There are 91 members, of which 60 are States and the remaining 31 are companies.", "", ""),
            (
                "There are 91 members, of which 60 are States and the remaining 37 are companies.",
                "91 members",
                "97",
            ),
            ("There are 91 members, of which 60 are States and 25 are companies.", "", ""),
            (
                "There are 91 members, of which 60 are States and 37 are companies.",
                "91 members",
                "counted in two",
            ),
            ("There are 91 members, of which 96 are States.", "96", "cannot be a part"),
            ("We trained 300 people in 3 workshops, of whom 120 were women.", "", ""),
            ("We trained people in 3 countries, of whom 120 women.", "", ""),
            ("We held 12 workshops and 30 seminars, 42 in all.", "", ""),
            ("Of these, 17 were in Africa, 19 in Asia and 5 in Europe, together 41.", "", ""),
            ("Of these, 17 were in Africa, 19 in Asia and 5 in Europe, together 44.", "44", "make 41"),
            ("It employs 91 people (60 men and 31 women).", "", ""),
            ("It employs 91 people (60 men and 37 women).", "91 people", "97"),
            ("It spent CHF 9.1 million: CHF 6.0 million on staff and CHF 3.1 million on travel.", "", ""),
            (
                "It spent CHF 9.1 million: CHF 6.0 million on staff and CHF 3.7 million on travel.",
                "CHF 9.1 million",
                "",
            ),
            (
                "It spent CHF 9.1 million: CHF 6.0 million on staff and CHF 3.1 billion on travel.",
                "CHF 9.1 million",
                "“million” fits",
            ),
            ("In 2024, 91 people from 40 countries took part, of whom 30 were women.", "", ""),
            ("Some 12 countries and 30 participants came, 45 events in all.", "", ""),
            ("The 91 members met (see section 4 and annex 2).", "", ""),
        ],
    );
}

#[test]
fn totals_in_the_other_languages_are_made_of_their_parts() {
    sums(
        "fr",
        &[
            ("On compte 91 membres, dont 60 États et les 31 restants des entreprises.", "", ""),
            ("On compte 91 personnes (60 hommes et 37 femmes).", "91 personnes", "97"),
            ("On compte 91 personnes (60 hommes et 31 femmes).", "", ""),
            ("On compte 60 hommes et 31 femmes, soit au total 97 personnes.", "97 personnes", "91"),
            ("On compte 60 hommes et 31 femmes, soit au total 91 personnes.", "", ""),
            ("On compte 91 personnes, dont 96 femmes.", "96 femmes", "cannot be a part"),
        ],
    );
    sums(
        "es",
        &[
            ("Hay 91 personas (60 hombres y 37 mujeres).", "91 personas", "97"),
            ("Hay 91 personas (60 hombres y 31 mujeres).", "", ""),
            ("Hay 60 hombres y 31 mujeres, en total 97 personas.", "97 personas", "91"),
            ("Hay 60 hombres y 31 mujeres, en total 91 personas.", "", ""),
            ("Hay 91 personas, de las cuales 96 son mujeres.", "96", "cannot be a part"),
        ],
    );
    sums(
        "ru",
        &[
            ("Участвовал 91 человек (60 мужчин и 37 женщин).", "91 человек", "97"),
            ("Участвовал 91 человек (60 мужчин и 31 женщина).", "", ""),
            ("Участвовали 60 мужчин и 31 женщина, всего 97 человек.", "97 человек", "91"),
            ("Участвовали 60 мужчин и 37 женщин, всего 97 человек.", "", ""),
            ("Участвовал 91 человек, из них 96 женщин.", "96 женщин", "cannot be a part"),
        ],
    );
    sums(
        "zh",
        &[
            ("水务局招聘了十二名工程师，其中一半不满35岁。", "", ""),
            ("成员总数为91个，其中60个为国家，其余37个为公司。", "91", "97"),
            ("成员总数为91个，其中60个为国家，其余31个为公司。", "", ""),
            ("成员总数为91个，其中17个来自亚洲。", "", ""),
            ("培训了300人，分3次进行，其中女性120人。", "", ""),
            ("男性60名，女性31名，共97名。", "97名", "91"),
            ("男性60名，女性31名，共91名。", "", ""),
            ("参加者有91人，其中女性96人。", "96人", "cannot be a part"),
        ],
    );
    sums(
        "ar",
        &[
            ("شارك 91 شخصاً (60 رجلاً و37 امرأة).", "91 شخصاً", "97"),
            ("شارك 91 شخصاً (60 رجلاً و31 امرأة).", "", ""),
            ("شارك 60 رجلاً و31 امرأة، بمجموع 97 شخصاً.", "97 شخصاً", "91"),
            ("شارك 60 رجلاً و31 امرأة، بمجموع 91 شخصاً.", "", ""),
            ("شارك 91 شخصاً، منهم 96 امرأة.", "96 امرأة", "cannot be a part"),
        ],
    );
}

#[test]
fn parts_that_may_overlap_are_a_note() {
    use crate::draft::examine::told::marks;
    use crate::finding::Severity;

    let severity = |text: &str| marks("sum", "en", "draft.md", text).first().map(|(_, mark)| mark.severity);
    assert_eq!(severity("It has 91 members, of which 60 are States and 37 small."), Some(Severity::Note));
    assert_eq!(severity("It has 91 members (60 States and 37 members)."), None);
    assert_eq!(
        severity("It has 91 members, of which 60 are States and the other 37 are not."),
        Some(Severity::Warning)
    );
}
