//! A draft of a report that was written elsewhere: read from a file into one model, whatever its form.
//!
//! Bytes and a file's name in, a [`Draft`] out, or a [`DraftError`] that says what, where and what to do. A draft is a list of
//! [`Block`]s with a tree of [`Section`]s over them; a block is one text, and each piece of it leads back to the very place in
//! the file ([`Draft::place`]). A check speaks of [`Span`]s, bytes of a block's text, and never of the file's form. What a file's
//! extraction may have lost is marked as uncertain and never guessed silently.
//!
//! Reading stands here and not beside the bundle's formats in `interchange`: a draft has no records and no mistakes of its own, and
//! only checks read it. Pages and lists for readers are made in `render`; only Word's comments are written here, since
//! they are edits of the parts that [`docx`] reads.

pub mod agreement;
mod builder;
mod caption;
pub mod compare;
mod decode;
pub mod docx;
mod error;
pub mod examine;
mod heads;
mod html;
mod language;
mod limits;
mod lines;
pub mod mark;
mod markdown;
mod model;
mod place;
pub mod reference;
mod sections;
pub mod telling;
mod text;

pub use error::DraftError;
pub use language::Language;
pub use limits::Limits;
pub use mark::{Mark, Note};
pub use model::{Block, Cell, Draft, Form, Kind, Row, Section, Span, Table};
pub use place::{Origin, Place, Segment};
pub use telling::Words;

/// Reads a draft whose form the name's ending tells, within the usual limits.
///
/// # Errors
/// What cannot be read, where, and what to do.
pub fn read(name: &str, bytes: &[u8]) -> Result<Draft, DraftError> {
    read_within(name, bytes, &Limits::default())
}

/// Reads a draft within limits.
///
/// # Errors
/// As [`read`].
pub fn read_within(name: &str, bytes: &[u8], limits: &Limits) -> Result<Draft, DraftError> {
    if bytes.len() > limits.file {
        return Err(DraftError::TooLarge { what: "the file".to_owned(), limit: limits.file });
    }
    let form = Form::of(name).ok_or_else(|| DraftError::UnknownForm { name: name.to_owned() })?;
    let mut draft = match form {
        Form::Text => text::read(name, decode::lines(bytes, limits)?, limits)?,
        Form::Markdown => markdown::read(name, decode::lines(bytes, limits)?, limits)?,
        Form::Html => html::read(name, decode::text(bytes)?, limits)?,
        Form::Docx => docx::read(name, bytes, limits)?,
    };
    sections::arrange(&mut draft);
    if draft.language.is_unsure() {
        draft.language = language::guess(&draft);
    }
    Ok(draft)
}

#[cfg(test)]
mod tests;
