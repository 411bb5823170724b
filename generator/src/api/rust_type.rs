//! The Rust types of fields, parameters, bodies and responses.

/// A Rust type.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// Any JSON: `serde_json::Value`.
    #[default]
    Any,
    /// `bool`.
    Bool,
    /// An integer of some width.
    Integer(Integer),
    /// A floating-point number.
    Float(Float),
    /// `String`.
    String,
    /// A time as a number in the unit.
    Time(TimeUnit),
    /// An amount in thousandths of a dollar.
    Money,
    /// JSON inside a string, decoded on demand.
    JsonText(Box<Type>),
    /// `Vec<T>`.
    List(Box<Type>),
    /// `[T; n]`: a list of fixed length in what is only sent.
    Array(Box<Type>, usize),
    /// A map from strings: `serde_json::Map` for any JSON, `BTreeMap` for all else.
    Map(Box<Type>),
    /// `Option<T>`.
    Optional(Box<Type>),
    /// `Box<T>`.
    Boxed(Box<Type>),
    /// A type of the crate, by its name.
    Named(String),
    /// A file as a part of a multipart body.
    File,
    /// Bytes as the body of a request.
    Bytes,
    /// A multipart body that the caller puts together.
    Multipart,
}

/// An integer type of Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Integer {
    /// `i8`.
    I8,
    /// `i16`.
    I16,
    /// `i32`.
    I32,
    /// `i64`, where the document names no width.
    I64,
    /// `u8`.
    U8,
    /// `u16`.
    U16,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
}

impl Integer {
    const ALL: [Self; 8] = [
        Self::I8,
        Self::I16,
        Self::I32,
        Self::I64,
        Self::U8,
        Self::U16,
        Self::U32,
        Self::U64,
    ];

    /// Its name in Rust, its smallest and its largest number.
    fn facts(self) -> (&'static str, i128, i128) {
        match self {
            Self::I8 => ("i8", i8::MIN.into(), i8::MAX.into()),
            Self::I16 => ("i16", i16::MIN.into(), i16::MAX.into()),
            Self::I32 => ("i32", i32::MIN.into(), i32::MAX.into()),
            Self::I64 => ("i64", i64::MIN.into(), i64::MAX.into()),
            Self::U8 => ("u8", 0, u8::MAX.into()),
            Self::U16 => ("u16", 0, u16::MAX.into()),
            Self::U32 => ("u32", 0, u32::MAX.into()),
            Self::U64 => ("u64", 0, u64::MAX.into()),
        }
    }

    /// Its name in Rust.
    pub fn name(self) -> &'static str {
        self.facts().0
    }

    /// The type of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|integer| integer.name() == name)
    }

    /// Whether it holds a number.
    pub fn holds(self, number: i128) -> bool {
        let (_, first, last) = self.facts();
        (first..=last).contains(&number)
    }
}

/// A floating-point type of Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Float {
    /// `f32`.
    F32,
    /// `f64`, where the document names no width.
    F64,
}

/// The unit of a time that is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeUnit {
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Milliseconds,
}

impl Type {
    /// What is inside of an `Option`; nothing for other types.
    pub fn optional(&self) -> Option<&Self> {
        match self {
            Self::Optional(inner) => Some(inner),
            _ => None,
        }
    }

    /// The type without an `Option` around it.
    pub fn present(&self) -> &Self {
        self.optional().unwrap_or(self)
    }

    /// The type without a `Box` around it.
    pub fn unboxed(&self) -> &Self {
        match self {
            Self::Boxed(inner) => inner,
            other => other,
        }
    }

    /// The type that this one is built around; nothing where it is built around none.
    pub fn inner(&self) -> Option<&Self> {
        match self {
            Self::JsonText(inner)
            | Self::List(inner)
            | Self::Array(inner, _)
            | Self::Map(inner)
            | Self::Optional(inner)
            | Self::Boxed(inner) => Some(inner),
            _ => None,
        }
    }

    /// The type in the middle: `T` of `Option<Vec<T>>`.
    pub fn innermost(&self) -> &Self {
        let mut ty = self;
        while let Some(inner) = ty.inner() {
            ty = inner;
        }
        ty
    }

    /// Whether it is, or holds, any JSON.
    pub fn is_open(&self) -> bool {
        *self.innermost() == Self::Any
    }

    /// The type of the crate that this one is or is built around.
    pub fn named(&self) -> Option<&str> {
        match self.innermost() {
            Self::Named(name) => Some(name),
            _ => None,
        }
    }
}
