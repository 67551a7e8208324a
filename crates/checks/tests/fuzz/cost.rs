//! What is repeated in a draft costs its length and no more: four times the text takes about four times as long, whatever it repeats.
//!
//! Processor time of the thread counts, so that other work on the machine hardly matters.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use checks::draft;
use checks::draft::agreement::Reference;
use checks::draft::examine::examine;

use crate::{bundle, languages};

/// Bytes of the shorter text.
const SHORT: usize = 6_000;

/// How many times as long the other one is, and how many times as long it may take at most: what is quadratic takes sixteen times.
const LONGER: usize = 4;
const MOST: u32 = 8;

/// Less than this is no cost, whatever its ratio.
const NOTHING: Duration = Duration::from_millis(50);

/// A text of some length: what stands before, what is repeated with the count of repetitions, and what stands behind.
struct Shape(&'static str, &'static str, fn(usize) -> String, &'static str);

impl Shape {
    fn of(&self, bytes: usize) -> String {
        let Self(before, _, piece, after) = self;
        let mut text = (*before).to_owned();
        for count in 0.. {
            if text.len() >= bytes {
                break;
            }
            text += &piece(count);
        }
        text + after
    }
}

const TABLE: &str = "| Place | 2023 | 2024 |\n|---|---|---|\n";

const SHAPES: [Shape; 28] = [
    Shape("", "a.md", |_| "17 ".to_owned(), ""),
    Shape("", "a.md", |n| format!("{} ", n * 7 + 100), ""),
    Shape("", "a.md", |n| format!("{} people in {n} countries, ", n * 7), ""),
    Shape("", "a.md", |n| format!("{} people, of whom {n} women and {} men, ", n * 7, n * 3), ""),
    Shape("", "a.md", |n| format!("from {} people to {n} people, up 3 %, ", n * 7), ""),
    Shape("", "a.md", |n| format!("in {}, {n} people, ", 1900 + n % 200), ""),
    Shape("", "a.md", |n| format!("{}–{n} people, ", n + 9), ""),
    Shape("", "a.md", |n| format!("从{n}人增加到{}人，", n * 2), ""),
    Shape("", "a.md", |n| format!("AB-{n} and "), ""),
    Shape(
        "",
        "a.md",
        |n| format!("{n} people did {} bravely\n\n", ["alpha", "beta"][n % 2].repeat(1 + n % 50)),
        "",
    ),
    Shape("", "a.md", |_| "The programme reached 17 people in rural areas.\n\n".to_owned(), ""),
    Shape("", "a.md", |n| format!("The programme reached {n} people in rural areas.\n\n"), ""),
    Shape(
        "",
        "a.md",
        |_| "The organisation had 120 persons on its staff, of whom 45.5 % were women.\n\n".to_owned(),
        "",
    ),
    Shape(
        "",
        "a.md",
        |_| "The organisation had 120 persons on its staff, of whom 45.5 % were women, ".to_owned(),
        "",
    ),
    Shape(TABLE, "a.md", |n| format!("| Row {n} | {} | {} |\n", n * 3, n * 5), "| Total | 5 | 6 |\n"),
    Shape(TABLE, "a.md", |_| "| Total | 110 | 120 |\n".to_owned(), ""),
    Shape("<table><tr>", "a.html", |n| format!("<td>{n}"), "</table>"),
    Shape("<table>", "a.html", |n| format!("<tr><td>Row {n}<td rowspan=3>{n}<td colspan=9>{n}"), "</table>"),
    Shape("", "a.html", |n| format!("<b>item</b> &amp; {n} "), ""),
    Shape("", "a.html", |n| format!("<ul><li>item {n} people</ul>"), ""),
    Shape("<p ", "a.html", |n| format!("a{n}=1 "), ">5 people"),
    Shape("", "a.md", |n| format!("# {n}.{} A\n\nSee section {n}.{n} and Table {n}\n\n", n % 7), ""),
    Shape("", "a.md", |n| format!("see section {}.{n}, ", n % 7), ""),
    Shape("", "a.md", |n| format!("A[^{n}] b.\n\n[^{n}]: Note {n}.\n\n"), ""),
    Shape("", "a.md", |_| "[*a_ ".to_owned(), ""),
    Shape("", "a.txt", |n| format!("{n} lines of words and {n} people\n"), ""),
    Shape("", "a.txt", |n| format!("\tRow {n}\n\t{n}\n\n"), ""),
    Shape("", "a.txt", |n| format!("{n}\t"), ""),
];

/// Processor time of this thread so far: proc(5), `schedstat`, in nanoseconds. Where that is not to be had, the time that passes.
pub(crate) fn spent() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = counted.and_then(|counted| counted.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

#[test]
fn what_is_repeated_costs_its_length() {
    let (report, content) = bundle::report();
    let language = languages::of("en");
    let lexicon = checks::quantities::Lexicon::new("en", &content.codes).expect("a table");
    let reference = Reference::of(&report, &lexicon);
    let cost = |file: &str, text: &str| {
        let start = spent();
        let draft = draft::read(file, text.as_bytes()).expect("within the limits");
        let figures = report.figures.iter().map(|figure| &**figure);
        let _ = examine(
            &draft,
            ("en", &language.lexicon),
            figures,
            Some(&reference),
            checks::draft::Words::of("en"),
        );
        spent() - start
    };
    for shape in &SHAPES {
        let short = cost(shape.1, &shape.of(SHORT));
        let long = cost(shape.1, &shape.of(SHORT * LONGER));
        let text: String = shape.of(SHORT).chars().take(80).collect();
        assert!(long <= short.max(NOTHING) * MOST, "{short:?} and {long:?} for {LONGER} times {text:?}");
    }
}
