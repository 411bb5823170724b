//! Small graphs in, the text of their items out.

use proc_macro2::TokenStream;

use super::*;
use crate::api::{
    Alias, Content, Field, Flag, Integer, Item, Literal, Number, Payload, Prefill, Step, TimeUnit,
    Type, Union, Variant, Word,
};

fn text(items: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(items).unwrap())
}

fn named(name: &str) -> Type {
    Type::Named(name.to_string())
}

fn optional(ty: Type) -> Type {
    Type::Optional(Box::new(ty))
}

fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.to_string(),
        wire: name.to_string(),
        is_required: ty.optional().is_none(),
        ty,
        ..Field::default()
    }
}

fn received(shape: Shape) -> NamedType {
    NamedType {
        is_received: true,
        ..NamedType::new(shape)
    }
}

fn sent(shape: Shape) -> NamedType {
    NamedType {
        is_sent: true,
        ..NamedType::new(shape)
    }
}

#[test]
fn a_struct_says_how_serde_reads_and_writes_it() {
    let of = Struct {
        fields: vec![
            Field {
                wire: "userId".to_string(),
                description: "Who.".to_string(),
                ..field("user_id", Type::Time(TimeUnit::Seconds))
            },
            Field {
                is_required: true,
                ..field("gone", optional(Type::Bool))
            },
            Field {
                wire: "type".to_string(),
                ..field("type_", optional(Type::Any))
            },
        ],
        extra: Some(Type::Map(Box::new(named("Node")))),
        payload: None,
    };
    let node = received(Shape::Struct(of.clone()));
    assert_eq!(
        text(structs::items("Node", &node, &of)),
        r#"#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Node {
    /// Who. On the wire: `userId`.
    #[serde(rename = "userId")]
    pub user_id: UnixSeconds,
    #[serde(deserialize_with = "Option::deserialize")]
    pub gone: Option<bool>,
    /// Any JSON: the document does not say what this holds. On the wire: `type`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub type_: Option<serde_json::Value>,
    /// What else there is, by name: the document does not describe it.
    #[serde(flatten)]
    #[serde(deserialize_with = "openapi_client_runtime::codegen::watched")]
    pub extra: BTreeMap<String, Node>,
}
"#
    );
}

#[test]
fn a_struct_that_is_sent_has_a_builder_and_one_with_a_payload_accessors() {
    let of = Struct {
        fields: vec![field("password", optional(Type::String))],
        payload: Some(Payload {
            properties: vec!["password".to_string()],
            steps: vec![Step {
                field: "password".to_string(),
                is_optional: true,
                is_boxed: false,
            }],
            ty: Type::String,
        }),
        ..Struct::default()
    };
    let login = sent(Shape::Struct(of.clone()));
    let text = text(structs::items("Login", &login, &of));
    for expected in [
        "#[derive(Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]",
        "pub fn builder() -> builder::LoginBuilder {",
        "argument! {\n    Login, built by builder::LoginBuilder\n}",
        "pub fn into_payload(self) -> Option<String> {",
        "impl std::fmt::Debug for Login {",
    ] {
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn a_builder_unboxes_fills_in_and_names_items() {
    let item = |name: &str| Item {
        name: name.to_string(),
        setter: "id".to_string(),
        ty: Type::String,
        description: String::new(),
    };
    let pair = Type::Array(Box::new(named("Member")), 2);
    let of = Struct {
        fields: vec![
            field("chat", optional(Type::Boxed(Box::new(named("Chat"))))),
            Field {
                prefill: Some(Prefill::Default(Literal::Integer(20))),
                ..field("limit", Type::Integer(Integer::I64))
            },
            Field {
                prefill: Some(Prefill::Items(
                    "Member".to_string(),
                    vec![item("fan"), item("creator")],
                )),
                ..field("members", pair)
            },
        ],
        extra: Some(Type::Map(Box::new(Type::Any))),
        payload: None,
    };
    let text = text(builder::items("Order", &of));
    for expected in [
        "    chat: Slot<types::Chat>,\n    limit: Slot<i64>,\n    fan: Slot<String>,\n    \
         creator: Slot<String>,\n    extra: Slot<serde_json::Map<String, serde_json::Value>>,\n}",
        "    /// The default is sent unless it is set.\n    pub fn limit(self, value: impl OptionalArgument<i64>)",
        "    /// Required.\n    pub fn fan(self, value: impl Argument<String>)",
        "chat: self.chat.optional(\"chat\")?.map(Box::new),",
        "limit: self.limit.optional(\"limit\")?.unwrap_or(20),",
        "let fan = self.fan.required(\"fan\")?;",
        "types::Member::builder().id(fan).build()?,",
        "extra: self.extra.optional(\"extra\")?.unwrap_or_default(),",
        "impl TryFrom<OrderBuilder> for types::Order {",
    ] {
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn a_union_is_watched_where_it_can_nest_and_made_of_what_one_variant_holds() {
    let variant = |name: &str, content| Variant {
        name: name.to_string(),
        description: String::new(),
        content,
    };
    let value = |name: &str, ty| variant(name, Content::Value(ty));
    let fields = vec![
        field("next", optional(named("Node"))),
        field("id", Type::String),
    ];
    let of = Union {
        variants: vec![
            value("Node", Type::Boxed(Box::new(named("Node")))),
            variant(
                "Named",
                Content::Fields(Struct {
                    fields,
                    extra: Some(Type::Map(Box::new(Type::Any))),
                    payload: None,
                }),
            ),
            value("String", Type::String),
            value("Count", Type::Integer(Integer::I64)),
            value("Size", Type::Integer(Integer::I64)),
        ],
        is_displayed: false,
        is_parsed: false,
    };
    let either = received(Shape::Union(of.clone()));
    assert_eq!(
        text(union::items("Either", &either, &of)),
        r#"#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Either {
    #[serde(deserialize_with = "openapi_client_runtime::codegen::watched")]
    Node(Box<Node>),
    Named {
        #[serde(skip_serializing_if = "Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "openapi_client_runtime::codegen::watched")]
        next: Option<Node>,
        id: String,
        #[serde(flatten)]
        extra: serde_json::Map<String, serde_json::Value>,
    },
    String(String),
    Count(i64),
    Size(i64),
}
impl From<Box<Node>> for Either {
    fn from(value: Box<Node>) -> Self {
        Self::Node(value)
    }
}
impl From<String> for Either {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}
impl From<&str> for Either {
    fn from(value: &str) -> Self {
        Self::String(value.to_string())
    }
}
"#
    );
    let of = Union {
        variants: vec![
            value("Count", Type::Integer(Integer::I64)),
            value("Text", Type::String),
        ],
        is_displayed: true,
        is_parsed: true,
    };
    let text = text(union::items("Either", &sent(Shape::Union(of.clone())), &of));
    for expected in [
        "            Self::Count(x) => x.fmt(f),\n            Self::Text(x) => x.fmt(f),\n",
        "        if let Ok(v) = value.parse() {\n            Ok(Self::Count(v))\n        } else if let Ok(v)",
        "impl TryFrom<&str> for Either {\n    type Error = ConversionError;",
        "impl From<i64> for Either {",
    ] {
        assert!(text.contains(expected), "{text}");
    }
    assert!(!text.contains("non_exhaustive"), "{text}");
}

#[test]
fn an_alias_has_the_conversions_of_what_it_stands_for() {
    let alias = |ty: Type| {
        let of = Alias {
            is_displayed: !ty.is_open(),
            is_parsed: !ty.is_open(),
            ty,
        };
        text(alias::items(
            "Other",
            &received(Shape::Alias(of.clone())),
            &of,
        ))
    };
    let string = alias(Type::String);
    assert!(
        string.contains("    Hash,\n") && string.contains("std::convert::Infallible"),
        "{string}"
    );
    let number = alias(Type::Integer(Integer::U64));
    for expected in [
        "#[serde(transparent)]\npub struct Other(pub u64);\n",
        "impl From<Other> for u64 {",
        "impl From<u64> for Other {",
        "impl TryFrom<String> for Other {\n    type Error = <u64 as std::str::FromStr>::Err;",
    ] {
        assert!(number.contains(expected), "{number}");
    }
    let any = alias(Type::List(Box::new(Type::Any)));
    assert!(
        any.contains("/// Any JSON: the document does not say what this holds."),
        "{any}"
    );
    assert!(!any.contains("Display"), "{any}");
}

#[test]
fn words_numbers_ids_and_flags_are_calls_of_macros() {
    let word = |name: &str, value: &str| Word {
        name: name.to_string(),
        value: value.to_string(),
    };
    let words = [word("Unknown", "un\"known"), word("Empty", "")];
    let received = NamedType {
        description: "Kind.".to_string(),
        ..received(Shape::Id)
    };
    assert_eq!(
        macros::words("Kind", &received, &words),
        r#"openapi_client_runtime::open_enum! {
    /// Kind.
    pub enum Kind else Other {
        /// `un"known`
        Unknown = "un\"known",
        Empty = "",
    }
}
"#
    );
    let numbers = [Number {
        name: "Read".to_string(),
        value: 2,
        meaning: Some("read".to_string()),
    }];
    assert_eq!(
        macros::numbers("State", &sent(Shape::Id), &numbers),
        r#"openapi_client_runtime::closed_enum! {
    pub enum State: i64 {
        /// `2`: read
        Read = 2,
    }
}
"#
    );
    assert_eq!(
        macros::id("ChatId", &received),
        "openapi_client_runtime::string_id! {\n    /// Kind.\n    pub struct ChatId;\n}\n"
    );
    let flags = [Flag {
        name: "READ".to_string(),
        bit: 4,
        description: "May read.".to_string(),
    }];
    assert_eq!(
        macros::flags("Rights", &sent(Shape::Id), &flags),
        r#"openapi_client_runtime::flags! {
    pub struct Rights {
        /// May read.
        const READ = 4;
    }
}
"#
    );
}
