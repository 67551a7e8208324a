//! The messages of a stream out of one body: a JSON array, or one JSON object after another (newline-delimited JSON).
//!
//! Each is cut out as its bytes come, so that a large body is never held whole; what is inside an element is its reader's business.

use super::query::Mistake;

/// The most bytes of one element: a chunk of 1 MiB in base64, with room.
pub(super) const MAX_ELEMENT: usize = 2 << 20;

/// Where a body stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Before anything.
    #[default]
    Start,
    /// Between objects that no array holds.
    Lines,
    /// In an array, where an element or its end may come; the flag says that one must.
    Element(bool),
    /// In an array, after an element.
    Comma,
    /// After the array.
    End,
}

/// Cuts elements out of a body.
#[derive(Debug, Default)]
pub(super) struct Elements {
    place: Place,
    element: Vec<u8>,
    depth: usize,
    quoted: bool,
    escaped: bool,
}

impl Elements {
    /// Takes the next bytes; the elements that they complete.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<Vec<Vec<u8>>, Mistake> {
        let mut complete = Vec::new();
        for byte in bytes {
            if self.depth > 0 {
                if self.element.len() >= MAX_ELEMENT {
                    return Err(wrong(&format!(
                        "an element is larger than {MAX_ELEMENT} bytes; send smaller chunks"
                    )));
                }
                self.element.push(*byte);
                if self.inside(*byte) {
                    complete.push(std::mem::take(&mut self.element));
                }
            } else {
                self.between(*byte)?;
            }
        }
        Ok(complete)
    }

    /// Whether the body may end here.
    pub(super) fn end(&self) -> Result<(), Mistake> {
        let ended = self.depth == 0 && matches!(self.place, Place::Start | Place::Lines | Place::End);
        if ended { Ok(()) } else { Err(wrong("it ends before its JSON does")) }
    }

    /// A byte of an element; whether the element is complete with it.
    fn inside(&mut self, byte: u8) -> bool {
        if self.quoted {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.quoted = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.quoted = true,
            b'{' | b'[' => self.depth = self.depth.saturating_add(1),
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.depth == 0
    }

    /// A byte outside of elements.
    fn between(&mut self, byte: u8) -> Result<(), Mistake> {
        self.place = match (byte, self.place) {
            (b' ' | b'\t' | b'\r' | b'\n', place) => place,
            (b'[', Place::Start) => Place::Element(false),
            (b'{', Place::Start | Place::Lines) => self.begin(Place::Lines),
            (b'{', Place::Element(_)) => self.begin(Place::Comma),
            (b',', Place::Comma) => Place::Element(true),
            (b']', Place::Comma | Place::Element(false)) => Place::End,
            _ => return Err(wrong("it is neither a JSON array of objects nor one JSON object a line")),
        };
        Ok(())
    }

    fn begin(&mut self, after: Place) -> Place {
        self.depth = 1;
        self.element.push(b'{');
        after
    }
}

fn wrong(problem: &str) -> Mistake {
    Mistake::new("body", problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The elements of a body that comes in pieces of a size.
    fn cut(body: &str, size: usize) -> Result<Vec<String>, Mistake> {
        let mut elements = Elements::default();
        let mut all = Vec::new();
        for piece in body.as_bytes().chunks(size) {
            all.extend(elements.push(piece)?);
        }
        elements.end()?;
        Ok(all.into_iter().map(|bytes| String::from_utf8(bytes).expect("UTF-8")).collect())
    }

    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        for size in [1, 3, 1_000] {
            assert_eq!(cut(body, size), Ok(expected.iter().map(|e| (*e).to_owned()).collect()), "{body}");
        }
    }

    #[test]
    fn arrays_and_lines_are_cut_alike() {
        check("", &[]);
        check(" [ ] ", &[]);
        check(r#"[{"a":1},{"b":[{},2]}]"#, &[r#"{"a":1}"#, r#"{"b":[{},2]}"#]);
        check("{\"a\":1}\n{\"b\":2}\n", &[r#"{"a":1}"#, r#"{"b":2}"#]);
        check(r#"[{"a":"}\"]\\"},{}]"#, &[r#"{"a":"}\"]\\"}"#, "{}"]);
    }

    #[test]
    fn what_is_neither_is_refused() {
        for body in ["1", "[1]", "[{}", "{", "[{},]", "[,{}]", "[{}{}]", "[]{}", "{}[]", "{\"", "]", "null"] {
            assert!(cut(body, 2).is_err(), "{body}");
        }
        let large = format!("{{\"a\":\"{}\"}}", "x".repeat(MAX_ELEMENT));
        assert!(cut(&large, 4_096).expect_err("refused").problem.contains("larger"));
    }
}
