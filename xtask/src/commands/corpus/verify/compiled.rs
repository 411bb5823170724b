//! Which documents compile together: their numbers and a way to build some of them go in; the program of those that do,
//! and what is wrong with the others, come out.
//!
//! Who the compiler blames is left out. Where it blames nobody (it crashes, is killed, or fails in a dependency), halves
//! are built until the document is found.

use std::path::PathBuf;

use crate::error::Error;

/// What came of building some documents.
pub(super) enum Built {
    /// The program, and what the compiler has against some of the documents all the same.
    Program(PathBuf, Vec<Fault>),
    /// What the compiler has against some of them.
    Blamed(Vec<Fault>),
    /// It fails and blames none of them; this is why, in one line.
    Failed(String),
}

/// What the compiler has against a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The number of its row.
    pub part: usize,
    /// What is wrong, where and why, in one line.
    pub message: String,
}

/// The documents that compile together.
pub(super) struct Compiled {
    /// The program of exactly these; nothing where none is left.
    pub program: Option<PathBuf>,
    /// Their numbers.
    pub parts: Vec<usize>,
    /// What is wrong with documents, those that compile included.
    pub faults: Vec<Fault>,
}

/// Builds some documents.
pub(super) type Build<'a> = dyn FnMut(&[usize]) -> Result<Built, Error> + 'a;

/// Finds the documents that compile together; where documents exclude each other, the first ones stay.
///
/// # Errors
///
/// Building cannot be started, or fails without any document.
pub(super) fn find(parts: &[usize], build: &mut Build<'_>) -> Result<Compiled, Error> {
    let mut search = Search {
        build,
        kept: Vec::new(),
        faults: Vec::new(),
        last: None,
        is_sound: false,
    };
    search.add(parts.to_vec())?;
    search.finish()
}

struct Search<'a, 'b> {
    build: &'a mut Build<'b>,
    kept: Vec<usize>,
    faults: Vec<Fault>,
    /// What the last build was made of, if it made a program: what it has to say against them.
    last: Option<(Vec<usize>, PathBuf, Vec<Fault>)>,
    /// Whether it builds without any document.
    is_sound: bool,
}

impl Search<'_, '_> {
    /// Adds `more` to what is kept, without what does not compile.
    fn add(&mut self, mut more: Vec<usize>) -> Result<(), Error> {
        // Who is blamed goes, so there are fewer each time.
        while !more.is_empty() {
            let tried = [&self.kept[..], &more].concat();
            match self.build(&tried)? {
                Built::Program(..) => {
                    self.kept = tried;
                    return Ok(());
                }
                Built::Blamed(faults) => {
                    let is_blamed = |part: &usize| faults.iter().any(|of| of.part == *part);
                    if !tried.iter().any(is_blamed) {
                        return Err(unsound("the compiler blames documents that are not there"));
                    }
                    self.kept.retain(|part| !is_blamed(part));
                    more.retain(|part| !is_blamed(part));
                    self.faults.extend(faults);
                }
                Built::Failed(reason) => {
                    self.check_soundness()?;
                    if let [part] = more[..] {
                        let message = format!(
                            "does not compile, and the compiler blames no line of it: {reason}"
                        );
                        self.faults.push(Fault { part, message });
                        return Ok(());
                    }
                    let second = more.split_off(more.len() / 2);
                    self.add(more)?;
                    return self.add(second);
                }
            }
        }
        Ok(())
    }

    fn build(&mut self, parts: &[usize]) -> Result<Built, Error> {
        let built = (self.build)(parts)?;
        self.last = match &built {
            Built::Program(program, faults) => {
                Some((parts.to_vec(), program.clone(), faults.clone()))
            }
            _ => None,
        };
        Ok(built)
    }

    /// Where it does not build without any document, no document is to blame.
    fn check_soundness(&mut self) -> Result<(), Error> {
        if !self.is_sound {
            if let Built::Failed(reason) = self.build(&[])? {
                return Err(unsound(&reason));
            }
            self.is_sound = true;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Compiled, Error> {
        let is_last = |last: &(Vec<usize>, PathBuf, Vec<Fault>)| last.0 == self.kept;
        if !self.kept.is_empty() && !self.last.as_ref().is_some_and(is_last) {
            // A later attempt has replaced its sources.
            let kept = self.kept.clone();
            if !matches!(self.build(&kept)?, Built::Program(..)) {
                return Err(unsound("what has compiled before does not any more"));
            }
        }
        let mut program = None;
        if let Some((_, built, warnings)) = self.last.filter(|_| !self.kept.is_empty()) {
            program = Some(built);
            self.faults.extend(warnings);
        }
        Ok(Compiled {
            program,
            parts: self.kept,
            faults: self.faults,
        })
    }
}

fn unsound(reason: &str) -> Error {
    Error::repair(
        "target/corpus",
        format!("the program that verifies cannot be built: {reason}"),
        "`cargo build` in the workspace brings the packages that it needs; remove the folder if it is damaged",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(part: usize, message: &str) -> Fault {
        Fault {
            part,
            message: message.to_string(),
        }
    }

    fn program(parts: &[usize]) -> Built {
        Built::Program(PathBuf::from(format!("{parts:?}")), Vec::new())
    }

    /// What is found among `0..count`; every program is named after what it is made of.
    fn search(
        count: usize,
        build: &dyn Fn(&[usize]) -> Built,
    ) -> Result<(Vec<usize>, Vec<Fault>), String> {
        let parts: Vec<usize> = (0..count).collect();
        let compiled = find(&parts, &mut |parts| Ok(build(parts))).map_err(|of| of.to_string())?;
        let expected = (!compiled.parts.is_empty()).then(|| format!("{:?}", compiled.parts).into());
        assert_eq!(compiled.program, expected);
        Ok((compiled.parts, compiled.faults))
    }

    #[test]
    fn who_is_blamed_is_left_out() {
        let outcome = search(4, &|parts| match parts.contains(&2) {
            true => Built::Blamed(vec![fault(2, "mismatched types")]),
            false => program(parts),
        });
        assert_eq!(
            outcome,
            Ok((vec![0, 1, 3], vec![fault(2, "mismatched types")]))
        );
    }

    #[test]
    fn a_warning_costs_no_document_its_place() {
        let warning = || vec![fault(1, "unused import")];
        let outcome = search(2, &|parts| {
            Built::Program(format!("{parts:?}").into(), warning())
        });
        assert_eq!(outcome, Ok((vec![0, 1], warning())));
    }

    #[test]
    fn where_nobody_is_blamed_the_documents_are_found_by_halves() {
        for bad in 0..5 {
            let outcome = search(5, &|parts| match parts.contains(&bad) {
                true => Built::Failed("signal: 9".to_string()),
                false => program(parts),
            });
            let (parts, faults) = outcome.unwrap();
            assert_eq!(
                parts,
                (0..5).filter(|part| *part != bad).collect::<Vec<_>>()
            );
            let message =
                "does not compile, and the compiler blames no line of it: signal: 9".to_string();
            assert_eq!(faults, [fault(bad, &message)]);
        }
    }

    #[test]
    fn a_program_that_fails_without_documents_is_an_error() {
        let error = search(9, &|_| Built::Failed("no such package".to_string())).unwrap_err();
        assert!(
            error.contains("cannot be built: no such package"),
            "{error}"
        );
    }

    #[test]
    fn a_fault_of_nobody_is_an_error_and_no_endless_loop() {
        let error = search(2, &|_| Built::Blamed(vec![fault(7, "odd")])).unwrap_err();
        assert!(error.contains("documents that are not there"), "{error}");
    }

    #[test]
    fn where_nothing_compiles_there_is_no_program() {
        let all = |parts: &[usize]| parts.iter().map(|part| fault(*part, "bad")).collect();
        let (parts, faults) = search(2, &|parts| Built::Blamed(all(parts))).unwrap();
        assert_eq!((parts.len(), faults.len()), (0, 2));
    }
}
