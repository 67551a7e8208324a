//! Drawings as they are written: snapshots of each kind, to be looked at with `cargo run -p render --example pages`.

use render::{Texts, chart};

use crate::plots::plots;

#[test]
fn each_kind_of_chart_is_drawn_for_a_column_and_for_a_phone() {
    for (name, language, plot) in plots() {
        let drawing = chart::drawing(Texts::of(language), &plot, "p").into_string();
        // A shape a line, so that a change is seen where it is.
        insta::assert_snapshot!(format!("chart-{name}.svg"), drawing.replace("><", ">\n<"));
    }
}

#[test]
fn a_drawing_is_named_and_described_and_has_no_style_of_its_own() {
    for (name, language, plot) in plots() {
        let drawing = chart::drawing(Texts::of(language), &plot, "p").into_string();
        assert_eq!(drawing.matches("role=\"img\"").count(), 2, "{name}");
        for id in ["p-wide-t", "p-wide-d", "p-narrow-t", "p-narrow-d"] {
            assert_eq!(drawing.matches(&format!("id=\"{id}\"")).count(), 1, "{name} {id}");
        }
        assert!(drawing.contains(&plot.title) && drawing.contains("<desc"), "{name}");
        assert!(!drawing.contains("style=") && !drawing.contains("fill="), "{name}");
    }
}

#[test]
fn a_line_breaks_where_a_value_is_missing() {
    let [.., lines, _] = plots();
    let drawing = chart::drawing(Texts::of("en"), &lines.2, "p").into_string();
    // Two parts of the world's line and none of what has one point: in each of the two drawings.
    assert_eq!(drawing.matches("c-line c-line0").count(), 2 * 2);
    assert_eq!(drawing.matches("c-line c-line1").count(), 0);
}

#[test]
fn a_plot_without_numbers_is_not_drawn() {
    let [(_, _, mut plot), ..] = plots();
    plot.traces[0].data = vec![Some(chart::Datum::missing("–", "")), None];
    assert_eq!(chart::drawing(Texts::of("en"), &plot, "p").into_string(), "");
}
