//! From the pure types to messages; nothing can go wrong.

mod element;
mod figure;
mod inline;
mod listing;
mod measure;
mod page;
mod report;

/// Encodes each item of a list.
fn each<T, M: From<T>>(items: Vec<T>) -> Vec<M> {
    items.into_iter().map(M::from).collect()
}
