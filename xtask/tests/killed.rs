//! A run that is killed or interrupted, with real processes and signals: no folder stays, no workspace is half-written,
//! and the run says what came of it.
#![cfg(unix)]
// Only here are programs started whose output nobody looks at.
#![allow(clippy::disallowed_methods)]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use common::{TempWorkspace, assert_stale, generated};

/// So many orphans that a run is busy with them for a while.
const ORPHANS: usize = 3_000;

/// What a signal prints while something is being written.
const WAITS: &str = "interrupted: what is being written is finished or undone first; a second signal ends the \
                     process at once\n";

/// A workspace whose API `shop` is generated, beside which there are orphans.
fn with_orphans() -> TempWorkspace {
    let workspace = generated();
    for number in 0..ORPHANS {
        workspace.write(format!("generated/shop/old/{number}.rs"), "");
    }
    workspace
}

fn staging_folders(root: &Path) -> Vec<String> {
    let names = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let names = names.map(|name| name.into_string().unwrap());
    names
        .filter(|name| name.starts_with(".regenerate-"))
        .collect()
}

fn orphans(workspace: &TempWorkspace) -> usize {
    fs::read_dir(workspace.at("generated/shop/old")).map_or(0, Iterator::count)
}

/// Waits until `is_so`.
fn wait_until(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "it never comes");
    }
}

/// Starts `regenerate`.
fn start(workspace: &TempWorkspace) -> Child {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("regenerate")
        .current_dir(workspace.root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Starts `regenerate`, and sends it `signal` while it is moving orphans. The shell that sends it waits for a line
/// beforehand, since starting it takes longer than the moment lasts.
fn signalled(workspace: &TempWorkspace, signal: &str) -> Output {
    let run = start(workspace);
    let mut sender = sender(&run, signal);
    wait_until(|| orphans(workspace) < ORPHANS);
    send(&mut sender);
    run.wait_with_output().unwrap()
}

/// Lets the shell send its signal.
fn send(sender: &mut Child) {
    sender.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert!(sender.wait().unwrap().success(), "it had ended before");
}

fn sender(run: &Child, signal: &str) -> Child {
    Command::new("sh")
        .args(["-c", &format!("read line; kill -s {signal} {}", run.id())])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn after_a_kill_the_next_run_restores_and_completes_the_work() {
    let expected = generated().files("");
    let workspace = with_orphans();
    let output = signalled(&workspace, "KILL");
    assert_eq!(output.status.signal(), Some(9));
    let left = staging_folders(workspace.root());
    assert_eq!(left.len(), 1);

    let ran = workspace.run(&["regenerate", "--check"]);
    assert_eq!(ran.code, Some(1), "{ran}");
    assert!(
        ran.stdout.contains(&format!("orphan: {}\n", left[0])),
        "{ran}"
    );

    // A command that does not touch what was half-written restores it all the same.
    workspace.write("library.yaml", common::DOCUMENT);
    let ran = workspace.run(&["new-api", "library", "--document", "library.yaml"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    let message = format!(
        "removed: {}, left by a run that was killed; what it had begun to write is undone\n",
        left[0]
    );
    assert!(ran.stdout.starts_with(&message), "{ran}");
    assert_eq!(orphans(&workspace), ORPHANS);
    assert_eq!(staging_folders(workspace.root()), Vec::<String>::new());
    fs::remove_dir_all(workspace.at("spec/library")).unwrap();
    workspace.remove("library.yaml");

    let ran = workspace.run(&["regenerate"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert_eq!(workspace.files(""), expected);
}

#[test]
fn who_is_interrupted_undoes_or_completes_the_work_and_says_so() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let workspace = with_orphans();
        let output = signalled(&workspace, signal);
        assert_eq!(output.status.code(), Some(code), "{signal}");
        assert_eq!(staging_folders(workspace.root()), Vec::<String>::new());
        let stderr = String::from_utf8(output.stderr).unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let outcome = match orphans(&workspace) {
            ORPHANS => "error: interrupted: what had been begun is undone\n",
            0 => {
                assert!(stdout.contains("3000 removed"), "{signal}: {stdout}");
                "the signal came late: what is reported as written is written\n"
            }
            left => panic!("{signal}: {left}"),
        };
        assert_eq!(stderr, format!("{WAITS}{outcome}"), "{signal}");
        let ran = workspace.run(&["regenerate"]);
        assert_eq!(ran.code, Some(0), "{ran}");
        assert!(!ran.stdout.contains("killed"), "{ran}");
    }
}

/// A run that never ends: it reads the journal of a run that was killed from a pipe.
#[test]
fn who_hangs_is_ended_by_a_second_signal() {
    let workspace = generated();
    let folder = workspace.at(".regenerate-other");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("lock"), "").unwrap();
    let pipe = folder.join("journal.json");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());

    let mut run = start(&workspace);
    // Opened as soon as the other end is.
    let pipe = fs::File::options().write(true).open(pipe).unwrap();
    let mut lines = BufReader::new(run.stderr.take().unwrap()).lines();
    send(&mut sender(&run, "INT"));
    assert_eq!(lines.next().unwrap().unwrap() + "\n", WAITS);
    assert_eq!(run.try_wait().unwrap(), None, "it is waited for");
    send(&mut sender(&run, "TERM"));
    assert_eq!(
        lines.next().unwrap().unwrap(),
        "interrupted again: the next run undoes what is half-written"
    );
    assert_eq!(run.wait().unwrap().code(), Some(143));
    drop(pipe);
}

#[test]
fn what_another_run_is_working_in_is_left_alone() {
    let workspace = generated();
    let folder = workspace.at(".regenerate-other");
    fs::create_dir(&folder).unwrap();
    let lock = fs::File::create(folder.join("lock")).unwrap();
    fs4::FileExt::lock(&lock).unwrap();
    let ran = workspace.run(&["regenerate", "--check"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert_eq!(workspace.run(&["regenerate"]).code, Some(0));
    assert!(folder.is_dir());

    drop(lock);
    assert_stale(&workspace, &["orphan: .regenerate-other"]);
    let ran = workspace.run(&["regenerate"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert!(
        ran.stdout.starts_with(
            "removed: .regenerate-other, left by a run that was killed; nothing was changed by it\n"
        ),
        "{ran}"
    );
    assert!(!folder.exists());
}

#[test]
fn a_file_or_a_link_of_that_name_is_no_staging_folder() {
    let elsewhere = tempfile::tempdir().unwrap();
    let workspace = generated();
    workspace.write(".regenerate-notes", "mine");
    std::os::unix::fs::symlink(elsewhere.path(), workspace.at(".regenerate-link")).unwrap();
    let before = workspace.tree();
    let ran = workspace.run(&["regenerate"]);
    assert_eq!(ran.code, Some(0), "{ran}");
    assert_eq!(workspace.tree(), before);
}
