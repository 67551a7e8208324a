//! The words by which six languages refer to parts of a document, and the forms of numbers after them.

use super::Target;

/// Words before a number, in small letters; longer ones first where one begins another.
pub(super) const BEFORE: &[(&str, Target)] = &[
    // English.
    ("sections", Target::Section),
    ("section", Target::Section),
    ("sec.", Target::Section),
    ("chapters", Target::Section),
    ("chapter", Target::Section),
    ("figures", Target::Figure),
    ("figure", Target::Figure),
    ("fig.", Target::Figure),
    ("charts", Target::Figure),
    ("chart", Target::Figure),
    ("tables", Target::Table),
    ("table", Target::Table),
    ("annexes", Target::Annex),
    ("annex", Target::Annex),
    ("appendices", Target::Annex),
    ("appendix", Target::Annex),
    ("boxes", Target::Box),
    ("box", Target::Box),
    ("paragraphs", Target::Paragraph),
    ("paragraph", Target::Paragraph),
    ("para.", Target::Paragraph),
    // French; what is written as in English stands there.
    ("chapitres", Target::Section),
    ("chapitre", Target::Section),
    ("graphiques", Target::Figure),
    ("graphique", Target::Figure),
    ("tableaux", Target::Table),
    ("tableau", Target::Table),
    ("annexe", Target::Annex),
    ("appendice", Target::Annex),
    ("encadrés", Target::Box),
    ("encadré", Target::Box),
    ("paragraphes", Target::Paragraph),
    ("paragraphe", Target::Paragraph),
    // Spanish.
    ("secciones", Target::Section),
    ("sección", Target::Section),
    ("capítulos", Target::Section),
    ("capítulo", Target::Section),
    ("apartados", Target::Section),
    ("apartado", Target::Section),
    ("figuras", Target::Figure),
    ("figura", Target::Figure),
    ("gráficos", Target::Figure),
    ("gráfico", Target::Figure),
    ("cuadros", Target::Table),
    ("cuadro", Target::Table),
    ("tablas", Target::Table),
    ("tabla", Target::Table),
    ("anexos", Target::Annex),
    ("anexo", Target::Annex),
    ("apéndice", Target::Annex),
    ("recuadros", Target::Box),
    ("recuadro", Target::Box),
    ("párrafos", Target::Paragraph),
    ("párrafo", Target::Paragraph),
    // Russian, in its cases.
    ("разделах", Target::Section),
    ("разделов", Target::Section),
    ("разделе", Target::Section),
    ("раздела", Target::Section),
    ("разделу", Target::Section),
    ("разделы", Target::Section),
    ("раздел", Target::Section),
    ("главах", Target::Section),
    ("главе", Target::Section),
    ("главы", Target::Section),
    ("глава", Target::Section),
    ("рисунках", Target::Figure),
    ("рисунке", Target::Figure),
    ("рисунка", Target::Figure),
    ("рисунок", Target::Figure),
    ("рис.", Target::Figure),
    ("таблицах", Target::Table),
    ("таблице", Target::Table),
    ("таблицы", Target::Table),
    ("таблица", Target::Table),
    ("таблицу", Target::Table),
    ("табл.", Target::Table),
    ("приложениях", Target::Annex),
    ("приложении", Target::Annex),
    ("приложения", Target::Annex),
    ("приложению", Target::Annex),
    ("приложение", Target::Annex),
    ("вставке", Target::Box),
    ("вставка", Target::Box),
    ("пунктах", Target::Paragraph),
    ("пункте", Target::Paragraph),
    ("пункта", Target::Paragraph),
    ("пункт", Target::Paragraph),
    // Arabic, with and without what is written together with the word.
    ("الأقسام", Target::Section),
    ("القسم", Target::Section),
    ("الفصل", Target::Section),
    ("الشكل", Target::Figure),
    ("الجدول", Target::Table),
    ("الملحق", Target::Annex),
    ("المرفق", Target::Annex),
    ("الإطار", Target::Box),
    ("الفقرة", Target::Paragraph),
    ("قسم", Target::Section),
    ("شكل", Target::Figure),
    ("جدول", Target::Table),
    ("ملحق", Target::Annex),
    // Chinese, where the word stands before the number.
    ("附件", Target::Annex),
    ("附录", Target::Annex),
    ("图表", Target::Figure),
    ("图", Target::Figure),
    ("表格", Target::Table),
    ("表", Target::Table),
    ("专栏", Target::Box),
    ("框", Target::Box),
];

/// Signs after a number that Chinese writes `第` before.
pub(super) const AFTER: &[(char, Target)] =
    &[('节', Target::Section), ('節', Target::Section), ('章', Target::Section), ('段', Target::Paragraph)];

/// The word that a text begins with, and its bytes.
pub(in crate::draft) fn at_start(text: &str) -> Option<(Target, usize)> {
    if let Some(rest) = text.strip_prefix('第') {
        let number = rest.trim_start();
        let skipped = text.len().saturating_sub(number.len());
        return Some((listed_before(number)?, skipped));
    }
    // Asked at each letter of a draft, and most letters begin none of the words.
    let first = text.chars().next()?.to_lowercase().next()?;
    BEFORE
        .iter()
        .filter(|(word, _)| word.starts_with(first))
        .find_map(|(word, target)| Some((*target, starts(text, word)?)))
}

/// What the sign after one or more numbers says that they number: `4.1、4.2节`.
fn listed_before(numbers: &str) -> Option<Target> {
    let mut rest = numbers;
    for _ in 0..20 {
        let length = number_length(rest);
        let after = rest.get(length..).filter(|_| length > 0)?.trim_start();
        let sign = after.chars().next()?;
        if let Some((_, target)) = AFTER.iter().find(|(c, _)| *c == sign) {
            return Some(*target);
        }
        let joint = "、，,和及与至–-".contains(sign).then_some(sign.len_utf8())?;
        rest = after.get(joint..)?.trim_start();
    }
    None
}

/// The bytes that a word takes at the start of a text, whatever its case; what follows must not go on with it.
pub(super) fn starts(text: &str, word: &str) -> Option<usize> {
    let mut taken = 0_usize;
    let mut characters = text.chars();
    for expected in word.chars() {
        let c = characters.next()?;
        let mut lower = c.to_lowercase();
        if lower.next() != Some(expected) || lower.next().is_some() {
            return None;
        }
        taken = taken.saturating_add(c.len_utf8());
    }
    let next = characters.next();
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let ended = word.ends_with('.') || word.chars().all(han) || next.is_none_or(|c| !c.is_alphanumeric());
    ended.then_some(taken)
}

/// The bytes of a number at the start of a text: `5.3.4`, `II`, `A`, `A.2`, `三`, `٣`.
pub(in crate::draft) fn number_length(text: &str) -> usize {
    let digits = |t: &str| {
        let mut end = 0_usize;
        let mut before = '.';
        for (at, c) in t.char_indices() {
            let digit = c.is_ascii_digit()
                || ('\u{660}'..='\u{669}').contains(&c)
                || ('\u{ff10}'..='\u{ff19}').contains(&c);
            if digit {
                end = at.saturating_add(c.len_utf8());
            } else if !(matches!(c, '.' | '．') && before != '.') {
                break;
            }
            before = if c == '．' { '.' } else { c };
        }
        end
    };
    let plain = digits(text);
    if plain > 0 {
        return plain;
    }
    let han = text.find(|c| !"一二三四五六七八九十".contains(c)).unwrap_or(text.len());
    if han > 0 {
        return han;
    }
    let letters = text.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(text.len());
    let head = text.get(..letters).unwrap_or_default();
    let roman = !head.is_empty() && head.len() <= 5 && head.chars().all(|c| "IVXL".contains(c));
    if !(roman || head.len() == 1) {
        return 0;
    }
    let rest = text.get(letters..).unwrap_or_default();
    if rest.starts_with(|c: char| c.is_alphabetic()) {
        return 0;
    }
    let after = rest.strip_prefix('.').map_or(0, |r| match digits(r) {
        0 => 0,
        n => n.saturating_add(1),
    });
    letters.saturating_add(after)
}
