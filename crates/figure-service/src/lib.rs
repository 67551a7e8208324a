//! FigureService, once, for every domain.
