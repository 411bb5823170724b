//! progenitor's one file, taken apart: types, and what it knows about each operation.
//!
//! A syntax tree in, items by name out. Its client, its builders, its `send` functions and its
//! error type are left behind: ours are emitted instead.

use std::collections::BTreeMap;

use syn::ext::IdentExt;
use syn::visit::Visit;
use syn::{
    Attribute, Field, FnArg, GenericArgument, Ident, ImplItem, Item, ItemImpl, ItemMod, ItemStruct,
    LitStr, Meta, PathArguments, ReturnType, Type,
};

use crate::error::Error;

/// Items by the name of the type they belong to.
pub(super) type ByType = BTreeMap<String, Vec<Item>>;

/// The parts of progenitor's output that are used.
pub(super) struct Parts {
    /// The `types` module: each type with its implementations.
    pub types: ByType,
    /// What the builder of an operation says, by its name (`ListChats`).
    pub operations: BTreeMap<String, OperationParts>,
}

/// What progenitor decided about one operation.
pub(super) struct OperationParts {
    /// Field name and type of each parameter, and of `body`.
    pub fields: BTreeMap<String, Type>,
    /// The type of the answer; `()` where it has no content.
    pub answer: Type,
}

impl Parts {
    /// Takes progenitor's output apart.
    pub fn split(file: syn::File) -> Result<Self, Error> {
        let mut modules = modules(file.items);
        let mut of_types = modules.remove("types").unwrap_or_default();
        let mut inner = modules_of(&mut of_types);
        let types = by_type(of_types);
        inner.remove("builder");
        inner.remove("error");
        if let Some(name) = inner.keys().next() {
            return Err(unexpected(&format!("a module `types::{name}`")));
        }
        let operations = operations(modules.remove("builder").unwrap_or_default())?;
        Ok(Self { types, operations })
    }
}

/// Something in progenitor's output that its pinned version does not write: our own invariant is broken.
pub(super) fn unexpected(what: &str) -> Error {
    Error::new(
        "generator/src/emit/parts.rs",
        format!("progenitor's output has not the expected form: {what}"),
        "the generator must follow the version of progenitor in Cargo.toml; please report this document",
    )
}

/// Collects the last segment of every path it visits: the names of the types that are mentioned.
#[derive(Default)]
struct Mentions(Vec<String>);

impl<'ast> Visit<'ast> for Mentions {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let Some(last) = path.segments.last() {
            self.0.push(last.ident.to_string());
        }
        syn::visit::visit_path(self, path);
    }
}

/// The names of all types that a type mentions.
pub(super) fn mentioned_by(ty: &Type) -> Vec<String> {
    let mut mentions = Mentions::default();
    mentions.visit_type(ty);
    mentions.0
}

/// The first type argument of the last segment: `T` of `Result<T, E>`.
pub(super) fn argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// Whether the last segment of a type's path is `name`.
pub(super) fn is(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.ident == name))
}

/// What is inside of an `Option`; nothing for other types.
pub(super) fn optional(ty: &Type) -> Option<&Type> {
    argument(ty).filter(|_| is(ty, "Option"))
}

/// The name on the wire of a field.
pub(super) fn wire_name(field: &Field) -> Option<String> {
    let renamed = field.attrs.iter().find_map(renamed);
    renamed.or_else(|| Some(field.ident.as_ref()?.unraw().to_string()))
}

/// The name in `#[serde(rename = "…")]`.
pub(super) fn renamed(attribute: &Attribute) -> Option<String> {
    let mut name = None;
    if attribute.path().is_ident("serde")
        && let Meta::List(_) = &attribute.meta
    {
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = Some(meta.value()?.parse::<LitStr>()?.value());
            }
            Ok(())
        });
    }
    name
}

fn modules(items: Vec<Item>) -> BTreeMap<String, Vec<Item>> {
    let mut items = items;
    modules_of(&mut items)
}

/// Takes the inline modules out of `items`.
fn modules_of(items: &mut Vec<Item>) -> BTreeMap<String, Vec<Item>> {
    let mut modules = BTreeMap::new();
    for item in std::mem::take(items) {
        match item {
            Item::Mod(ItemMod {
                ident,
                content: Some((_, content)),
                ..
            }) => {
                modules.insert(ident.to_string(), content);
            }
            other => items.push(other),
        }
    }
    modules
}

/// Each type with its implementations.
pub(super) fn by_type(items: Vec<Item>) -> ByType {
    let mut of_type: ByType = items
        .iter()
        .filter_map(declared)
        .map(|name| (name.to_string(), Vec::new()))
        .collect();
    for item in items {
        let owner = match &item {
            // `impl From<Order> for String` belongs to `Order`, the only one of our types in it.
            Item::Impl(block) => owner(block, &of_type),
            other => declared(other).map(Ident::to_string),
        };
        if let Some(items) = owner.and_then(|owner| of_type.get_mut(&owner)) {
            items.push(item);
        }
    }
    of_type
}

fn declared(item: &Item) -> Option<&Ident> {
    match item {
        Item::Struct(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        Item::Type(item) => Some(&item.ident),
        _ => None,
    }
}

fn owner(block: &ItemImpl, types: &ByType) -> Option<String> {
    let mut mentions = Mentions::default();
    mentions.visit_type(&block.self_ty);
    if let Some(of_trait) = &block.trait_ {
        mentions.visit_path(&of_trait.0);
    }
    mentions.0.into_iter().find(|name| types.contains_key(name))
}

fn operations(items: Vec<Item>) -> Result<BTreeMap<String, OperationParts>, Error> {
    let mut fields: BTreeMap<String, BTreeMap<String, Type>> = BTreeMap::new();
    let mut answers: BTreeMap<String, Type> = BTreeMap::new();
    for item in &items {
        match item {
            Item::Struct(item) => {
                fields.insert(item.ident.to_string(), field_types(item));
            }
            Item::Impl(block) => {
                if let (Some(name), Some(answer)) =
                    (mentioned_by(&block.self_ty).first(), answer(block))
                {
                    answers.insert(name.clone(), answer.clone());
                }
            }
            _ => {}
        }
    }
    fields
        .into_iter()
        .map(|(name, fields)| {
            let answer = answers
                .remove(&name)
                .ok_or_else(|| unexpected(&format!("`{name}` has no `send`")))?;
            Ok((name, OperationParts { fields, answer }))
        })
        .collect()
}

/// Field name and `T` of every field of the form `Result<T, String>`; raw identifiers without their `r#`.
fn field_types(item: &ItemStruct) -> BTreeMap<String, Type> {
    item.fields
        .iter()
        .filter_map(|field| {
            let name = field.ident.as_ref()?.to_string();
            let ty = argument(&field.ty).filter(|_| is(&field.ty, "Result"))?;
            Some((name, ty.clone()))
        })
        .collect()
}

/// `T` of `async fn send(self) -> Result<ResponseValue<T>, Error<E>>`.
fn answer(block: &ItemImpl) -> Option<&Type> {
    let send = block.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == "send" => Some(&function.sig),
        _ => None,
    })?;
    let takes_only_self =
        matches!(send.inputs.first(), Some(FnArg::Receiver(_))) && send.inputs.len() == 1;
    match &send.output {
        ReturnType::Type(_, result) if takes_only_self => argument(argument(result)?),
        _ => None,
    }
}
