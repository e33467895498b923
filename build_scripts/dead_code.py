"""Finds code that nothing uses: functions, classes, methods, properties, attributes, imports, dead lines.

The names that a class declares in its body (fields of a record, members of an enumeration) are data and are
left alone: they are read through the class's description, by files and templates. What is used from outside
only, in a way that no search of the source can see, is named below with its reason.

Exit codes: 0 nothing found; 1 something is, each with its place.
"""

import ast
import sys
from pathlib import Path

from vulture import Vulture
from vulture.core import Item

ROOT = Path(__file__).resolve().parent.parent
SEARCHED = ("briefgen", "build_scripts", "tests")
SPEC = ROOT / "build_scripts" / "app" / "briefgen.spec"
"""Python of PyInstaller's: what it uses is used, what it names is PyInstaller's to read."""
CALLED_FROM_OUTSIDE: dict[str, str] = {
    "_value_": "enum reads it when a member is made",
    "pytest_*": "pytest calls its hooks by name",
    "teardown": "hypothesis calls it when a state machine ends",
    "coverage_init": "coverage.py calls it",
    "createHandle": "Qt calls it",
    "dx": "an argument of scrollContentsBy",
    "dy": "an argument of scrollContentsBy",
    "eventFilter": "Qt calls it",
    "expandingDirections": "Qt calls it",
    "nativeEventFilter": "Qt calls it",
    "highlightBlock": "Qt calls it",
    "scrollContentsBy": "Qt calls it",
    "supportedDropActions": "Qt calls it",
    "columnCount": "Qt calls it",
    "contextMenuEvent": "Qt calls it",
    "dragEnterEvent": "Qt calls it",
    "dropEvent": "Qt calls it",
    "insertFromMimeData": "Qt calls it",
    "itemAt": "Qt calls it",
    "mimeTypes": "Qt calls it",
    "_fail_on_errors": "WeasyPrint reads it",
    "_excluded_shapes": "WeasyPrint reads it",
    "_excluded_shapes_root_boxes": "WeasyPrint reads it",
    "add_font": "WeasyPrint calls it",
    "bookmarks": "WeasyPrint reads it",
    "rendered_notes": "WeasyPrint reads it",
    "headers": "WeasyPrint's fetchers take them",
    "gid": "tarfile writes it",
    "gname": "tarfile writes it",
    "mtime": "tarfile writes it",
    "uid": "tarfile writes it",
    "uname": "tarfile writes it",
    "get_source": "Jinja calls it",
    "load_bytecode": "Jinja calls it",
    "dump_bytecode": "Jinja calls it",
    "visit_Concat": "Jinja calls it by the name of the node",
    "visit_TemplateData": "Jinja calls it by the name of the node",
    "create_system": "zipfile writes it",
    "wrap_str_format": "Jinja calls it",
    "enqueue": "logging calls it",
    "tempdir": "tempfile reads it",
    "dont_write_bytecode": "Python's importer reads it",
    "find_class": "pickle calls it",
    "base_style": "python-docx writes it",
    "content_status": "python-docx writes it",
    "keep_with_next": "python-docx writes it",
    "left_indent": "python-docx writes it",
    "rgb": "python-docx writes it",
    "space_after": "python-docx writes it",
    "superscript": "python-docx writes it",
    "underline": "python-docx writes it",
    "convert_*": "markdownify calls it by the name of the element",
    "getText": "Markdown calls it",
    "handleMatch": "Markdown calls it",
    "Test*": "pytest collects it",
    "pytestmark": "pytest reads it",
}
DECORATORS = [
    "@pytest.fixture",
    "@pytest.fixture(*",
    "@fixture",
    "@st.composite",
    "@rule",
    "@*.rule*",
    "@invariant",
    "@*.invariant*",
]
"""What stands under these is called by the test runner."""


def declared_in_class(item: Item) -> bool:
    """Tell whether a found variable is a name that a class declares in its body."""
    tree = ast.parse(Path(item.filename).read_text("utf-8"))
    return any(
        isinstance(statement, ast.Assign | ast.AnnAssign)
        and statement.lineno <= item.first_lineno <= (statement.end_lineno or statement.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for statement in node.body
    )


def main() -> int:
    """Search the tree and name what is found."""
    vulture = Vulture(ignore_names=list(CALLED_FROM_OUTSIDE), ignore_decorators=DECORATORS)
    vulture.scavenge([str(ROOT / folder) for folder in SEARCHED])
    vulture.scan(SPEC.read_text("utf-8"), SPEC)
    items = [item for item in vulture.get_unused_code() if Path(item.filename) != SPEC]
    found = [item for item in items if not (item.typ == "variable" and declared_in_class(item))]
    for item in found:
        place = Path(item.filename).relative_to(ROOT)
        print(f"{place}:{item.first_lineno}: nothing uses the {item.typ} “{item.name}”", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
