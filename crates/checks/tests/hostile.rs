//! Files that are made to cost much: each is refused with the reason, or read, within bounded memory.
//!
//! One test in a process of its own, since the most memory that a process ever held is counted for all of it (proc(5), `VmHWM`).

use std::io::{Cursor, Write as _};

use checks::draft::read;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A document that says one thing again and again, written without ever holding all of it.
fn document(before: &str, piece: &str, times: usize) -> Vec<u8> {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    let relations =
        format!("<Relationships><Relationship Id=\"r\" Type=\"{kind}\" Target=\"d.xml\"/></Relationships>");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let start = |writer: &mut ZipWriter<_>, name: &str, text: &str| {
        writer.start_file(name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(text.as_bytes()).expect("written");
    };
    start(&mut writer, "_rels/.rels", &relations);
    start(&mut writer, "d.xml", &format!("<w:document xmlns:w=\"w\"><w:body>{before}"));
    let many = 1_000.min(times);
    let pieces = piece.repeat(many);
    (0..times / many).for_each(|_| writer.write_all(pieces.as_bytes()).expect("written"));
    writer.finish().expect("a container").into_inner()
}

/// Megabytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or(0) / 1024
}

/// Files of at most 32 MB, and what becomes of them.
fn files() -> [(&'static str, Vec<u8>, &'static str); 14] {
    let run = "<w:r><w:t>1</w:t></w:r>";
    [
        ("a.txt", "1".repeat(10 << 20).into_bytes(), "the text is larger than 4194304 bytes"),
        ("a.txt", "1".repeat(3 << 20).into_bytes(), "line 1 is larger than 1048576 bytes"),
        ("a.txt", "1\n".repeat(1 << 20).into_bytes(), "a.txt has more than 200000 paragraphs and cells"),
        (
            "a.txt",
            "1\t2\t3\n".repeat(600_000).into_bytes(),
            "a.txt has more than 200000 paragraphs and cells",
        ),
        ("a.txt", "\t1\n".repeat(1 << 20).into_bytes(), "a.txt has more than 200000 paragraphs and cells"),
        ("a.md", "*a*\n".repeat(1 << 20).into_bytes(), "a.md has more than 1048576 pieces of text"),
        ("a.md", ">".repeat(1 << 20).into_bytes(), "a.md has more than 256 levels within each other"),
        (
            "a.html",
            "<div>".repeat(1 << 20).into_bytes(),
            "a.html has more than 256 elements within each other",
        ),
        (
            "a.html",
            ("<table><tr>".to_owned() + &"<td>1".repeat(1_000_000)).into_bytes(),
            "a.html has more than 200000 paragraphs and cells",
        ),
        (
            "a.html",
            "<b>1</b>&amp;".repeat(2_000_000).into_bytes(),
            "a.html has more than 1048576 pieces of text",
        ),
        ("a.docx", document("", "<w:sdt>", 1_000_000), "d.xml has more than 256 elements within each other"),
        ("a.docx", document("<w:p>", run, 800_000), "d.xml has more than 400000 runs of text"),
        (
            "a.docx",
            document("", &format!("<w:p>{run}</w:p>"), 400_000),
            "a.docx has more than 200000 paragraphs and cells",
        ),
        (
            "a.docx",
            document("<w:p><w:r><w:t>", "00000000000000000000", 5_000_000),
            "the unpacked part d.xml is larger than 50331648 bytes",
        ),
    ]
}

/// The most memory that all of them and reading each of them may take, in megabytes.
const MOST: u64 = 512;

#[test]
fn what_is_made_to_cost_much_is_refused_within_bounded_memory() {
    for (name, bytes, expected) in files() {
        let refused = read(name, &bytes).err().map(|error| error.to_string());
        assert_eq!(refused.as_deref(), Some(expected), "{name}");
    }
    assert!(peak() < MOST, "{} MB", peak());
}
