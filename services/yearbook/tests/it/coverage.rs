use crate::desk::{Desk, bundle, text};

#[test]
fn the_numbers_of_the_report_on_2024_are_all_accounted_for() {
    let (desk, numbers) = (Desk::new(), bundle().join("source-numbers.csv"));
    let out = desk.run(&["coverage", text(&numbers)]).succeeds();
    assert!(out.ends_with(" 0 open\n"), "{out}");
}

#[test]
fn an_altered_number_is_open_and_the_rows_that_miss_it_are_named() {
    let desk = Desk::new();
    let numbers = std::fs::read_to_string(bundle().join("source-numbers.csv")).expect("numbers");
    let altered = numbers.replacen(",412,412,", ",413,413,", 1);
    assert_ne!(altered, numbers);
    std::fs::write(desk.path("numbers.csv"), altered).expect("written");
    let out = desk.run(&["coverage", "numbers.csv"]).finds();
    insta::assert_snapshot!(out);
    desk.run(&["coverage", "numbers.csv", "-o", "open.txt"]).finds();
    assert_eq!(std::fs::read_to_string(desk.path("open.txt")).expect("written"), out);
}

#[test]
fn the_numbers_of_a_text_are_written_and_read_again() {
    let desk = Desk::new();
    std::fs::write(desk.path("text.txt"), "封面\n\n2024年有55亿人使用互联网。\n").expect("written");
    desk.run(&["coverage", "text.txt", "--extract", "-o", "numbers.csv"]).succeeds();
    let numbers = std::fs::read_to_string(desk.path("numbers.csv")).expect("numbers");
    assert_eq!(numbers.lines().nth(2), Some("3,7,55,5500000000,人,2024,cover,2"));
    let of_text = desk.run(&["coverage", "text.txt"]).finds();
    assert!(of_text.contains("--> text.txt:3:7"), "{of_text}");
    assert!(desk.run(&["coverage", "numbers.csv"]).finds().contains("`55` (5500000000 人) of 2024"));
}

#[test]
fn what_cannot_be_read_is_told() {
    let desk = Desk::new();
    desk.run(&["coverage", "nowhere.txt"]).fails(&["nowhere.txt cannot be read"]);
    std::fs::write(desk.path("latin.txt"), b"caf\xe9").expect("written");
    desk.run(&["coverage", "latin.txt"]).fails(&["latin.txt is not UTF-8"]);
    std::fs::write(desk.path("n.csv"), "line,column\n1,x\n").expect("written");
    let ran = desk.run(&["coverage", "n.csv"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.out.contains("n.csv:2:3") && ran.err.contains("correct them first"), "{ran:?}");
}
