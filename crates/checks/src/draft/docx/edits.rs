//! Pieces put between the bytes of a part, all at once.

use super::Run;

/// Where in one byte's row a piece stands: what ends a run before what begins one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    End,
    Begin,
}

/// What is to be put into a part.
pub(super) struct Edits<'a> {
    text: &'a str,
    /// Byte, order, piece, and the run that the byte cuts in two.
    pieces: Vec<(usize, Order, String, Option<Cut>)>,
    /// Start tags of texts that are cut and so must keep their spaces.
    tags: Vec<std::ops::Range<usize>>,
}

#[derive(Clone, Debug)]
struct Cut {
    properties: String,
}

impl<'a> Edits<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, pieces: Vec::new(), tags: Vec::new() }
    }

    /// Puts a piece before a run, or within its text.
    pub(super) fn begin(&mut self, run: &Run, at: Option<usize>, piece: &str) {
        self.put(run, at, run.xml.start, Order::Begin, piece);
    }

    /// Puts a piece after a run, or within its text.
    pub(super) fn end(&mut self, run: &Run, at: Option<usize>, piece: &str) {
        self.put(run, at, run.xml.end, Order::End, piece);
    }

    fn put(&mut self, run: &Run, at: Option<usize>, outside: usize, order: Order, piece: &str) {
        let at = at.filter(|at| !(order == Order::End && self.ends(*at)));
        let tag = at.and_then(|at| run.tags.iter().rev().find(|t| t.end <= at).map(|tag| (at, tag)));
        let whole = |(at, tag): &(usize, &std::ops::Range<usize>)| {
            self.text.get(tag.end..*at).is_some_and(|before| !before.contains('<'))
        };
        let Some((at, tag)) = tag.filter(whole) else {
            self.pieces.push((outside, order, piece.to_owned(), None));
            return;
        };
        if !self.tags.contains(tag) {
            self.tags.push(tag.clone());
        }
        let properties = run.properties.clone().and_then(|p| self.text.get(p)).unwrap_or_default().to_owned();
        self.pieces.push((at, order, piece.to_owned(), Some(Cut { properties })));
    }

    /// Whether nothing of a run comes after a byte of its text.
    fn ends(&self, at: usize) -> bool {
        let rest = self.text.get(at..).and_then(|rest| rest.strip_prefix("</w:t>"));
        rest.is_some_and(|rest| rest.trim_start().starts_with("</w:r>"))
    }

    /// The part with all pieces in it.
    pub(super) fn done(mut self) -> String {
        self.pieces.sort_by_key(|(at, order, ..)| (*at, *order));
        self.tags.sort_by_key(|t| t.start);
        let (mut done, mut from) = (String::with_capacity(self.text.len()), 0_usize);
        let mut tags = self.tags.iter().peekable();
        let mut pieces = self.pieces.iter().peekable();
        loop {
            let tag = tags.peek().map(|t| t.start);
            let piece = pieces.peek().map(|p| p.0);
            match (tag, piece) {
                (Some(tag), piece) if piece.is_none_or(|p| tag <= p) => {
                    let Some(tag) = tags.next() else { break };
                    done.push_str(self.text.get(from..tag.start).unwrap_or_default());
                    done.push_str("<w:t xml:space=\"preserve\">");
                    from = tag.end;
                }
                (_, Some(at)) => {
                    done.push_str(self.text.get(from..at).unwrap_or_default());
                    from = at;
                    let mut cut: Option<&Cut> = None;
                    let mut put = String::new();
                    while let Some((_, _, text, cuts)) = pieces.next_if(|p| p.0 == at) {
                        put.push_str(text);
                        cut = cut.or(cuts.as_ref());
                    }
                    match cut {
                        Some(cut) => {
                            done.push_str("</w:t></w:r>");
                            done.push_str(&put);
                            done.push_str("<w:r>");
                            done.push_str(&cut.properties);
                            done.push_str("<w:t xml:space=\"preserve\">");
                        }
                        None => done.push_str(&put),
                    }
                }
                (Some(_) | None, None) => break,
            }
        }
        done.push_str(self.text.get(from..).unwrap_or_default());
        done
    }
}
