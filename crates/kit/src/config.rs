//! Configuration: a flag, then `YEARBOOK_<FLAG>`, then the file of `--config`, all with the same names.
//!
//! Every mistake is collected and reported in one go; nothing is started with a part of its settings. The environment is read
//! here and nowhere else.

mod client;
mod database;
mod effective;
mod flags;
mod reader;
mod settings;

pub use client::{Client, ClientFlags, may_colour};
pub use database::DatabaseUrl;
pub use effective::Effective;
pub use flags::ServeFlags;
pub use reader::{Mistakes, Origin, Reader, Sources};
pub use settings::{BundleChoice, CorsOrigin, LogFormat, Settings, database};
