//! A writer stopped at each of its steps: what lies there then, and what the next run makes of it.

use super::staging::recover;
use super::*;
use crate::console::Console;

/// Every folder and file of the workspace that is not staging, with the text of the files.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut tree = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().display().to_string();
            if path.is_dir() {
                folders.push(path);
                tree.insert(name, "folder".to_owned());
            } else {
                tree.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    tree
}

fn file(path: &str, text: &str) -> File {
    File {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

/// A workspace with one crate, an orphan in a folder of its own, and an abandoned crate; and the plan that changes,
/// removes and creates something of each kind.
fn workspace() -> (tempfile::TempDir, Workspace, Plan) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("spec/shop/names.lock.toml", "names\n"),
        ("generated/shop/Cargo.toml", "manifest\n"),
        ("generated/shop/src/lib.rs", "lib\n"),
        ("generated/shop/src/old/mod.rs", "orphan\n"),
        ("generated/gone/src/lib.rs", "gone\n"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let plan = Plan {
        create: vec![
            file("generated/bank/Cargo.toml", "manifest\n"),
            file("generated/bank/src/lib.rs", "lib\n"),
            file("generated/shop/new.rs", "new\n"),
        ],
        change: vec![
            file("generated/shop/Cargo.toml", "manifest 2\n"),
            file("spec/shop/names.lock.toml", "names 2\n"),
        ],
        remove: vec![
            "generated/gone".to_owned(),
            "generated/shop/src/old/mod.rs".to_owned(),
        ],
        unchanged: Vec::new(),
    };
    let workspace = Workspace::open(folder.path()).unwrap();
    (folder, workspace, plan)
}

/// Carries out the plan, and stops before step `last`, with everything lying as it does then. False if it came to its
/// end.
fn stop_before(last: usize, workspace: &Workspace, plan: &Plan) -> (Staging, Vec<Step>, bool) {
    let mut step = 0;
    let mut work = Work {
        workspace,
        staging: Staging::make(workspace).unwrap(),
        go_on: &mut || {
            // No moment at which cargo could not load the workspace.
            assert!(workspace.at("generated/shop/Cargo.toml").is_file());
            let bank = workspace.at("generated/bank");
            assert!(!bank.exists() || bank.join("src/lib.rs").is_file());
            step += 1;
            step <= last
        },
    };
    let mut steps = Vec::new();
    let is_stopped = work.carry_out(plan, &mut steps).is_err();
    (work.staging, steps, is_stopped)
}

fn recovered(workspace: &Workspace) -> String {
    let mut printed = Vec::new();
    recover(workspace, &mut Console::new(&mut printed)).unwrap();
    String::from_utf8(printed).unwrap()
}

#[test]
fn wherever_a_run_is_killed_the_next_one_undoes_it() {
    for last in 0.. {
        let (folder, workspace, plan) = workspace();
        let before = tree(folder.path());
        let (staging, _, is_stopped) = stop_before(last, &workspace, &plan);
        if !is_stopped {
            assert!(last > 10, "every step was one to be killed before");
            break;
        }
        // It lives: its folder is not touched.
        let halfway = tree(folder.path());
        assert_eq!(recovered(&workspace), "");
        assert_eq!(tree(folder.path()), halfway);

        // What a process leaves that is killed: the folder without the lock.
        staging.keep();
        let printed = recovered(&workspace);
        assert!(
            printed.contains("left by a run that was killed"),
            "{printed}"
        );
        assert_eq!(tree(folder.path()), before, "killed before step {last}");
    }
}

#[test]
fn who_is_killed_while_undoing_is_undone_by_the_next() {
    let (folder, workspace, plan) = workspace();
    let before = tree(folder.path());
    let (staging, steps, _) = stop_before(11, &workspace, &plan);
    let half = steps.len() / 2;
    journal::undo(&workspace, staging.path(), &steps[half..]).unwrap();
    staging.keep();
    recovered(&workspace);
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn wherever_a_signal_comes_everything_is_undone() {
    for last in 0.. {
        let (folder, workspace, plan) = workspace();
        let before = tree(folder.path());
        let (staging, steps, is_stopped) = stop_before(last, &workspace, &plan);
        if !is_stopped {
            break;
        }
        let work = Work {
            workspace: &workspace,
            staging,
            go_on: &mut || true,
        };
        let error = work.undo(&steps, Stopped::Interrupted);
        assert!(matches!(error, Error::Interrupted), "{error}");
        assert_eq!(tree(folder.path()), before, "stopped before step {last}");
    }
}

/// Kills a run before each of its steps, lets a person do `change` to each path that lies there then, and recovers.
/// Calls `judge` with the workspace and the path.
fn changed_since_the_kill(
    change: impl Fn(&Path) -> io::Result<()>,
    judge: impl Fn(&Workspace, &str),
) {
    let is_killed = |last: &usize| {
        let (_folder, workspace, plan) = workspace();
        stop_before(*last, &workspace, &plan).2
    };
    let prepared = workspace().2.create.len() + workspace().2.change.len();
    for last in (prepared..).take_while(is_killed) {
        for choice in 0.. {
            let (folder, workspace, plan) = workspace();
            let (staging, ..) = stop_before(last, &workspace, &plan);
            let paths = tree(folder.path()).into_keys();
            let mut paths = paths.filter(|path| !path.starts_with('.'));
            let Some(path) = paths.nth(choice) else {
                break;
            };
            staging.keep();
            change(&workspace.at(&path)).unwrap();
            recovered(&workspace);
            judge(&workspace, &path);
        }
    }
}

#[test]
fn what_a_person_has_written_since_the_kill_stays() {
    let mine = |place: &Path| match place.extension() {
        None => place.join("mine.txt"),
        Some(_) => place.to_owned(),
    };
    changed_since_the_kill(
        |place| fs::write(mine(place), "mine\n"),
        |workspace, path| {
            let text = fs::read_to_string(mine(&workspace.at(path))).unwrap();
            assert_eq!(text, "mine\n", "{path}");
        },
    );
}

#[test]
fn what_a_person_has_removed_since_the_kill_locks_nobody_out() {
    changed_since_the_kill(
        |place| match place.is_dir() {
            true => fs::remove_dir_all(place),
            false => fs::remove_file(place),
        },
        // A folder may be back, for a file in it that the run had removed.
        |workspace, path| assert!(!workspace.at(path).is_file(), "{path}"),
    );
}

#[test]
fn what_is_left_is_named() {
    let (_folder, workspace, plan) = workspace();
    let (staging, ..) = stop_before(12, &workspace, &plan);
    fs::write(workspace.at("spec/shop/names.lock.toml"), "mine\n").unwrap();
    fs::write(workspace.at("generated/bank/mine.rs"), "mine\n").unwrap();
    fs::remove_file(workspace.at("generated/shop/Cargo.toml")).unwrap();
    staging.keep();
    let printed = recovered(&workspace);
    let lines: Vec<&str> = printed.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            "left as it is: generated/bank, which was changed after that run",
            "left as it is: generated/shop/Cargo.toml, which was changed after that run",
            "left as it is: spec/shop/names.lock.toml, which was changed after that run",
        ]
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_put_back_says_how_to_get_out() {
    let (_folder, workspace, plan) = workspace();
    let (staging, ..) = stop_before(12, &workspace, &plan);
    let staging = staging.keep();
    // The folder that was left empty and removed lies in this one.
    let src = workspace.at("generated/shop/src");
    fs::remove_dir_all(&src).unwrap();
    std::os::unix::fs::symlink("nowhere", &src).unwrap();
    let journal = fs::read_to_string(staging.join("journal.json")).unwrap();
    let steps: Vec<Step> = serde_json::from_str(&journal).unwrap();
    let (place, cause) = journal::undo(&workspace, &staging, &steps).unwrap_err();
    assert_eq!(place, "generated/shop/src/old/mod.rs");
    let kept = ".regenerate-x".to_owned();
    let error = Error::NotRecovered { place, cause, kept }.to_string();
    let cure = "or delete the folder .regenerate-x, and restore what is missing with git";
    assert!(error.ends_with(cure), "{error}");
}

/// Asserts that [`recover`] refuses `journal`, or undoes nothing of it.
fn moves_nothing(journal: &str) {
    let (folder, workspace, _) = workspace();
    let staging = folder.path().join(".regenerate-theirs");
    fs::create_dir(&staging).unwrap();
    fs::write(staging.join("1"), "theirs\n").unwrap();
    fs::write(staging.join("journal.json"), journal).unwrap();
    let before = tree(folder.path());
    let error = recover(&workspace, &mut Console::new(Vec::new())).unwrap_err();
    assert!(error.to_string().contains("is not the journal"), "{error}");
    assert_eq!(tree(folder.path()), before, "{journal}");
}

#[test]
fn a_journal_of_somebody_else_moves_nothing() {
    for (path, entry) in [
        ("../away", "1"),
        ("/etc/away", "1"),
        ("Cargo.toml", "1"),
        ("spec/", "1"),
        ("generated/.", "1"),
        ("spec/../../away", "1"),
        ("generated/shop/away", "../spec"),
        ("generated/shop/Cargo.toml/away", "1"),
    ] {
        let (path, entry) = (path.to_owned(), entry.to_owned());
        for step in [
            Step::Remove {
                path: path.clone(),
                old: entry.clone(),
            },
            Step::Create {
                path: path.clone(),
                new: entry.clone(),
                contents: contents::file(&spec::sha256(b"manifest\n")),
            },
            Step::Replace {
                path,
                new: "2".to_owned(),
                old: entry,
                sha256: spec::sha256(b"manifest\n"),
            },
        ] {
            moves_nothing(&serde_json::to_string(&[step]).unwrap());
        }
    }
    // What was created has to be known, or else anything could be taken for that.
    moves_nothing(r#"[{"create":{"path":"spec/shop","new":"2"}}]"#);
}

#[test]
fn a_folder_that_the_run_did_not_make_is_left() {
    let (folder, workspace, _) = workspace();
    let before = tree(folder.path());
    let staging = folder.path().join(".regenerate-theirs");
    fs::create_dir(&staging).unwrap();
    let step = Step::Create {
        path: "spec/shop".to_owned(),
        new: "1".to_owned(),
        contents: contents::file(&spec::sha256(b"other\n")),
    };
    journal::write(&staging, &[step]).unwrap();
    let printed = recovered(&workspace);
    assert!(printed.contains("left as it is: spec/shop,"), "{printed}");
    assert_eq!(tree(folder.path()), before);
}
