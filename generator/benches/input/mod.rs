//! What both benchmarks give the pipeline beside a document.

use generator::Input;

/// A document with the settings of an API that has nothing else.
pub fn of(document: Vec<u8>) -> Input {
    Input {
        api: "shop".to_string(),
        settings: format!(
            "[document]\nsha256 = \"{}\"\nprovenance = \"made for a benchmark\"\n[crate]\nname = \"shop\"\n\
             version = \"0.1.0\"\ndescription = \"A shop\"\nkey-variable = \"SHOP_API_KEY\"\n",
            "0".repeat(64)
        ),
        document,
        fixups: Vec::new(),
        samples: Vec::new(),
        names_lock: None,
    }
}
