//! What a drawing is made of: bars, strokes, dots and words at whole pixels, and how they become SVG.
//!
//! Layouts only add shapes here, so that tests can ask of any of them what is where. Positions count from the side where lines of
//! text begin: for languages that run from right to left the whole scene is mirrored when it is written.

use maud::{Markup, html};

use super::type_width::{self, SIZE};

/// One thing drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A bar: its corner, width and height.
    Bar { class: String, x: i32, y: i32, width: i32, height: i32 },
    /// A stroke through points.
    Stroke { class: String, points: Vec<(i32, i32)> },
    /// The mark of a trace at a point; its number chooses the form.
    Dot { class: String, form: usize, x: i32, y: i32 },
    /// Words, whose base line starts, ends or has its middle at a point.
    Words(Words),
}

/// Words on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) class: &'static str,
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) anchor: Anchor,
    pub(super) text: String,
    pub(super) sign: String,
}

/// What of a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Box4 {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

impl Box4 {
    /// Whether two have an inner point in common.
    pub(super) fn meets(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

impl Words {
    /// Words without a sign.
    pub(super) fn new(
        class: &'static str,
        (x, y): (i32, i32),
        anchor: Anchor,
        text: impl Into<String>,
    ) -> Self {
        Self { class, x, y, anchor, text: text.into(), sign: String::new() }
    }

    /// The room that they take.
    pub(super) fn room(&self) -> Box4 {
        let width = type_width::width(&self.text) + type_width::width(&self.sign);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2,
            Anchor::End => self.x - width,
        };
        Box4 { left, top: self.y - SIZE + 2, right: left + width, bottom: self.y + 4 }
    }
}

impl Shape {
    fn markup(&self, mirror: Mirror) -> Markup {
        match self {
            Self::Bar { class, x, y, width, height } => {
                html! { rect class=(class) x=(mirror.span(*x, *width)) y=(y) width=(width) height=(height) {} }
            }
            Self::Stroke { class, points } => {
                let points: Vec<String> =
                    points.iter().map(|(x, y)| format!("{},{y}", mirror.point(*x))).collect();
                html! { polyline class=(class) points=(points.join(" ")) {} }
            }
            Self::Dot { class, form, x, y } => dot(class, *form, mirror.point(*x), *y),
            Self::Words(words) => {
                let anchor = match words.anchor {
                    Anchor::Start => None,
                    Anchor::Middle => Some("middle"),
                    Anchor::End => Some("end"),
                };
                html! {
                    text class=(words.class) x=(mirror.point(words.x)) y=(words.y) text-anchor=[anchor] {
                        (words.text)
                        @if !words.sign.is_empty() { tspan class="c-sign" dy="-4" { (words.sign) } }
                    }
                }
            }
        }
    }
}

/// A circle, a square, a diamond or a triangle, so that traces are told apart without colour.
fn dot(class: &str, form: usize, x: i32, y: i32) -> Markup {
    match form % 4 {
        0 => html! { circle class=(class) cx=(x) cy=(y) r="4.5" {} },
        1 => html! { rect class=(class) x=(x - 4) y=(y - 4) width="8" height="8" {} },
        2 => html! { path class=(class) d={ "M" (x) " " (y - 5) "l5 5-5 5-5-5z" } {} },
        _ => html! { path class=(class) d={ "M" (x) " " (y - 5) "l5 9h-10z" } {} },
    }
}

/// How positions are written.
#[derive(Clone, Copy)]
struct Mirror(Option<i32>);

impl Mirror {
    fn point(self, x: i32) -> i32 {
        self.0.map_or(x, |width| width - x)
    }

    fn span(self, x: i32, length: i32) -> i32 {
        self.0.map_or(x, |width| width - x - length)
    }
}

/// A drawing laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scene {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) shapes: Vec<Shape>,
}

impl Scene {
    pub(super) fn bar(&mut self, class: &str, (x, y): (i32, i32), (width, height): (i32, i32)) {
        self.shapes.push(Shape::Bar { class: class.to_owned(), x, y, width, height });
    }

    pub(super) fn stroke(&mut self, class: &str, points: Vec<(i32, i32)>) {
        self.shapes.push(Shape::Stroke { class: class.to_owned(), points });
    }

    pub(super) fn dot(&mut self, class: &str, form: usize, (x, y): (i32, i32)) {
        self.shapes.push(Shape::Dot { class: class.to_owned(), form, x, y });
    }

    pub(super) fn words(&mut self, words: Words) {
        self.shapes.push(Shape::Words(words));
    }

    /// Its shapes as SVG; `mirrored` for languages that run from right to left.
    pub(super) fn markup(&self, mirrored: bool) -> Markup {
        let mirror = Mirror(mirrored.then_some(self.width));
        html! { @for shape in &self.shapes { (shape.markup(mirror)) } }
    }
}
