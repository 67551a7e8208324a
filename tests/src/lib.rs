//! What the end-to-end tests share: the built binaries, their processes, their ports.
