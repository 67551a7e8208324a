//! Comments of Word put into a document at the words that they speak of.
//!
//! Of the parts that are there, five change at most: the text gets begin, end and sign of each comment, and a run that a comment begins or ends
//! in is cut in two of the same look; the comments' part is made or added to; types and relations name it where it is new. All other
//! entries of the container are copied as they are packed. Comments cannot hang on the words of a footnote or a box, so those
//! hang on the run that the note or box hangs on.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::ops::Range;

use quick_xml::escape::escape;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::package::{Package, relations_of};
use super::xml::{self, Node};
use super::{Run, edits::Edits};
use crate::draft::error::DraftError;
use crate::draft::limits::Limits;
use crate::draft::mark::Mark;
use crate::draft::model::Draft;
use crate::draft::place::Origin;
use crate::draft::telling::Words;

/// The type of the comments' part.
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// The relation from the text to its comments.
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";

/// The namespace of texts.
const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Who comments.
const AUTHOR: &str = "Yearbook";

/// The document with a comment for each mark, `date` as RFC 3339 where comments are to carry one, what stands around the marks' own texts in
/// `words`. Marks without a place in the document are left out.
///
/// # Errors
/// `bytes` are not those that the draft was read from, or cannot be read.
pub fn commented(
    draft: &Draft,
    bytes: &[u8],
    marks: &[Mark],
    date: Option<&str>,
    words: &Words,
) -> Result<Vec<u8>, DraftError> {
    let limits = Limits::default();
    let mut package = Package::open(bytes, &limits)?;
    let Some(document) = &draft.document else {
        return Err(DraftError::NotADocument { reason: "the draft was not read from one".to_owned() });
    };
    let main = document.main.clone();
    let text = package.text(&main)?;
    if !text.contains("xmlns:w=") {
        let reason = "it does not name its elements as Word does".to_owned();
        return Err(DraftError::Broken { part: main, byte: 0, reason });
    }
    let related = package.related(&main)?;
    let known = related.get("comments").cloned();
    let part = known.clone().unwrap_or_else(|| beside(&main, "comments.xml"));
    let old = match &known {
        Some(part) => package.text(part)?,
        None => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{NAMESPACE}\"></w:comments>"
        ),
    };
    let mut next = first_free(&old);
    let (mut edits, mut comments) = (Edits::new(&text), String::new());
    for mark in marks {
        let Some((from, to)) = ends(draft, &main, mark) else { continue };
        edits.begin(from.0, from.1, &format!("<w:commentRangeStart w:id=\"{next}\"/>"));
        let sign =
            format!("<w:commentRangeEnd w:id=\"{next}\"/><w:r><w:commentReference w:id=\"{next}\"/></w:r>");
        edits.end(to.0, to.1, &sign);
        comments.push_str(&comment(mark, next, date, words));
        next = next.saturating_add(1);
    }
    let mut changed =
        vec![(main.clone(), edits.done()), (part.clone(), within(&part, &old, "comments", &comments)?)];
    if known.is_none() {
        changed.extend(announced(&mut package, &main, &part)?);
    }
    packed(bytes, &changed)
}

/// The run and the byte of the part at which a mark begins and ends; no byte where it is the run's own begin or end.
type End<'d> = (&'d Run, Option<usize>);

fn ends<'d>(draft: &'d Draft, main: &str, mark: &Mark) -> Option<(End<'d>, End<'d>)> {
    let document = draft.document.as_ref()?;
    let block = draft.blocks.get(mark.span.block)?;
    let touched =
        block.segments.iter().filter(|s| s.range.start < mark.span.end && s.range.end > mark.span.start);
    let runs: Vec<_> = touched
        .filter_map(|s| match &s.origin {
            Origin::Run { run, xml, .. } => Some((s, document.run(*run)?, xml)),
            Origin::Bytes(_) | Origin::Made => None,
        })
        .collect();
    let ((first, run, xml), (last, end_run, end_xml)) = (runs.first()?, runs.last()?);
    if let Some(anchor) = run.anchor {
        let outer = document.run(anchor)?;
        return Some(((outer, None), (outer, None)));
    }
    if run.part != main || end_run.part != main {
        return None;
    }
    let inside = |xml: &Range<usize>, range: &Range<usize>, at: usize| {
        let exact = xml.len() == range.len() && range.contains(&at) && at > range.start;
        exact.then(|| xml.start.saturating_add(at.saturating_sub(range.start)))
    };
    // What stands in the run before or after the piece is parted from it, too.
    let from = inside(xml, &first.range, mark.span.start.max(first.range.start))
        .or_else(|| part_way(run, xml.start));
    let to = inside(end_xml, &last.range, mark.span.end).or_else(|| part_way(end_run, end_xml.end));
    Some(((run, from), (end_run, to)))
}

/// A byte of a run's text that is not the begin of its first text.
fn part_way(run: &Run, byte: usize) -> Option<usize> {
    let first = run.tags.first()?.end;
    (byte > first).then_some(byte)
}

fn comment(mark: &Mark, id: u32, date: Option<&str>, words: &Words) -> String {
    let mut text = format!("<w:comment w:id=\"{id}\" w:author=\"{AUTHOR}\" w:initials=\"Y\"");
    if let Some(date) = date {
        let _ = write!(text, " w:date=\"{}\"", escape(date));
    }
    text.push('>');
    let severity = words.phrase(mark.severity.name(), &[]);
    let parts = [("severity", severity.as_str()), ("rule", &mark.rule), ("message", &mark.message)];
    let first = words.phrase("labelled", &parts);
    let notes = mark.notes.iter().map(|n| n.text.as_str());
    let figure = mark.figure.as_ref().map(|key| words.phrase("the-figure", &[("figure", key)]));
    let last = figure.as_deref().into_iter().chain([mark.help.as_str()]);
    // A line from right to left says so of its paragraph and of its run.
    let (paragraph, run) = match words.direction() {
        "rtl" => ("<w:pPr><w:bidi/></w:pPr>", "<w:rPr><w:rtl/></w:rPr>"),
        _ => ("", ""),
    };
    for line in std::iter::once(first.as_str()).chain(notes).chain(last).filter(|l| !l.is_empty()) {
        let text_of = escape(allowed(line));
        let _ =
            write!(text, "<w:p>{paragraph}<w:r>{run}<w:t xml:space=\"preserve\">{text_of}</w:t></w:r></w:p>");
    }
    text.push_str("</w:comment>");
    text
}

/// A text without what XML cannot hold.
fn allowed(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

/// The first number above all comments that are there.
fn first_free(comments: &str) -> u32 {
    let ids =
        comments.split("w:id=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<u32>().ok());
    ids.max().map_or(0, |id| id.saturating_add(1))
}

/// A file beside a part.
fn beside(part: &str, file: &str) -> String {
    part.rsplit_once('/').map_or_else(|| file.to_owned(), |(folder, _)| format!("{folder}/{file}"))
}

/// A part's XML with more put before the end of its root, which may have been empty. Comments and other instructions behind it may look like
/// its end.
fn within(part: &str, xml: &str, root: &str, more: &str) -> Result<String, DraftError> {
    let mut events = xml::Events::new(part, xml, Limits::default().depth);
    let mut found = None;
    while let Some((node, place)) = events.next()? {
        if events.depth() > 0 {
            continue;
        }
        match node {
            Node::Close(tag) if tag.local_name().as_ref() == root => found = Some((place, None)),
            Node::Alone(tag) if tag.local_name().as_ref() == root => {
                let name = tag.name().as_ref().to_owned();
                found = Some((place, Some(name)));
            }
            Node::Open(_)
            | Node::Alone(_)
            | Node::Close(_)
            | Node::Text
            | Node::Reference(_)
            | Node::Other => {}
        }
    }
    let broken =
        || DraftError::Broken { part: part.to_owned(), byte: 0, reason: format!("it has no <{root}>") };
    let (place, empty) = found.ok_or_else(broken)?;
    let (head, rest) = xml.split_at_checked(place.start).ok_or_else(broken)?;
    let Some(name) = empty else { return Ok(format!("{head}{more}{rest}")) };
    let (tag, tail) = rest.split_at_checked(place.len()).ok_or_else(broken)?;
    let open = tag.strip_suffix("/>").ok_or_else(broken)?;
    Ok(format!("{head}{open}>{more}</{name}>{tail}"))
}

/// The types and relations of a document that has got a part of comments.
fn announced(package: &mut Package<'_>, main: &str, part: &str) -> Result<Vec<(String, String)>, DraftError> {
    let types = "[Content_Types].xml".to_owned();
    let relations = relations_of(main);
    let old_types = package.text(&types)?;
    let named = format!("<Override PartName=\"/{part}\" ContentType=\"{TYPE}\"/>");
    let old = if package.has(&relations) {
        package.text(&relations)?
    } else {
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>".to_owned()
    };
    let related =
        format!("<Relationship Id=\"rIdYearbookComments\" Type=\"{RELATION}\" Target=\"/{part}\"/>");
    Ok(vec![
        (types.clone(), within(&types, &old_types, "Types", &named)?),
        (relations.clone(), within(&relations, &old, "Relationships", &related)?),
    ])
}

/// The container with some parts changed or added, all others as they are packed.
fn packed(bytes: &[u8], changed: &[(String, String)]) -> Result<Vec<u8>, DraftError> {
    let wrong = |e: zip::result::ZipError| DraftError::NotADocument { reason: e.to_string() };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(wrong)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    // The time of an entry is that of the format's beginning, so that equal inputs give equal bytes.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut left: Vec<&(String, String)> = changed.iter().collect();
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(wrong)?;
        let own = file.name().map_err(wrong)?.into_owned();
        let Some(at) = left.iter().position(|(name, _)| *name == own) else {
            writer.raw_copy_file(file).map_err(wrong)?;
            continue;
        };
        let (name, text) = left.remove(at);
        writer.start_file(name.as_str(), options).map_err(wrong)?;
        writer.write_all(text.as_bytes()).map_err(|e| wrong(e.into()))?;
    }
    for (name, text) in left {
        writer.start_file(name.as_str(), options).map_err(wrong)?;
        writer.write_all(text.as_bytes()).map_err(|e| wrong(e.into()))?;
    }
    Ok(writer.finish().map_err(wrong)?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(xml: &str, expected: &str) {
        assert_eq!(within("part", xml, "Types", "<T/>").as_deref(), Ok(expected), "{xml}");
    }

    #[test]
    fn more_is_put_before_the_end_of_the_root() {
        check("<Types><A/></Types>", "<Types><A/><T/></Types>");
        check("<Types a=\"1\"/>\n", "<Types a=\"1\"><T/></Types>\n");
        check("<p:Types></p:Types >", "<p:Types><T/></p:Types >");
        check("<Types><A/></Types><!-- </Types> -->", "<Types><A/><T/></Types><!-- </Types> -->");
        check("<Types/><!-- </Types> -->", "<Types><T/></Types><!-- </Types> -->");
        check("<Types><!-- </Types> --></Types>", "<Types><!-- </Types> --><T/></Types>");
        assert!(within("part", "<Other/>", "Types", "<T/>").is_err());
        assert!(within("part", "<Types>", "Types", "<T/>").is_err());
    }
}
