//! What people read, as snapshots, and what must hold of every page.

mod escaping;
mod markup;
mod other_pages;
mod sample;
mod snapshots;
mod wellformed;
