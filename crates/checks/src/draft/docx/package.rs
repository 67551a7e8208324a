//! The container of a document: parts by name, inflated within limits, and what relates them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::xml::{self, Node};
use crate::draft::error::DraftError;
use crate::draft::limits::Limits;

/// How files of Word before 2007, and those with a password, begin.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// How an entry of the container's list begins.
const ENTRY: &[u8] = b"PK\x01\x02";

/// An open document.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    part: usize,
    left: usize,
    all: usize,
    depth: usize,
}

/// Parts by the last word of the type of their relation: `styles`, `footnotes`, `comments`.
pub(super) type Related = BTreeMap<String, String>;

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, DraftError> {
        if bytes.starts_with(COMPOUND) {
            return Err(DraftError::Locked);
        }
        // Counted before the list is read, since the reader keeps all of it.
        let entries =
            bytes.windows(ENTRY.len()).filter(|w| *w == ENTRY).take(limits.entries.saturating_add(1)).count();
        if entries > limits.entries {
            let place = "the file".to_owned();
            return Err(DraftError::TooMany { what: "entries", place, limit: limits.entries });
        }
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|e| DraftError::NotADocument { reason: e.to_string() })?;
        Ok(Self { archive, part: limits.part, left: limits.parts, all: limits.parts, depth: limits.depth })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The bytes of a part.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Vec<u8>, DraftError> {
        let broken = |reason: String| DraftError::Broken { part: name.to_owned(), byte: 0, reason };
        let file = self.archive.by_name(name).map_err(|e| broken(e.to_string()))?;
        let limit = self.part.min(self.left);
        let mut bytes = Vec::new();
        let most = u64::try_from(limit.saturating_add(1)).unwrap_or(u64::MAX);
        file.take(most).read_to_end(&mut bytes).map_err(|e| broken(e.to_string()))?;
        if bytes.len() > limit {
            let (what, limit) = if limit < self.part {
                ("the unpacked document".to_owned(), self.all)
            } else {
                (format!("the unpacked part {name}"), self.part)
            };
            return Err(DraftError::TooLarge { what, limit });
        }
        self.left = self.left.saturating_sub(bytes.len());
        Ok(bytes)
    }

    /// The text of a part, which is XML in UTF-8.
    pub(super) fn text(&mut self, name: &str) -> Result<String, DraftError> {
        String::from_utf8(self.bytes(name)?).map_err(|e| DraftError::Broken {
            part: name.to_owned(),
            byte: u64::try_from(e.utf8_error().valid_up_to()).unwrap_or(u64::MAX),
            reason: "it is not UTF-8".to_owned(),
        })
    }

    /// The part that holds the text.
    pub(super) fn main(&mut self) -> Result<String, DraftError> {
        let missing = |what: &str| DraftError::NotADocument { reason: format!("{what} is missing") };
        if !self.has("_rels/.rels") {
            return Err(missing("its list of parts (_rels/.rels)"));
        }
        let main =
            self.relations("_rels/.rels", "")?.remove("officeDocument").ok_or_else(|| missing("its text"))?;
        if self.has(&main) { Ok(main) } else { Err(missing(&main)) }
    }

    /// The parts that a part relates to and that are there.
    pub(super) fn related(&mut self, part: &str) -> Result<Related, DraftError> {
        let relations = relations_of(part);
        if !self.has(&relations) {
            return Ok(Related::new());
        }
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut related = self.relations(&relations, folder)?;
        related.retain(|_, target| self.has(target));
        Ok(related)
    }

    fn relations(&mut self, name: &str, folder: &str) -> Result<Related, DraftError> {
        let text = self.text(name)?;
        let mut found = Related::new();
        let mut reader = xml::Events::new(name, &text, self.depth);
        while let Some((event, _)) = reader.next()? {
            if let Node::Open(tag) | Node::Alone(tag) = event
                && let (Some(kind), Some(target)) = (xml::plain(&tag, "Type"), xml::plain(&tag, "Target"))
            {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                found.entry(kind).or_insert_with(|| resolved(folder, &target));
            }
        }
        Ok(found)
    }
}

/// Where the relations of a part stand.
pub(super) fn relations_of(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") }
}

/// A target beside a folder, or from the root.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}
