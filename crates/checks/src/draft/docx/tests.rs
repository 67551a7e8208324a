//! Documents of Word, made part by part: what is read of them, hostile ones, and comments put in.

use std::io::{Cursor, Read as _, Write as _};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::commented;
use crate::draft::tests::shown;
use crate::draft::{Draft, DraftError, Kind, Limits, Mark, Note, Place, Span, Words, read, read_within};
use crate::finding::Severity;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
                 xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
                     ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" \
                     ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relations(targets: &[(&str, &str)]) -> String {
    let list: String = targets
        .iter()
        .map(|(kind, target)| {
            format!("<Relationship Id=\"r{kind}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
        })
        .collect();
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{list}</Relationships>"
    )
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.finish().expect("a container").into_inner()
}

/// A document with a body, and what stands beside it.
fn document(body: &str, more: &[(&str, &str, &str)]) -> Vec<u8> {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document {W}><w:body>{body}</w:body></w:document>"
    );
    let root = relations(&[("officeDocument", "word/document.xml")]);
    let files: Vec<String> = more.iter().map(|(_, file, _)| format!("word/{file}")).collect();
    let beside = relations(&more.iter().map(|(kind, file, _)| (*kind, *file)).collect::<Vec<_>>());
    let mut parts = vec![
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", root.as_str()),
        ("word/document.xml", text.as_str()),
        ("word/_rels/document.xml.rels", beside.as_str()),
    ];
    parts.extend(files.iter().zip(more).map(|(file, (.., text))| (file.as_str(), *text)));
    packed(&parts)
}

fn draft(body: &str, more: &[(&str, &str, &str)]) -> Draft {
    read("a.docx", &document(body, more)).expect("a draft")
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn styles_and_lists_say_what_a_paragraph_is_and_count_it() {
    let styles = format!(
        "<w:styles {W}><w:style w:styleId=\"H1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style><w:style \
         w:styleId=\"H2\"><w:name w:val=\"My head\"/><w:basedOn w:val=\"H1\"/><w:pPr><w:outlineLvl w:val=\"1\"/><w:numPr><w:ilvl w:val=\"1\"/></w:numPr></w:pPr></w:style><w:style \
         w:styleId=\"C\"><w:name w:val=\"caption\"/></w:style><w:style w:styleId=\"T1\"><w:name w:val=\"toc 1\"/></w:style></w:styles>"
    );
    let numbering = format!(
        "<w:numbering {W}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/><w:numFmt w:val=\"decimal\"/><w:lvlText \
         w:val=\"%1\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.%2.\"/></w:lvl></w:abstractNum><w:abstractNum \
         w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%1)\"/></w:lvl></w:abstractNum><w:num \
         w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>"
    );
    let styled = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let item = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr><w:r><w:t>item</w:t></w:r></w:p>";
    let body = [
        styled("T1", "Reach 4"),
        styled("H1", "Reach"),
        styled("H2", "People"),
        styled("H2", "Schools"),
        styled("H1", "Means"),
        styled("H2", "Money"),
        item.repeat(2),
        styled("C", "Shares"),
        paragraph("Figure 2: Use"),
    ]
    .concat();
    let draft =
        draft(&body, &[("styles", "styles.xml", &styles), ("numbering", "numbering.xml", &numbering)]);
    insta::assert_snapshot!(shown(&draft), @r"
    h1 3: Reach
    h2 3.1: People
    h2 3.2: Schools
    h1 4: Means
    h2 4.1: Money
    item0 a): item
    item0 b): item
    caption: Shares
    caption: Figure 2: Use
    ");
    assert_eq!(draft.sections[2].parent, Some(0));
}

#[test]
fn what_a_reviewer_took_out_and_what_is_hidden_does_not_count() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">5 </w:t></w:r><w:del><w:r><w:delText>6</w:delText></w:r></w:del><w:ins><w:r><w:t>7</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>8</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r><w:hyperlink><w:r><w:t> mil\u{ad}lion &amp; &#x33;</w:t><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:hyperlink><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>PAGE 4</w:instrText><w:fldChar w:fldCharType=\"separate\"/><w:t>12</w:t><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    assert_eq!(draft(body, &[]).blocks[0].text, "5 7 million & 3\ta\nb12");
}

#[test]
fn tables_notes_boxes_and_pictures_are_read() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(text))
    };
    let table = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr><w:trPr><w:del w:id=\"9\"/></w:trPr>{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell("", "Region"),
        cell("<w:gridSpan w:val=\"2\"/>", "Shares"),
        cell("<w:vMerge w:val=\"restart\"/>", "Africa"),
        cell("", "1"),
        cell("", "2"),
        cell("", "gone"),
        cell("<w:vMerge/>", ""),
        cell("", "3"),
        cell("", "4")
    );
    let inside = "<w:r><mc:AlternateContent><mc:Choice><wp:docPr id=\"1\" descr=\"A box\"/><w:txbxContent><w:p><w:r><w:t>In short 5</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>In short 5</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>";
    let body = format!(
        "<w:p><w:r><w:t>Text</w:t><w:footnoteReference w:id=\"2\"/></w:r>{inside}<w:r><w:t> goes on</w:t></w:r></w:p>{table}{}",
        paragraph("End")
    );
    let notes = format!(
        "<w:footnotes {W}><w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
        paragraph("Of 2024.")
    );
    let draft = draft(&body, &[("footnotes", "footnotes.xml", &notes)]);
    insta::assert_snapshot!(shown(&draft), @r"
    p: Text goes on
    note 1: Of 2024.
    image: A box
    aside: In short 5
    table heads=1 cells=2+3+2: Region|Shares/Africa|1|2/|3|4
    p: End
    ");
    let Kind::Table(table) = &draft.blocks[4].kind else { panic!("a table") };
    let at = |row, column| table.at(row, column).map(|c| &draft.blocks[4].text[c.range.clone()]);
    assert_eq!(
        [at(0, 2), at(1, 0), at(2, 0), at(2, 2)],
        [Some("Shares"), Some("Africa"), Some("Africa"), Some("4")]
    );
}

fn mark(draft: &Draft, words: &str, message: &str) -> Mark {
    let block = draft.blocks.iter().position(|b| b.text.contains(words)).expect("the words");
    let start = draft.blocks[block].text.find(words).expect("the words");
    Mark {
        id: "x".to_owned(),
        rule: "sum".to_owned(),
        severity: Severity::Error,
        span: Span { block, start, end: start + words.len() },
        message: message.to_owned(),
        notes: vec![Note { text: "1 < 2 & 3".to_owned(), span: None }],
        help: "write 5".to_owned(),
        figure: None,
        link: None,
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a container");
    let mut text = String::new();
    archive.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn comments_stand_around_the_very_words_and_the_text_stays() {
    let body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>In 2024, 5.5 billion people</w:t></w:r><w:r><w:t>, or 68 %</w:t></w:r></w:p>";
    let bytes = document(body, &[]);
    let draft = read("a.docx", &bytes).expect("a draft");
    let marks = [
        Mark { figure: Some("s/users".to_owned()), ..mark(&draft, "5.5 billion", "no") },
        mark(&draft, "people, or", "two runs"),
        mark(&draft, "68 %", "end"),
    ];
    let out =
        commented(&draft, &bytes, &marks, Some("2026-01-01T00:00:00Z"), Words::of("en")).expect("a document");
    insta::assert_snapshot!(part(&out, "word/document.xml").replace("<w:r>", "\n<w:r>"), @r#"
    <?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body><w:p>
    <w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">In 2024, </w:t></w:r><w:commentRangeStart w:id="0"/>
    <w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">5.5 billion</w:t></w:r><w:commentRangeEnd w:id="0"/>
    <w:r><w:commentReference w:id="0"/></w:r>
    <w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve"> </w:t></w:r><w:commentRangeStart w:id="1"/>
    <w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">people</w:t></w:r>
    <w:r><w:t xml:space="preserve">, or</w:t></w:r><w:commentRangeEnd w:id="1"/>
    <w:r><w:commentReference w:id="1"/></w:r>
    <w:r><w:t xml:space="preserve"> </w:t></w:r><w:commentRangeStart w:id="2"/>
    <w:r><w:t xml:space="preserve">68 %</w:t></w:r><w:commentRangeEnd w:id="2"/>
    <w:r><w:commentReference w:id="2"/></w:r></w:p></w:body></w:document>
    "#);
    insta::assert_snapshot!(part(&out, "word/comments.xml").replace("<w:p>", "\n<w:p>"), @r#"
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="0" w:author="Yearbook" w:initials="Y" w:date="2026-01-01T00:00:00Z">
    <w:p><w:r><w:t xml:space="preserve">error [sum]: no</w:t></w:r></w:p>
    <w:p><w:r><w:t xml:space="preserve">1 &lt; 2 &amp; 3</w:t></w:r></w:p>
    <w:p><w:r><w:t xml:space="preserve">the figure is s/users</w:t></w:r></w:p>
    <w:p><w:r><w:t xml:space="preserve">write 5</w:t></w:r></w:p></w:comment><w:comment w:id="1" w:author="Yearbook" w:initials="Y" w:date="2026-01-01T00:00:00Z">
    <w:p><w:r><w:t xml:space="preserve">error [sum]: two runs</w:t></w:r></w:p>
    <w:p><w:r><w:t xml:space="preserve">1 &lt; 2 &amp; 3</w:t></w:r></w:p>
    <w:p><w:r><w:t xml:space="preserve">write 5</w:t></w:r></w:p></w:comment><w:comment w:id="2" w:author="Yearbook" w:initials="Y" w:date="2026-01-01T00:00:00Z">
    <w:p><w:r><w:t xml:space="preserve">error [sum]: end</w:t></w:r></w:p>
    <w:p><w:r><w:t xml:space="preserve">1 &lt; 2 &amp; 3</w:t></w:r></w:p>
    <w:p><w:r><w:t xml:space="preserve">write 5</w:t></w:r></w:p></w:comment></w:comments>
    "#);
    assert!(part(&out, "[Content_Types].xml").contains("/word/comments.xml"));
    assert!(part(&out, "word/_rels/document.xml.rels").contains("/comments\""));
    let again = read("a.docx", &out).expect("a draft");
    assert_eq!(again.blocks[0].text, draft.blocks[0].text);
    assert_eq!(part(&out, "_rels/.rels"), part(&bytes, "_rels/.rels"));
    // What has comments keeps them.
    let twice =
        commented(&again, &out, &[mark(&again, "2024", "later")], None, Words::of("en")).expect("a document");
    let comments = part(&twice, "word/comments.xml");
    assert_eq!(comments.matches("<w:comment ").count(), 4);
    assert!(comments.contains("w:id=\"3\""));
}

#[test]
fn a_comment_keeps_to_its_words_in_a_run_of_several_texts_and_in_links() {
    let body = "<w:p><w:hyperlink><w:r><w:t>one</w:t><w:tab/><w:t>two three</w:t><w:br/><w:t>four &amp; 5</w:t></w:r></w:hyperlink><w:ins><w:r><w:t>six</w:t></w:r></w:ins></w:p>";
    let bytes = document(body, &[]);
    let draft = read("a.docx", &bytes).expect("a draft");
    for words in ["one", "two", "three", "four", "& 5", "5six", "six", "e\nf"] {
        let out = commented(&draft, &bytes, &[mark(&draft, words, "m")], None, Words::of("en"))
            .expect("a document");
        let text = part(&out, "word/document.xml");
        let inner = text
            .split("<w:commentRangeStart w:id=\"0\"/>")
            .nth(1)
            .and_then(|t| t.split("<w:commentRangeEnd").next());
        let plain: String = inner
            .expect("a range")
            .replace("<w:br/>", "\n")
            .split('<')
            .map(|p| p.split_once('>').map_or(p, |(_, t)| t))
            .collect();
        assert_eq!(plain.replace("&amp;", "&"), words);
        assert_eq!(read("a.docx", &out).expect("a draft").blocks[0].text, draft.blocks[0].text);
    }
}

#[test]
fn a_comment_on_a_note_or_a_box_hangs_on_the_text_that_has_it() {
    let inside = "<w:txbxContent><w:p><w:r><w:t>In short 5</w:t></w:r></w:p></w:txbxContent>";
    let body =
        format!("<w:p><w:r><w:t>Text</w:t><w:footnoteReference w:id=\"2\"/></w:r><w:r>{inside}</w:r></w:p>");
    let notes = format!(
        "<w:footnotes {W}><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
        paragraph("Of 2024.")
    );
    let bytes = document(&body, &[("footnotes", "footnotes.xml", &notes)]);
    let draft = read("a.docx", &bytes).expect("a draft");
    let marks = [mark(&draft, "2024", "note"), mark(&draft, "short", "box")];
    let out = commented(&draft, &bytes, &marks, None, Words::of("en")).expect("a document");
    let text = part(&out, "word/document.xml");
    assert!(text.contains("<w:commentRangeStart w:id=\"0\"/><w:r><w:t>Text</w:t>"), "{text}");
    assert!(text.contains("<w:commentRangeStart w:id=\"1\"/><w:r><w:txbxContent>"), "{text}");
    assert_eq!(part(&out, "word/footnotes.xml"), notes);
}

#[test]
fn a_place_is_a_paragraph_a_run_and_an_offset() {
    let draft = draft(
        &[paragraph("one"), "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:t>b é 5</w:t></w:r></w:p>".to_owned()]
            .concat(),
        &[],
    );
    let place = draft.place(&mark(&draft, "5", "").span);
    assert_eq!(
        place,
        Some(Place::Document { part: "word/document.xml".to_owned(), paragraph: 2, run: 2, offset: 4 })
    );
}

#[test]
fn hostile_and_damaged_files_are_refused_with_the_reason() {
    let refused = |bytes: &[u8], limits: &Limits| read_within("a.docx", bytes, limits).expect_err("refused");
    let usual = Limits::default();
    assert_eq!(refused(&[0xD0, 0xCF, 0x11, 0xE0, 1, 2], &usual), DraftError::Locked);
    assert!(matches!(refused(b"PK nothing", &usual), DraftError::NotADocument { .. }));
    let whole = document(&paragraph("text"), &[]);
    assert!(matches!(refused(&whole[..whole.len() / 2], &usual), DraftError::NotADocument { .. }));
    assert!(matches!(refused(&packed(&[("a.txt", "a")]), &usual), DraftError::NotADocument { .. }));
    let entity = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaa\">]>";
    let root = relations(&[("officeDocument", "d.xml")]);
    let declared = packed(&[("_rels/.rels", &root), ("d.xml", &format!("{entity}<w:document {W}/>"))]);
    assert!(matches!(refused(&declared, &usual), DraftError::Broken { .. }));
    let undeclared = document(&paragraph("&a;"), &[]);
    assert!(matches!(refused(&undeclared, &usual), DraftError::Broken { .. }));
    let deep = document(&"<w:sdt>".repeat(300), &[]);
    assert!(matches!(refused(&deep, &usual), DraftError::TooMany { limit: 256, .. }));
    let cut = document("<w:p><w:r>", &[]);
    assert!(matches!(refused(&cut, &usual), DraftError::Broken { .. }));
}

#[test]
fn a_small_file_that_unpacks_to_much_is_refused_while_it_unpacks() {
    let bomb = document(&paragraph(&"0".repeat(4 << 20)), &[]);
    assert!(bomb.len() < 64 << 10, "{}", bomb.len());
    let small = Limits { part: 1 << 20, ..Limits::default() };
    let error = read_within("a.docx", &bomb, &small).expect_err("refused");
    assert_eq!(
        error,
        DraftError::TooLarge { what: "the unpacked part word/document.xml".to_owned(), limit: 1 << 20 }
    );
    let sum = Limits { parts: 1 << 20, ..Limits::default() };
    let error = read_within("a.docx", &bomb, &sum).expect_err("refused");
    assert_eq!(error, DraftError::TooLarge { what: "the unpacked document".to_owned(), limit: 1 << 20 });
    let many = Limits { entries: 3, ..Limits::default() };
    assert!(matches!(read_within("a.docx", &bomb, &many), Err(DraftError::TooMany { what: "entries", .. })));
}

proptest! {
    #[test]
    fn any_body_is_read_or_refused_and_comments_keep_its_words(body in "(<w:p>|</w:p>|<w:r>|</w:r>|<w:t>|</w:t>|<w:tbl>|</w:tbl>|<w:tr>|<w:tc>|<w:tab/>|<w:del/>|&amp;|[a-z0-9é ]){0,40}") {
        let bytes = document(&body, &[]);
        let _ = read("a.docx", &bytes);
    }

    #[test]
    fn comments_keep_the_words_of_any_text(runs in proptest::collection::vec("[a-z é5节]{1,6}", 1..5), from in 0_usize..12, length in 1_usize..12) {
        let body: String = runs.iter().map(|r| format!("<w:r><w:t xml:space=\"preserve\">{r}</w:t></w:r>")).collect();
        let bytes = document(&format!("<w:p>{body}</w:p>"), &[]);
        let draft = read("a.docx", &bytes).expect("a draft");
        let Some(block) = draft.blocks.first() else { return Ok(()) };
        let bounds: Vec<usize> = block.text.char_indices().map(|(at, _)| at).chain([block.text.len()]).collect();
        let start = bounds[from.min(bounds.len() - 2)];
        let end = bounds[(from + length).min(bounds.len() - 1)].max(start + 1);
        prop_assume!(block.text.is_char_boundary(end));
        let span = Span { block: 0, start, end };
        let marked = Mark { span: span.clone(), ..mark(&draft, block.text.get(..1).unwrap_or(""), "m") };
        let out = commented(&draft, &bytes, &[marked], None, Words::of("en")).expect("a document");
        let text = part(&out, "word/document.xml");
        let inner = text.split("<w:commentRangeStart w:id=\"0\"/>").nth(1).and_then(|t| t.split("<w:commentRangeEnd").next()).expect("a range");
        let plain: String = inner.split('<').map(|p| p.split_once('>').map_or(p, |(_, t)| t)).collect();
        prop_assert_eq!(plain, draft.words(&span));
        prop_assert_eq!(&read("a.docx", &out).expect("a draft").blocks[0].text, &block.text);
    }
}
