//! A plot as markup: one drawing for a column of text and one for a phone, each with title and description.

use maud::{Markup, html};

use super::frame::Frame;
use super::plot::{Kind, Plot};
use super::scene::Scene;
use super::{columns, describe, dots, lines, rows};
use crate::texts::Texts;

/// The drawings of a plot; nothing where it has no number. `id` is unique on the page: the ids inside begin with it.
///
/// The stylesheet shows the one that fits. Both say the same to who listens, and only the one that is shown is heard.
#[must_use]
pub fn drawing(texts: &Texts, plot: &Plot, id: &str) -> Markup {
    if !plot.has_numbers() {
        return html! {};
    }
    let description = describe::description(texts, plot);
    html! {
        div.plots {
            @for frame in Frame::BOTH {
                (svg(&lay(plot, frame), frame, texts.direction() == "rtl", (&plot.title, &description), id))
            }
        }
    }
}

/// The layout of a plot.
pub(super) fn lay(plot: &Plot, frame: Frame) -> Scene {
    match (plot.kind, plot.traces.as_slice()) {
        (Kind::Bars, [trace]) if plot.over_time() => columns::lay(plot, trace, frame),
        (Kind::Bars, _) => rows::lay(plot, frame),
        (Kind::Lines, _) => lines::lay(plot, frame),
        (Kind::Dots, _) => dots::lay(plot, frame),
    }
}

fn svg(scene: &Scene, frame: Frame, mirrored: bool, (title, description): (&str, &str), id: &str) -> Markup {
    let (name, said) = (format!("{id}-{}-t", frame.class()), format!("{id}-{}-d", frame.class()));
    let (width, height) = (scene.width, scene.height);
    html! {
        svg.plot.(frame.class()) role="img" aria-labelledby={ (name) " " (said) }
            viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) {
            title id=(name) { (title) }
            desc id=(said) { (description) }
            (scene.markup(mirrored))
        }
    }
}
