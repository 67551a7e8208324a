//! Tables, charts, records, stories and pictures.

use report::model::{
    Chart, ChartKind, Element, Image, ListingGroup, ListingLayout, ListingTable, ListingTableRow, Point,
    Series, Story, Table, TableColumn, TableRow,
};

use super::each;
use super::inline::marks;
use crate::report::v1 as proto;

impl From<Element> for proto::Element {
    fn from(element: Element) -> Self {
        use proto::element::Kind;
        let kind = match element {
            Element::Prose(blocks) => Kind::Prose(blocks.into()),
            Element::Table(table) => Kind::Table(table.into()),
            Element::Chart(chart) => Kind::Chart(chart.into()),
            Element::Listing(listing) => Kind::Listing(listing.into()),
            Element::Story(story) => Kind::Story(story.into()),
            Element::Image(image) => Kind::Image(image.into()),
        };
        Self { kind: Some(kind) }
    }
}

impl From<Table> for proto::Table {
    fn from(t: Table) -> Self {
        Self {
            id: t.id,
            caption: t.caption,
            stub: t.stub,
            columns: each(t.columns),
            rows: each(t.rows),
            notes: each(t.notes),
        }
    }
}

impl From<TableColumn> for proto::TableColumn {
    fn from(c: TableColumn) -> Self {
        Self { label: c.label, unit: c.unit }
    }
}

impl From<TableRow> for proto::TableRow {
    fn from(r: TableRow) -> Self {
        let cells = r.cells.into_iter().map(|cell| proto::TableCell { printed: cell.map(Into::into) });
        Self { label: r.label, total: r.total, cells: cells.collect() }
    }
}

impl From<Chart> for proto::Chart {
    fn from(c: Chart) -> Self {
        let kind = match c.kind {
            ChartKind::Bar => proto::ChartKind::Bar,
            ChartKind::Line => proto::ChartKind::Line,
            ChartKind::Dots => proto::ChartKind::Dots,
        };
        Self {
            id: c.id,
            caption: c.caption,
            kind: kind.into(),
            unit: c.unit,
            series: each(c.series),
            notes: each(c.notes),
        }
    }
}

impl From<Series> for proto::Series {
    fn from(s: Series) -> Self {
        Self { label: s.label, points: each(s.points), opposite: s.opposite }
    }
}

impl From<Point> for proto::Point {
    fn from(p: Point) -> Self {
        Self { label: p.label, printed: Some(p.printed.into()) }
    }
}

impl From<ListingTable> for proto::ListingTable {
    fn from(l: ListingTable) -> Self {
        Self {
            id: l.id,
            caption: l.caption,
            key: l.key,
            columns: l.columns,
            rows: each(l.rows),
            marks: marks(&l.marks),
            layout: match l.layout {
                ListingLayout::Table => proto::ListingLayout::Table.into(),
                ListingLayout::Record => proto::ListingLayout::Record.into(),
            },
            groups: each(l.groups),
        }
    }
}

impl From<ListingGroup> for proto::ListingGroup {
    fn from(g: ListingGroup) -> Self {
        Self { title: g.title, first_row: g.first_row }
    }
}

impl From<ListingTableRow> for proto::ListingTableRow {
    fn from(r: ListingTableRow) -> Self {
        let cells = r.cells.into_iter().map(|text| proto::ListingTableCell { text });
        Self { id: r.id, aggregate: r.aggregate, cells: cells.collect() }
    }
}

impl From<Story> for proto::Story {
    fn from(s: Story) -> Self {
        Self {
            id: s.id,
            title: s.title,
            area: s.area,
            date: s.date,
            blocks: each(s.blocks),
            image: s.image.map(Into::into),
        }
    }
}

impl From<Image> for proto::Image {
    fn from(i: Image) -> Self {
        Self { file: i.file, alt: i.alt, credit: i.credit, caption: i.caption }
    }
}
