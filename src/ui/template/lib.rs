//! `part! { <p class="quiet">"Nothing yet."</p> }`: a template as Leptos' `view!` reads it, as one `AnyView`.
//!
//! Where `view!` makes a type of its own for each element with its attributes, this makes a few calls into
//! `ui::erase::element`: the page is a fifth smaller for it. Components are handed on to `view!`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};
use syn::spanned::Spanned;
use syn::{Expr, Stmt};

/// A template as one view.
#[proc_macro]
pub fn part(template: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let nodes = match rstml::parse2(template.into()) {
        Ok(nodes) => nodes,
        Err(error) => return error.to_compile_error().into(),
    };
    let mut parts = nodes.iter().map(view);
    match (parts.next(), parts.len()) {
        (Some(part), 0) => part,
        (first, _) => {
            let parts = first.into_iter().chain(parts);
            quote! { crate::ui::erase::Gather::gather([#(#parts),*]) }
        }
    }
    .into()
}

/// A node as an expression of the type `AnyView`.
fn view(node: &Node) -> TokenStream {
    match node {
        Node::Element(element) if !is_component(element) => {
            let element = tag(element);
            quote! { #element.view() }
        }
        Node::Element(component) => quote! {
            ::leptos::prelude::IntoAny::into_any(::leptos::prelude::view! { #component })
        },
        Node::Block(block) => {
            let block = bare(block);
            quote! { crate::ui::erase::IntoKid::into_view(#block) }
        }
        Node::Text(text) => quote! { ::leptos::prelude::IntoAny::into_any(#text) },
        Node::Comment(_) | Node::Doctype(_) | Node::Fragment(_) | Node::RawText(_) | Node::Custom(_) => {
            syn::Error::new(node.span(), "an element, a component, a text or a block was expected").to_compile_error()
        }
    }
}

fn is_component(element: &NodeElement<rstml::Infallible>) -> bool {
    let name = element.name().to_string();
    name.rsplit("::").next().is_some_and(|name| name.starts_with(char::is_uppercase))
}

/// An element as an expression of the type `Tag`.
fn tag(element: &NodeElement<rstml::Infallible>) -> TokenStream {
    // A name that no expression of the template can mean.
    let this = Ident::new("tag", Span::mixed_site());
    let name = element.name().to_string();
    if let Some(block) = element.attributes().iter().find(|attribute| matches!(attribute, NodeAttribute::Block(_))) {
        return syn::Error::new(block.span(), "a block is no attribute").to_compile_error();
    }
    let attributes = element.attributes().iter().filter_map(|attribute| match attribute {
        NodeAttribute::Attribute(attribute) => Some(attribute),
        NodeAttribute::Block(_) => None,
    });
    let (fixed, given): (Vec<_>, Vec<_>) = attributes.partition(|attribute| is_fixed(attribute));
    let fixed = fixed.into_iter().map(|attribute| {
        let (name, value) = (attribute.key.to_string(), attribute.value_literal_string().unwrap_or_default());
        quote! { (#name, #value) }
    });
    let given = given.into_iter().map(|attribute| setting(&this, attribute));
    let kids = element.children.iter().map(|node| match node {
        Node::Text(text) => quote! { #this.text(#text); },
        Node::Element(element) if !is_component(element) => {
            let element = tag(element);
            quote! { #this.tag(#element); }
        }
        Node::Block(block) => {
            let block = bare(block);
            quote! { #this.kid(crate::ui::erase::IntoKid::into_kid(#block)); }
        }
        other => {
            let other = view(other);
            quote! { #this.kid(crate::ui::erase::IntoKid::into_kid(#other)); }
        }
    });
    quote! {{
        #[allow(unused_mut, reason = "an element with nothing in it is never changed")]
        let mut #this = crate::ui::erase::Tag::new(#name, &[#(#fixed),*]);
        #(#given)*
        #(#kids)*
        #this
    }}
}

/// A block without its braces, where they hold but an expression.
fn bare(block: &NodeBlock) -> TokenStream {
    match block.try_block().map(|block| block.stmts.as_slice()) {
        Some([Stmt::Expr(expression, None)]) => quote! { #expression },
        _ => quote! { #block },
    }
}

/// True for what is known when the page is compiled.
fn is_fixed(attribute: &KeyedAttribute) -> bool {
    let plain = !attribute.key.to_string().contains(':');
    plain && (attribute.value().is_none() || attribute.value_literal_string().is_some())
}

fn setting(this: &Ident, attribute: &KeyedAttribute) -> TokenStream {
    let name = attribute.key.to_string();
    let Some(value) = attribute.value() else {
        return syn::Error::new(attribute.span(), "this needs a value").to_compile_error();
    };
    let value = match value {
        Expr::Paren(inner) => &*inner.expr,
        Expr::Block(block) => match block.block.stmts.as_slice() {
            [Stmt::Expr(expression, None)] => expression,
            _ => value,
        },
        _ => value,
    };
    let (kind, name) = name.split_once(':').unwrap_or(("", &name));
    match (kind, name) {
        ("", "node_ref") => quote_spanned! { value.span() => #this.refer(#value); },
        ("", name) => quote_spanned! { value.span() => #this.attribute(#name, #value); },
        ("class", name) => quote_spanned! { value.span() => #this.class(#name, #value); },
        ("style", name) => quote_spanned! { value.span() => #this.style(#name, #value); },
        ("prop", name) => quote_spanned! { value.span() => #this.property(#name, #value); },
        ("on", name) => quote_spanned! { value.span() => #this.on(#name, #value); },
        _ => syn::Error::new(attribute.span(), "class:, style:, prop: or on: was expected").to_compile_error(),
    }
}
