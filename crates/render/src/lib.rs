//! Renderings of a report and the languages it is printed in: pure.
