//! The workspace's commands: `cargo xtask --help`.

#![deny(clippy::dbg_macro, clippy::print_stderr, clippy::print_stdout)]

fn main() -> std::process::ExitCode {
    xtask::main(std::env::args_os())
}
