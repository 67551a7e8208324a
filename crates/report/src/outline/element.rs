//! Reads the elements of a section.

use std::collections::{BTreeMap, BTreeSet};

use super::node::{Node, Reader};
use super::{
    Chart, Column, Element, Image, Listing, ListingColumn, Located, MAX_ITEMS, Row, Rows, Series, Story,
    StoryDate, Table,
};
use crate::model::{ChartKind, ListingLayout};

const KINDS: [&str; 6] = ["prose", "table", "chart", "listing", "box", "image"];

/// The elements of a section, in order.
pub(super) fn read<'a>(reader: &mut Reader<'a>, section: Node<'a>, id: &str) -> Vec<Element> {
    let mut anchors = Anchors { section: id.to_owned(), counts: BTreeMap::new(), taken: BTreeSet::new() };
    let nodes = reader.tables(section, "element", MAX_ITEMS);
    nodes.into_iter().filter_map(|node| element(reader, node, &mut anchors)).collect()
}

fn element<'a>(reader: &mut Reader<'a>, node: Node<'a>, anchors: &mut Anchors) -> Option<Element> {
    let (kind, at) = reader.required(node, "kind")?;
    match kind {
        "prose" => prose(reader, node, anchors),
        "table" => Some(Element::Table(table(reader, node, anchors))),
        "chart" => Some(Element::Chart(chart(reader, node, anchors))),
        "listing" => listing(reader, node, anchors).map(Element::Listing),
        "box" => story(reader, node).map(Element::Story),
        "image" => {
            reader.known(node, &["kind", "file", "alt", "credit", "caption"]);
            image(reader, node).map(Element::Image)
        }
        "own" if reader.on_page => {
            reader.known(node, &["kind"]);
            Some(Element::Own(reader.place(at)))
        }
        _ => {
            let remedy = format!("write one of {}", KINDS.join(", "));
            reader.wrong(at, format!("`{kind}` is no kind of element"), remedy);
            None
        }
    }
}

/// Gives anchors to elements, by their id or by counting.
struct Anchors {
    section: String,
    counts: BTreeMap<&'static str, u32>,
    taken: BTreeSet<String>,
}

impl Anchors {
    fn of<'a>(&mut self, reader: &mut Reader<'a>, node: Node<'a>, kind: &'static str) -> String {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        let given = reader.string(node, "id").filter(|(id, _)| is_id(id));
        if let (None, Some((id, at))) = (given, reader.string(node, "id")) {
            reader.wrong(at, format!("`{id}` is no id"), "use letters, digits and hyphens");
        }
        let anchor = match given {
            Some((id, _)) => format!("{}-{id}", self.section),
            None => format!("{}-{kind}-{count}", self.section),
        };
        if !self.taken.insert(anchor.clone()) {
            reader.wrong(
                node.start,
                format!("two elements have the anchor `{anchor}`"),
                "give one another id",
            );
        }
        anchor
    }
}

fn is_id(id: &str) -> bool {
    let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    !id.is_empty() && id.len() <= 64 && id.bytes().all(good)
}

/// Whether a text can name a narrative file.
fn is_file(name: &str) -> bool {
    let good = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    !name.is_empty()
        && name.len() <= 64
        && !name.contains("..")
        && !name.starts_with('.')
        && name.bytes().all(good)
}

fn prose<'a>(reader: &mut Reader<'a>, node: Node<'a>, anchors: &Anchors) -> Option<Element> {
    reader.known(node, &["kind", "file"]);
    let given = reader.string(node, "file");
    let (file, at) = given.unwrap_or((anchors.section.as_str(), node.start));
    if !is_file(file) {
        reader.wrong(
            at,
            format!("`{file}` is no name of a narrative file"),
            "write it without folder and .md",
        );
        return None;
    }
    Some(Element::Prose { file: file.to_owned(), place: reader.place(at) })
}

fn table<'a>(reader: &mut Reader<'a>, node: Node<'a>, anchors: &mut Anchors) -> Table {
    reader.known(node, &["kind", "id", "caption", "stub", "rows", "row", "column", "total", "notes"]);
    let id = anchors.of(reader, node, "table");
    let columns: Vec<Column> =
        reader.tables(node, "column", MAX_ITEMS).into_iter().map(|n| column(reader, n)).collect();
    if columns.is_empty() {
        reader.wrong(node.start, "the table has no columns", "add [[section.element.column]]");
    }
    let rows = rows(reader, node, "rows", "row");
    check_cells(reader, node, &rows, &columns);
    Table {
        id,
        caption: reader.required_texts(node, "caption"),
        stub: reader.required_texts(node, "stub"),
        columns,
        rows,
        total: reader.texts(node, "total"),
        notes: reader.text_lists(node, "notes"),
    }
}

/// Every cell of a table must have a key from somewhere.
fn check_cells<'a>(reader: &mut Reader<'a>, node: Node<'a>, rows: &Rows, columns: &[Column]) {
    let keyless = columns.iter().any(|c| c.key.is_none());
    let Rows::Listed(rows) = rows else {
        if keyless {
            reader.wrong(node.start, "a column has no `key`", "add key = \"…{row}…\" to each column");
        }
        return;
    };
    for row in rows {
        match &row.cells {
            Some(cells) if cells.len() != columns.len() => {
                let problem =
                    format!("a row has {} cells and the table {} columns", cells.len(), columns.len());
                reader.wrong(
                    node.start,
                    problem,
                    "name one cell a column; an empty text is no figure by design",
                );
            }
            None if row.key.is_none() && keyless => {
                let remedy = "add `key` or `cells` to the row, or `key` to each column";
                reader.wrong(node.start, "cells of a listed row have no key", remedy);
            }
            Some(_) | None => {}
        }
    }
}

fn column<'a>(reader: &mut Reader<'a>, node: Node<'a>) -> Column {
    reader.known(node, &["label", "key", "code", "form", "units"]);
    let units = reader.string(node, "units");
    if let Some((other, at)) = units.filter(|(u, _)| !matches!(*u, "cells" | "head")) {
        reader.wrong(at, format!("`{other}` is no place for units"), "write head or cells");
    }
    Column {
        label: reader.required_texts(node, "label"),
        key: reader.located(node, "key"),
        code: reader.string(node, "code").map(|(c, _)| c.to_owned()),
        form: reader.form(node),
        units_in_cells: units.is_some_and(|(u, _)| u == "cells"),
    }
}

/// Rows or points: `rows = { each = … }`, or listed one by one.
fn rows<'a>(reader: &mut Reader<'a>, node: Node<'a>, each: &str, listed: &str) -> Rows {
    if let Some(node) = reader.table(node, each) {
        return each_of(reader, node);
    }
    let rows: Vec<Row> = reader.tables(node, listed, MAX_ITEMS).into_iter().map(|n| row(reader, n)).collect();
    if rows.is_empty() {
        let remedy =
            format!("add {each} = {{ each = \"area\", codes = […] }} or [[section.element.{listed}]]");
        reader.wrong(node.start, format!("there are no {each}"), remedy);
    }
    Rows::Listed(rows)
}

fn each_of<'a>(reader: &mut Reader<'a>, node: Node<'a>) -> Rows {
    reader.known(node, &["each", "codes", "range"]);
    let place = reader.place(node.start);
    let dimension = reader.required(node, "each").map_or("area", |(d, _)| d).to_owned();
    if let Some((range, at)) = reader.string(node, "range") {
        let Some((from, to)) = range.split_once("..").filter(|_| dimension == "period") else {
            reader.wrong(
                at,
                format!("`{range}` is no range of years or months"),
                "write each = \"period\", range = \"2018..@year\" or \"@year:01..@year:12\"",
            );
            return Rows::Listed(Vec::new());
        };
        return Rows::Range { from: from.to_owned(), to: to.to_owned(), place };
    }
    let codes = reader.strings(node, "codes").unwrap_or_default();
    if codes.is_empty() {
        reader.wrong(
            node.start,
            "there are no codes",
            "add codes = [\"AFR\", …, \"_T\"] or range = \"2018..@year\"",
        );
    }
    Rows::Each { dimension, codes: codes.into_iter().map(|(c, _)| c.to_owned()).collect(), place }
}

fn row<'a>(reader: &mut Reader<'a>, node: Node<'a>) -> Row {
    reader.known(node, &["label", "code", "key", "cells", "total", "form"]);
    Row {
        label: reader.required_texts(node, "label"),
        code: reader.string(node, "code").map(|(c, _)| c.to_owned()),
        key: reader.located(node, "key"),
        cells: cells(reader, node),
        total: reader.flag(node, "total"),
        form: reader.form(node),
    }
}

fn cells<'a>(reader: &mut Reader<'a>, node: Node<'a>) -> Option<Vec<Option<Located>>> {
    let cells = reader.strings(node, "cells")?;
    let cell = |(text, at): (&str, usize)| {
        if text.is_empty() { None } else { reader.reference(text, at) }
    };
    Some(cells.into_iter().map(cell).collect())
}

fn chart<'a>(reader: &mut Reader<'a>, node: Node<'a>, anchors: &mut Anchors) -> Chart {
    let fields = ["kind", "id", "chart", "caption", "points", "point", "series", "total", "notes"];
    reader.known(node, &fields);
    let id = anchors.of(reader, node, "chart");
    let kind = match reader.required(node, "chart") {
        Some(("bar", _)) | None => ChartKind::Bar,
        Some(("line", _)) => ChartKind::Line,
        Some(("dots", _)) => ChartKind::Dots,
        Some((other, at)) => {
            reader.wrong(at, format!("`{other}` is no kind of chart"), "write bar, line or dots");
            ChartKind::Bar
        }
    };
    let nodes = reader.tables(node, "series", MAX_ITEMS);
    let several = nodes.len() > 1;
    let series: Vec<Series> = nodes.into_iter().map(|n| series(reader, n, several)).collect();
    if series.is_empty() {
        reader.wrong(node.start, "the chart has no series", "add [[section.element.series]]");
    }
    Chart {
        id,
        caption: reader.required_texts(node, "caption"),
        kind,
        points: rows(reader, node, "points", "point"),
        total: reader.texts(node, "total"),
        series,
        notes: reader.text_lists(node, "notes"),
    }
}

fn series<'a>(reader: &mut Reader<'a>, node: Node<'a>, several: bool) -> Series {
    reader.known(node, &["label", "key", "cells", "form", "opposite"]);
    let (key, cells) = (reader.located(node, "key"), cells(reader, node));
    if node.get("key").is_none() && cells.is_none() {
        reader.wrong(node.start, "the series has no key", "add key = \"…{point}…\" or cells = […]");
    }
    let label =
        if several { Some(reader.required_texts(node, "label")) } else { reader.texts(node, "label") };
    let opposite = reader.flag(node, "opposite");
    Series { label, key, cells, form: reader.form(node).unwrap_or_default(), opposite }
}

fn listing<'a>(reader: &mut Reader<'a>, node: Node<'a>, anchors: &mut Anchors) -> Option<Listing> {
    reader.known(node, &["kind", "id", "caption", "key", "column", "layout", "months"]);
    let id = anchors.of(reader, node, "listing");
    let layout = layout(reader, node);
    let months = reader.string(node, "months").map(|(column, at)| (column.to_owned(), reader.place(at)));
    let caption = reader.required_texts(node, "caption");
    let nodes = reader.tables(node, "column", MAX_ITEMS);
    let columns: Vec<_> = nodes.into_iter().filter_map(|n| listing_column(reader, n)).collect();
    if columns.is_empty() {
        reader.wrong(
            node.start,
            "the listing has no columns",
            "add [[section.element.column]] with name and label",
        );
    }
    let (text, at) = reader.required(node, "key")?;
    Some(Listing { id, caption, key: reader.reference(text, at)?, layout, months, columns })
}

fn layout<'a>(reader: &mut Reader<'a>, node: Node<'a>) -> ListingLayout {
    match reader.string(node, "layout") {
        None | Some(("table", _)) => ListingLayout::Table,
        Some(("record", _)) => ListingLayout::Record,
        Some((other, at)) => {
            reader.wrong(at, format!("`{other}` is no layout of a listing"), "write table or record");
            ListingLayout::Table
        }
    }
}

fn listing_column<'a>(reader: &mut Reader<'a>, node: Node<'a>) -> Option<ListingColumn> {
    reader.known(node, &["name", "label", "form", "missing"]);
    let label = reader.required_texts(node, "label");
    let form = reader.form(node).unwrap_or_default();
    let missing = reader.texts(node, "missing");
    let (name, at) = reader.required(node, "name")?;
    let (name, to) = name.split_once("..").map_or((name, None), |(a, b)| (a, Some(b.to_owned())));
    Some(ListingColumn { name: name.to_owned(), to, label, form, missing, place: reader.place(at) })
}

fn story<'a>(reader: &mut Reader<'a>, node: Node<'a>) -> Option<Story> {
    reader.known(node, &["kind", "id", "title", "area", "date", "image"]);
    let title = reader.required_texts(node, "title");
    let area = reader.string(node, "area").map(|(code, at)| (code.to_owned(), reader.place(at)));
    let date = reader.string(node, "date").and_then(|(text, at)| story_date(reader, text, at));
    let image = reader.table(node, "image").and_then(|node| {
        reader.known(node, &["file", "alt", "credit", "caption"]);
        image(reader, node)
    });
    let (id, at) = reader.required(node, "id")?;
    if !is_file(id) {
        reader.wrong(
            at,
            format!("`{id}` is no id"),
            "use letters, digits, points and hyphens; it names the narrative file",
        );
        return None;
    }
    Some(Story { id: id.to_owned(), title, area, date, image, place: reader.place(at) })
}

fn story_date(reader: &mut Reader<'_>, text: &str, at: usize) -> Option<StoryDate> {
    if text.starts_with(|c: char| c.is_ascii_lowercase()) {
        return reader.reference(text, at).map(StoryDate::Cell);
    }
    // Any year shows whether it is a period or a template.
    match crate::reference::period(text, 2000) {
        Ok(_) => Some(StoryDate::Period(text.to_owned(), reader.place(at))),
        Err(error) => {
            let place = reader.place(at);
            reader.mistakes.push(crate::text::bound::mistake(place, &error));
            None
        }
    }
}

fn image<'a>(reader: &mut Reader<'a>, node: Node<'a>) -> Option<Image> {
    let (alt, credit) = (reader.required_texts(node, "alt"), reader.texts(node, "credit"));
    let caption = reader.texts(node, "caption");
    let (file, at) = reader.required(node, "file")?;
    let good = file.split('/').all(|part| is_file(&part.replace('_', "-")));
    if !good {
        reader.wrong(
            at,
            format!("`{file}` is no file of the bundle"),
            "write a path in the bundle, such as images/kampala.jpg",
        );
        return None;
    }
    Some(Image { file: file.to_owned(), alt, credit, caption, place: reader.place(at) })
}
