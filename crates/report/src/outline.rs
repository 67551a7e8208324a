//! The outline: which sections a report has and what stands in each, as `outline.toml` says it (`docs/outline.md`).

mod element;
mod node;
pub mod pages;
mod read;

use std::collections::BTreeMap;

use interchange::Place;

use crate::model::{ChartKind, ListingLayout};
use crate::print::Form;
use crate::reference::{Aliases, Reference};
use crate::text::bound::{Bound, Text};

pub use read::read;

/// The file's name.
pub const FILE: &str = "outline.toml";

/// The longest file that is read, in bytes.
pub const MAX_BYTES: usize = 1 << 20;
/// The most sections.
pub const MAX_SECTIONS: usize = 500;
/// The most elements of a section, and rows, points or columns of an element.
pub const MAX_ITEMS: usize = 200;

/// A text by language.
pub type Texts = BTreeMap<String, Text>;

/// What a report is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Names for keys.
    pub aliases: Aliases,
    /// Where each alias stands.
    pub alias_places: BTreeMap<String, Place>,
    /// The figures for the top.
    pub headline: Vec<Headline>,
    /// The sections in order.
    pub sections: Vec<Section>,
}

/// A reference of the outline and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// What is named.
    pub reference: Reference,
    /// Where.
    pub place: Place,
}

/// A figure for the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// What it is.
    pub label: Texts,
    /// Which figure.
    pub figure: Located,
    /// How it prints.
    pub form: Form,
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The id and anchor.
    pub id: String,
    /// What is printed before the title.
    pub number: Option<String>,
    /// The title.
    pub title: Texts,
    /// 1 for a chapter.
    pub level: u8,
    /// What stands in it.
    pub elements: Vec<Element>,
    /// Where it stands.
    pub place: Place,
}

/// An element of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// Running text of a narrative file.
    Prose {
        /// The file's name without folder and ending.
        file: String,
        /// Where.
        place: Place,
    },
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
    /// A listing.
    Listing(Listing),
    /// An impact story.
    Story(Story),
    /// A picture.
    Image(Image),
    /// The place of an item's own elements, on a page that there is for each of several items.
    Own(Place),
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The anchor.
    pub id: String,
    /// The caption.
    pub caption: Texts,
    /// Head of the row labels.
    pub stub: Texts,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Rows,
    /// The label of the total.
    pub total: Option<Texts>,
    /// Notes, by language.
    pub notes: BTreeMap<String, Vec<Text>>,
}

/// A column of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub label: Texts,
    /// The key of its cells, with `{row}`.
    pub key: Option<Located>,
    /// What `{column}` stands for.
    pub code: Option<String>,
    /// How its cells print.
    pub form: Option<Form>,
    /// Whether units stand in the cells in any case.
    pub units_in_cells: bool,
}

/// The rows of a table, or the points of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// One for each code of a dimension.
    Each {
        /// The dimension.
        dimension: String,
        /// The codes: as they are, `_T`, or with a wildcard.
        codes: Vec<String>,
        /// Where.
        place: Place,
    },
    /// One for each year, or each month, of a range.
    Range {
        /// The first, perhaps a template.
        from: String,
        /// The last.
        to: String,
        /// Where.
        place: Place,
    },
    /// One by one.
    Listed(Vec<Row>),
}

/// A listed row or point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its head.
    pub label: Texts,
    /// What `{row}` or `{point}` stands for.
    pub code: Option<String>,
    /// The key of its cells, with `{column}`.
    pub key: Option<Located>,
    /// Each cell; `None` is no figure by design.
    pub cells: Option<Vec<Option<Located>>>,
    /// Whether it is a total.
    pub total: bool,
    /// How its cells print, before the column's form.
    pub form: Option<Form>,
}

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The anchor.
    pub id: String,
    /// The caption.
    pub caption: Texts,
    /// How it is drawn.
    pub kind: ChartKind,
    /// The points.
    pub points: Rows,
    /// The label of the total.
    pub total: Option<Texts>,
    /// The series.
    pub series: Vec<Series>,
    /// Notes, by language.
    pub notes: BTreeMap<String, Vec<Text>>,
}

/// A series of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its direct label.
    pub label: Option<Texts>,
    /// The key of its points, with `{point}`.
    pub key: Option<Located>,
    /// Each point.
    pub cells: Option<Vec<Option<Located>>>,
    /// How its points print.
    pub form: Form,
    /// Whether it is drawn from zero the other way.
    pub opposite: bool,
}

/// A listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The anchor.
    pub id: String,
    /// The caption.
    pub caption: Texts,
    /// The listing's key.
    pub key: Located,
    /// How the records stand.
    pub layout: ListingLayout,
    /// The column of dates by whose months the records are grouped.
    pub months: Option<(String, Place)>,
    /// The columns shown.
    pub columns: Vec<ListingColumn>,
}

/// A column of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingColumn {
    /// The column's name in the listing.
    pub name: String,
    /// The column of a range's end.
    pub to: Option<String>,
    /// Its head.
    pub label: Texts,
    /// How its cells print.
    pub form: Form,
    /// What a cell says that is not given.
    pub missing: Option<Texts>,
    /// Where.
    pub place: Place,
}

/// An impact story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The anchor, and the narrative file's name.
    pub id: String,
    /// The title.
    pub title: Texts,
    /// The area's code.
    pub area: Option<(String, Place)>,
    /// When.
    pub date: Option<StoryDate>,
    /// The picture.
    pub image: Option<Image>,
    /// Where.
    pub place: Place,
}

/// When a story was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoryDate {
    /// A period, perhaps a template.
    Period(String, Place),
    /// A cell.
    Cell(Located),
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The file in the bundle.
    pub file: String,
    /// Alternative text.
    pub alt: Texts,
    /// Who made it.
    pub credit: Option<Texts>,
    /// The caption.
    pub caption: Option<Texts>,
    /// Where.
    pub place: Place,
}

impl Outline {
    /// A section by its id.
    #[must_use]
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|s| s.id == id)
    }

    /// The narrative files that the outline names, each with where it is named.
    pub fn narratives(&self) -> impl Iterator<Item = (&str, &Place)> {
        self.sections.iter().flat_map(|s| &s.elements).filter_map(Element::narrative)
    }

    /// The pictures, those of stories among them.
    pub fn images(&self) -> impl Iterator<Item = &Image> {
        self.sections.iter().flat_map(|s| &s.elements).filter_map(Element::image)
    }

    /// Every text, in the order of the file.
    #[must_use]
    pub fn texts(&self) -> Vec<&Text> {
        let mut texts: Vec<&Text> = self.headline.iter().flat_map(|h| h.label.values()).collect();
        for section in &self.sections {
            texts.extend(section.title.values());
            section.elements.iter().for_each(|element| element.texts(&mut texts));
        }
        texts
    }

    /// The literal names `{"…"}` in all texts, with their places.
    #[must_use]
    pub fn names(&self) -> Vec<(&str, &Place)> {
        self.texts().into_iter().flat_map(Text::bound).filter_map(Bound::name).collect()
    }
}

impl Element {
    /// The narrative file that it names, and where.
    fn narrative(&self) -> Option<(&str, &Place)> {
        match self {
            Self::Prose { file, place } => Some((file.as_str(), place)),
            Self::Story(story) => Some((story.id.as_str(), &story.place)),
            Self::Table(_) | Self::Chart(_) | Self::Listing(_) | Self::Image(_) | Self::Own(_) => None,
        }
    }

    /// Its picture.
    fn image(&self) -> Option<&Image> {
        match self {
            Self::Image(image) => Some(image),
            Self::Story(story) => story.image.as_ref(),
            Self::Prose { .. } | Self::Table(_) | Self::Chart(_) | Self::Listing(_) | Self::Own(_) => None,
        }
    }

    fn texts<'a>(&'a self, texts: &mut Vec<&'a Text>) {
        match self {
            Self::Prose { .. } | Self::Own(_) => {}
            Self::Table(table) => {
                texts.extend(table.caption.values().chain(table.stub.values()));
                texts.extend(table.columns.iter().flat_map(|c| c.label.values()));
                table.rows.texts(texts);
                texts.extend(table.total.iter().flat_map(BTreeMap::values));
                texts.extend(table.notes.values().flatten());
            }
            Self::Chart(chart) => {
                texts.extend(chart.caption.values());
                chart.points.texts(texts);
                texts.extend(chart.total.iter().flat_map(BTreeMap::values));
                texts.extend(chart.series.iter().flat_map(|s| &s.label).flat_map(BTreeMap::values));
                texts.extend(chart.notes.values().flatten());
            }
            Self::Listing(listing) => {
                texts.extend(listing.caption.values());
                let columns = listing.columns.iter();
                texts.extend(
                    columns.flat_map(|c| c.label.values().chain(c.missing.iter().flat_map(BTreeMap::values))),
                );
            }
            Self::Story(story) => {
                texts.extend(story.title.values());
                story.image.iter().for_each(|image| image.texts(texts));
            }
            Self::Image(image) => image.texts(texts),
        }
    }
}

impl Rows {
    fn texts<'a>(&'a self, texts: &mut Vec<&'a Text>) {
        if let Self::Listed(rows) = self {
            texts.extend(rows.iter().flat_map(|row| row.label.values()));
        }
    }
}

impl Image {
    fn texts<'a>(&'a self, texts: &mut Vec<&'a Text>) {
        texts.extend(self.alt.values());
        texts.extend(self.credit.iter().chain(&self.caption).flat_map(BTreeMap::values));
    }
}
