"""ZIP files, opened so that nothing in them can do harm: books, office files, and archives of documents.

Nothing is ever written or unpacked to a disk; names are only names. Bounded are the number of entries, the size of each
and of all together, and how much larger than packed an entry may be. Links in an archive are not followed.
"""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from briefgen.errors import InputRefused
from briefgen.importers.characters import clean_line
from briefgen.importers.document import Attachment

MOST_ENTRIES = 20_000
LARGEST_ENTRY = 200_000_000
LARGEST_WHOLE = 500_000_000
"""Bytes, unpacked."""
_MOST_RATIO = 120
"""How many times larger than packed an entry of more than `_SMALL` bytes may be: XML of a huge plain table has 50."""
_SMALL = 10_000_000
_MOST_DOCUMENTS = 2_000

_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # encrypted; and its subclass for ways of packing that nobody has heard of
    ValueError,
    OverflowError,
)
"""What a damaged archive makes Python's reader of archives raise."""
_SYMLINK_OR_ODD = (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK)


@dataclass(frozen=True, slots=True)
class Archive:
    """An open ZIP file whose directory has been looked at. `name` is the file's, for sentences about it."""

    name: str
    zip: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]

    def read(self, entry: str) -> bytes | None:
        """The bytes of an entry; None when there is none of that name.

        Raises:
            InputRefused: It is damaged, encrypted, or larger than it says.
        """
        info = self.entries.get(entry)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise InputRefused(f"The file “{self.name}” is protected by a password: save it without one.")
        try:
            with self.zip.open(info) as file:
                data = file.read(info.file_size + 1)
        except _DAMAGE as error:
            raise InputRefused(
                f"The file “{self.name}” is damaged (“{entry}” in it can't be unpacked: {error}): get it anew."
            ) from error
        if len(data) > info.file_size:
            raise InputRefused(_bomb(self.name))
        return data


def open_archive(data: bytes, name: str) -> Archive:
    """Open a ZIP file and look at its directory.

    Raises:
        InputRefused: It is damaged, or is built to unpack to something huge, or has two entries of one name.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
        infos = opened.infolist()
    except _DAMAGE as error:
        raise InputRefused(f"The file “{name}” is damaged or cut short ({error}): get it anew.") from error
    if len(infos) > MOST_ENTRIES:
        raise InputRefused(f"The file “{name}” holds more than {MOST_ENTRIES:,} files: unpack it and choose some.")
    if sum(info.file_size for info in infos) > LARGEST_WHOLE or any(map(_is_bomb, infos)):
        raise InputRefused(_bomb(name))
    twice = [entry for entry, count in Counter(info.filename for info in infos).items() if count > 1]
    if twice:
        raise InputRefused(
            f"The file “{name}” holds “{twice[0]}” twice, so that nobody can say which counts: save it anew."
        )
    return Archive(name, opened, {info.filename: info for info in infos if info.filename and not info.is_dir()})


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    too_large = info.file_size > LARGEST_ENTRY
    return too_large or (info.file_size > _SMALL and info.file_size > _MOST_RATIO * max(1, info.compress_size))


def _bomb(name: str) -> str:
    return (
        f"The file “{name}” would unpack to far more than it should: it may be made to do harm. "
        "Open it in its own program and save it anew."
    )


def flavour(data: bytes) -> str:
    """What a ZIP file is, by its entries: “epub”, “docx”, “xlsx”, “pptx”, “odt”, “ods”, “odp”, “qdpx”, “iwork”, “zip”.

    Empty when it is no ZIP file, or one that can't be opened.
    """
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            names = set(opened.namelist())
            kind = _mimetype(opened, names)
    except _DAMAGE:
        return ""
    if kind in _BY_MIMETYPE:
        return _BY_MIMETYPE[kind]
    if "META-INF/container.xml" in names:
        return "epub"
    for folder, office in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if "[Content_Types].xml" in names and any(entry.startswith(folder) for entry in names):
            return office
    if any(entry.endswith(".qde") and "/" not in entry for entry in names):
        return "qdpx"
    if any(entry.endswith(".iwa") for entry in names) or "index.apxl" in names or "Index.zip" in names:
        return "iwork"
    return "docx" if "[Content_Types].xml" in names else "zip"


_BY_MIMETYPE = {
    "application/epub+zip": "epub",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}


def _mimetype(opened: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" not in names:
        return "application/vnd.oasis.opendocument.text" if {"content.xml", "META-INF/manifest.xml"} <= names else ""
    info = opened.getinfo("mimetype")
    if info.file_size > 200 or info.flag_bits & 1:
        return ""
    try:
        return opened.read(info).decode("ascii", "ignore").strip()
    except _DAMAGE:
        return ""


def documents_in(data: bytes, name: str) -> Iterator[Attachment]:
    """The files of an archive, in its order, each under its name alone; folders, links and hidden files left aside.

    Raises:
        InputRefused: What `open_archive` and `Archive.read` refuse, or more than 2,000 files.
    """
    archive = open_archive(data, name)
    entries = [entry for entry, info in archive.entries.items() if _is_document(entry, info)]
    if len(entries) > _MOST_DOCUMENTS:
        raise InputRefused(f"The file “{name}” holds more than {_MOST_DOCUMENTS:,} files: unpack it and choose some.")
    for entry in entries:
        content = archive.read(entry)
        yield Attachment(_plain_name(entry), content or b"")


def _is_document(entry: str, info: zipfile.ZipInfo) -> bool:
    mode = info.external_attr >> 16
    hidden = any(part.strip(".") and part.startswith((".", "__MACOSX")) for part in entry.replace("\\", "/").split("/"))
    return stat.S_IFMT(mode) not in _SYMLINK_OR_ODD and not hidden and bool(_plain_name(entry))


def _plain_name(entry: str) -> str:
    name = PurePosixPath(entry.replace("\\", "/")).name
    return clean_line(name)[:200]
