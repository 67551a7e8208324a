//! Reading a register whose file comes in pieces: the records of each, as [`read`](super::read()) finds them in the whole.

use super::pieces::{Pieces, behind};
use super::read::{Known, Reader};
use super::table::{MAX_ROW_BYTES, plain_text, without_mark};
use super::{Record, Register};
use crate::context::Context;
use crate::mistake::{Mistake, Mistakes, Place};

/// A file on its way. It holds what follows the last whole row, and the keys of a register that has one.
#[derive(Debug)]
pub struct Reading {
    register: Register,
    file: String,
    pieces: Pieces,
    known: Known,
    /// The line and column in which what comes next begins.
    next: (u32, u32),
    /// Whether the rest cannot be read.
    stopped: bool,
}

impl Reading {
    /// A file of which nothing has come yet.
    #[must_use]
    pub fn new(register: Register, file: &str) -> Self {
        let (pieces, known) = (Pieces::default(), Known::default());
        Self { register, file: file.to_owned(), pieces, known, next: (1, 1), stopped: false }
    }

    /// The register that the file is of.
    #[must_use]
    pub const fn register(&self) -> &Register {
        &self.register
    }

    /// Gives the records of the rows that are whole now, one after another, so that none is held for the others. After bytes that are no
    /// text, or a row without an end, nothing more is read.
    pub fn push(
        &mut self,
        bytes: &[u8],
        context: &Context,
        mistakes: &mut Mistakes,
        each: &mut dyn FnMut(Record, &mut Mistakes),
    ) {
        if self.stopped {
            return;
        }
        self.pieces.push(bytes);
        let rows = self.pieces.rows();
        self.read(&rows, context, mistakes, each);
        if self.pieces.overlong() {
            let place = Place::new(&self.file, self.next.0, self.next.1);
            let problem = format!("the row has more than {MAX_ROW_BYTES} bytes");
            mistakes.push(Mistake::new(place, problem, "shorten it, or close a quote that was left open"));
            self.stopped = true;
            self.pieces.rest();
        }
    }

    /// Gives the records of what is left: nothing follows.
    pub fn end(
        &mut self,
        context: &Context,
        mistakes: &mut Mistakes,
        each: &mut dyn FnMut(Record, &mut Mistakes),
    ) {
        if self.stopped {
            return;
        }
        let rest = self.pieces.rest();
        self.read(&rest, context, mistakes, each);
        if !self.stopped {
            self.reader(context, mistakes).check_header();
        }
        self.stopped = true;
    }

    fn read(
        &mut self,
        bytes: &[u8],
        context: &Context,
        mistakes: &mut Mistakes,
        each: &mut dyn FnMut(Record, &mut Mistakes),
    ) {
        if bytes.is_empty() {
            return;
        }
        let Some(mut text) = plain_text(&self.file, bytes, self.next, mistakes) else {
            self.stopped = true;
            return;
        };
        let (start, behind) = (self.next, behind(self.next, text));
        if start == (1, 1) {
            text = without_mark(&self.file, text, mistakes);
        }
        self.reader(context, mistakes).rows(text, start, each);
        self.next = behind;
    }

    fn reader<'a>(&'a mut self, context: &'a Context, mistakes: &'a mut Mistakes) -> Reader<'a> {
        Reader { register: &self.register, file: &self.file, context, mistakes, known: &mut self.known }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::read;
    use super::*;
    use crate::register::{Field, FieldType};

    fn register() -> Register {
        let fields = vec![
            Field::required("id", FieldType::Id),
            Field::optional("n", FieldType::Integer),
            Field::optional("note", FieldType::Text),
        ];
        Register::new("things.csv", &["id"], fields)
    }

    fn in_pieces(bytes: &[u8], size: usize) -> (Vec<Record>, Vec<Mistake>) {
        let (mut mistakes, context) = (Mistakes::default(), Context::default());
        let mut reading = Reading::new(register(), "things.csv");
        let mut records = Vec::new();
        let mut keep = |record, _: &mut Mistakes| records.push(record);
        for piece in bytes.chunks(size) {
            reading.push(piece, &context, &mut mistakes, &mut keep);
        }
        reading.end(&context, &mut mistakes, &mut keep);
        (records, mistakes.into_vec())
    }

    #[test]
    fn a_row_without_an_end_is_told_and_not_held() {
        let (mut mistakes, context) = (Mistakes::default(), Context::default());
        let mut reading = Reading::new(register(), "things.csv");
        let mut pass = |_, _: &mut Mistakes| {};
        reading.push(b"id,n,note\na,1,\nb,2,\"", &context, &mut mistakes, &mut pass);
        for _ in 0..8 {
            reading.push(&vec![b'x'; MAX_ROW_BYTES / 2], &context, &mut mistakes, &mut pass);
        }
        assert!(reading.pieces.rest().len() <= MAX_ROW_BYTES, "what comes later is passed over");
        let told: Vec<String> = mistakes.into_vec().iter().map(ToString::to_string).collect();
        let expected = "things.csv:3:1: the row has more than 1048576 bytes; shorten it, or close a quote that was left open";
        assert_eq!(told, [expected]);
    }

    #[test]
    fn what_is_no_text_is_told_at_its_place() {
        for bytes in [&b"id,n\na,1\nb,\xff\n"[..], b"id,n\na,1\nb,\0\n", b"\xef\xbb\xbfid\na\n", b"", b"\n\n"]
        {
            let (_, whole) = read(&register(), "things.csv", bytes, &Context::default());
            assert!(!whole.is_empty());
            for size in 1..8 {
                assert_eq!(in_pieces(bytes, size).1, whole, "{bytes:?} in pieces of {size}");
            }
        }
    }

    proptest! {
        #[test]
        fn pieces_give_the_records_and_mistakes_of_the_whole(
            rows in "(([ab1é]|\"[x\n,\"]*\"|-|\"){0,2},[12x]{0,2},(\"[\n,y]\"|é)?(\r\n|\n|\r)){0,9}",
            size in 1_usize..12,
        ) {
            let text = format!("id,n,note\n{rows}");
            let whole = read(&register(), "things.csv", text.as_bytes(), &Context::default());
            let found = in_pieces(text.as_bytes(), size);
            let lines = |records: &[Record]| records.iter().map(|r| r.line).collect::<Vec<_>>();
            prop_assert_eq!(lines(&found.0), lines(&whole.0));
            let sorted = |mut mistakes: Vec<Mistake>| { mistakes.sort(); mistakes };
            prop_assert_eq!(&found.0, &whole.0);
            prop_assert_eq!(sorted(found.1), sorted(whole.1));
        }
    }
}
