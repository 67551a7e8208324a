//! What holds of every drawing.

use figures::Decimal;
use proptest::prelude::*;

use super::drawing::lay;
use super::frame::Frame;
use super::plot::{Datum, Kind, Plot, Slot, Trace};
use super::scale::{Axis, Scale};
use super::scene::{Box4, Scene, Shape, Words};
use super::type_width;

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
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_drawing_holds_all_it_draws_and_no_words_lie_on_others(plot in plots()) {
        prop_assume!(plot.has_numbers());
        for frame in Frame::BOTH {
            whole(&lay(&plot, frame));
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
