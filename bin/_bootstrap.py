"""Make or refresh the virtual environment with nothing but Python's own library.

Usage: python3.11 bin/_bootstrap.py runtime|dev
Prints progress to standard error; the environment is .venv in the checkout.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".dnfa-requirements"
LOG = VENV / "install.log"
FILES = {"runtime": "requirements.txt", "dev": "requirements-dev.txt"}
NEEDED_MB = 1200


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, file=sys.stderr, flush=True)


def fail(vietnamese: str, english: str) -> None:
    """Stop with a sentence in both languages."""
    say(f"\n✗ {vietnamese}\n  {english}")
    sys.exit(1)


def wanted(kind: str) -> dict[str, str]:
    """Return the stamp lines that make the environment fresh for `kind`."""
    return {kind: hashlib.sha256((ROOT / FILES[kind]).read_bytes()).hexdigest()}


def installed() -> dict[str, str]:
    """Return what was installed, by kind; empty when the environment is missing or broken."""
    try:
        subprocess.run([PYTHON, "-c", "import sys"], check=True, capture_output=True)
        lines = STAMP.read_text(encoding="utf-8").splitlines()
    except (OSError, subprocess.CalledProcessError):
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)


def is_fresh(kind: str) -> bool:
    """Tell whether nothing is to be done; the development set contains the runtime set."""
    have = installed()
    runtime = wanted("runtime").items()
    if kind == "runtime":
        return runtime <= have.items()
    return runtime | wanted("dev").items() <= have.items()


def create() -> list[str]:
    """Create the environment and return the command that installs into it."""
    if not PYTHON.exists() or subprocess.run([PYTHON, "-c", ""], check=False, capture_output=True).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        with_pip = importlib.util.find_spec("ensurepip") is not None
        done = subprocess.run(
            [sys.executable, "-m", "venv", *([] if with_pip else ["--without-pip"]), VENV],
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            fail(
                "Không tạo được môi trường Python. Trên Debian/Ubuntu hãy cài: apt install python3.11-venv",
                f"Cannot create {VENV}. On Debian/Ubuntu: apt install python3.11-venv\n{done.stdout}{done.stderr}",
            )
    if (VENV / "bin" / "pip").exists():
        return [str(PYTHON), "-m", "pip"]
    if importlib.util.find_spec("pip") is None:
        fail(
            "Python này không có pip. Trên Debian/Ubuntu hãy cài: apt install python3-pip python3.11-venv",
            "This Python has no pip. On Debian/Ubuntu: apt install python3-pip python3.11-venv",
        )
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def install(pip: list[str], kind: str) -> None:
    """Install the pinned set, showing how far it is; the whole story goes to install.log."""
    requirements = ROOT / FILES[kind]
    total = sum(1 for line in requirements.read_text(encoding="utf-8").splitlines() if "==" in line)
    command = [
        *(*pip, "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"),
        *("--require-hashes", "-r", str(requirements)),
    ]
    seen = 0
    with (
        LOG.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
        ) as process,
    ):
        for line in process.stdout or ():
            log.write(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                seen += 1
                show(seen, total)
            elif line.startswith("Installing collected"):
                show(total, total)
                say("    đang cài đặt… (installing)")
    if process.returncode:
        last = "\n".join(LOG.read_text(encoding="utf-8").splitlines()[-8:])
        fail(
            f"Không cài được thư viện; kiểm tra mạng, kho gói và dung lượng đĩa rồi chạy lại. Chi tiết: {LOG}",
            f"The libraries could not be installed; check network, package index and disk, then run again.\n{last}",
        )


def show(seen: int, total: int) -> None:
    """Show progress on one line of a terminal, or every 20 packages in a log."""
    if sys.stderr.isatty():
        print(
            f"\r    thư viện {min(seen, total)}/{total} ",
            end="\n" if seen >= total else "",
            file=sys.stderr,
            flush=True,
        )
    elif seen % 20 == 0 or seen == total:
        say(f"    thư viện (packages) {min(seen, total)}/{total}")


def check_disk() -> None:
    """Refuse early when the packages cannot fit."""
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if not PYTHON.exists() and free < NEEDED_MB:
        fail(
            f"Ổ đĩa chỉ còn {free} MB, cần khoảng {NEEDED_MB} MB để cài thư viện.",
            f"Only {free} MB are free on the disk; about {NEEDED_MB} MB are needed.",
        )


def main(kind: str) -> None:
    """Make .venv fit for `kind`; two concurrent runs wait for each other."""
    if is_fresh(kind):
        return
    if not os.access(ROOT, os.W_OK):
        fail(f"Không ghi được vào {ROOT}.", f"{ROOT} is not writable for this user.")
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_fresh(kind):
            return
        check_disk()
        begin = time.monotonic()
        say(f"• Chuẩn bị môi trường Python trong {VENV} (making the Python environment)")
        pip = create()
        install(pip, kind)
        stamps = {**wanted("runtime"), **(wanted("dev") if kind == "dev" else {})}
        STAMP.write_text("".join(f"{name}={digest}\n" for name, digest in stamps.items()), encoding="utf-8")
        say(f"✓ Xong sau {time.monotonic() - begin:.0f} giây (done)")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "runtime")
