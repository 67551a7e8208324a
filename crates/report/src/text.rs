//! Reading running text of any language: numbers that nothing binds, positions of bytes.

pub mod numbers;
