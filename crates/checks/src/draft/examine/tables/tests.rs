use crate::draft::examine::told::marks;

/// The words that a rule marks in a table, and what it says of them.
#[track_caller]
fn check(rule: &str, language: &str, table: &str, at: &str, part: &str) {
    let found = marks(rule, language, "draft.md", table);
    let seen: Vec<String> = found.iter().map(|(words, mark)| format!("[{words}] {mark:?}")).collect();
    match found.as_slice() {
        [] => assert!(at.is_empty(), "{language}: nothing is told of\n{table}"),
        [(words, _)] => assert!(words == at && seen.concat().contains(part), "{seen:#?}\n{table}"),
        _ => panic!("{seen:#?}"),
    }
}

/// A table of Markdown: rows parted by semicolons, cells by bars.
fn table(rows: &str) -> String {
    let mut lines: Vec<String> = rows.split(';').map(|row| format!("| {} |", row.trim())).collect();
    let columns = rows.split(';').next().unwrap_or_default().matches('|').count() + 1;
    lines.insert(1, format!("|{}", "---|".repeat(columns)));
    lines.join("\n") + "\n"
}

#[test]
fn a_row_of_totals_is_the_sum_of_the_rows() {
    let right = table(
        "Region | Projects | Funds (thousand CHF); Africa | 17 | 26.5; Asia | 15 | 6.6; Europe | 4 | 4.0; Total | 36 | 37.1",
    );
    check("table-total", "en", &right, "", "");
    let wrong = table(
        "Region | Projects | Funds (thousand CHF); Africa | 17 | 26.5; Asia | 15 | 6.6; Europe | 4 | 4.0; Total | 37 | 37.1",
    );
    check("table-total", "en", &wrong, "37", "the parts make 36");
    let slipped = table(
        "Region | Projects | Funds (thousand CHF); Africa | 17 | 265; Asia | 15 | 6.6; Europe | 4 | 4.0; Total | 36 | 37.1",
    );
    check("table-total", "en", &slipped, "37.1", "10 times less");
    let total = table(
        "Region | Projects | Funds (thousand CHF); Africa | 17 | 26.5; Asia | 15 | 6.6; Europe | 4 | 4.0; Total | 36 | 371",
    );
    check("table-total", "en", &total, "371", "10 times less");
}

#[test]
fn a_column_of_totals_is_the_sum_of_the_columns_beside_it() {
    let right = table(
        "Region | Projects | Partners | Fund | Total; Africa | 17 | 265 | 15 | 280; Asia | 15 | 66 | 6 | 72; Europe | 4 | 40 | 1 | 41",
    );
    check("table-total", "en", &right, "", "");
    let wrong = table(
        "Region | Projects | Partners | Fund | Total; Africa | 17 | 265 | 15 | 280; Asia | 15 | 66 | 6 | 74; Europe | 4 | 40 | 1 | 41",
    );
    check("table-total", "en", &wrong, "74", "the parts make 72");
}

#[test]
fn a_part_that_is_not_shown_is_told_once() {
    let hidden = table(
        "区域 | 伙伴资金 | 基金 | 资金总额; 非洲 | 26.5 | 1.5 | 28.4; 美洲 | 12.6 | 0.3 | 13.2; 亚洲 | 6.6 | 0.6 | 7.2; 欧洲 | 4.0 | 1.4 | 5.4; 合计 | 49.7 | 3.8 | 54.2",
    );
    check("table-total", "zh", &hidden, "28.4", "a part may not be shown");
}

#[test]
fn totals_are_known_by_their_names_in_each_language() {
    for (language, total) in [
        ("fr", "Total"),
        ("es", "Total"),
        ("ru", "Итого"),
        ("zh", "合计"),
        ("ar", "المجموع"),
        ("fr", "Ensemble"),
    ] {
        let wrong = table(&format!("A | B | C; x | 17 | 26; y | 15 | 66; z | 4 | 40; {total} | 39 | 132"));
        check("table-total", language, &wrong, "39", "the parts make 36");
        let right = table(&format!("A | B | C; x | 17 | 26; y | 15 | 66; z | 4 | 40; {total} | 36 | 132"));
        check("table-total", language, &right, "", "");
    }
}

#[test]
fn what_is_not_sure_to_add_up_is_passed_over() {
    for right in [
        // Rates and means.
        "Region | Projects | Use (%); Africa | 17 | 38; Asia | 15 | 66; Europe | 4 | 91; Total | 36 | 68",
        "Region | Projects | Days for each; Africa | 17 | 30; Asia | 15 | 20; Europe | 4 | 40; Total | 36 | 27",
        // Subtotals, a part of the rows, two totals.
        "Region | Projects; Africa | 17; of which islands | 3; Asia | 15; Total | 32",
        "Region | Projects; Africa | 17; Asia | 15; Total | 32; Total last year | 30",
        // A cell that is not read, and one that is empty.
        "Region | Projects; Africa | 17; Asia | see note; Europe | 4; Total | 24",
        "Region | Projects; Africa | 17; Asia | ; Europe | 4; Total | 22",
        // Rounded numbers.
        "Region | Funds (million CHF); Africa | 17; Asia | 15; Europe | 4; Total | 37",
        // No name for a total.
        "Year | Members; 2022 | 17; 2023 | 19; 2024 | 37",
        "Region | Projects | Total cost; Africa | 17 | 280; Asia | 15 | 72; Europe | 4 | 41",
    ] {
        check("table-total", "en", &table(right), "", "");
    }
}

#[test]
fn rounding_is_a_note_and_only_where_it_is_the_only_reason() {
    let rounded = table(
        "Region | Partners (million CHF) | Fund (million CHF); Africa | 26.5 | 1.5; Asia | 6.6 | 0.6; Europe | 4.0 | 1.4; Total | 37.2 | 3.5",
    );
    check("rounding", "en", &rounded, "37.2", "thanks to rounding");
    let exact = table(
        "Region | Partners (million CHF) | Fund (million CHF); Africa | 26.5 | 1.5; Asia | 6.6 | 0.6; Europe | 4.0 | 1.4; Total | 37.1 | 3.5",
    );
    check("rounding", "en", &exact, "", "");
    let wrong = table(
        "Region | Partners (million CHF) | Fund (million CHF) | Other (million CHF); Africa | 26.5 | 1.5 | 2; Asia | 6.6 | 0.6 | 2; Europe | 4.0 | 1.4 | 2; Total | 37.2 | 3.8 | 6",
    );
    check("rounding", "en", &wrong, "", "");
}

#[test]
fn shares_of_one_whole_make_a_hundred() {
    let wrong = table("Source | Share of total (%); Dues | 46; Sales | 37; Gifts | 12");
    check("shares", "en", &wrong, "12", "make 95");
    let right = table("Source | Share of total (%); Dues | 46; Sales | 37; Gifts | 16");
    check("shares", "en", &right, "", "");
    let other = table("Group | Share (%); Women | 46; Men | 37; Young | 12");
    check("shares", "en", &other, "", "");
}

#[test]
fn rows_and_columns_that_add_up_one_by_one_may_not_do_so_together() {
    // The rows need cells above what is printed, the columns below.
    let apart = table(
        "Region | Partners (million CHF) | Fund (million CHF) | All (million CHF); North | 10 | 10 | 21; South | 10 | 10 | 21; West | 10 | 10 | 21; Total | 30 | 30 | 61",
    );
    check("table-total", "en", &apart, "", "");
    check("table-together", "en", &apart, "61", "cannot hold together");
    let fits = apart.replace("30", "31").replace("| 61 |", "| 62 |");
    check("table-together", "en", &fits, "", "");
    let shares = apart.replace(" (million CHF)", " (%)");
    check("table-together", "en", &shares, "", "");
}
