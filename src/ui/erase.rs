//! Closures of views by pointer: one copy of the machinery for each type that they give, instead of one for each
//! closure. The page is smaller for it.

/// A part of a view that is computed again whenever what it reads has changed.
pub fn erased<T: 'static>(compute: impl FnMut() -> T + Send + 'static) -> Box<dyn FnMut() -> T + Send> {
    Box::new(compute)
}
