"""A Debian with nothing in it, to try packages in: made by debootstrap, entered by chroot, thrown away.

Needs root. What is mounted is mounted in a namespace of this process (`enter_own_mounts`), so that nothing of it is
left however the process ends.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

USER, UID = "zoë", 4711
"""Who uses the program: a name with a letter beyond ASCII, without any right."""
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_MARK = "BRIEFGEN_OWN_MOUNTS"


def enter_own_mounts() -> None:
    """Start this process anew where its mounts are its own; the second time, return at once.

    Raises:
        SystemExit: It is not root's process, or debootstrap is not there.
    """
    if os.environ.get(_MARK):
        return
    if os.geteuid() != 0:
        raise SystemExit("A bare Debian is made and entered as root: run this with sudo.")
    for program, package in (("debootstrap", "debootstrap"), ("Xvfb", "xvfb"), ("strace", "strace")):
        if shutil.which(program) is None:
            raise SystemExit(f"{program} is missing: apt-get install {package}")
    os.environ[_MARK] = "1"
    os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", sys.executable, *sys.argv])  # noqa: S606  fixed


@dataclass(frozen=True)
class BareRoot:
    """A root folder. `folder` is where it lies on this machine."""

    folder: Path
    mounted: list[Path] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """The user's home, as seen from outside."""
        return self.folder / "home" / USER

    def mount(self, what: str, place: str, *options: str) -> None:
        """Mount something at a place in it."""
        target = self.folder / place.lstrip("/")
        target.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", *options, what, target], check=True)
        self.mounted.append(target)

    def unmount_last(self) -> None:
        """Take the last mount away."""
        subprocess.run(["umount", "--lazy", self.mounted.pop()], check=True)

    def as_root(self, *command: str) -> str:
        """Run a command as root; gives what it prints.

        Raises:
            SystemExit: It failed.
        """
        environment = {"PATH": PATH, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
        words = ["chroot", str(self.folder), *command]
        done = subprocess.run(
            words, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"“{' '.join(command)}” failed in the bare root:\n{done.stdout}{done.stderr}")
        return done.stdout

    def command(self, *command: str, before: tuple[str, ...] = ()) -> list[str]:
        """The words that run a command as the user; `before` are those of a program outside that runs it."""
        return [*before, "chroot", f"--userspec={UID}:{UID}", str(self.folder), *command]

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """What the user's programs find in their environment."""
        usual = {"HOME": f"/home/{USER}", "USER": USER, "LOGNAME": USER, "PATH": PATH, "LANG": "C.UTF-8"}
        return usual | dict(extra or {})


@contextlib.contextmanager
def bare_root(at: Path, base: Path, suite: str, mirror: str) -> Iterator[BareRoot]:
    """Make a bare root at a place, from a base that is made once and kept.

    The base gets this machine's sources of packages, and the way to them.
    """
    if not (base / "etc" / "debian_version").is_file():
        shutil.rmtree(base, ignore_errors=True)
        making = base.with_name(base.name + ".making")
        shutil.rmtree(making, ignore_errors=True)
        print(f"Making a bare Debian {suite} in {base} …", flush=True)
        done = subprocess.run(
            ["debootstrap", "--variant=minbase", suite, making, mirror], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"debootstrap failed:\n{done.stdout[-2000:]}{done.stderr}")
        making.rename(base)
    shutil.rmtree(at, ignore_errors=True)
    subprocess.run(["cp", "-a", "--reflink=auto", base, at], check=True)
    root = BareRoot(at)
    # The way to the packages is this machine's own: its resolver, and what apt is told of mirrors and proxies.
    settings = [
        file for file in Path("/etc/apt/apt.conf.d").iterdir() if re.search("Proxy|Check-", file.read_text("utf-8"))
    ]
    for file in (Path("/etc/resolv.conf"), *settings):
        if file.is_file():
            shutil.copyfile(file, at / file.relative_to("/"))
    root.mount("proc", "/proc", "-t", "proc")
    root.mount("tmpfs", "/dev/shm", "-t", "tmpfs")  # noqa: S108  it is the root's own
    for device in ("null", "zero", "urandom", "random"):
        (at / "dev" / device).touch()
        subprocess.run(["mount", "--bind", f"/dev/{device}", at / "dev" / device], check=True)
        root.mounted.append(at / "dev" / device)
    with (at / "etc" / "passwd").open("a", encoding="utf-8") as passwd:
        passwd.write(f"{USER}:x:{UID}:{UID}::/home/{USER}:/bin/sh\n")
    root.home.mkdir(parents=True)
    os.chown(root.home, UID, UID)
    try:
        yield root
    finally:
        while root.mounted:
            root.unmount_last()
        shutil.rmtree(at, ignore_errors=True)
