//! Time, chance, order and identity.
