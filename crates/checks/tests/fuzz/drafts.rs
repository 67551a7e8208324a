//! Drafts of every form: read or refused with the reason, and then examined and held against a report; each mark stands on words that are there.

use arbtest::arbitrary::{Result, Unstructured};
use checks::draft::agreement::Reference;
use checks::draft::docx::commented;
use checks::draft::examine::{Examined, examine};
use checks::draft::reference::{find, resolve};
use checks::draft::{self, Draft, DraftError, Kind, Origin, Span, Words};
use checks::quantities::Lexicon;
use report::Report;

use crate::form::{self, Form};
use crate::languages::{self, Language};
use crate::{bundle, mutation, package, run};

/// What drafts are held against.
struct Against {
    languages: Vec<Language>,
    report: Report,
    reference: Reference,
}

impl Against {
    fn new() -> Self {
        let (report, content) = bundle::report();
        let lexicon = Lexicon::new("en", &content.codes).expect("a table");
        let reference = Reference::of(&report, &lexicon);
        Self { languages: languages::all(), report, reference }
    }

    /// Reads a file, holds what was read to what the model promises, and examines it.
    fn holds(&self, u: &mut Unstructured<'_>, name: &str, bytes: &[u8]) -> Result<Option<(Draft, Examined)>> {
        let draft = match draft::read(name, bytes) {
            Ok(draft) => draft,
            Err(error) => {
                told(&error);
                return Ok(None);
            }
        };
        is_whole(&draft);
        let found = find(&draft);
        found.iter().for_each(|reference| is_words(&draft, &reference.span));
        assert_eq!(resolve(&draft, &found).len(), found.len());
        let Language { code, lexicon, .. } = u.choose(&self.languages)?;
        let reference = (!u.ratio(1, 4)?).then_some(&self.reference);
        let figures = self.report.figures.iter().map(|figure| &**figure);
        let examined = examine(&draft, (code, lexicon), figures, reference, Words::of(code));
        assert!(examined.tally.agreeing <= examined.tally.quantities, "{:?}", examined.tally);
        for mark in &examined.marks {
            is_words(&draft, &mark.span);
            mark.notes.iter().filter_map(|note| note.span.as_ref()).for_each(|span| is_words(&draft, span));
        }
        examined.agreeing.iter().for_each(|agreeing| is_words(&draft, &agreeing.span));
        Ok(Some((draft, examined)))
    }
}

fn told(error: &DraftError) {
    assert!(!error.to_string().is_empty() && !error.remedy().is_empty(), "{error:?}");
}

/// A span is words of one block, and leads to a place.
fn is_words(draft: &Draft, span: &Span) {
    let block = draft.blocks.get(span.block).expect("a block");
    assert!(block.text.get(span.start..span.end).is_some(), "{span:?} in {:?}", block.text);
    let _ = draft.place(span);
}

fn is_whole(draft: &Draft) {
    for (index, block) in draft.blocks.iter().enumerate() {
        let mut end = 0;
        for segment in &block.segments {
            assert!(segment.range.start >= end, "{segment:?} after {end}");
            end = segment.range.end;
            is_words(draft, &Span { block: index, start: segment.range.start, end });
            if let (Origin::Bytes(bytes), Some(source)) = (&segment.origin, draft.source()) {
                assert!(source.get(bytes.clone()).is_some(), "{segment:?}");
            }
        }
        assert!(block.section.is_none_or(|section| section < draft.sections.len()));
        if let Kind::Table(table) = &block.kind {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.for_each(|cell| {
                is_words(draft, &Span { block: index, start: cell.range.start, end: cell.range.end })
            });
            assert!(table.caption.is_none_or(|caption| caption < draft.blocks.len()));
        }
    }
    for (index, section) in draft.sections.iter().enumerate() {
        assert!(section.heading < draft.blocks.len() && section.parent.is_none_or(|parent| parent < index));
    }
}

fn text(form: &Form) {
    let against = Against::new();
    run(|u| {
        let mut bytes = mutation::text(u, &[form.seed], form.words)?.into_bytes();
        if u.ratio(1, 16)? {
            bytes = mutation::damaged(u, bytes)?;
        }
        against.holds(u, form.name, &bytes).map(drop)
    });
}

#[test]
fn texts_are_read_and_examined() {
    text(&form::TEXT);
}

#[test]
fn markdown_is_read_and_examined() {
    text(&form::MARKDOWN);
}

#[test]
fn pages_are_read_and_examined() {
    text(&form::PAGE);
}

/// What comments were put into is a document that says the same.
#[test]
fn documents_are_read_examined_and_commented() {
    let against = Against::new();
    run(|u| {
        let bytes = package::changed(u)?;
        let Some((draft, examined)) = against.holds(u, "draft.docx", &bytes)? else { return Ok(()) };
        match commented(&draft, &bytes, &examined.marks, None, Words::of("ar")) {
            Ok(out) => {
                let again = draft::read("draft.docx", &out).expect("what was commented is a document");
                let texts = |draft: &Draft| draft.blocks.iter().map(|b| b.text.clone()).collect::<Vec<_>>();
                assert_eq!(texts(&again), texts(&draft));
            }
            Err(error) => told(&error),
        }
        Ok(())
    });
}

#[test]
fn damaged_documents_are_refused_or_read() {
    let against = Against::new();
    let whole = package::whole();
    let (draft, examined) = against
        .holds(&mut Unstructured::new(&[0; 64]), "draft.docx", &whole)
        .expect("chance enough")
        .expect("a document");
    assert!(draft.blocks.len() > 8 && examined.tally.quantities > 4, "{draft:?}");
    run(|u| {
        let bytes = mutation::damaged(u, whole.clone())?;
        against.holds(u, "draft.docx", &bytes).map(drop)
    });
}
