"""What the command line and the window both do: import, quote, fill, check and render. The clock is read here alone."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefgen import __version__
from briefgen.domain import operations
from briefgen.domain.anchoring import find_quote
from briefgen.domain.briefs import Author, Brief, Selected
from briefgen.domain.dossier import Dossier, Settings, UnknownId
from briefgen.domain.fields import FieldError, dashed, read_field, specs
from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.points import POINT_CLASSES
from briefgen.domain.preflight import Finding, judged, preflight
from briefgen.domain.replies import stamp_of
from briefgen.domain.resemblance import nearly_the_same
from briefgen.domain.source_fields import source_values
from briefgen.domain.sources import Source, block_at
from briefgen.domain.terms import HowObtained, Kind, Paper, PassageKind
from briefgen.dossier_file import DossierFile, create
from briefgen.errors import InputRefused, UsageError
from briefgen.exporters.files import write_atomically
from briefgen.exporters.forms import SUFFIXES, Form
from briefgen.exporters.html import to_single_file
from briefgen.exporters.markdown import to_markdown
from briefgen.exporters.word import to_word
from briefgen.importers.batch import Batch, Document, gather
from briefgen.importers.batch import attached as files_attached
from briefgen.importers.characters import clean_line
from briefgen.importers.document import Attachment, ReadDocument, Remark
from briefgen.importers.limits import ImportLimits, read_file
from briefgen.importers.reader import Reader
from briefgen.quoting import provenance_of, words_of
from briefgen.rendering.brief_data import data_attachment
from briefgen.rendering.citations.finding import with_house_style
from briefgen.rendering.context import build
from briefgen.rendering.house_templates import OpenTemplate, open_template
from briefgen.rendering.job import RenderedBrief, RenderJob, render
from briefgen.rendering.layout_findings import layout_findings
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.template_places import Place, PlaceKind, answers, find_template, look, places_of
from briefgen.settings import Preferences, kept_templates_folder, read_preferences, user_templates_folder

Given = Sequence[tuple[str, str]]
"""Fields as a person gives them: (name, value as typed)."""

READER = Reader()
"""Reads every document, in a process of its own, which the first document starts."""


def now() -> dt.datetime:
    """The present time, to the second, with its offset from UTC."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def today() -> dt.date:
    """The present date where the user is."""
    return dt.datetime.now().astimezone().date()


# ------------------------------------------------------------------------------------------- dossiers


def new_dossier(path: Path, title: str = "") -> DossierFile:
    """Make an empty dossier file; its title is the file's name where none is given.

    Raises:
        InputRefused: there is a file already, or none can be written there.
    """
    return create(path, Settings(id=str(uuid.uuid4()), title=title or path.stem, created=now()))


def restore_version(file: DossierFile, name: str) -> None:
    """Go back to a version, keeping the present state as a version of its own first."""
    version = file.load_version(name)
    file.save_version(f"before going back to {name}", automatic=True)
    file.commit(operations.restore_version(file.dossier, version), label=f"Restore version “{name}”")


# ------------------------------------------------------------------------------------------- sources


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import gave: the source, whether it is new, and what there is to say about it.

    `lost` are passages that were not found again; `like` is a source that is nearly the same, with the share of what
    both have; `attachments` and `remarks` are offered beside the source.
    """

    source: Source
    is_new: bool
    lost: tuple[str, ...] = ()
    like: tuple[Source, float] | None = None
    attachments: tuple[Attachment, ...] = ()
    remarks: tuple[Remark, ...] = ()


def import_limits(preferences: Preferences) -> ImportLimits:
    """The limits on imports that the user's settings give."""
    return ImportLimits(size=preferences.size_limit_mb * 1_000_000)


def documents_in(paths: Iterable[Path], limits: ImportLimits, is_wanted: Callable[[], bool] | None = None) -> Batch:
    """List the documents of files, folders and archives: see `importers.batch.gather`."""
    return gather(paths, READER, limits, is_wanted)


def attached(
    files: Iterable[Attachment], to: Document, limits: ImportLimits, is_wanted: Callable[[], bool] | None = None
) -> Batch:
    """List what is attached to a document: see `importers.batch.attached`."""
    return files_attached(files, to, READER, limits, is_wanted)


def extract(path: Path, limits: ImportLimits, password: str = "") -> ReadDocument:
    """Read a document as an import would; `password` is for one that asks for it.

    Raises:
        InputRefused: it can't be read, or is refused for what it is.
    """
    return READER.read(read_file(path, limits), path.name, limits=limits, password=password)


@dataclass(frozen=True, slots=True)
class NewSource:
    """A document that was read and is not in a dossier yet: what the source will be, and the document's bytes.

    Offered beside it are the files that were attached to it, and what somebody has noted or marked in it.
    """

    source: Source
    data: bytes
    attachments: tuple[Attachment, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def originals(self) -> dict[str, bytes]:
        """The bytes by their hash, as a dossier file takes them."""
        return {self.source.sha256: self.data}


def read_source(
    path: Path,
    limits: ImportLimits,
    given: Given = (),
    *,
    again: Source | None = None,
    password: str = "",
    is_wanted: Callable[[], bool] | None = None,
) -> NewSource:
    """Read a document into a source; touches no dossier, so that it may be done anywhere.

    Args:
        path: The document.
        limits: What it may cost.
        given: Bibliographic fields that the user gives.
        again: The source that is imported again from it: lines that editors put back into its text stay there.
        password: For a document that asks for one.
        is_wanted: Asked now and then whether to go on.

    Raises:
        InputRefused: it can't be read, or is refused for what it is.
        Stopped: `is_wanted` said no.
        FieldError: a field given is unknown or can't hold its value.
    """
    data = read_file(path, limits)
    return source_of_bytes(data, path.name, limits, given, again=again, password=password, is_wanted=is_wanted)


def source_of_bytes(
    data: bytes,
    filename: str,
    limits: ImportLimits,
    given: Given = (),
    *,
    how_obtained: HowObtained | None = None,
    again: Source | None = None,
    password: str = "",
    is_wanted: Callable[[], bool] | None = None,
) -> NewSource:
    """Read a document's bytes into a source: see `read_source`. `how_obtained` is for what the file can't tell."""
    filename = clean_line(filename)
    keep: Collection[str] = ()
    if again is not None:
        keep = {again.text[block.start : block.end] for block in again.blocks}
        how_obtained = again.how_obtained if again.how_obtained is HowObtained.PASTED else how_obtained
    read = READER.read(
        data, filename, limits=limits, keep=keep, how_obtained=how_obtained, password=password, is_wanted=is_wanted
    )
    source = _edited_source(_source_from(read, data, filename), given)
    return NewSource(source, data, read.attachments, read.remarks)


def import_document(
    file: DossierFile, document: Document, limits: ImportLimits, given: Given = (), password: str = ""
) -> Imported:
    """Read a document and bring it into the dossier: see `read_source`, which raises the same, and `take_in`."""
    return take_in(file, source_of_bytes(document.load(), document.name, limits, given, password=password), given)


def take_in(file: DossierFile, new: NewSource, given: Given = ()) -> Imported:
    """Bring a source that was read into the dossier, with what the user gives of it; one that is there stays it."""
    before = file.dossier.sources
    after, source_id = operations.add_source(file.dossier, new.source)
    is_new = len(after.sources) > len(before)
    if not is_new and given:
        after = edit_source(after, source_id, given)
    file.commit(after, originals=new.originals, label=f"Add source “{new.source.title}”")
    like = nearly_the_same(before, new.source) if is_new else None
    return Imported(after.source(source_id), is_new, like=like, attachments=new.attachments, remarks=new.remarks)


def take_remarks(dossier: Dossier, source_id: str, remarks: Iterable[Remark]) -> tuple[Dossier, int]:
    """Make passages of what somebody has marked or noted in a document, with the note; gives how many there are.

    A note that stands on no words is one on the paragraph that it stands in.
    """
    source = dossier.source(source_id)
    count = 0
    for remark in remarks:
        start, end = remark.start, remark.end
        if not source.text[start:end].strip():
            index = block_at(source, start)
            if index is None:
                continue
            start, end = source.blocks[index].start, source.blocks[index].end
            if not source.text[start:end].strip():
                continue
        who = ", ".join(part for part in (remark.author, remark.date) if part)
        note = f"{who}: {remark.text}" if who and remark.text else remark.text or who
        dossier, _ = operations.pick_passage(dossier, source_id, start, end, note=note)
        count += 1
    return dossier, count


def reimport_file(file: DossierFile, source_id: str, path: Path, limits: ImportLimits, password: str = "") -> Imported:
    """Import a source's document again in its place; passages are found again or declared lost.

    Raises:
        InputRefused: it can't be read, or is refused for what it is.
    """
    new = read_source(path, limits, again=file.dossier.source(source_id), password=password)
    return take_in_again(file, source_id, new)


def take_in_again(file: DossierFile, source_id: str, new: NewSource) -> Imported:
    """Put a document that was read in the place of a source's; passages are found again or declared lost."""
    after, lost = operations.reimport_source(file.dossier, source_id, new.source)
    file.commit(after, originals=new.originals, label=f"Import {source_id} again")
    return Imported(after.source(source_id), is_new=False, lost=lost)


def edit_source(dossier: Dossier, source_id: str, given: Given) -> Dossier:
    """Change bibliographic fields, the marking or the note of a source.

    Raises:
        FieldError: a field given is unknown or can't hold its value.
    """
    return operations.edit_source(dossier, source_id, source_values(dossier.source(source_id), given))


def _source_from(read: ReadDocument, data: bytes, filename: str) -> Source:
    return Source(
        id="source-1",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        filename=filename,
        format=read.format,
        encoding=read.encoding,
        how_obtained=read.how_obtained,
        imported=now(),
        text=read.text,
        blocks=read.blocks,
        pages=read.pages,
        left_out=read.left_out,
        bibliography=read.bibliography,
        warnings=read.warnings,
    )


def _edited_source(source: Source, given: Given) -> Source:
    return replace(source, **source_values(source, given)) if given else source


# ------------------------------------------------------------------------------------------- points


def point_values(kind: Kind, given: Given) -> dict[str, Any]:
    """Read fields of a point as typed.

    Raises:
        FieldError: a field is unknown or can't hold its value.
    """
    return dict(read_field(POINT_CLASSES[kind], name, text) for name, text in given)


def make_point(
    dossier: Dossier, kind: Kind, title: str, quotes: Iterable[tuple[str, str | None]], given: Given = ()
) -> tuple[Dossier, str]:
    """Make a point on the strength of quotations: (words, id of the source or None for any). Gives the point's id.

    Raises:
        InputRefused: words that stand in no source, or at several places.
        FieldError: a field is unknown or can't hold its value.
    """
    values = point_values(kind, given)
    passages = []
    for words, source_id in quotes:
        dossier, passage_id = pick_quote(dossier, words, source_id, PassageKind(kind.value))
        passages.append(passage_id)
    if "evidence" in values:
        raise FieldError("evidence", "its passages by --quote")
    return operations.make_point(dossier, kind, title=title, at=now(), passages=dict.fromkeys(passages), values=values)


def pick_quote(dossier: Dossier, words: str, source_id: str | None, kind: PassageKind) -> tuple[Dossier, str]:
    """Pick as a passage the only place where `words` stand; white space and quote marks alone may differ.

    Raises:
        InputRefused: the words stand nowhere (the message gives the nearest place) or at several places.
    """
    sources = dossier.sources if source_id is None else (dossier.source(source_id),)
    if not sources:
        raise UsageError("The dossier has no sources yet: import one first.")
    searched = [(source, find_quote(source.text, words)) for source in sources]
    places = [(source, span) for source, found in searched for span in found.spans]
    if len(places) == 1:
        source, span = places[0]
        return operations.pick_passage(dossier, source.id, span.start, span.end, kind=kind)
    shown = words if len(words) <= 80 else words[:79] + "…"
    if places:
        where = ", ".join(sorted({source.id for source, _ in places}))
        raise InputRefused(
            f"“{shown}” stands at {len(places)} places ({where}): quote more words, or name the source with --source."
        )
    near = [(found.nearest, source) for source, found in searched if found.nearest is not None]
    if not near:
        raise InputRefused(f"“{shown}” does not stand in {'the source' if source_id else 'any source'} word for word.")
    nearest, source = max(near, key=lambda pair: pair[0].similarity)
    raise InputRefused(
        f"“{shown}” does not stand in {source_id or 'any source'} word for word. "
        f"The nearest is in {source.id}: “{nearest.words}”"
    )


# ------------------------------------------------------------------------------------------- briefs


def template_folders(preferences: Preferences) -> tuple[Path, ...]:
    """The folders of house templates beside those that ship: the user's, then the shared ones of the settings."""
    return (user_templates_folder(), *preferences.template_folders)


def template_places(preferences: Preferences) -> tuple[Place, ...]:
    """Where house templates are looked for: the user's folder, the shared ones of the settings, and what ships."""
    return places_of(user_templates_folder(), preferences.template_folders)


def named_template(name: str, preferences: Preferences) -> OpenTemplate:
    """Open the template that a name alone means, or the one in the folder of a path; raises what `template_of` does."""
    if "/" not in name and "\\" not in name:
        found = find_template(name, template_places(preferences))
        if found is not None:
            return found
    return open_template(name, template_folders(preferences))


def find_brief(dossier: Dossier, name: str | None) -> Brief:
    """Find a brief by name or id; without a name, the only one.

    Raises:
        UnknownId: there is none, or there are several to choose from.
    """
    names = ", ".join(f"“{brief.name}”" for brief in dossier.briefs)
    if name is None:
        if len(dossier.briefs) == 1:
            return dossier.briefs[0]
        if not dossier.briefs:
            raise UnknownId("The dossier has no brief yet: make one with “briefgen brief”.")
        raise UnknownId(f"The dossier has several briefs: name one of {names}.")
    for brief in dossier.briefs:
        if name == brief.id or name.casefold() == brief.name.casefold():
            return brief
    raise UnknownId(f"The dossier has no brief called “{name}”; it has {names or 'none'}.")


def fill_brief(dossier: Dossier, brief_id: str, template: HouseTemplate, given: Given) -> Dossier:
    """Fill fields of a brief as typed: its own, a section of the template, or a field of the template.

    A section is given its Markdown, or “None identified” where the template allows that.

    Raises:
        FieldError: a name that is none of these, or a value that the field can't hold.
    """
    own = {dashed(name) for name, _, _ in specs(Brief)} - {"id", "sections", "fields", "replies"}
    for name, text in given:
        plain_name = name.replace("_", "-")
        section = template.section(name) or template.section(plain_name)
        field = template.field(name) or template.field(plain_name.replace("-", "_"))
        if plain_name in own:
            attribute, value = read_field(Brief, plain_name, text)
            dossier = operations.edit_brief(dossier, brief_id, {attribute: value})
        elif section is not None and section.narrative:
            none = section.may_be_none and text.strip().rstrip(".").casefold() == "none identified"
            dossier = operations.write_section(
                dossier, brief_id, section.id, "" if none else text, none_identified=none
            )
        elif field is not None:
            dossier = operations.set_template_field(dossier, brief_id, field.name, field.read(text))
        else:
            there = [
                *sorted(own),
                *(s.id for s in template.sections if s.narrative),
                *(f.name for f in template.fields),
            ]
            raise FieldError(name, f"nothing: a brief of “{template.name}” has {', '.join(there)}")
    return dossier


def check_brief(dossier: Dossier, brief: Brief, template: HouseTemplate) -> tuple[Finding, ...]:
    """Run preflight on a brief as of today."""
    return preflight(dossier, brief, template, today=today())


def template_of(brief: Brief, preferences: Preferences, name: str | None = None) -> OpenTemplate:
    """Open the house template that a brief is pinned to, wherever it is; or another one by `name`.

    A dossier alone may have kept it: `issuing.bring_out_templates`. Where it is nowhere any more the name decides.

    Raises:
        NotThere: there is no such template; the message says which there are.
        TemplateError: it can't be used as it is.
    """
    if name is None and (brief.template_sha256 or brief.template_version):
        places, found = template_places(preferences), None
        kept = Place(PlaceKind.KEPT, kept_templates_folder())
        if brief.template_sha256:
            found = find_template(brief.template, (*places, kept), sha256=brief.template_sha256)
        if found is None and brief.template_version:
            found = find_template(brief.template, places, version=brief.template_version)
        if found is not None:
            return found
    return named_template(name or brief.template, preferences)


def pinned_to(template: HouseTemplate) -> dict[str, str]:
    """The values of a brief that pin it to a house template: its name, version and hash."""
    return {"template": template.name, "template_version": template.version, "template_sha256": template.sha256}


def brief_defaults(preferences: Preferences) -> dict[str, Any]:
    """Give what a new brief begins with, by attribute name, as far as the user's settings say."""
    found: dict[str, Any] = {
        "authors": (Author(name=preferences.author),) if preferences.author else (),
        "from_": preferences.office,
        "contact": preferences.contact,
        "language": preferences.language,
        "paper": Paper(preferences.paper) if preferences.paper else None,
        "citation_style": preferences.citation_style,
    }
    return {name: value for name, value in found.items() if value}


def make_or_fill_brief(
    dossier: Dossier,
    name: str,
    template_name: str | HouseTemplate | None,
    points: Sequence[str] | None,
    given: Given,
    preferences: Preferences,
) -> tuple[Dossier, str]:
    """Fill the brief called `name`, or make it first; gives its id. A new brief has all points unless told.

    Raises:
        UsageError: a new brief without a template, or a field that it can't hold.
        NotThere: there is no such template.
    """
    there = next((b for b in dossier.briefs if name == b.id or name.casefold() == b.name.casefold()), None)
    if there is None and template_name is None:
        known = ", ".join(t.opened.template.name for t in look(template_places(preferences)).templates if t.first)
        raise UsageError(f"A new brief takes --template; there are: {known}.")
    if there is None or template_name is not None:
        named = template_name if isinstance(template_name, HouseTemplate) else None
        template = named or named_template(str(template_name), preferences).template
    else:
        template = template_of(there, preferences).template
    changed: dict[str, Any] = dict(pinned_to(template)) if template_name is not None else {}
    if there is None:
        del changed["template"]
        values = {**changed, **brief_defaults(preferences)}
        dossier, brief_id = operations.make_brief(dossier, name, template=template.name, points=points, values=values)
    else:
        brief_id = there.id
        if points is not None:
            changed["points"] = tuple(Selected(point=dossier.point(point_id).id) for point_id in points)
        if changed:
            dossier = operations.edit_brief(dossier, brief_id, changed)
    return fill_brief(dossier, brief_id, template, given), brief_id


# ------------------------------------------------------------------------------------------- output


@dataclass(frozen=True, slots=True)
class Outputs:
    """A rendered brief and what its other forms are made of."""

    rendered: RenderedBrief
    context: Mapping[str, Any]
    template: OpenTemplate

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be printed as it stands, and what the layout engine complained of."""
        return (*(problem["message"] for problem in self.context["problems"]), *self.rendered.warnings)


def render_job(
    dossier: Dossier, brief: Brief, template: OpenTemplate, *, forced: bool = False, overfull: bool = False
) -> RenderJob:
    """Turn a brief into a job, with what the brief wants attached to its PDF.

    Args:
        dossier: The brief's.
        brief: What to render.
        template: With which house template.
        forced: Prints DRAFT in any state.
        overfull: Shows it although it does not fit, to be looked at: nothing is attached then.
    """
    built = build(dossier, brief, template.template, today=today(), forced=forced, program_version=__version__)
    pdf = template.template.pdf
    job = RenderJob(
        template=str(template.folder),
        context=with_house_style(
            built.context, template, lambda: [f for f in template_folders(read_preferences()) if answers(f)]
        ),
        language=brief.language,
        options=PdfOptions(variant=pdf.variant or None, tagged=pdf.tagged),
        form=stamp_of(dossier, brief) if pdf.forms and brief.fillable else None,
        quotations=words_of(dossier, built.quotations, annex=bool(built.context["evidence_annex"])),
        html=True,
        overfull=overfull,
    )
    if overfull:
        return job
    places = provenance_of(dossier, job, template, built.quotations) if brief.provenance else None
    data = data_attachment(job.context) if brief.attach_data else None
    return replace(job, attachments=tuple(file for file in (places, data) if file is not None))


def check_pages(dossier: Dossier, brief: Brief, template: OpenTemplate) -> tuple[Finding, ...]:
    """Lay a brief out and tell what only the pages can. Raises what `rendering.job.render` raises."""
    return judged(brief, layout_findings(render(render_job(dossier, brief, template, overfull=True))))


def render_brief(dossier: Dossier, brief: Brief, template: OpenTemplate, *, forced: bool = False) -> Outputs:
    """Render a brief in this process. Raises what `rendering.job.render` raises."""
    job = render_job(dossier, brief, template, forced=forced)
    return Outputs(render(job), job.context, template)


def output_bytes(outputs: Outputs, form: Form) -> bytes:
    """Give the bytes of one form of a rendered brief; all are made from the HTML that its pages are laid out from."""
    match form:
        case "pdf":
            return outputs.rendered.pdf
        case "html":
            return _html(outputs).encode()
        case "markdown":
            return to_markdown(outputs.rendered.html, outputs.context).encode()
        case "docx":
            return to_word(outputs.rendered.html, outputs.context, outputs.template.linked)


def write_outputs(outputs: Outputs, path: Path, form: Form = "pdf", also: Iterable[Form] = ()) -> tuple[Path, ...]:
    """Write a form to `path`, and beside it, under the same name, the others asked for; gives what was written.

    Raises:
        InputRefused: a file can't be written there.
    """
    written = [path]
    write_atomically(path, output_bytes(outputs, form))
    for other in dict.fromkeys(also):
        beside = path.with_suffix(SUFFIXES[other])
        if beside != path:
            write_atomically(beside, output_bytes(outputs, other))
            written.append(beside)
    return tuple(written)


def _html(outputs: Outputs) -> str:
    return to_single_file(outputs.rendered.html, outputs.context, outputs.template.linked)
