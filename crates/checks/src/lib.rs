//! Rules, findings and the reading of texts: pure.
