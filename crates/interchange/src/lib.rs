//! File formats of the bundle: pure readers and writers.
