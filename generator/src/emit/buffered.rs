//! Types that serde reads from a buffer have their stack watched there, too.
//!
//! progenitor's types in. Out: the same, where what serde buffers first (the variants of an enum without a name on the wire,
//! the map of all other properties) is decoded by `watched` of the runtime, unless it holds none of the document's types.

use std::collections::BTreeSet;

use syn::{Attribute, Field, Item, Type, parse_quote};

use super::adapter::types::has_word;
use super::builders::is_flat;
use super::parts::{is, mentioned_by};

/// Marks every place at which serde decodes from a buffer.
pub(super) fn watch(types: &mut [Item]) {
    let own: BTreeSet<String> = types
        .iter()
        .filter_map(|item| match item {
            Item::Struct(item) => Some(item.ident.to_string()),
            Item::Enum(item) => Some(item.ident.to_string()),
            Item::Type(item) => Some(item.ident.to_string()),
            _ => None,
        })
        .collect();
    let may_nest = |ty: &Type| mentioned_by(ty).iter().any(|name| own.contains(name));
    for item in types {
        match item {
            Item::Struct(item) => {
                for field in item.fields.iter_mut().filter(|field| is_flat(field)) {
                    if may_nest(&field.ty) {
                        field.attrs.push(watched());
                    }
                }
            }
            Item::Enum(item)
                if has_word(&item.attrs, "untagged") || has_word(&item.attrs, "tag") =>
            {
                for variant in &mut item.variants {
                    let is_unnamed = variant.fields.iter().all(|field| field.ident.is_none());
                    let nests = |field: &&mut Field| may_nest(&field.ty);
                    match (is_unnamed, variant.fields.len()) {
                        (true, 1) => {
                            if variant.fields.iter().any(|field| may_nest(&field.ty)) {
                                variant.attrs.push(watched());
                            }
                        }
                        _ => variant
                            .fields
                            .iter_mut()
                            .filter(nests)
                            .for_each(watch_field),
                    }
                }
            }
            _ => {}
        }
    }
}

fn watch_field(field: &mut Field) {
    // What serde does by itself unless it is told by what to decode.
    let is_default = has_word(&field.attrs, "default");
    if is(&field.ty, "Option") && field.ident.is_some() && !is_default {
        field.attrs.push(parse_quote!(#[serde(default)]));
    }
    field.attrs.push(watched());
}

fn watched() -> Attribute {
    parse_quote!(#[serde(deserialize_with = "openapi_client_runtime::__private::watched")])
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn what_serde_buffers_is_watched_where_it_can_nest() {
        let mut file: syn::File = parse_quote! {
            struct Node { of: Option<Either>, #[serde(flatten)] extra: BTreeMap<String, Node> }
            struct Plain { of: Node, #[serde(flatten)] extra: serde_json::Map<String, serde_json::Value> }
            #[serde(untagged)]
            enum Either { One(Box<Node>), Named { next: Option<Node>, id: String }, String(String), Nothing }
            enum Word { One(Node) }
        };
        watch(&mut file.items);
        let with =
            quote!(#[serde(deserialize_with = "openapi_client_runtime::__private::watched")]);
        let expected = quote! {
            struct Node { of: Option<Either>, #[serde(flatten)] #with extra: BTreeMap<String, Node> }
            struct Plain { of: Node, #[serde(flatten)] extra: serde_json::Map<String, serde_json::Value> }
            #[serde(untagged)]
            enum Either {
                #with One(Box<Node>),
                Named { #[serde(default)] #with next: Option<Node>, id: String },
                String(String),
                Nothing
            }
            enum Word { One(Node) }
        };
        assert_eq!(quote!(#file).to_string(), expected.to_string());
    }
}
