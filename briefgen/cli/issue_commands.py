"""What left the house, by the command line: records of issue for people, for programs and into a file."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from briefgen.cli.show import print_columns, print_json
from briefgen.domain.briefs import IssueRecord
from briefgen.exporters.files import write_atomically
from briefgen.exporters.issue_records import records_as_json, records_as_plain, records_as_text


def tell_issues(arguments: argparse.Namespace, records: Sequence[IssueRecord], versions: Mapping[str, int]) -> None:
    """Print records, or write them where a file is named, as JSON by its suffix; `versions` are the dossier's by name.

    Raises:
        InputRefused: The file can't be written.
    """
    if arguments.output is not None:
        as_json = arguments.json or arguments.output.suffix.lower() == ".json"
        text = records_as_json(records, versions) if as_json else records_as_text(records, versions)
        write_atomically(arguments.output, text.encode())
        print(arguments.output)
        return
    if arguments.json:
        print_json(records_as_plain(records, versions))
        return
    if arguments.record is not None:
        print(records_as_text(records, versions), end="")
        return
    rows = [
        (
            record.id,
            f"{record.at:%Y-%m-%d %H:%M}" if record.at is not None else "",
            record.name,
            f"{record.template} {record.template_version}",
            record.sha256[:12],
            record.filename,
        )
        for record in records
    ]
    print_columns(("id", "at (UTC)", "brief", "template", "sha256", "file"), rows, empty="Nothing was issued yet.")
