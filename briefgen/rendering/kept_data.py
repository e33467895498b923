"""A rendering's data ↔ bytes, to be kept with the record of what was issued and rendered again, years later.

All of a `RenderJob` but its house template, which is kept for itself, and its limits; and what it was made with
(`made_with`), so that it can be told later what has changed. JSON, in UTF-8, in the order in
which templates go through it. Text that is HTML already (`markupsafe.Markup`) is `{"$html": "…"}`; bytes are
`{"$base64": "…"}`; a mapping whose own keys begin with `$` has them written with one more.
"""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from markupsafe import Markup

from briefgen.domain.replies import FormStamp
from briefgen.errors import InputRefused
from briefgen.rendering.job import RenderJob
from briefgen.rendering.made_with import made_with
from briefgen.rendering.pages import Attachment, PdfOptions, Relationship

_FORM = 1
_NOT_KEPT = frozenset({"template", "limits"})


def kept_data(job: RenderJob) -> bytes:
    """The bytes to keep: equal for equal jobs, whatever their template."""
    values = {field.name: getattr(job, field.name) for field in fields(job) if field.name not in _NOT_KEPT}
    values["options"] = asdict(job.options)
    values["attachments"] = [asdict(attachment) for attachment in job.attachments]
    values["form"] = None if job.form is None else asdict(job.form)
    whole = {"form": _FORM, "job": _written(values), "made_with": made_with()}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def job_again(data: bytes, template: Path) -> RenderJob:
    """The job again, with the house template in the folder `template`.

    Raises:
        InputRefused: The data are none that this Briefgen can read.
    """
    try:
        whole = json.loads(data.decode("utf-8", "surrogatepass"))
        if whole["form"] != _FORM:
            raise InputRefused("The data of what was issued were kept by a newer Briefgen: install that one.")
        values: dict[str, Any] = _read(whole["job"])
        values["options"] = PdfOptions(**values["options"])
        # Briefgen before 0.2 attached nothing.
        attached = [
            {**file, "relationship": Relationship(file["relationship"])} for file in values.pop("attachments", ())
        ]
        values["attachments"] = tuple(Attachment(**file) for file in attached)
        # Nor had its PDFs fields to fill in.
        form = values.pop("form", None)
        values["form"] = form and FormStamp(form["dossier"], form["brief"], tuple(map(tuple, form["words"])))
        return RenderJob(template=str(template), **values)
    except (ValueError, KeyError, TypeError) as error:
        raise InputRefused(f"The data that were kept of what was issued can't be read ({error}).") from error


def made_with_then(data: bytes) -> dict[str, str]:
    """What it was made with, by `made_with`; nothing where an earlier Briefgen did not keep that.

    Raises:
        InputRefused: The data are none.
    """
    try:
        said = json.loads(data.decode("utf-8", "surrogatepass")).get("made_with", {})
        return {str(name): str(value) for name, value in said.items()}
    except (ValueError, AttributeError) as error:
        raise InputRefused(f"The data that were kept of what was issued can't be read ({error}).") from error


def _written(value: Any) -> Any:
    if isinstance(value, Markup):
        return {"$html": str(value)}
    if isinstance(value, bytes):
        return {"$base64": base64.b64encode(value).decode("ascii")}
    if isinstance(value, dict):
        return {f"${key}" if key.startswith("$") else key: _written(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_written(entry) for entry in value]
    return value


def _read(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"$html"}:
            # It was safe when it was kept, and the record's hash says that it is the same.
            return Markup(value["$html"])  # noqa: S704 - it was HTML when it was kept
        if value.keys() == {"$base64"}:
            return base64.b64decode(value["$base64"])
        return {key.removeprefix("$"): _read(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_read(entry) for entry in value]
    return value
