"""What a download is made of: which files go in, which stay out, and what each system is told about the program.

Pure functions of the system's name (`sys.platform`), so that what Windows and macOS get can be tried on Linux too. The
spec file (`app/briefgen.spec`) asks here and does the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

BUNDLE_ID = "org.briefgen.Briefgen"
DOSSIER_MIME, TEMPLATE_MIME = "application/vnd.briefgen.dossier", "application/vnd.briefgen.template"
_KINDS_OF_FILES = (
    (".briefgen", "Briefgen dossier", DOSSIER_MIME, "dossier-file", "org.briefgen.dossier"),
    (".briefgen-template", "Briefgen house template", TEMPLATE_MIME, "template-file", "org.briefgen.template"),
)
PLATFORMS = ("linux", "darwin", "win32")

_LAYOUT = {
    "linux": (
        "libgobject-2.0.so.0",
        "libpango-1.0.so.0",
        "libpangoft2-1.0.so.0",
        "libharfbuzz.so.0",
        "libharfbuzz-subset.so.0",
        "libfontconfig.so.1",
    ),
    "darwin": (
        "libgobject-2.0.0.dylib",
        "libpango-1.0.0.dylib",
        "libpangoft2-1.0.0.dylib",
        "libharfbuzz.0.dylib",
        "libharfbuzz-subset.0.dylib",
        "libfontconfig.1.dylib",
    ),
    "win32": (
        "libgobject-2.0-0.dll",
        "libpango-1.0-0.dll",
        "libpangoft2-1.0-0.dll",
        "libharfbuzz-0.dll",
        "libharfbuzz-subset-0.dll",
        "libfontconfig-1.dll",
    ),
}

EXCLUDED_MODULES = (
    # Parts of Qt that the window does not use.
    *(f"PySide6.Qt{part}" for part in ("DBus", "Network", "OpenGL", "OpenGLWidgets", "Qml", "Quick", "Sql", "Test")),
    # Optional parts of libraries.
    "PIL.AvifImagePlugin",
    "PIL.ImageTk",
    "PIL._imagingft",
    "lxml.objectify",
    "matplotlib",
    "numpy",
    "pandas",
    "xmlrpc",
    "zopfli",
    # For people at a prompt, and for testing. GNU's readline is under the GPL.
    "_pytest",
    "curses",
    "doctest",
    "hypothesis",
    "pip",
    "pydoc",
    "pytest",
    "readline",
    "setuptools",
    "pkg_resources",
    "tkinter",
    # Databases under the GPL, or of no use.
    "dbm.gnu",
    "dbm.ndbm",
)
WITH_DATA = ("citeproc", "docx", "pyphen", "tinyhtml5", "weasyprint")
"""Packages that read files of their own."""
WITH_SOURCE = {"weasyprint.text": "pyz+py"}
"""Packages whose source goes in as well: the preview reads there what the text code reads of a style."""
WITH_METADATA = ("jinja2", "markdown", "pypdfium2", "weasyprint")
"""Packages that are asked for their version, or find their parts by their metadata."""

_PLUGINS = {
    "linux": (
        "platforms/libqxcb",
        "platforms/libqoffscreen",
        "platforminputcontexts/libcompose",
        "platforminputcontexts/libibus",
        "platformthemes/libqxdgdesktopportal",
        "iconengines/libqsvgicon",
        "imageformats/libqsvg",
    ),
    "darwin": (
        "platforms/libqcocoa",
        "platforms/libqoffscreen",
        "styles/libqmacstyle",
        "iconengines/libqsvgicon",
        "imageformats/libqsvg",
    ),
    "win32": (
        "platforms/qwindows",
        "platforms/qoffscreen",
        "styles/qmodernwindowsstyle",
        "iconengines/qsvgicon",
        "imageformats/qsvg",
    ),
}
"""Qt's plugins that are kept; all others go, with what only they need."""
_DROPPED_DATA = re.compile(
    r"PySide6/(Qt/)?(translations|qml|resources)/"
    r"|PySide6/.*\.(pyi|json|txt)$"
    r"|(^|/)(tests?|testing)/"
    r"|etc/fonts|^share/"
    r"|\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json)$"
    r"|docx/templates/docx-template/"
    r"|_shipped/assets/pictures/"
)


def layout_libraries(platform: str) -> tuple[str, ...]:
    """The files of the libraries that the layout engine loads by name, so that nothing finds them by itself."""
    return _LAYOUT[platform]


def keeps_binary(destination: str, platform: str) -> bool:
    """Tell whether a library, an extension or a plugin goes in, by its place in the bundle."""
    _, plugins, plugin = destination.replace("\\", "/").partition("/plugins/")
    return not plugins or plugin.startswith(_PLUGINS[platform])


def keeps_data(destination: str) -> bool:
    """Tell whether a file that is no program goes in, by its place in the bundle."""
    return _DROPPED_DATA.search(destination.replace("\\", "/")) is None


def reachable(needs: Mapping[str, Iterable[str]], roots: Iterable[str]) -> set[str]:
    """Which files are needed, directly or by others.

    Args:
        needs: For each file, by its place in the bundle, the names of the libraries that it asks the loader for.
        roots: Files that are loaded by themselves.
    """
    places: dict[str, list[str]] = {}
    for destination in needs:
        places.setdefault(PurePosixPath(destination).name, []).append(destination)
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        destination = waiting.pop()
        if destination not in found:
            found.add(destination)
            waiting += [place for name in needs.get(destination, ()) for place in places.get(name, ())]
    return found


def is_root(destination: str, typecode: str, platform: str) -> bool:
    """Tell whether a file is loaded by itself: an extension of Python, a plugin, or a library loaded by its name."""
    path = PurePosixPath(destination.replace("\\", "/"))
    return (
        typecode == "EXTENSION"
        or "plugins" in path.parts
        or path.name in layout_libraries(platform)
        or path.name.startswith(("libpython", "python3", "libpdfium", "pdfium"))
        # Loaded through ctypes or cffi, from the folder of their package.
        or (len(path.parts) > 1 and path.parts[0] not in {"PySide6", "shiboken6"} and ".libs" not in path.parts[0])
    )


def fonts_conf(platform: str) -> str:
    """The list of folders with typefaces for fontconfig; `relative` is to the list itself."""
    folders = {
        "linux": ("<dir>/usr/share/fonts</dir>", "<dir>/usr/local/share/fonts</dir>", '<dir prefix="xdg">fonts</dir>'),
        "darwin": ("<dir>/System/Library/Fonts</dir>", "<dir>/Library/Fonts</dir>", "<dir>~/Library/Fonts</dir>"),
        "win32": ("<dir>WINDOWSFONTDIR</dir>", "<dir>WINDOWSUSERFONTDIR</dir>"),
    }[platform]
    cache = "LOCAL_APPDATA_FONTCONFIG_CACHE" if platform == "win32" else ""
    kept = f"<cachedir>{cache}</cachedir>" if cache else '<cachedir prefix="xdg">fontconfig</cachedir>'
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        *(f"  {folder}" for folder in folders),
        '  <dir prefix="relative">briefgen/_shipped/assets/fonts</dir>',
        f"  {kept}",
        *(
            f"  <alias><family>{alias}</family><prefer><family>{family}</family></prefer></alias>"
            for alias, family in (("serif", "Source Serif 4"), ("sans-serif", "Source Sans 3"))
        ),
        "</fontconfig>",
    ]
    return "\n".join(lines) + "\n"


def version_resource(version: str) -> str:
    """What Windows shows under “Details” of the program's properties, as PyInstaller reads it."""
    numbers = [int(part) for part in re.findall(r"\d+", version)[:3]]
    four = tuple([*numbers, 0, 0, 0, 0][:4])
    strings = {
        "CompanyName": "The Briefgen authors",
        "FileDescription": "Briefgen",
        "FileVersion": version,
        "InternalName": "briefgen",
        "LegalCopyright": "MIT licence",
        "OriginalFilename": "briefgen.exe",
        "ProductName": "Briefgen",
        "ProductVersion": version,
    }
    table = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
    # 0809 04B0: British English, Unicode (1200).
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={four}, prodvers={four}, mask=0x3f, flags=0x0, OS=0x40004, "
        "fileType=0x1, subtype=0x0, date=(0, 0)), "
        f"kids=[StringFileInfo([StringTable('080904B0', [{table}])]), "
        "VarFileInfo([VarStruct('Translation', [2057, 1200])])])\n"
    )


def info_plist(version: str) -> dict[str, Any]:
    """What macOS is told: the version, and which files are opened with the program (Information Property List)."""
    return {
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSMinimumSystemVersion": "13.0",
        "LSApplicationCategoryType": "public.app-category.productivity",
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "MIT licence",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": words,
                "CFBundleTypeRole": "Editor",
                "CFBundleTypeIconFile": f"{icon}.icns",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [type_id],
            }
            for _suffix, words, _mime, icon, type_id in _KINDS_OF_FILES
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": type_id,
                "UTTypeDescription": words,
                "UTTypeConformsTo": ["public.data"],
                "UTTypeIconFile": f"{icon}.icns",
                "UTTypeTagSpecification": {
                    "public.filename-extension": [suffix.removeprefix(".")],
                    "public.mime-type": [mime],
                },
            }
            for suffix, words, mime, icon, type_id in _KINDS_OF_FILES
        ],
    }
