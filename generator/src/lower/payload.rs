//! The payload of a wrapped response: which fields lead to it.
//!
//! In: where an operation says that its payload is, and what tells of a failure. Out: the way, as a part of the response's
//! type, or an error that names the property which is not there. The way leads through structs only.

use crate::api::{NamedType, Operation, Payload, Response, Step, Type, Types};
use crate::document::pointer::unescape;
use crate::error::Error;

/// Gives the type of an operation's response the way to its payload.
///
/// # Errors
///
/// Where a way or a place of a failure leads nowhere, or another operation says another way for the same type.
pub(crate) fn find(
    types: &mut Types,
    operation: &Operation,
    payload: &[String],
) -> Result<(), Error> {
    let response = &operation.response;
    for (pointer, _) in &operation.success {
        if *response == Response::Empty {
            return Err(wrong(operation, "x-success", "its response is no JSON"));
        }
        check(types, pointer, response.held())
            .map_err(|rule| wrong(operation, "x-success", &rule))?;
    }
    if payload.is_empty() {
        return Ok(());
    }
    let wrong = |rule: &str| wrong(operation, "x-payload", rule);
    let known = response.held().and_then(|ty| named(types, ty));
    let (name, of) = known.ok_or_else(|| wrong("its response is no object with properties"))?;
    let payload = way(types, payload, name).map_err(|rule| wrong(&rule))?;
    let other = of.as_struct().and_then(|of| of.payload.as_ref());
    if other.is_some_and(|other| *other != payload) {
        return Err(wrong(&format!(
            "another operation that responds with `{name}` has another payload"
        )));
    }
    let name = name.to_string();
    if let Some(of) = types.get_mut(&name).and_then(NamedType::as_struct_mut) {
        of.payload = Some(payload);
    }
    Ok(())
}

/// A place that no response has would never tell of a failure. What is below any JSON is not known.
fn check(types: &Types, pointer: &str, response: Option<&Type>) -> Result<(), String> {
    let mut place = response.and_then(|ty| named(types, ty));
    for property in pointer.split('/').skip(1) {
        let Some((name, of)) = place else { break };
        let property = unescape(property);
        let field = of.property(&property).ok_or_else(|| {
            format!("`{property}` of `{pointer}` is no property of the type `{name}`")
        })?;
        place = named(types, field.ty.present());
    }
    Ok(())
}

fn way(types: &Types, properties: &[String], response: &str) -> Result<Payload, String> {
    let mut steps = Vec::new();
    let mut ty = Type::Named(response.to_string());
    for property in properties {
        let (name, of) = named(types, &ty).ok_or_else(|| {
            format!("`{property}` would be inside something that is no object with properties")
        })?;
        let field = of
            .property(property)
            .ok_or_else(|| format!("`{property}` is no property of the type `{name}`"))?;
        let held = field.ty.present();
        steps.push(Step {
            field: field.name.clone(),
            is_optional: field.ty.optional().is_some(),
            is_boxed: matches!(held, Type::Boxed(_)),
        });
        ty = held.unboxed().clone();
    }
    Ok(Payload {
        properties: properties.to_vec(),
        steps,
        ty,
    })
}

/// The type of the crate that a type is, neither a list of it nor a string that holds it.
fn named<'a>(types: &'a Types, ty: &Type) -> Option<(&'a str, &'a NamedType)> {
    let Type::Named(name) = ty.unboxed() else {
        return None;
    };
    types
        .get_key_value(name)
        .map(|(name, of)| (name.as_str(), of))
}

fn wrong(operation: &Operation, key: &str, rule: &str) -> Error {
    Error::new(
        format!("effective.yaml: {}/{key}", operation.pointer),
        rule,
        format!(
            "correct the way in the fixup that sets `{key}`; it leads through objects with properties"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Field, Shape, Struct};

    #[test]
    fn the_way_leads_through_options_and_boxes() {
        let data = || Box::new(Type::Named("Data".to_string()));
        let of = |wire: &str, ty: Type| {
            let fields = vec![Field {
                name: format!("{wire}_"),
                wire: wire.to_string(),
                ty,
                ..Field::default()
            }];
            NamedType::new(Shape::Struct(Struct {
                fields,
                ..Struct::default()
            }))
        };
        let list = Type::List(Box::new(Type::String));
        let mut types = Types::from([
            (
                "Response".to_string(),
                of("data", Type::Optional(Box::new(Type::Boxed(data())))),
            ),
            ("Data".to_string(), of("list", list.clone())),
        ]);
        let properties = vec!["data".to_string(), "list".to_string()];
        let operation = Operation {
            response: Response::Json {
                ty: Type::Named("Response".to_string()),
                may_be_empty: false,
            },
            ..Operation::default()
        };
        find(&mut types, &operation, &properties).unwrap();
        let step = |field: &str, of_data: bool| Step {
            field: field.to_string(),
            is_optional: of_data,
            is_boxed: of_data,
        };
        let payload = Payload {
            properties: properties.clone(),
            steps: vec![step("data_", true), step("list_", false)],
            ty: list,
        };
        assert_eq!(
            types["Response"].as_struct().unwrap().payload,
            Some(payload)
        );
        let error = find(&mut types, &operation, &properties[..1]).unwrap_err();
        let rule = "another operation that responds with `Response` has another payload";
        assert_eq!(error.rule(), rule);
    }
}
