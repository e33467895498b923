"""Builds the sdist and the wheel, and proves that the wheel works by itself.

The wheel is built from the sdist, so that both are complete. It is installed with the locked run-time
dependencies in a fresh environment outside the checkout, and renders the sample dossier's brief from a folder
of its own, with nothing of the checkout in reach. The result stays in ``dist/``.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIND_SAMPLE = (
    "import pathlib, sys, briefgen; from briefgen.resources import assets_folder\n"
    "assert pathlib.Path(briefgen.__file__).is_relative_to(sys.prefix), briefgen.__file__\n"
    "assert '_shipped' in assets_folder().parts, assets_folder()\n"
    "print(assets_folder() / 'sample' / 'sample.briefgen')"
)


def run(*command: str | Path, folder: Path) -> str:
    """Run a command in a folder, without the environment's paths to Python code, and give its output.

    Raises:
        subprocess.CalledProcessError: It failed; its own words are on stderr.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment.pop("VIRTUAL_ENV", None)
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def build(into: Path) -> tuple[Path, Path]:
    """Build the sdist from the checkout and the wheel from the sdist, both in the folder given."""
    into.mkdir(exist_ok=True)
    for old in (*into.glob("briefgen-*.whl"), *into.glob("briefgen-*.tar.gz")):
        old.unlink()
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", into, folder=ROOT)
    (sdist,) = into.glob("briefgen-*.tar.gz")
    with tempfile.TemporaryDirectory() as scratch:
        with tarfile.open(sdist) as archive:
            archive.extractall(scratch, filter="data")
        (unpacked,) = Path(scratch).iterdir()
        run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", into, folder=unpacked)
    (wheel,) = into.glob("briefgen-*.whl")
    return sdist, wheel


def prove(wheel: Path, elsewhere: Path) -> Path:
    """Install the wheel in a fresh environment under `elsewhere` and render the sample's brief with it."""
    environment = elsewhere / "environment"
    venv.create(environment, with_pip=True, symlinks=os.name != "nt")
    folder = "Scripts" if os.name == "nt" else "bin"
    python = environment / folder / "python"
    pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(*pip, "--require-hashes", "-r", ROOT / "requirements" / "runtime.lock", folder=elsewhere)
    run(*pip, "--no-index", "--no-deps", wheel, folder=elsewhere)
    sample = run(python, "-c", FIND_SAMPLE, folder=elsewhere).strip()
    dossier, pdf = elsewhere / "sample.briefgen", elsewhere / "sample-brief.pdf"
    dossier.write_bytes(Path(sample).read_bytes())
    run(environment / folder / "briefgen", "render", dossier, "Submission to the Minister", "-o", pdf, folder=elsewhere)
    if not pdf.read_bytes().startswith(b"%PDF-"):
        raise SystemExit(f"The wheel's render left something that is no PDF in {pdf}.")
    return pdf


def main() -> None:
    """Build, prove, and say what was made."""
    sdist, wheel = build(ROOT / "dist")
    with tempfile.TemporaryDirectory(prefix="briefgen-wheel-") as scratch:
        pdf = prove(wheel, Path(scratch))
        print(f"{wheel.name} renders by itself ({pdf.stat().st_size:,} bytes of PDF).")
    print(f"In dist/: {sdist.name} and {wheel.name}.")


if __name__ == "__main__":
    main()
