use crate::draft::examine::told::check;

#[test]
fn one_thing_has_one_value() {
    check(
        "two-values",
        "en",
        &[
            (
                "Training programmes reached 3 700 women in rural areas in 2024.\n\nIn 2024, training programmes reached 3 900 women in rural areas.\n",
                "3 900 women",
                "3 700 women",
            ),
            (
                "Training programmes reached 3 712 women in rural areas in 2024.\n\nIn 2024, training programmes reached over 3 700 women in rural areas.\n",
                "",
                "",
            ),
            // Another year, another place, another thing.
            (
                "Training programmes reached 3 700 women in rural areas in 2024.\n\nIn 2023, training programmes reached 3 900 women in rural areas.\n",
                "",
                "",
            ),
            (
                "Training programmes reached 3 700 women in rural areas in 2024.\n\nIn 2024, training programmes reached 3 900 women in urban areas.\n",
                "",
                "",
            ),
            // A slip of magnitude stands out even where the words differ a little.
            (
                "Networks served 5.5 billion people of all ages in 2024.\n\nIn 2024, networks served 5.5 million people of all ages.\n",
                "5.5 million people",
                "“billion” fits",
            ),
            (
                "The federation has 1,055 members of all kinds today.\n\nThe federation has 1.055 members of all kinds today.\n",
                "1.055 members",
                "look alike",
            ),
        ],
    );
}

#[test]
fn what_is_said_of_each_region_is_not_one_thing() {
    let regions = "# Work\n\n## Africa\n\nIn 2024, twelve projects with local partners were completed in the region: 12 projects.\n\n\
        In 2024, local partners completed 12 useful projects in the region.\n\n## Asia\n\nIn 2024, local partners completed 19 useful projects in the region.\n";
    let list =
        "- Local partners completed 12 useful projects.\n- Local partners completed 19 useful projects.\n";
    check("two-values", "en", &[(regions, "", ""), (list, "", "")]);
    let values = "In 2024, local partners trained 120 rural teachers.\n\nIn 2024, local partners trained 140 rural teachers.\n\n\
        In 2024, local partners trained 160 rural teachers.\n";
    check("two-values", "en", &[(values, "", "")]);
}

#[test]
fn words_of_magnitude_are_told_in_each_language() {
    for (language, text, at, part) in [
        (
            "fr",
            "En 2024, les réseaux mobiles ont desservi 5,5 milliards de personnes.\n\nLes réseaux mobiles ont desservi 5,5 billions de personnes en 2024.\n",
            "5,5 billions de personnes",
            "“milliard” fits",
        ),
        (
            "es",
            "En 2024, las redes móviles atendieron a 5,5 mil millones de personas.\n\nLas redes móviles atendieron a 5,5 billones de personas en 2024.\n",
            "5,5 billones de personas",
            "“mil millones” fits",
        ),
        (
            "ru",
            "В 2024 году мобильные сети обслуживали 5,5 млрд человек.\n\nМобильные сети обслуживали 5,5 млн человек в 2024 году.\n",
            "5,5 млн человек",
            "“млрд” fits",
        ),
        (
            "zh",
            "2024年移动网络为农村地区的55亿人提供服务。\n\n2024年移动网络为农村地区的55万人提供服务。\n",
            "55万人",
            "“亿” fits",
        ),
        (
            "ar",
            "في عام 2024 خدمت الشبكات المتنقلة السريعة 5,5 مليار شخص.\n\nخدمت الشبكات المتنقلة السريعة 5,5 مليون شخص في عام 2024.\n",
            "5,5 مليون شخص",
            "“مليار” fits",
        ),
    ] {
        check("two-values", language, &[(text, at, part)]);
    }
}

#[test]
fn a_sentence_and_the_row_of_its_name_agree() {
    let table =
        "| Kind | 2023 | 2024 |\n|---|---|---|\n| Sector Members | 245 | 322 |\n| Associates | 90 | 94 |\n";
    let with = |sentence: &str| format!("# Members\n\n{sentence}\n\n{table}");
    let wrong = with("In 2024 there were 97 Associates.");
    check("two-values", "en", &[(&wrong, "97 Associates", "94 in the table")]);
    for right in [
        "In 2024 there were 94 Associates.",
        "In 2023 there were 90 Associates.",
        "In 2024 there were more than 90 Associates.",
        "In 2024 there were 97 new Associates in Africa.",
        "In 2024 there were 12 Associates.",
        "In 2022 there were 97 Associates.",
    ] {
        check("two-values", "en", &[(&with(right), "", "")]);
    }
    let elsewhere = format!("# Africa\n\nIn 2024 there were 97 Associates.\n\n# Members\n\n{table}");
    check("two-values", "en", &[(&elsewhere, "", "")]);
}
