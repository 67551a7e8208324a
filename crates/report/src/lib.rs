//! Outline, narrative and assembly of the report: pure.
