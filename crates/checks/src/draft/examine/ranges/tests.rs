use crate::draft::examine::told::check;

#[test]
fn a_range_begins_with_its_smaller_end() {
    let rule = "reversed-range";
    check(
        rule,
        "en",
        &[
            ("Between 60 and 40 % of homes are reached.", "60 and 40 %", "larger end"),
            ("Some 60–40 % of homes are reached.", "Some 60–40 %", ""),
            ("Some 40–60 % of homes are reached.", "", ""),
            ("It went from 80 to 60 people between the sessions.", "", ""),
            ("From 80 to 60 people came.", "", ""),
            ("The motion was carried 15–3.", "", ""),
            ("The share fell by 20 to 15 %.", "", ""),
        ],
    );
    check(
        rule,
        "fr",
        &[("Entre 60 et 40 % des foyers.", "60 et 40 %", ""), ("Entre 40 et 60 % des foyers.", "", "")],
    );
    check(
        rule,
        "es",
        &[("Entre el 60 y el 40 % de los hogares.", "60 y el 40 %", ""), ("Del 60 al 40 %.", "", "")],
    );
    check(rule, "ru", &[("Охват составляет 60–40 %.", "60–40 %", ""), ("Охват составляет 40–60 %.", "", "")]);
    check(
        rule,
        "zh",
        &[
            ("覆盖率为60%-40%。", "60%-40%", ""),
            ("覆盖率为40%-60%。", "", ""),
            ("覆盖率从60%降至40%。", "", ""),
        ],
    );
    check(
        rule,
        "ar",
        &[
            ("تتراوح النسبة بين 60 و40 في المائة.", "60 و40 في المائة", ""),
            ("تتراوح النسبة بين 40 و60 في المائة.", "", ""),
            ("انخفضت النسبة من 60 إلى 40 في المائة.", "", ""),
        ],
    );
}
