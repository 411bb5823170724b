//! `cargo xtask gaps`, run as a program.

mod common;

use common::TempWorkspace;

#[test]
fn the_report_is_what_regenerate_writes() {
    let workspace = TempWorkspace::shop();
    assert_eq!(workspace.run(&["regenerate"]).code, Some(0));
    let ran = workspace.run(&["gaps"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    let report = workspace.read("spec/shop/REPORT.md");
    let (_, body) = report.split_once("-->\n\n").unwrap();
    assert_eq!(ran.stdout.trim_end(), body.trim_end());
}

#[test]
fn for_machines_it_is_json_by_api() {
    let workspace = TempWorkspace::shop();
    let ran = workspace.run(&["gaps", "shop", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    for key in [
        "repairs",
        "unknowns",
        "contradictions",
        "suggestions",
        "notes",
        "skipped",
    ] {
        assert!(report["shop"][key].is_array(), "{key} {ran}");
    }
}

#[test]
fn an_unknown_api_is_refused_with_the_known_ones() {
    let ran = TempWorkspace::shop().run(&["gaps", "shopp"]);
    assert_eq!(ran.code, Some(2), "{ran}");
    assert!(ran.stderr.contains("name one of: shop"), "{ran}");
}
