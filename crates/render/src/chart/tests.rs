//! What holds of every drawing.

use figures::Decimal;
use proptest::prelude::*;

use super::drawing::lay;
use super::frame::Frame;
use super::plot::{Datum, Kind, Plot, Slot, Trace};
use super::scale::{Axis, Scale};
use super::scene::{Anchor, Box4, Scene, Shape, Words};
use super::{ticks, type_width};

fn decimal(text: &str) -> Decimal {
    figures::value::parse_decimal(text).expect("a number")
}

/// The room that a shape takes.
fn room(shape: &Shape) -> Box4 {
    match shape {
        Shape::Bar { x, y, width, height, .. } => {
            Box4 { left: *x, top: *y, right: x + width, bottom: y + height }
        }
        Shape::Stroke { points, .. } => {
            let (xs, ys) = (points.iter().map(|p| p.0), points.iter().map(|p| p.1));
            Box4 {
                left: xs.clone().min().expect("a point"),
                top: ys.clone().min().expect("a point"),
                right: xs.max().expect("a point"),
                bottom: ys.max().expect("a point"),
            }
        }
        Shape::Dot { x, y, .. } => Box4 { left: x - 5, top: y - 5, right: x + 5, bottom: y + 5 },
        Shape::Words(words) => words.room(),
    }
}

/// Everything is inside, and no words lie on others.
fn whole(scene: &Scene) {
    for shape in &scene.shapes {
        let room = room(shape);
        let inside =
            room.left >= 0 && room.top >= 0 && room.right <= scene.width && room.bottom <= scene.height;
        assert!(inside, "{shape:?} at {room:?} leaves {} by {}", scene.width, scene.height);
    }
    let words: Vec<&Words> = scene
        .shapes
        .iter()
        .filter_map(|s| if let Shape::Words(words) = s { Some(words) } else { None })
        .collect();
    for (i, one) in words.iter().enumerate() {
        for other in &words[i + 1..] {
            assert!(!one.room().meets(other.room()), "{one:?} lies on {other:?}");
        }
    }
}

fn slots(count: usize, time: bool) -> Vec<Slot> {
    let slot = |i: usize| {
        let year = format!("{}", 2012 + i);
        if time {
            Slot::period(&*year, &year.parse().expect("a year"))
        } else {
            Slot::category(["Africa", "亚太和阿拉伯国家", "Commonwealth of Independent States", "EUR"][i % 4])
        }
    };
    (0..count).map(slot).collect()
}

fn datum() -> impl Strategy<Value = Option<Datum>> {
    let number = (-99_999_i64..999_999, 0_u32..4);
    prop_oneof![
        8 => number.prop_map(|(mantissa, scale)| {
            let number = figures::value::from_parts(mantissa, scale).expect("a number");
            Some(Datum::of(number, number.to_string()))
        }),
        1 => Just(Some(Datum::missing("–", "*\u{200a}3"))),
        1 => Just(None),
    ]
}

fn plots() -> impl Strategy<Value = Plot> {
    let kind = prop_oneof![Just(Kind::Bars), Just(Kind::Lines), Just(Kind::Dots)];
    (kind, 1_usize..13, 1_usize..4, any::<bool>(), any::<bool>()).prop_flat_map(
        |(kind, slot_count, traces, time, opposite)| {
            // Dots show few slots, lines few traces.
            let slot_count = if kind == Kind::Dots { slot_count.min(2) } else { slot_count };
            let trace = prop::collection::vec(datum(), slot_count);
            prop::collection::vec(trace, traces).prop_map(move |data| Plot {
                kind,
                title: "A plot".into(),
                unit: "%".into(),
                shares: opposite,
                slots: slots(slot_count, time || kind == Kind::Lines),
                traces: data
                    .into_iter()
                    .enumerate()
                    .map(|(i, data)| {
                        let label = ["Partners", "Least developed countries", "高收入经济体"][i % 3];
                        Trace { opposite: opposite && i == 1, ..Trace::new(label, data) }
                    })
                    .collect(),
            })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_drawing_holds_all_it_draws_and_no_words_lie_on_others(plot in plots()) {
        prop_assume!(plot.has_numbers());
        for frame in Frame::BOTH {
            whole(&lay(&plot, frame));
        }
    }

    #[test]
    fn what_is_missing_is_shown_with_its_sign(plot in plots()) {
        // Traces of lines that lack the same period share its sign, and columns may be narrower than one.
        prop_assume!(plot.has_numbers() && plot.kind != Kind::Lines && plot.traces.len() > 1);
        let missing = plot.traces.iter().flat_map(|t| &t.data).flatten().filter(|d| d.number.is_none()).count();
        for frame in Frame::BOTH {
            let scene = lay(&plot, frame);
            let signs = scene.shapes.iter().filter(|s| matches!(s, Shape::Words(w) if w.class.contains("c-none")));
            prop_assert_eq!(signs.filter(|s| matches!(s, Shape::Words(w) if !w.sign.is_empty())).count(), missing);
        }
    }

    #[test]
    fn an_axis_holds_its_range_and_zero_where_asked(a in -1_000_000_i64..1_000_000, b in -1_000_000_i64..1_000_000, scale in 0_u32..5, zero: bool) {
        let number = |n| figures::value::from_parts(n, scale).expect("a number");
        let axis = Axis::around((number(a), number(b)), zero, 4);
        let (low, high) = axis.ends;
        prop_assert!(low <= number(a.min(b)) && number(a.max(b)) <= high);
        prop_assert!(low < high && axis.marks.len() <= 8, "{axis:?}");
        prop_assert!(!zero || axis.marks.contains(&Decimal::ZERO), "{axis:?}");
        prop_assert!(axis.marks.is_sorted());
    }

    #[test]
    fn a_greater_number_is_never_nearer_to_the_start(a in -9_999_i64..9_999, b in -9_999_i64..9_999) {
        let scale = Scale::new((decimal("-9999"), decimal("9999")), (10, 600));
        prop_assert_eq!(a < b, scale.at(a.into()) < scale.at(b.into()) || (a < b && scale.at(a.into()) == scale.at(b.into())));
        prop_assert!((10..=600).contains(&scale.at(a.into())));
    }

    #[test]
    fn lines_of_a_text_are_no_wider_than_asked_and_no_more(text in "[A-Za-z 电联区域]{0,60}", most in 40_i32..200, lines in 1_usize..4) {
        let wrapped = type_width::wrap(&text, most, lines);
        prop_assert!(wrapped.len() <= lines);
        prop_assert!(wrapped.iter().all(|line| type_width::width(line) <= most), "{wrapped:?}");
    }
}

#[test]
fn an_axis_is_marked_at_round_numbers() {
    let texts = |low, high, zero| -> Vec<String> {
        Axis::around((decimal(low), decimal(high)), zero, 4).marks.iter().map(Decimal::to_string).collect()
    };
    assert_eq!(texts("27", "93", true), ["0", "50", "100"]);
    assert_eq!(texts("0.70", "1.00", false), ["0.7", "0.8", "0.9", "1"]);
    assert_eq!(texts("-62", "91", true), ["-100", "-50", "0", "50", "100"]);
    assert_eq!(texts("5", "5", false), ["0", "2", "4", "6"]);
}

#[test]
fn a_drawing_for_a_language_from_right_to_left_is_mirrored() {
    let mut scene = Scene { width: 100, height: 10, ..Scene::default() };
    scene.bar("c-tone0", (10, 0), (30, 5));
    scene.words(Words::new("c-value", (45, 5), Anchor::Start, "7"));
    let there = scene.markup(false).into_string();
    let back = scene.markup(true).into_string();
    assert!(there.contains("x=\"10\"") && there.contains("x=\"45\""), "{there}");
    // The bar's right edge is where its left one was; words begin at the same distance from the side where lines begin.
    assert!(back.contains("x=\"60\"") && back.contains("x=\"55\""), "{back}");
}

#[test]
fn bars_begin_at_zero_and_go_to_the_side_of_their_sign() {
    let datum = |n: i64| Some(Datum::of(n.into(), n.to_string()));
    let plot = Plot {
        kind: Kind::Bars,
        title: String::new(),
        unit: String::new(),
        shares: false,
        slots: vec![Slot::category("a"), Slot::category("b")],
        traces: vec![
            Trace::new("Joined", vec![datum(91), datum(1)]),
            Trace { opposite: true, ..Trace::new("Left", vec![datum(62), None]) },
        ],
    };
    for frame in Frame::BOTH {
        let scene = lay(&plot, frame);
        let zero = scene.shapes.iter().find_map(|shape| match shape {
            Shape::Stroke { class, points } if class == "c-axis" => points.first().map(|p| p.0),
            Shape::Bar { .. } | Shape::Stroke { .. } | Shape::Dot { .. } | Shape::Words(_) => None,
        });
        let bars: Vec<Box4> =
            scene.shapes.iter().filter(|shape| matches!(shape, Shape::Bar { .. })).map(room).collect();
        let [joined, left, one] = bars.as_slice() else { panic!("{bars:?}") };
        assert_eq!((Some(joined.left), Some(left.right), Some(one.left)), (zero, zero, zero));
        assert!(joined.right - joined.left > left.right - left.left && one.right > one.left);
    }
}

/// The numbers in print and the names that the marks of their axis get.
#[track_caller]
fn named(numbers: &[(&str, &str)], expected: Option<&str>) {
    let data = numbers.iter().map(|(number, print)| Some(Datum::of(decimal(number), *print)));
    let plot = Plot {
        kind: Kind::Bars,
        title: String::new(),
        unit: String::new(),
        shares: false,
        slots: slots(numbers.len(), true),
        traces: vec![Trace::new("", data.collect())],
    };
    let axis = Axis::around(plot.extent().expect("numbers"), true, 4);
    assert_eq!(ticks::texts(&plot, &axis).map(|names| names.join(" ")).as_deref(), expected);
}

#[test]
fn marks_are_named_in_the_scale_of_the_print_or_not_at_all() {
    named(&[("28660000", "28.66"), ("5290000", "5.29")], Some("0 10 20 30"));
    named(&[("28660000", "2\u{a0}866"), ("5290000", "529")], Some("0 1000 2000 3000"));
    named(
        &[("26548500", "26\u{a0}548.5"), ("342000", "342.0")],
        Some("0 10\u{a0}000 20\u{a0}000 30\u{a0}000"),
    );
    named(&[("0.27", "27"), ("0.65", "65")], Some("0 20 40 60 80"));
    named(&[("1.3", "1,3"), ("2.8", "2,8")], Some("0 1 2 3"));
    named(&[("0.3", "0,3"), ("0.8", "0,8")], Some("0,0 0,2 0,4 0,6 0,8"));
    named(&[("11", "11+"), ("9", "9+")], Some("0 5 10 15"));
    named(&[("28660000", "28.66"), ("5290000", "5 290 000")], None);
}
