//! What stands inside of an element.

use std::borrow::Cow;

use leptos::prelude::*;

use super::tag::Tag;

/// A child of an element.
pub enum Kid {
    Text(Cow<'static, str>),
    Tag(Tag),
    View(AnyView),
}

/// What can stand inside of an element.
pub trait IntoKid {
    fn into_kid(self) -> Kid;

    fn into_view(self) -> AnyView
    where
        Self: Sized,
    {
        match self.into_kid() {
            Kid::Text(text) => text.into_owned().into_any(),
            Kid::Tag(tag) => tag.view(),
            Kid::View(view) => view,
        }
    }
}

impl IntoKid for AnyView {
    fn into_kid(self) -> Kid {
        Kid::View(self)
    }
}

impl IntoKid for &'static str {
    fn into_kid(self) -> Kid {
        Kid::Text(Cow::Borrowed(self))
    }
}

impl IntoKid for String {
    fn into_kid(self) -> Kid {
        Kid::Text(Cow::Owned(self))
    }
}

impl IntoKid for () {
    fn into_kid(self) -> Kid {
        Kid::Text(Cow::Borrowed(""))
    }
}

impl<T: IntoKid> IntoKid for Option<T> {
    fn into_kid(self) -> Kid {
        self.map_or_else(|| ().into_kid(), T::into_kid)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl IntoKid for $number {
            fn into_kid(self) -> Kid {
                self.to_string().into_kid()
            }
        }
    )*};
}

numbers!(u32, u64, usize);
