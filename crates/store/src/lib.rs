//! Versioned tables with one head: nothing is overwritten.
