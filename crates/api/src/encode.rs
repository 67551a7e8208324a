//! From the pure types to messages; nothing can go wrong.

mod figure;
mod listing;
mod measure;
