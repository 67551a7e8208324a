//! Reading running text of any language: placeholders, numbers that nothing binds, places.

pub mod bound;
pub mod numbers;
pub mod placeholder;
pub mod position;
