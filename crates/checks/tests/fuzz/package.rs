//! Documents of Word as containers of parts: packed from the seeds, with changes within the parts.

use std::io::{Cursor, Write as _};

use arbtest::arbitrary::{Result, Unstructured};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::{form, mutation};

macro_rules! parts {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("seeds/docx/", $name)))),*] };
}

const PARTS: [(&str, &str); 7] = parts![
    "[Content_Types].xml",
    "_rels/.rels",
    "word/_rels/document.xml.rels",
    "word/document.xml",
    "word/footnotes.xml",
    "word/numbering.xml",
    "word/styles.xml",
];

fn packed(parts: &[(&str, String)], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("a part");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.finish().expect("a container").into_inner()
}

/// The document as it is.
pub(crate) fn whole() -> Vec<u8> {
    let parts: Vec<(&str, String)> = PARTS.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    packed(&parts, CompressionMethod::Deflated)
}

/// The document with changes in one part or two, mostly in its text; now and then a part is lost.
pub(crate) fn changed(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut parts: Vec<(&str, String)> =
        PARTS.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    for _ in 0..u.int_in_range(1..=2)? {
        let at = if u.ratio(2, 3)? { 3 } else { u.choose_index(parts.len())? };
        let (_, text) = &mut parts[at];
        *text = mutation::text(u, &[text.as_str()], &form::XML)?;
    }
    if u.ratio(1, 16)? {
        parts.remove(u.choose_index(parts.len())?);
    }
    Ok(packed(&parts, CompressionMethod::Stored))
}
