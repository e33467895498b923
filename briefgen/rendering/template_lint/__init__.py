"""Is a house template sound? Its manifest, pages, style sheets and pictures are read, and its pages laid out."""

from briefgen.rendering.template_lint.findings import LintFinding, LintRule
from briefgen.rendering.template_lint.lint import (
    Case,
    FilesCase,
    block_names,
    lint,
    lint_files,
    lint_pages,
    manifest_finding,
)

__all__ = [
    "Case",
    "FilesCase",
    "LintFinding",
    "LintRule",
    "block_names",
    "lint",
    "lint_files",
    "lint_pages",
    "manifest_finding",
]
