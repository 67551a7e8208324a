use crate::draft::examine::told::check;

#[test]
fn english_changes_follow_from_their_ends() {
    check(
        "change",
        "en",
        &[
            ("It rose from 117 to 127, up 8.5 %.", "", ""),
            ("It rose from 117 to 127, up 18.5 %.", "18.5 %", "8.55"),
            ("It rose from 40 members to 48 members, that is by 20 %.", "", ""),
            ("It rose from 40 members to 48 members, that is by 25 %.", "25 %", ""),
            ("The number doubled from 20 to 30.", "doubled", ""),
            ("The number doubled from 20 to 41.", "", ""),
            ("The number more than doubled from 20 to 45.", "", ""),
            ("The number more than doubled from 20 to 39.", "more than doubled", ""),
            ("Costs halved from CHF 40 million to CHF 21 million.", "", ""),
            ("Costs halved from CHF 40 million to CHF 31 million.", "halved", ""),
            ("Membership fell from 20 to 30.", "30", "rises"),
            ("Membership fell sharply from 30 to 20.", "", ""),
            ("The share rose from 65 % to 68 %, an increase of 3 %.", "3 %", "percentage points"),
            ("The share rose from 65 % to 68 %, an increase of 3 percentage points.", "", ""),
            ("The share rose from 65 % to 68 %, an increase of 4.6 %.", "", ""),
            ("Traffic grew from 20 to 30, an increase of 150 %.", "150 %", "in per cent of the value before"),
            ("Traffic rose by a third, from 30 to 40.", "", ""),
            ("Traffic rose by a third, from 30 to 50.", "a third", ""),
            (
                "It rose from 117 members in 2023 to 127 members in 2024, up 18.5 % compared with 2023.",
                "18.5 %",
                "",
            ),
            ("It rose by 18.5 % to 127 members, compared with 117 members in 2023.", "18.5 %", ""),
            ("It rose by 8.5 % to 127 members, compared with 117 members in 2023.", "", ""),
            ("The number rose by 8.5 % from 117 countries to 127 countries.", "", ""),
            ("The number rose by 18.5 % from 117 countries to 127 countries.", "18.5 %", ""),
            ("From 117 countries in 2023, the number rose by 18.5 % to 127 countries.", "18.5 %", ""),
            (
                "There were 117 countries in 2023, and the number rose by 18.5 % to 127 countries.",
                "18.5 %",
                "",
            ),
            ("There were 117 countries in 2023, and the number rose by 8.5 % to 127 countries.", "", ""),
            ("It rose from CHF 5 million to CHF 5.5 billion, up 10 %.", "10 %", "“million” fits"),
            ("It fell from 200 members to 150 members (-25 %).", "", ""),
            ("It fell from 200 members to 150 members (-35 %).", "-35 %", ""),
        ],
    );
}

#[test]
fn what_is_said_of_another_thing_is_no_contradiction() {
    check(
        "change",
        "en",
        &[
            ("It rose from 117 to 127, and attendance grew by 50 %.", "", ""),
            ("It rose from 117 to 127 while costs fell by 5 %.", "", ""),
            ("It rose from 100 to 150 over ten years, growing by 4 % a year.", "", ""),
            ("It rose from 100 to 150, an average annual growth of 4 %.", "", ""),
            ("The latency improved from 30 to 20.", "", ""),
            ("It rose from CHF 5 million to CHF 8 million, CHF 2 million more than planned.", "", ""),
            ("It rose from 117 members in 2020 to 127 members in 2024, up 3 % compared with 2023.", "", ""),
            ("It rose from 117 members in 2023 to 127 members in 2024, up 8.5 % compared with 2023.", "", ""),
            ("The country rose from 23 to 15 in the index.", "", ""),
            ("The gap narrowed from -5 to -3.", "", ""),
            ("The reduction rose from 20 % to 30 %.", "", ""),
            ("It rose from 117 countries. To 127 countries it rose by 50 %.", "", ""),
            ("It rose from about 100 members to over 150 members, up 60 %.", "", ""),
            ("It rose from 5 to 10 and from 20 to 30 respectively, up 100 % and 50 %.", "", ""),
        ],
    );
}

#[test]
fn french_changes_follow_from_their_ends() {
    check(
        "change",
        "fr",
        &[
            ("Le nombre est passé de 117 à 127, soit une hausse de 25 %.", "25 %", "8.55"),
            ("Le nombre est passé de 117 à 127, soit une hausse de 8,5 %.", "", ""),
            ("La part est passée de 65 % à 68 %, soit une hausse de 3 %.", "3 %", "percentage points"),
            ("La part est passée de 65 % à 68 %, soit une hausse de 3 points de pourcentage.", "", ""),
            ("Les coûts ont diminué de 12 %, passant de 5,2 millions de CHF à 4,6 millions de CHF.", "", ""),
            (
                "Les coûts ont diminué de 21 %, passant de 5,2 millions de CHF à 4,6 millions de CHF.",
                "21 %",
                "",
            ),
            ("Le trafic a été multiplié par trois, passant de 12 Tbit/s à 36 Tbit/s.", "", ""),
            ("Le trafic a été multiplié par trois, passant de 12 Tbit/s à 26 Tbit/s.", "trois", ""),
            (
                "Le budget est passé de 5 millions CHF à 5,5 milliards CHF, soit une hausse de 10 %.",
                "10 %",
                "“million” fits",
            ),
            (
                "Les recettes sont passées de 4 milliards CHF à 5 billions CHF, soit une hausse de 25 %.",
                "25 %",
                "“milliard” fits",
            ),
            ("Le nombre est tombé de 20 à 30.", "30", "rises"),
        ],
    );
}

#[test]
fn spanish_changes_follow_from_their_ends() {
    check(
        "change",
        "es",
        &[
            ("El número pasó de 117 a 127, un aumento del 18,5 %.", "18,5 %", "8.55"),
            ("El número pasó de 117 a 127, un aumento del 8,5 %.", "", ""),
            ("La proporción pasó del 65 % al 68 %, un aumento del 3 %.", "3 %", "percentage points"),
            ("La proporción pasó del 65 % al 68 %, es decir, un aumento de 3 puntos porcentuales.", "", ""),
            (
                "Los gastos pasaron de 164,3 a 161,9 millones de francos suizos, una reducción del 1,5 %.",
                "",
                "",
            ),
            (
                "Los gastos pasaron de 164,3 a 161,9 millones de francos suizos, una reducción del 2,5 %.",
                "2,5 %",
                "",
            ),
            ("El tráfico se triplicó, de 1,2 Tbit/s a 3,6 Tbit/s.", "", ""),
            ("El tráfico se triplicó, de 1,2 Tbit/s a 2,6 Tbit/s.", "triplicó", ""),
            (
                "Los ingresos pasaron de 4 mil millones CHF a 5 billones CHF, un aumento del 25 %.",
                "25 %",
                "“mil millones” fits",
            ),
            ("El índice de paridad subió a 0,94 desde 0,91 en 2019.", "", ""),
            ("La cuota bajó de 0,91 a 0,94.", "0,94", "rises"),
        ],
    );
}

#[test]
fn russian_changes_follow_from_their_ends() {
    check(
        "change",
        "ru",
        &[
            ("Доля выросла с 65 % до 68 %, то есть на 3 %.", "3 %", "percentage points"),
            ("Доля выросла с 65 % до 68 %, то есть на 3 процентных пункта.", "", ""),
            ("Показатель вырос с 20 до 50, в 1,5 раза.", "1,5 раза", "what was added"),
            ("Показатель вырос с 20 до 50, в 2,5 раза.", "", ""),
            ("Показатель вырос с 20 до 30, то есть на 150 %.", "150 %", "in per cent of the value before"),
            ("Показатель вырос с 20 до 30, то есть на 50 %.", "", ""),
            ("Показатель вырос с 20 до 30, то есть в 1,5 раза.", "", ""),
            ("Расходы снизились с 164,3 до 161,9 млн швейцарских франков, то есть на 1,5 %.", "", ""),
            ("Расходы снизились с 164,3 до 161,9 млн швейцарских франков, то есть на 5,1 %.", "5,1 %", ""),
            ("Расходы снизились со 160 до 170.", "170", "rises"),
            (
                "Доходы выросли с 4 млрд франков до 5 млн франков, то есть на 25 %.",
                "5 млн франков",
                "“млрд” fits",
            ),
        ],
    );
}

#[test]
fn chinese_changes_follow_from_their_ends() {
    check(
        "change",
        "zh",
        &[
            ("从117个国家增加到127个国家，增长了8.5%。", "", ""),
            ("从117个国家增加到127个国家，增长了18.5%。", "18.5%", "8.55"),
            ("成员数量从100个增长到150个，增长了50%。", "", ""),
            ("成员数量从100个增长到150个，增长了150%。", "150%", "in per cent of the value before"),
            ("比例从65%上升到68%，提高了3个百分点。", "", ""),
            ("比例从65%上升到68%，提高了3%。", "3%", "percentage points"),
            ("人数从20人增加到50人，增长了1.5倍。", "", ""),
            ("人数从20人增加到50人，增长了2.5倍。", "2.5倍", "the value after as a multiple"),
            ("人数从200人下降到300人。", "300人", "rises"),
            ("人数从200人下降到150人，降幅为25%。", "", ""),
            ("经费从5亿瑞郎增至5.5万瑞郎，增长了10%。", "5.5万瑞郎", "“亿” fits"),
        ],
    );
}

#[test]
fn arabic_changes_follow_from_their_ends() {
    check(
        "change",
        "ar",
        &[
            ("ارتفع العدد من 117 إلى 127، بزيادة قدرها 18,5 %.", "18,5 %", "8.55"),
            // The verb is of what follows it.
            ("انخفض الفاقد من 31 % إلى 26 %، وتضاعفت الإيرادات ثلاث مرات.", "", ""),
            // Words for a time stand between the growth and its ends.
            ("زاد العدد بنسبة 8,5 % بين عامي 2023 و2025، من 117 إلى 127.", "", ""),
            ("زاد العدد بنسبة 18,5 % بين عامي 2023 و2025، من 117 إلى 127.", "18,5 %", ""),
            ("ارتفع العدد من 117 إلى 127، بزيادة قدرها 8,5 %.", "", ""),
            ("ارتفعت النسبة من 65% إلى 68%، أي بنسبة 3%.", "3%", "percentage points"),
            ("ارتفعت النسبة من 65% إلى 68%، أي بمقدار 3 نقاط مئوية.", "", ""),
            ("انخفضت النفقات من 164,3 إلى 161,9 مليون فرنك سويسري، أي بنسبة 1,5%.", "", ""),
            ("انخفضت النفقات من 164,3 إلى 161,9 مليون فرنك سويسري، أي بنسبة 5,1%.", "5,1%", ""),
            ("انخفض العدد من 117 إلى 127.", "127", "rises"),
            (
                "ارتفعت الإيرادات من 4 مليارات فرنك إلى 5 ملايين فرنك، أي بنسبة 25%.",
                "5 ملايين فرنك",
                "“مليار” fits",
            ),
        ],
    );
}

#[test]
fn changes_are_told_in_many_ways() {
    for (language, cases) in [
        (
            "en",
            [
                ("Attendance reached 322 people, up 41 % from 245 people.", "41 %", "31"),
                ("Attendance reached 322 people, up 31 % from 245 people.", "", ""),
                ("Coverage rose from 88 % to 92 %, or 6 percentage points.", "6 percentage points", ""),
                ("The price rose from CHF 142.50 to CHF 187.93, a gain of 31.8 %.", "31.8 %", "cut off"),
            ],
        ),
        (
            "fr",
            [
                ("Le nombre a diminué, passant de 21 à 24.", "24", "rises"),
                ("La croissance est passée de 5 % à 3 %.", "", ""),
                ("Les recettes ont reculé de 5 % pour s'établir à 40 CHF, contre 48 CHF en 2023.", "5 %", ""),
                ("Les recettes ont reculé de 17 % pour s'établir à 40 CHF, contre 48 CHF en 2023.", "", ""),
            ],
        ),
        (
            "zh",
            [
                ("从100个国家增长到150个国家，增长到50%。", "50%", "is the growth"),
                ("用户从2000万人增长到6000万人，增长到原来的2倍。", "2倍", ""),
                ("用户从2000万人增长到4000万人，增长到原来的2倍。", "", ""),
                ("增长从5%变为3%。", "", ""),
            ],
        ),
        (
            "ar",
            [
                ("تضاعفت الحركة من 12 Tbit/s إلى 18 Tbit/s.", "تضاعفت", ""),
                ("تضاعفت الحركة من 12 Tbit/s إلى 24 Tbit/s.", "", ""),
                ("انخفض عدد المشاريع من 117 مشروعاً إلى 127 مشروعاً.", "127 مشروعاً", "rises"),
                ("انخفض عدد المشاريع من 127 مشروعاً إلى 117 مشروعاً.", "", ""),
            ],
        ),
    ] {
        check("change", language, &cases);
    }
}

#[test]
fn what_each_difference_is_of_is_told_by_the_words_around_it() {
    for (language, cases) in [
        (
            "en",
            [
                (
                    "Men rose from 200 to 300 and women from 400 to 500, up 50 % and 25 % respectively.",
                    "",
                    "",
                ),
                (
                    "It rose from 40 % in 2019 to 46 % in 2024, 4 percentage points short of the target.",
                    "",
                    "",
                ),
                ("It drew 1 200 people, against 800 people in 2023, up 40 %.", "40 %", "is 50"),
            ],
        ),
        (
            "fr",
            [
                (
                    "On a compté 1 200 personnes, contre 800 personnes en 2023, soit une hausse de 40 %.",
                    "40 %",
                    "",
                ),
                (
                    "On a compté 1 200 personnes, contre 800 personnes en 2023, soit une hausse de 50 %.",
                    "",
                    "",
                ),
                (
                    "Il est passé de 5 millions à 8 millions CHF, soit 2 millions CHF de plus que prévu.",
                    "",
                    "",
                ),
            ],
        ),
        (
            "es",
            [
                ("Pasó de 5 a 8 millones CHF, 2 millones CHF más de lo previsto.", "", ""),
                (
                    "La asistencia aumentó un 40 % hasta 1200 personas, frente a 800 personas en 2023.",
                    "40 %",
                    "",
                ),
                ("La asistencia aumentó un 50 % hasta 1200 personas, frente a 800 personas en 2023.", "", ""),
            ],
        ),
        (
            "ru",
            [
                ("Фонд вырос с 5 млн до 8 млн франков, на 2 млн франков больше, чем ожидалось.", "", ""),
                ("Число выросло на 40 % до 1200 человек по сравнению с 800 человек в 2023 году.", "40 %", ""),
                ("Число выросло на 50 % до 1200 человек по сравнению с 800 человек в 2023 году.", "", ""),
            ],
        ),
        (
            "zh",
            [
                ("收入从1亿瑞郎增加到2.5亿瑞郎，增长1.5倍。", "", ""),
                ("收入从1亿瑞郎增加到2.5亿瑞郎，增长2.5倍。", "2.5倍", "as a multiple"),
                ("男性从200人增至300人，女性从400人增至500人，分别增长50%和25%。", "", ""),
            ],
        ),
    ] {
        check("change", language, &cases);
    }
}

#[test]
fn a_long_sentence_costs_no_more_for_each_number() {
    let text = "It rose from 20 to 30 people, of which 12 and 18, ".repeat(400);
    check("change", "en", &[(&text, "", "")]);
}
