//! Generates the crate of one document, once, and prints the time of each stage: `generate DOCUMENT FOLDER`. `peers.py` times
//! it as a process.

mod input;

use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use generator::generate;

fn main() {
    let mut arguments = env::args().skip(1).filter(|argument| argument != "--bench");
    let (Some(document), Some(folder)) = (arguments.next(), arguments.next()) else {
        println!("to compare with other generators, run generator/benches/peers.py DOCUMENT");
        return;
    };
    let document = fs::read(&document).unwrap_or_else(|error| panic!("{document}: {error}"));
    let input = input::of(document);
    let mut last = Instant::now();
    let output = generate(&input, &mut |stage| {
        println!(
            "{:10} {:7.1} ms",
            stage.name,
            last.elapsed().as_secs_f64() * 1000.0
        );
        last = Instant::now();
    });
    println!(
        "{:10} {:7.1} ms",
        "report",
        last.elapsed().as_secs_f64() * 1000.0
    );
    let output = output.unwrap_or_else(|error| panic!("{error}"));
    for file in output.files {
        let path = Path::new(&folder).join(&file.path);
        let parent = path.parent().unwrap_or(Path::new(&folder));
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, &file.text))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}
