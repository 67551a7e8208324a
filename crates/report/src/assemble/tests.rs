//! What readers get of a small bundle.
