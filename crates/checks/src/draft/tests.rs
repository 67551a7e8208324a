//! Drafts of every form: what becomes of them, and that words lead back to their places.

use proptest::prelude::*;

use super::reference::{find, resolve};
use super::*;

/// A draft as lines: what each block is, its section and its text.
pub(super) fn shown(draft: &Draft) -> String {
    let line = |block: &Block| {
        let kind = match &block.kind {
            Kind::Heading { level, number } => format!("h{level} {}", number.as_deref().unwrap_or("-")),
            Kind::Paragraph => "p".to_owned(),
            Kind::Item { level, marker } => format!("item{level} {marker}"),
            Kind::Table(t) => {
                let heads = t.rows.iter().filter(|r| r.head).count();
                let widths: Vec<String> = t.rows.iter().map(|r| r.cells.len().to_string()).collect();
                format!("table heads={heads} cells={}", widths.join("+"))
            }
            Kind::Caption => "caption".to_owned(),
            Kind::Image => "image".to_owned(),
            Kind::Footnote { mark } => format!("note {mark}"),
            Kind::Aside => "aside".to_owned(),
        };
        let sure = if block.certain { "" } else { "?" };
        let text = block.text.replace('\t', "|").replace('\n', "/");
        format!("{kind}{sure}: {text}\n")
    };
    draft.blocks.iter().map(line).collect()
}

fn text(source: &str) -> Draft {
    read("a.txt", source.as_bytes()).expect("a draft")
}

const PLAIN: &str = "Annual report\n\n1\tOverview\nIn 2024, 5.5 billion people used the Internet.\n•\tone\n–\ttwo\n1.1\tReach\n\n\tRegion\n\tShare\n\
                     \n\tAfrica\n\t38 %\n\n\tEurope\n\tand more\n\nTable 1 – Shares\n2014\t2015\t2016\n1.5\t2.5\t3.5\n3\tLast\n";

#[test]
fn a_plain_text_has_headings_items_captions_and_tables() {
    insta::assert_snapshot!(shown(&text(PLAIN)), @r"
    p: Annual report
    h1 1?: Overview
    p: In 2024, 5.5 billion people used the Internet.
    item0 •: one
    item1 –: two
    h2 1.1?: Reach
    table heads=0 cells=2+2+2: Region|Share/Africa|38 %/Europe|and more
    caption?: Table 1 – Shares
    table heads=0 cells=3+3: 2014|2015|2016/1.5|2.5|3.5
    h1 3?: Last
    ");
}

#[test]
fn a_number_that_counts_is_no_heading() {
    let draft = text(
        "1 Overview\n2.1 million people\n2024\tand more\n5 lessons\n3.5 Billion is much.\n12) twelfth\n-5 % of all\n",
    );
    insta::assert_snapshot!(shown(&draft), @r"
    h1 1?: Overview
    p: 2.1 million people
    p: 2024|and more
    p: 5 lessons
    p: 3.5 Billion is much.
    item0 12): twelfth
    p: -5 % of all
    ");
}

#[test]
fn a_text_that_was_broken_at_a_width_is_joined() {
    let line = "The number of people who use the Internet grew to 5.5\nbillion in the year 2024, and that is more than ever before.\n\nShort.\n";
    let draft = text(&line.repeat(3));
    assert_eq!(draft.blocks.len(), 6);
    let block = &draft.blocks[2];
    let at = block.text.find("5.5 billion").expect("joined");
    let span = Span { block: 2, start: at, end: at + "5.5 billion".len() };
    let Some(Place::Text { line, column, end_line, end_column, .. }) = draft.place(&span) else {
        panic!("a place")
    };
    assert_eq!((line, column, end_line, end_column), (5, 51, 6, 8));
}

#[test]
fn markdown_has_headings_items_tables_notes_and_pictures() {
    let source = "# 3.1 Reach\n\nSome *text* with 5 &amp; 6[^a].\n\n1. first\n   - inner\n2. second\n\nTable 2: Shares\n\n| A | B |\n|---|---|\n| 1 | `2` |\n\n\
                  ![A chart](x.png)\n\n[^a]: The note.\n\n```\n99\n```\n";
    let draft = read("a.md", source.as_bytes()).expect("a draft");
    insta::assert_snapshot!(shown(&draft), @r"
    h1 3.1: Reach
    p: Some text with 5 & 6.
    item0 1.: first
    item1 -: inner
    item0 2.: second
    caption: Table 2: Shares
    table heads=1 cells=2+2: A|B/1|2
    image: A chart
    note a: The note.
    ");
    leads_back(&draft);
}

#[test]
fn a_page_has_headings_items_tables_notes_and_pictures() {
    let source = "<!doctype html><html lang='fr-CH'><head><title>t</title><style>p{}</style></head><body><h1>2 Portée</h1><p>Un  texte\n avec 5&nbsp;000 &amp; \
                  6<br>fin<script>99</script><p hidden>98</p><ul><li>un<li>deux<ul><li>trois</ul></ul><table><caption>Tableau 1 – Parts</caption><thead><tr><th \
                  rowspan=2>A<th colspan=2>B</thead><tr><td>1<td>2<tr><td>3<td>4<td>5</table><figure><img alt='Un graphique' src=x><figcaption>Figure 1. \
                  Usage</figcaption></figure><aside>En bref</aside><div role=doc-footnote id=n1>Note</div></body></html>";
    let draft = read("a.html", source.as_bytes()).expect("a draft");
    insta::assert_snapshot!(shown(&draft), @r"
    h1 2: Portée
    p: Un texte avec 5 000 & 6 fin
    item0 •: un
    item0 •: deux
    item1 •: trois
    caption: Tableau 1 – Parts
    table heads=1 cells=2+2+3: A|B/1|2/3|4|5
    image: Un graphique
    caption: Figure 1. Usage
    aside: En bref
    note n1: Note
    ");
    assert_eq!(draft.language, Language::Said("fr".to_owned()));
    leads_back(&draft);
}

/// Each word of a draft of text stands where its place says.
#[track_caller]
fn leads_back(draft: &Draft) {
    let source = draft.source().expect("a text");
    for (index, block) in draft.blocks.iter().enumerate() {
        for segment in &block.segments {
            let Origin::Bytes(bytes) = &segment.origin else { continue };
            let words = &block.text[segment.range.clone()];
            if bytes.len() == words.len() && !words.contains(' ') && !source[bytes.clone()].starts_with('&') {
                assert_eq!(&source[bytes.clone()], words);
            }
            let span = Span { block: index, start: segment.range.start, end: segment.range.end };
            assert!(matches!(draft.place(&span), Some(Place::Text { .. })), "{span:?}");
        }
    }
}

#[test]
fn merged_cells_cover_the_grid() {
    let source = "<table><tr><td rowspan=2>a<td>b<td>c<tr><td colspan=2>d</table>";
    let draft = read("a.html", source.as_bytes()).expect("a draft");
    let Kind::Table(table) = &draft.blocks[0].kind else { panic!("a table") };
    let at = |row, column| table.at(row, column).map(|c| &draft.blocks[0].text[c.range.clone()]);
    let grid = [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2), at(1, 3)];
    assert_eq!(grid, [Some("a"), Some("b"), Some("c"), Some("a"), Some("d"), Some("d"), None]);
}

#[test]
fn cells_that_claim_to_cover_much_cost_little() {
    let row = "<tr><td colspan=1000 rowspan=1000>x".repeat(20_000);
    let draft = read(
        "a.html",
        format!("<table>{}<tr>{}</table>", row, "<td colspan=1000 rowspan=1000>y".repeat(20_000)).as_bytes(),
    );
    assert_eq!(draft.expect("a draft").blocks.len(), 1);
}

#[test]
fn an_extraction_keeps_its_sections_and_tables_and_says_what_is_uncertain() {
    let source = "[bookmark: _Toc1][bookmark: _Toc2]2\t全球大会\n[bookmark: _Toc3]2.1\t全会\n正文见第3节。\n [bookmark: _Toc4]4.1\t规则\n[bookmark: _Toc9]平等获取\n[bookmark: _Hlk5]超过9 500人。\n[image: A chart\n\nmade by a program.]改编自统计。\n[image: open\n图1 – 项目概览（单位：千瑞郎）\n\t区域\n\t合作伙伴\n提供的资金\n\t总额\n\n\t非洲\n\t26,548.5\n\t28,197.8\n\n\n\t合计\n\t80,034.7\n\t91,800.0\n\n\n正文。\na)\t人员\n\t另一段\n2018年\t2019年\t61\t84\n";
    let draft = text(source);
    insta::assert_snapshot!(shown(&draft), @r"
    h1 2: 全球大会
    h2 2.1: 全会
    p: 正文见第3节。
    h2 4.1: 规则
    h2 -: 平等获取
    p: 超过9 500人。
    image: A chart//made by a program.
    p: 改编自统计。
    image?: open
    caption?: 图1 – 项目概览（单位：千瑞郎）
    table heads=0 cells=3+3+3: 区域|合作伙伴 提供的资金|总额/非洲|26,548.5|28,197.8/合计|80,034.7|91,800.0
    p: 正文。
    item0 a): 人员
    p: 另一段
    table heads=0 cells=4?: 2018年|2019年|61|84
    ");
    let sections: Vec<(Option<&str>, Option<usize>)> =
        draft.sections.iter().map(|s| (s.number.as_deref(), s.parent)).collect();
    assert_eq!(sections, [(Some("2"), None), (Some("2.1"), Some(0)), (Some("4.1"), None), (None, None)]);
    leads_back(&draft);
}

#[test]
fn a_text_is_utf_8_or_says_that_it_is_utf_16() {
    let said =
        |bytes: &[u8]| read("a.txt", bytes).map(|d| d.blocks[0].text.clone()).map_err(|e| e.to_string());
    let wide = |unit: fn(u16) -> [u8; 2], mark: &[u8]| {
        [mark, &"5 %é".encode_utf16().flat_map(unit).collect::<Vec<_>>()].concat()
    };
    assert_eq!(said(&wide(u16::to_le_bytes, &[0xFF, 0xFE])), Ok("5 %é".to_owned()));
    assert_eq!(said(&wide(u16::to_be_bytes, &[0xFE, 0xFF])), Ok("5 %é".to_owned()));
    assert_eq!(said("\u{feff}5 %é".as_bytes()), Ok("5 %é".to_owned()));
    assert_eq!(said(b"5 %\xe9"), Err("byte 3 of the file is not UTF-8".to_owned()));
    assert_eq!(
        said(&[0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]),
        Err("byte 2 of the file is not UTF-16".to_owned())
    );
}

#[test]
fn what_is_too_large_says_what_and_what_to_do() {
    let limits = Limits { file: 100, line: 20, blocks: 3, depth: 4, ..Limits::default() };
    let refused = |name: &str, text: &str| {
        read_within(name, text.as_bytes(), &limits).expect_err("refused").to_string()
    };
    assert_eq!(refused("a.txt", &"x".repeat(101)), "the file is larger than 100 bytes");
    assert_eq!(refused("a.txt", &format!("a\n{}", "x".repeat(21))), "line 2 is larger than 20 bytes");
    assert_eq!(refused("a.txt", "a\nb\nc\nd\n"), "a.txt has more than 3 paragraphs and cells");
    assert_eq!(
        refused("a.html", "<b>\n<b>\n<b>\n<b>\n<b>"),
        "a.html has more than 4 elements within each other"
    );
    assert_eq!(refused("a.md", "> > > > > a"), "a.md has more than 4 levels within each other");
    let unknown = read("a.pdf", b"").expect_err("refused");
    assert!(unknown.remedy().contains(".docx"), "{unknown}");
}

#[test]
fn a_language_is_guessed_or_honestly_unsure() {
    let of = |source: &str| text(source).language.code().map(str::to_owned);
    let code = |code: &str| Some(code.to_owned());
    assert_eq!(of("The number of people who use the Internet in the world was 5.5 billion."), code("en"));
    assert_eq!(
        of("Le nombre de personnes dans le monde est de 5,5 milliards, et les pays du sud."),
        code("fr")
    );
    assert_eq!(of("El número de personas que se conectan en el mundo y los países del sur."), code("es"));
    assert_eq!(of("Число пользователей интернета в мире выросло."), code("ru"));
    assert_eq!(of("2024年全球有55亿人使用互联网"), code("zh"));
    assert_eq!(of("يستخدم الإنترنت في العالم أكثر من خمسة مليارات شخص"), code("ar"));
    assert_eq!(of("Die Zahl der Menschen, die das Internet nutzen, wuchs auf der ganzen Welt."), None);
    assert_eq!(of("5 5 5"), None);
}

proptest! {
    #[test]
    fn no_bytes_of_any_form_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for name in ["a.txt", "a.md", "a.html", "a.docx"] {
            let _ = read(name, &bytes);
        }
    }

    #[test]
    fn words_of_any_text_lead_back_to_themselves(source in "([a-zé节0-9 .\t\r\n#|<>&;*_\\[\\]:-]|<p>|&amp;|<td>|[|]--[|]|\\[image:|\\[bookmark: _Toc\\]){0,80}") {
        for name in ["a.txt", "a.md", "a.html"] {
            let draft = read(name, source.as_bytes()).expect("small enough");
            for (index, block) in draft.blocks.iter().enumerate() {
                let mut end = 0;
                for segment in &block.segments {
                    prop_assert!(segment.range.start >= end && segment.range.end <= block.text.len());
                    prop_assert!(block.text.get(segment.range.clone()).is_some());
                    end = segment.range.end;
                    let span = Span { block: index, start: segment.range.start, end };
                    if let Origin::Bytes(bytes) = &segment.origin {
                        prop_assert!(source.get(bytes.clone()).is_some());
                        prop_assert!(draft.place(&span).is_some());
                    }
                }
            }
            let found = find(&draft);
            prop_assert_eq!(resolve(&draft, &found).len(), found.len());
        }
    }
}

#[test]
fn the_sign_of_a_footnote_is_no_part_of_a_number() {
    let html = "<table><tr><td>68<sup><a href=\"#n2\">‖ 2</a></sup></td><td>10<sup>3</sup></td></tr></table>";
    let draft = read("a.html", html.as_bytes()).expect("a draft");
    let text: Vec<&str> = draft.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(text, ["68\t103"]);
}

#[test]
fn items_that_are_footnotes_are_known_by_their_ids() {
    let html = "<ol><li id=\"_note-1\">One.</li><li id=\"fn2\">Two.</li><li id=\"notes\">Three.</li><li>Four.</li></ol>";
    let draft = read("a.html", html.as_bytes()).expect("a draft");
    let notes: Vec<bool> = draft.blocks.iter().map(|b| matches!(b.kind, Kind::Footnote { .. })).collect();
    assert_eq!(notes, [true, true, false, false]);
}
