//! Bodies that are nested as deeply as a server likes, into types as wide as a document likes: an error at worst, and never
//! an overflow of the stack, which would end the process.
//!
//! CI runs this without optimisation, where frames are largest; `cargo test --release -p openapi-client-runtime --test it
//! depth::` is the other build.

use std::collections::BTreeMap;
use std::fmt::Debug;

use openapi_client_runtime::codegen::Expected;
use openapi_client_runtime::{JsonText, Value, serde_json};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::support::{get, ok, responding};

/// A type that holds itself in every way in which generated types do, beside `$name`d fields of one type.
macro_rules! recursive {
    ($type:ident $either:ident $field:ty: $($name:ident)*) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        struct $type {
            $(#[serde(skip_serializing_if = "Option::is_none")] $name: Option<$field>,)*
            #[serde(skip_serializing_if = "Option::is_none")]
            next: Option<Box<$type>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            children: Option<Vec<$type>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            map: Option<BTreeMap<String, $type>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            either: Option<$either>,
            #[serde(flatten)]
            extra: serde_json::Map<String, Value>,
        }

        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(untagged)]
        enum $either {
            #[serde(deserialize_with = "openapi_client_runtime::codegen::watched")]
            One(Box<$type>),
            #[serde(deserialize_with = "openapi_client_runtime::codegen::watched")]
            Many(Vec<$type>),
            String(String),
        }
    };
}

recursive!(Narrow NarrowEither f64: f0);
#[rustfmt::skip]
recursive!(Fields40 Fields40Either String:
    f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 f13 f14 f15 f16 f17 f18 f19 f20 f21 f22 f23 f24 f25 f26 f27 f28 f29
    f30 f31 f32 f33 f34 f35 f36 f37 f38 f39);
#[rustfmt::skip]
recursive!(Fields150 Fields150Either String:
    f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 f13 f14 f15 f16 f17 f18 f19 f20 f21 f22 f23 f24 f25 f26 f27 f28 f29
    f30 f31 f32 f33 f34 f35 f36 f37 f38 f39 f40 f41 f42 f43 f44 f45 f46 f47 f48 f49 f50 f51 f52 f53 f54 f55 f56
    f57 f58 f59 f60 f61 f62 f63 f64 f65 f66 f67 f68 f69 f70 f71 f72 f73 f74 f75 f76 f77 f78 f79 f80 f81 f82 f83
    f84 f85 f86 f87 f88 f89 f90 f91 f92 f93 f94 f95 f96 f97 f98 f99 f100 f101 f102 f103 f104 f105 f106 f107 f108
    f109 f110 f111 f112 f113 f114 f115 f116 f117 f118 f119 f120 f121 f122 f123 f124 f125 f126 f127 f128 f129 f130
    f131 f132 f133 f134 f135 f136 f137 f138 f139 f140 f141 f142 f143 f144 f145 f146 f147 f148 f149);
#[rustfmt::skip]
recursive!(Fields300 Fields300Either String:
    f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 f13 f14 f15 f16 f17 f18 f19 f20 f21 f22 f23 f24 f25 f26 f27 f28 f29
    f30 f31 f32 f33 f34 f35 f36 f37 f38 f39 f40 f41 f42 f43 f44 f45 f46 f47 f48 f49 f50 f51 f52 f53 f54 f55 f56
    f57 f58 f59 f60 f61 f62 f63 f64 f65 f66 f67 f68 f69 f70 f71 f72 f73 f74 f75 f76 f77 f78 f79 f80 f81 f82 f83
    f84 f85 f86 f87 f88 f89 f90 f91 f92 f93 f94 f95 f96 f97 f98 f99 f100 f101 f102 f103 f104 f105 f106 f107 f108
    f109 f110 f111 f112 f113 f114 f115 f116 f117 f118 f119 f120 f121 f122 f123 f124 f125 f126 f127 f128 f129 f130
    f131 f132 f133 f134 f135 f136 f137 f138 f139 f140 f141 f142 f143 f144 f145 f146 f147 f148 f149 f150 f151 f152
    f153 f154 f155 f156 f157 f158 f159 f160 f161 f162 f163 f164 f165 f166 f167 f168 f169 f170 f171 f172 f173 f174
    f175 f176 f177 f178 f179 f180 f181 f182 f183 f184 f185 f186 f187 f188 f189 f190 f191 f192 f193 f194 f195 f196
    f197 f198 f199 f200 f201 f202 f203 f204 f205 f206 f207 f208 f209 f210 f211 f212 f213 f214 f215 f216 f217 f218
    f219 f220 f221 f222 f223 f224 f225 f226 f227 f228 f229 f230 f231 f232 f233 f234 f235 f236 f237 f238 f239 f240
    f241 f242 f243 f244 f245 f246 f247 f248 f249 f250 f251 f252 f253 f254 f255 f256 f257 f258 f259 f260 f261 f262
    f263 f264 f265 f266 f267 f268 f269 f270 f271 f272 f273 f274 f275 f276 f277 f278 f279 f280 f281 f282 f283 f284
    f285 f286 f287 f288 f289 f290 f291 f292 f293 f294 f295 f296 f297 f298 f299);
#[rustfmt::skip]
recursive!(Largest LargestEither (String, String):
    f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 f13 f14 f15 f16 f17 f18 f19 f20 f21 f22 f23 f24 f25 f26 f27 f28 f29
    f30 f31 f32 f33 f34 f35 f36 f37 f38 f39 f40 f41 f42 f43 f44 f45 f46 f47 f48 f49 f50 f51 f52 f53 f54 f55 f56
    f57 f58 f59 f60 f61 f62 f63 f64 f65 f66 f67 f68 f69 f70 f71 f72 f73 f74 f75 f76 f77 f78 f79 f80 f81 f82 f83
    f84 f85 f86 f87 f88 f89 f90 f91 f92 f93 f94 f95 f96 f97 f98 f99 f100 f101 f102 f103 f104 f105 f106 f107 f108
    f109 f110 f111 f112 f113 f114 f115 f116 f117 f118 f119 f120 f121 f122 f123 f124 f125 f126 f127 f128 f129 f130
    f131 f132 f133 f134 f135 f136 f137 f138 f139 f140 f141 f142 f143 f144 f145 f146 f147 f148 f149 f150 f151 f152
    f153 f154 f155 f156 f157 f158 f159 f160 f161 f162 f163 f164 f165 f166 f167 f168 f169 f170 f171 f172 f173 f174
    f175 f176 f177 f178 f179 f180 f181 f182 f183 f184 f185 f186 f187 f188 f189 f190 f191 f192 f193 f194 f195 f196
    f197 f198 f199 f200 f201 f202 f203 f204 f205 f206 f207 f208 f209 f210 f211 f212 f213 f214 f215 f216 f217 f218
    f219 f220 f221 f222 f223 f224 f225 f226 f227 f228 f229 f230 f231 f232 f233 f234 f235 f236 f237 f238 f239 f240
    f241 f242 f243 f244 f245 f246 f247 f248 f249 f250 f251 f252 f253 f254 f255 f256 f257 f258 f259 f260 f261 f262
    f263 f264 f265 f266 f267 f268 f269 f270 f271 f272 f273 f274 f275 f276 f277 f278 f279 f280 f281 f282 f283 f284
    f285 f286 f287 f288 f289 f290 f291 f292 f293 f294 f295 f296 f297 f298 f299 f300 f301 f302 f303 f304 f305 f306
    f307 f308 f309 f310 f311 f312 f313 f314 f315 f316 f317 f318 f319 f320 f321 f322 f323 f324 f325 f326 f327 f328
    f329 f330 f331 f332 f333 f334 f335);

/// How a body nests: what opens a level, and what closes it.
const SHAPES: [(&str, &str); 6] = [
    (r#"{"next":"#, "}"),
    (r#"{"children":["#, "]}"),
    (r#"{"map":{"k":"#, "}}"),
    (r#"{"either":"#, "}"),
    (r#"{"either":["#, "]}"),
    (r#"{"next":{"children":[{"either":{"map":{"k":"#, "}}}]}}"),
];

fn nested(shape: (&str, &str), levels: usize) -> String {
    let (open, close) = shape;
    format!("{}{{}}{}", open.repeat(levels), close.repeat(levels))
}

/// How many levels of `shape` serde_json reads, with the empty object inside of them.
fn most(shape: (&str, &str)) -> usize {
    126 / shape.0.matches(['{', '[']).count()
}

/// Runs `work` where an overflow of more than `kibibytes` ends the test run.
fn on_stack_of<R: Send>(kibibytes: usize, work: impl FnOnce() -> R + Send) -> R {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(kibibytes * 1024);
        thread.spawn_scoped(scope, work).unwrap().join().unwrap()
    })
}

fn decode<T: DeserializeOwned + Send>(body: &str) -> Option<Box<T>> {
    let json = JsonText::<T>::new(body);
    json.parse().ok().flatten().map(Box::new)
}

/// The most levels that decode; more never do, and no number of them overflows a small stack.
fn deepest<T: DeserializeOwned + Send>(shape: (&str, &str)) -> usize {
    let decodes = |levels: usize| decode::<T>(&nested(shape, levels)).is_some();
    on_stack_of(448, || {
        let (mut fits, mut fails) = (1, most(shape) + 1);
        while fits + 1 < fails {
            let levels = (fits + fails) / 2;
            match decodes(levels) {
                true => fits = levels,
                false => fails = levels,
            }
        }
        for levels in [1, 2, 3, 5, 8, fits] {
            assert_eq!(
                decodes(levels),
                levels <= fits,
                "{levels} levels of {shape:?}"
            );
        }
        for levels in [fails, most(shape) + 2, 100_000] {
            assert!(!decodes(levels), "{levels} levels of {shape:?}");
        }
        fits
    })
}

/// What a caller does with a value: on a stack of the usual size, beside what the caller has on it already.
fn live<T>(shape: (&str, &str), levels: usize)
where
    T: DeserializeOwned + Send + Clone + PartialEq + Debug + Serialize,
{
    let body = nested(shape, levels);
    on_stack_of(1536, || {
        let value = decode::<T>(&body).unwrap();
        let other = value.clone();
        assert!(value == other);
        assert!(format!("{value:?}{value:#?}").len() > levels);
        assert_eq!(serde_json::to_string(&value).unwrap(), body);
        assert!(serde_json::to_value(&value).unwrap().is_object());
    });
}

fn lives_at_any_depth<T>()
where
    T: DeserializeOwned + Send + Clone + PartialEq + Debug + Serialize,
{
    for shape in SHAPES {
        let deepest = deepest::<T>(shape);
        live::<T>(shape, deepest);
    }
}

#[test]
fn no_depth_overflows_the_stack_of_any_type() {
    lives_at_any_depth::<Narrow>();
    lives_at_any_depth::<Fields40>();
    lives_at_any_depth::<Fields150>();
    lives_at_any_depth::<Fields300>();
    lives_at_any_depth::<Largest>();
}

#[test]
fn types_of_a_usual_width_decode_as_deep_as_serde_json_reads() {
    for shape in SHAPES {
        assert!(decode::<Fields40>(&nested(shape, most(shape))).is_some());
        assert!(decode::<Fields150>(&nested(shape, most(shape))).is_some());
        assert!(decode::<Value>(&nested(shape, most(shape))).is_some());
    }
}

#[test]
fn a_type_that_panics_while_it_decodes_does_so_in_the_calling_thread() {
    #[derive(Debug)]
    struct Odd;
    impl<'de> Deserialize<'de> for Odd {
        fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            panic!("odd")
        }
    }
    let panic = std::thread::spawn(|| JsonText::<Odd>::new("1").parse().is_ok()).join();
    assert_eq!(panic.unwrap_err().downcast_ref(), Some(&"odd"));
    assert!(decode::<Fields40>("{}").is_some());
}

/// A server's response, from a client whose only thread has a small stack.
#[test]
fn no_response_overflows_a_small_stack() {
    on_stack_of(768, || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            for shape in SHAPES {
                for levels in [1, 5, most(shape), 100_000] {
                    let body = nested(shape, levels);
                    let server = responding(ok(&body)).await;
                    let is_read = levels < 1000;
                    let response = get(&server.uri()).send_json::<Fields150>().await;
                    assert_eq!(response.is_ok(), is_read);
                    let any = get(&server.uri()).send_any().await.unwrap();
                    assert_eq!(any.json::<Fields150>().is_ok(), is_read);
                    let failed =
                        responding(wiremock::ResponseTemplate::new(500).set_body_string(body))
                            .await;
                    let error = get(&failed.uri()).send_json::<Value>().await.unwrap_err();
                    assert_eq!(error.json::<Fields150>().is_some(), is_read);
                    let expecting = get(&server.uri()).succeeds_if("/a", Expected::Bool(true));
                    assert_eq!(expecting.send_json::<Value>().await.is_ok(), is_read);
                }
            }
        });
    });
}

#[test]
fn what_is_nested_too_deeply_is_an_error_that_says_so() {
    let error = JsonText::<Largest>::new(nested(SHAPES[0], 100))
        .parse()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the JSON text does not fit at `$`: it is nested too deeply for a type of this size; `JsonText::as_str()` has it"
    );
}
