//! Why a draft cannot be read: what, where, and what to do about it.

/// Why a draft cannot be read. [`DraftError::remedy`] says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// The name's ending tells no form that is read.
    #[error("`{name}` is in no form that drafts are read from")]
    UnknownForm {
        /// The file's name.
        name: String,
    },
    /// Something is larger than the limit, in bytes.
    #[error("{what} is larger than {limit} bytes")]
    TooLarge {
        /// The file, or one of its parts.
        what: String,
        /// The most bytes that are read.
        limit: usize,
    },
    /// There is more of something than is read.
    #[error("{place} has more than {limit} {what}")]
    TooMany {
        /// What is counted.
        what: &'static str,
        /// The file, or one of its parts.
        place: String,
        /// The most that are read.
        limit: usize,
    },
    /// The bytes are no text in an encoding that is read.
    #[error("byte {byte} of the file is not {encoding}")]
    Encoding {
        /// The encoding that the file begins like.
        encoding: &'static str,
        /// Where it fails, counted from 0.
        byte: usize,
    },
    /// The file is protected by a password, or in the form of Word before 2007.
    #[error("the file is protected by a password or was saved in the old form of Word (.doc)")]
    Locked,
    /// The file is not what its ending says.
    #[error("the file is not a document of Word: {reason}")]
    NotADocument {
        /// What is missing or wrong.
        reason: String,
    },
    /// A part of the document is damaged.
    #[error("{part}, byte {byte}: {reason}")]
    Broken {
        /// The part of the document.
        part: String,
        /// Where in it, counted from 0.
        byte: u64,
        /// What is wrong.
        reason: String,
    },
}

impl DraftError {
    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::UnknownForm { .. } => {
                "save it as .docx, .html, .md or .txt, and give the name with that ending"
            }
            Self::TooLarge { .. } => "split the draft into several files, or take large pictures out of it",
            Self::TooMany { .. } => "save the draft anew from the program it was written in, or split it",
            Self::Encoding { .. } => "save the file as UTF-8",
            Self::Locked => "open it in Word, take the password away and save it as .docx",
            Self::NotADocument { .. } | Self::Broken { .. } => {
                "open the file in Word or LibreOffice and save it as .docx again"
            }
        }
    }
}
