//! Entity tags and `If-None-Match`, as every door has them.

pub(crate) use kit::conditional::{Tagged, has_already};
