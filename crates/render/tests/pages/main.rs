//! What people read, as snapshots, and what must hold of every page.

mod charts;
mod escaping;
mod markup;
mod other_pages;
mod plots;
mod sample;
mod snapshots;
mod wellformed;
