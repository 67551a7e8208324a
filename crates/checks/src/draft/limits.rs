//! What a draft may cost: checked while it is read, never by what the file says of itself.

/// The most that is read of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file: usize,
    /// Bytes of one unpacked part of a document.
    pub part: usize,
    /// Bytes of all unpacked parts that are read.
    pub parts: usize,
    /// Entries of the container of a document.
    pub entries: usize,
    /// Elements within each other, in XML and HTML.
    pub depth: usize,
    /// Blocks of the draft, and cells of its tables together.
    pub blocks: usize,
    /// Bytes of one line of plain text or Markdown; pages may stand in one line.
    pub line: usize,
    /// Bytes of plain text or Markdown, which hold no pictures.
    pub text: usize,
    /// Runs of text of a document.
    pub runs: usize,
    /// Pieces that texts are put together from, each with its place in the file: all of a block, and of the draft.
    pub pieces: usize,
}

/// The most pieces that one text is put together from, whatever the limits are.
pub(super) const MOST_PIECES: usize = 1 << 20;

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: 32 << 20,
            part: 48 << 20,
            parts: 96 << 20,
            entries: 4_096,
            depth: 256,
            blocks: 200_000,
            line: 1 << 20,
            text: 4 << 20,
            runs: 400_000,
            pieces: MOST_PIECES,
        }
    }
}
