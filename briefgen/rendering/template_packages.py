"""A house template ↔ one file, `NAME.briefgen-template`, to be sent, installed, and kept in a dossier.

A package is a zip. First in it stands `package.json`, which lists every other file with its size and SHA-256; then
the template's folder, and beside it whatever else its pages reach: `_shared`, the templates that it is made from
(`extends`), and its brand. So a package always makes the same pages, whatever Briefgen it is installed in, and the hash
of a template is the same wherever it was installed.

Packages come from strangers. `read_package` takes nothing on trust: names that lead out of a folder or mean something
else on another system, links, files that are not listed or are not as listed, encryption, odd compression and bombs
are refused, with a sentence that says which file. What it gives has been read and checked wholly, in memory.

The files are stored, not compressed: the same template makes the same bytes on every machine, whatever its zlib.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from briefgen.errors import InputRefused, NotThere
from briefgen.rendering.fenced_folder import FencedFolder, NotServed
from briefgen.rendering.house_templates import SAMPLES, SHARED, OpenTemplate

SUFFIX = ".briefgen-template"
LIST = "package.json"
FORMAT = "briefgen-template/1"

MAX_PACKAGE_BYTES = 60_000_000
MAX_FILE_BYTES = 20_000_000
MAX_BYTES = 100_000_000
MAX_FILES = 1000
MAX_LIST_BYTES = 500_000
MAX_RATIO = 200
"""Bytes that one compressed byte may become; text of a template seldom comes to 20."""

_FONTS = frozenset({".otf", ".ttf", ".woff", ".woff2"})
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,39}")
_TEMPLATE_NAME = re.compile(r"[^\W_][\w.-]{0,79}")
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
_MAX_NAME = 200
_MAX_DEPTH = 8
# What Windows takes for a device, whatever follows the first full stop.
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", "conin$", "conout$", *(port + n for port in ("com", "lpt") for n in "123456789¹²³"))
)
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OverflowError,
    RuntimeError,  # NotImplementedError among them
    ValueError,
)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_REGULAR = (stat.S_IFREG | 0o644) << 16


class PackageRefused(InputRefused):
    """A package is refused for what it is or holds (exit code 3)."""


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """One file of a package: its name, with `/`, beginning with its top folder; its size in bytes; its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package that has been read and checked.

    Attributes:
        name: The template's name.
        title: As in its manifest, and so the next four.
        version: Names the folder that it is installed in.
        description: Text.
        licence: SPDX expression, or words.
        language: BCP 47.
        template_sha256: The hash by which briefs pin the template: `HouseTemplate.sha256`.
        sha256: Of the package's bytes.
        size: Of the package, in bytes.
        files: All files, sorted by name.
        contents: Their bytes, by name.
    """

    name: str
    title: str
    version: str
    description: str
    licence: str
    language: str
    template_sha256: str
    sha256: str
    size: int
    files: tuple[PackagedFile, ...]
    contents: Mapping[str, bytes]

    @property
    def fonts(self) -> tuple[str, ...]:
        """The names of the font files that it brings."""
        return tuple(file.name for file in self.files if PurePosixPath(file.name).suffix.lower() in _FONTS)

    @property
    def unpacked_size(self) -> int:
        """What it takes on a disk, in bytes."""
        return sum(file.size for file in self.files)

    def write_to(self, folder: Path) -> None:
        """Write the files below `folder`, which is there and empty.

        Raises:
            InputRefused: One can't be written.
        """
        try:
            for name, content in self.contents.items():
                path = folder.joinpath(*name.split("/"))
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        except OSError as error:
            raise InputRefused(
                f"The house template “{self.name}” can't be unpacked into “{folder}” ({error.strerror or error}): make "
                "room, or choose another folder."
            ) from error


def pack(opened: OpenTemplate) -> bytes:
    """Make the package of a house template. The same files give the same bytes.

    Raises:
        PackageRefused: It has a file that no package may hold, or its version can't name a folder.
    """
    template = opened.template
    if not _VERSION.fullmatch(template.version):
        raise PackageRefused(
            f"The house template “{template.name}” can't be packed: its version, “{template.version}”, is not made of "
            "letters, digits and .+_- alone, at most 40 of them, as “1.2”. Change it in template.toml."
        )
    contents: dict[str, bytes] = {}
    brand = opened.brand_files()
    try:
        for top, folder in _folders(opened):
            fence = FencedFolder(folder, max_bytes=MAX_FILE_BYTES)
            # The shipped samples show any template and are no part of one.
            names = (name for name in fence.names() if top != SHARED or not name.startswith(f"{SAMPLES}/"))
            contents |= {f"{top}/{name}": fence.read(name) for name in names}
        if opened.brand is not None:
            fence = FencedFolder(opened.brand, max_bytes=MAX_FILE_BYTES)
            contents |= {name: fence.read(name) for name in brand}
    except NotServed as refusal:
        raise PackageRefused(f"The house template “{template.name}” can't be packed: {refusal}.") from None
    refuse_names(contents, f"The house template “{template.name}” can't be packed")
    if len(contents) > MAX_FILES or sum(map(len, contents.values())) > MAX_BYTES:
        raise PackageRefused(
            f"The house template “{template.name}” can't be packed: it has more than {MAX_FILES} files or "
            f"{MAX_BYTES // 1_000_000} MB. Take out what its pages do not use."
        )
    listed = {
        "format": FORMAT,
        "name": template.name,
        "title": template.title,
        "version": template.version,
        "description": template.description,
        "licence": template.licence,
        "language": template.language,
        "template_sha256": template.sha256,
        "parents": [parent.name for parent in opened.parents],
        "brand": list(brand),
        "files": {
            name: {"size": len(contents[name]), "sha256": hashlib.sha256(contents[name]).hexdigest()}
            for name in sorted(contents)
        },
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        _write(archive, LIST, json.dumps(listed, ensure_ascii=False, indent=1).encode())
        for name in sorted(contents):
            _write(archive, name, contents[name])
    return written.getvalue()


def _folders(opened: OpenTemplate) -> Iterable[tuple[str, Path]]:
    """What a package is made of: folders, by the names that they have in it."""
    yield opened.template.name, opened.folder
    for parent in opened.parents:
        yield parent.name, parent
    if opened.shared is not None:
        yield SHARED, opened.shared


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
    entry.create_system = 3  # else the system that packs would show in the bytes
    entry.external_attr = _REGULAR
    archive.writestr(entry, content, compress_type=zipfile.ZIP_STORED)


def read_package_file(path: Path) -> Package:
    """Read and check a package.

    Raises:
        NotThere: There is no such file.
        PackageRefused: It is no package, or one that is refused; the message says for what.
    """
    try:
        if path.is_dir():
            raise PackageRefused(f"“{path}” is a folder: “briefgen templates pack” makes a package of it.")
        with path.open("rb") as file:
            data = file.read(MAX_PACKAGE_BYTES + 1)
    except FileNotFoundError:
        raise NotThere(f"There is no file “{path}”: check the path.") from None
    except OSError as error:
        raise PackageRefused(f"“{path}” can't be read ({error.strerror}).") from error
    return read_package(data, path.name)


def read_package(data: bytes, called: str) -> Package:
    """Check a package's bytes wholly, and give what they hold; `called` is what messages call it.

    Raises:
        PackageRefused: It is no package, or one that is refused; the message says for what.
    """
    refused = f"The package “{called}” is refused"
    if len(data) > MAX_PACKAGE_BYTES:
        raise PackageRefused(f"{refused}: it is larger than {MAX_PACKAGE_BYTES // 1_000_000} MB.")
    if not data.startswith(b"PK\x03\x04"):
        raise PackageRefused(f"“{called}” is no package of a house template: those are made by “templates pack”.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, data, refused)
    except _DAMAGED as error:
        raise PackageRefused(f"{refused}: it is damaged ({str(error)[:200]}). Get it again.") from error


def _read(archive: zipfile.ZipFile, data: bytes, refused: str) -> Package:
    entries = archive.infolist()
    if len(entries) > MAX_FILES + 1:
        raise PackageRefused(f"{refused}: it has more than {MAX_FILES} files.")
    for entry in entries:
        _refuse_entry(entry, refused)
    refuse_names([entry.filename for entry in entries], refused)
    by_name = {entry.filename: entry for entry in entries}
    if LIST not in by_name:
        raise PackageRefused(f"{refused}: it lacks the list of its files ({LIST}). “templates pack” makes a whole one.")
    listed = _listed(_bytes(archive, by_name.pop(LIST), MAX_LIST_BYTES, refused), refused)
    files = _files(listed, refused)
    wanted = {file.name for file in files}
    for names, what in ((by_name.keys() - wanted, "is not in its list"), (wanted - by_name.keys(), "is missing")):
        if names:
            raise PackageRefused(f"{refused}: the file “{min(names)}” {what}. Get the package again from its maker.")
    if sum(file.size for file in files) > MAX_BYTES:
        raise PackageRefused(f"{refused}: unpacked it would have more than {MAX_BYTES // 1_000_000} MB.")
    contents: dict[str, bytes] = {}
    for file in files:
        content = _bytes(archive, by_name[file.name], file.size, refused)
        if len(content) != file.size or hashlib.sha256(content).hexdigest() != file.sha256:
            raise PackageRefused(f"{refused}: the file “{file.name}” is not as it was packed. Get the package again.")
        contents[file.name] = content
    words = {key: _words(listed, key, refused) for key in ("title", "description", "licence", "language")}
    return Package(
        name=_matching(listed, "name", _TEMPLATE_NAME, refused),
        version=_matching(listed, "version", _VERSION, refused),
        template_sha256=_matching(listed, "template_sha256", _SHA256, refused),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        files=files,
        contents=contents,
        **words,
    )


def _refuse_entry(entry: zipfile.ZipInfo, refused: str) -> None:
    shown = f"the file “{entry.filename[:_MAX_NAME]}”"
    if entry.flag_bits & 0x1 or entry.flag_bits & 0x40:
        raise PackageRefused(f"{refused}: {shown} is encrypted.")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise PackageRefused(f"{refused}: {shown} is compressed in a way that packages are not.")
    if entry.is_dir() or stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG}:
        raise PackageRefused(f"{refused}: {shown} is a link, a folder or a device, not a plain file.")
    if entry.file_size > MAX_FILE_BYTES:
        raise PackageRefused(f"{refused}: {shown} has more than {MAX_FILE_BYTES // 1_000_000} MB.")
    if entry.file_size > max(entry.compress_size, 1000) * MAX_RATIO:
        raise PackageRefused(f"{refused}: {shown} would swell to more than {MAX_RATIO} times its size.")
    if entry.orig_filename != entry.filename:
        raise PackageRefused(f"{refused}: {shown} has a name that is cut short.")


def refuse_names(names: Iterable[str], refused: str) -> None:
    """Refuse names of files that lead out of the folder, or that some system takes for others.

    Raises:
        PackageRefused: The first such name; `refused` begins the sentence.
    """
    taken: dict[str, str] = {}
    for name in names:
        reason = _bad_name(name)
        if reason:
            raise PackageRefused(f"{refused}: the name “{name[:_MAX_NAME]}” {reason}.")
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in taken:
            raise PackageRefused(
                f"{refused}: “{name}” and “{taken[folded]}” are one file on systems that do not tell capitals apart."
            )
        taken[folded] = name
    for folded, name in taken.items():
        above = folded.rpartition("/")[0]
        while above:
            if above in taken:
                raise PackageRefused(f"{refused}: “{taken[above]}” is a file and the folder of “{name}”.")
            above = above.rpartition("/")[0]


def _bad_name(name: str) -> str:
    """Why a file of a package can't be called so, to follow the name; empty when it can."""
    parts = name.split("/")
    if name.startswith(("/", "\\")) or re.match("[A-Za-z]:", name):
        return "is absolute"
    if ".." in parts:
        return "leads out of the folder"
    if _NOT_IN_NAMES.search(name):
        return "has a character that not every system allows in names"
    if len(name) > _MAX_NAME or len(parts) > _MAX_DEPTH:
        return "is too long or too deep"
    for part in parts:
        if not part or part.startswith((".", " ")) or part.endswith((".", " ")):
            return "has an empty or a hidden part, or one that ends with a full stop or a space"
        if part.partition(".")[0].strip().casefold() in _DEVICES:
            return "is a device on Windows"
    if unicodedata.normalize("NFC", name) != name:
        return "is not written in composed characters (NFC)"
    return ""


def _bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int, refused: str) -> bytes:
    """Unpack one file, and never more of it than `most` bytes and one."""
    with archive.open(entry) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise PackageRefused(f"{refused}: the file “{entry.filename}” is larger than it says.")
    return content


def _listed(content: bytes, refused: str) -> dict[str, Any]:
    try:
        listed = json.loads(content)
    except (ValueError, RecursionError):
        raise PackageRefused(f"{refused}: the list of its files ({LIST}) can't be read.") from None
    if not isinstance(listed, dict):
        raise PackageRefused(f"{refused}: the list of its files ({LIST}) can't be read.")
    if listed.get("format") != FORMAT:
        raise PackageRefused(
            f"{refused}: its form is “{str(listed.get('format'))[:40]}”, and this Briefgen knows “{FORMAT}” alone: "
            "install a newer Briefgen."
        )
    return listed


_SHA256 = re.compile("[0-9a-f]{64}")


def _files(listed: Mapping[str, Any], refused: str) -> tuple[PackagedFile, ...]:
    found = listed.get("files")
    tops = {listed.get("name"), SHARED, *_names(listed, "parents", refused)}
    brand = _names(listed, "brand", refused)
    if not isinstance(found, dict) or not found:
        raise PackageRefused(f"{refused}: it lists no files.")
    files = []
    for file_name, about in sorted(found.items()):
        size, sha256 = (about.get("size"), about.get("sha256")) if isinstance(about, dict) else (None, None)
        if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size <= MAX_FILE_BYTES:
            raise PackageRefused(f"{refused}: its list gives no possible size for “{file_name[:_MAX_NAME]}”.")
        if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
            raise PackageRefused(f"{refused}: its list gives no hash for “{file_name[:_MAX_NAME]}”.")
        top, _, inside = file_name.partition("/")
        if not ((inside and top in tops) or file_name in brand):
            raise PackageRefused(f"{refused}: “{file_name[:_MAX_NAME]}” is no part of a house template.")
        files.append(PackagedFile(file_name, size, sha256))
    return tuple(files)


def _matching(listed: Mapping[str, Any], key: str, form: re.Pattern[str], refused: str) -> str:
    value = listed.get(key)
    if not isinstance(value, str) or not form.fullmatch(value) or _bad_name(value):
        raise PackageRefused(f"{refused}: its list gives no possible {key.replace('_', ' ')}.")
    return value


def _names(listed: Mapping[str, Any], key: str, refused: str) -> set[str]:
    names = listed.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise PackageRefused(f"{refused}: its list gives no possible {key}.")
    return set(names)


def _words(listed: Mapping[str, Any], key: str, refused: str) -> str:
    value = listed.get(key, "")
    if not isinstance(value, str) or len(value) > 5000:
        raise PackageRefused(f"{refused}: its list gives no possible {key}.")
    return "".join(character for character in value if character.isprintable() or character == "\n")
