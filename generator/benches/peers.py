#!/usr/bin/env python3
"""Times the generation of a crate against openapi-to-rust 0.23, process by process, in turn.

    cargo install openapi-to-rust --version 0.23.0 --root target/peers
    generator/benches/peers.py DOCUMENT...

A document or a folder of documents in; the median time (milliseconds) and peak memory (MiB) of both out, and their ratios.
Both read the document and write a crate. Not part of CI: how fast a machine is, is no property of the code.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEER = ROOT / "target/peers/bin/openapi-to-rust"
RUNS = 5


def build():
    """The path of our own program, built for release."""
    command = ["cargo", "bench", "-q", "-p", "generator", "--bench", "generate", "--no-run", "--message-format=json"]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    artifacts = [json.loads(line) for line in lines if line.startswith("{")]
    return next(one["executable"] for one in artifacts if one.get("target", {}).get("name") == "generate")


def measure(command, folder):
    """Milliseconds and MiB of one process; nothing where it fails."""
    start = time.monotonic()
    log = open(os.path.join(folder, "log"), "w+")
    process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    _, status, usage = os.wait4(process.pid, 0)
    took = (time.monotonic() - start) * 1000
    return (took, usage.ru_maxrss / 1024) if status == 0 else None


def peer_command(document, folder):
    """What the peer is started with."""
    return [str(PEER), "generate", "--quiet", "--output-dir", f"{folder}/out", "--module-name", "shop", str(document)]


def main():
    paths = [Path(name).resolve() for name in sys.argv[1:]]
    if not paths or not PEER.exists():
        sys.exit(__doc__)
    documents = [
        path
        for given in paths
        for path in (sorted(given.iterdir()) if given.is_dir() else [given])
        if path.suffix in (".yaml", ".yml", ".json")
    ]
    ours = build()
    for document in documents:
        rows = {"ours": [], "peer": []}
        for _ in range(RUNS):
            for name in rows:
                with tempfile.TemporaryDirectory() as folder:
                    command = [ours, str(document), folder] if name == "ours" else peer_command(document, folder)
                    rows[name].append(measure(command, folder))
        if None in rows["ours"] + rows["peer"]:
            failed = [name for name, runs in rows.items() if None in runs]
            print(f"{document.name}: {' and '.join(failed)} failed")
            continue
        medians = {name: [statistics.median(values) for values in zip(*runs)] for name, runs in rows.items()}
        (time_ours, memory_ours), (time_peer, memory_peer) = medians["ours"], medians["peer"]
        print(
            f"{document.name}: {time_ours:.0f} ms and {memory_ours:.0f} MiB, peer {time_peer:.0f} ms and {memory_peer:.0f} MiB: "
            f"ratios {time_ours / time_peer:.2f} and {memory_ours / memory_peer:.2f}"
        )


if __name__ == "__main__":
    main()
