//! How the time of the pipeline grows with the document: `cargo bench -p generator --bench growth`.
//!
//! One small document is repeated 1, 4 and 16 times under distinct paths. Where time is linear, it grows as the document
//! does. It is printed, not asserted: how fast a machine is, is no property of the code.

mod input;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use generator::generate;

/// How often the document is repeated.
const SIZES: [usize; 3] = [1, 4, 16];

/// Copies of the group of operations in the smallest document: enough for a time that can be measured.
const UNIT: usize = 8;

/// Each size is run so often, and the shortest run counts: whatever else the machine does only makes it longer. A stage
/// alone can look too short, since it is timed where its message arrives.
const RUNS: usize = 5;

/// A resource as Scribe writes it: repeated under another path, tag and names.
const RESOURCE: &str = r#"
  /api/shelf$N/items:
    get:
      operationId: listItems$N
      tags: [Shelf $N]
      parameters:
        - { in: query, name: page, schema: { type: integer, example: 1 } }
      responses:
        '200':
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: { type: array, items: { type: object } }
                  total$N: { type: integer, example: 2 }
                example:
                  data:
                    - { id: 1, name: chair, price: 12.5, owner: { id: 7, email: null }, tags: [a, b] }
                    - { id: 2, name: table, price: 80, owner: { id: 8, email: x@shop.example }, tags: [] }
                  total$N: 2
    post:
      operationId: addItem$N
      tags: [Shelf $N]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              properties:
                name: { type: string }
                price: { type: number }
              required: [name]
      responses:
        '201':
          content:
            application/json:
              schema: { type: object, properties: { id$N: { type: integer }, note: { type: string, nullable: true } } }
              example: { id$N: 3, note: null }
"#;

fn main() {
    let mut first: Option<Vec<(&str, Duration)>> = None;
    for size in SIZES {
        let document = document(size * UNIT);
        let runs = (0..RUNS).map(|_| stages(&document));
        let times = runs.min_by_key(|run| run.last().map(|(_, all)| *all));
        let times = times.unwrap_or_default();
        let base = first.get_or_insert_with(|| times.clone());
        println!(
            "{size:>2}x: {} operations, {} KiB",
            2 * size * UNIT,
            document.len() / 1024
        );
        for ((stage, time), (_, base)) in times.iter().zip(base) {
            let ratio = time.as_secs_f64() / base.as_secs_f64();
            println!(
                "  {stage:6} {:9.2} ms  {ratio:6.1}x",
                time.as_secs_f64() * 1000.0
            );
        }
    }
}

/// The time of each stage, and of all of them.
fn stages(document: &str) -> Vec<(&'static str, Duration)> {
    let input = input::of(document.as_bytes().to_vec());
    let mut times = Vec::new();
    let start = Instant::now();
    let mut last = start;
    let result = generate(&input, &mut |stage| {
        times.push((stage.name, last.elapsed()));
        last = Instant::now();
    });
    times.push(("report", last.elapsed()));
    times.push(("all", start.elapsed()));
    match result {
        Ok(output) if output.skipped.is_empty() => times,
        Ok(output) => panic!("left out: {:?}", output.skipped),
        Err(error) => panic!("{error}"),
    }
}

fn document(copies: usize) -> String {
    let mut document = String::from(
        "openapi: 3.0.3\ninfo: { title: Shop, version: '1' }\nservers: [{ url: 'https://shop.example' }]\npaths:",
    );
    for copy in 0..copies {
        let _ = write!(
            document,
            "{}",
            RESOURCE.trim_end().replace("$N", &copy.to_string())
        );
    }
    document.push('\n');
    document
}
