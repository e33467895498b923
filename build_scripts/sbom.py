"""Writes down what a download is made of, as CycloneDX 1.6 in JSON: the form that security offices read.

Components are Python packages and packages of Debian, by the addresses (purl) under which vulnerabilities are listed;
and typefaces, icons and word lists. The same commit gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from briefgen.licences import Component as Part

_KINDS = {
    "typeface": ComponentType.DATA,
    "icons": ComponentType.DATA,
    "citation styles": ComponentType.DATA,
    "word list": ComponentType.DATA,
    "language": ComponentType.PLATFORM,
}


def bill_of_materials(parts: Iterable[Part], version: str, at: dt.datetime, files: Iterable[tuple[str, str]]) -> str:
    """Give the bill of materials.

    Args:
        parts: What the download holds beside Briefgen.
        version: Briefgen's.
        at: When the commit was made.
        files: Names of what is given out, with their SHA-256 in hexadecimal.
    """
    licences = LicenseFactory()
    program = Component(
        name="briefgen",
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref=f"briefgen@{version}",
        licenses=[licences.make_from_string("MIT")],
        components=[
            Component(
                name=name,
                type=ComponentType.FILE,
                bom_ref=f"file:{name}",
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
            )
            for name, digest in sorted(files)
        ],
    )
    found = [_component(part, licences) for part in parts if part.kind != "licence"]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"briefgen@{version} {at.isoformat()}")
    bom = Bom(components=found, serial_number=serial, metadata=BomMetaData(component=program, timestamp=at))
    bom.register_dependency(program, found)
    return make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1) + "\n"


def _component(part: Part, licences: LicenseFactory) -> Component:
    purl = None
    if part.package:
        purl = PackageURL("pypi", name=part.package, version=part.version)
    elif part.kind == "system library":
        purl = PackageURL("deb", "debian", part.name, part.version)
    return Component(
        name=part.name,
        version=part.version or None,
        type=_KINDS.get(part.kind, ComponentType.LIBRARY),
        bom_ref=str(purl) if purl else f"{part.kind}:{part.name}",
        purl=purl,
        licenses=[licences.make_from_string(part.licence)],
    )
