"""Nothing outside the template, the assets and the dossier is read, whatever a page, a style sheet or a picture asks.

Three canaries: a file whose words must appear nowhere and which must never be opened; a listener on the loopback
interface to which nothing may connect; a word in the environment. The pages here are the worst case: HTML that went
past every sanitizer, in a template that prints it as it is.
"""

import base64
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import quote

import pytest
from markupsafe import Markup
from pypdf import PdfReader

from briefgen.errors import BriefgenError
from briefgen.rendering.job import RenderedBrief, RenderJob, render
from briefgen.rendering.pdf import warm_up
from briefgen.rendering.template_errors import TemplateError
from tests.rendering.conftest import MakeTemplate

WORDS = "canary-in-a-file"
IN_THE_ENVIRONMENT = "canary-in-the-environment"


class _Ears:
    """Hears which files, connections and processes Python code opens, while it listens."""

    EVENTS = frozenset({"open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"})

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.listening = False

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.listening and event in self.EVENTS:
            self.heard.append((event, str(arguments[event == "socket.connect"])))


# Once asked, Python can't be told to stop telling: so the ears are shut between the tests.
EARS = _Ears()
sys.addaudithook(EARS)


class Canaries:
    """Knows where the canaries are, and whether one was touched."""

    def __init__(self, folder: Path, port: int, connections: list[object]) -> None:
        self.folder = folder
        self.net = f"http://127.0.0.1:{port}"
        self.host = f"127.0.0.1:{port}"
        self._connections = connections

    def check(self, rendered: RenderedBrief | None = None) -> None:
        """Fail if one was touched, or shows in what was rendered."""
        EARS.listening = False
        assert not [path for event, path in EARS.heard if event == "open" and str(self.folder) in path]
        assert not [event for event in EARS.heard if event[0] != "open"]
        assert not self._connections
        for words in (WORDS, IN_THE_ENVIRONMENT) if rendered else ():
            assert words not in rendered.html
            assert words not in everything_in(rendered.pdf)


def everything_in(pdf: bytes) -> str:
    """All that a PDF holds, unpacked."""
    import io

    found = [pdf.decode("latin-1")]
    reader = PdfReader(io.BytesIO(pdf))
    for number in range(1, len(reader.xref_objStm) + sum(len(ids) for ids in reader.xref.values()) + 1):
        thing = reader.get_object(number)
        if thing is not None and hasattr(thing, "get_data"):
            found.append(thing.get_data().decode("latin-1"))
    found.extend(page.extract_text() for page in reader.pages)
    return "\n".join(found)


@pytest.fixture
def canaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Canaries]:
    """Set the canaries out, and listen."""
    warm_up()  # the engine opens its own libraries and fonts once; not while the canaries listen
    outside = tmp_path / "outside"
    outside.mkdir()
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">{WORDS}</text></svg>'
    for name, content in {
        "secret.txt": WORDS,
        "secret.css": f'body::before {{ content: "{WORDS}" }}',
        "secret.svg": svg,
        "secret.html": f"<p>{WORDS}",
        "secret.png": WORDS,
        "secret.otf": WORDS,
        "secret.icc": WORDS,
    }.items():
        (outside / name).write_text(content)
    monkeypatch.setenv("BRIEFGEN_CANARY", IN_THE_ENVIRONMENT)
    connections: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_accept, args=(listener, connections))
        thread.start()
        EARS.heard.clear()
        EARS.listening = True
        yield Canaries(outside, listener.getsockname()[1], connections)
        EARS.listening = False
        with socket.create_connection(listener.getsockname()) as last:
            last.sendall(b"end")
        thread.join()


def _accept(listener: socket.socket, connections: list[object]) -> None:
    while True:
        connection, address = listener.accept()
        with connection:
            if connection.recv(3) == b"end":
                return
            connections.append(address)


def render_body(folder: Path, body: str, images: dict[str, bytes] | None = None) -> RenderedBrief:
    """Render a page that prints `body` as it is."""
    html = Markup(body)  # noqa: S704 - to print it as it is is the point
    return render(RenderJob(template=str(folder), context={"body": html}, html=True, images=images or {}))


IN_HTML = [
    '<img alt="" src="{file}/secret.svg">',
    '<img alt="" src="{path}/secret.svg">',
    '<img alt="" src="FILE://{path}/secret.svg">',
    '<img alt="" src="file://localhost{path}/secret.svg">',
    '<img alt="" src="file:{path}/secret.svg">',
    '<img alt="" src="{net}/x.png">',
    '<img alt="" src="//{host}/x.png">',
    '<img alt="" src="https://{host}/x.png">',
    '<img alt="" src="ftp://{host}/x.png">',
    '<img alt="" src=" {net}/x.png">',
    '<img alt="" src="ht&#10;tp://{host}/x.png">',
    '<img alt="" src="\\\\{host}\\x.png">',
    '<img alt="" src="briefgen://{host}/template/x.png">',
    '<img alt="" src="briefgen:{path}/secret.svg">',
    '<img alt="" src="briefgen:/template{path}/secret.svg">',
    '<img alt="" src="briefgen:/template//{path}/secret.svg">',
    '<img alt="" src="briefgen:/dossier{path}/secret.svg">',
    '<img alt="" src="briefgen:/fonts/../../{path}/secret.svg">',
    '<img alt="" src="../../outside/secret.svg">',
    '<img alt="" src="..%2f..%2foutside%2fsecret.svg">',
    '<img alt="" src="%2e%2e/%2e%2e/outside/secret.svg">',
    '<img alt="" src="..%252f..%252foutside%252fsecret.svg">',
    '<img alt="" src="..%5c..%5coutside%5csecret.svg">',
    '<img alt="" src="..\\..\\outside\\secret.svg">',
    '<img alt="" src="%c0%ae%c0%ae/%c0%ae%c0%ae/outside/secret.svg">',
    '<img alt="" src="{quoted}%2fsecret.svg">',
    '<img alt="" src="_shared/../../../outside/secret.svg">',
    '<img alt="" src="link.svg">',
    '<img alt="" src="folder-link/secret.svg">',
    '<img alt="" srcset="{net}/x.png 2x" src="{net}/y.png">',
    '<img alt="" src="jar:{file}/secret.svg!/x">',
    '<img alt="" src="data:text/html,<img src={net}/x.png>">',
    '<img alt="" src="{svg_data}">',
    '<picture><source srcset="{net}/x.png"><img alt="" src="{file}/secret.svg"></picture>',
    '<object data="{file}/secret.svg"></object>',
    '<object data="{net}/x.svg" type="image/svg+xml"></object>',
    '<embed src="{file}/secret.svg"><embed src="{net}/x.svg">',
    '<iframe src="{file}/secret.html"></iframe><iframe src="{net}/x.html"></iframe>',
    '<iframe srcdoc="<img src={net}/x.png>"></iframe>',
    '<video src="{net}/x" poster="{net}/y.png"></video><audio src="{net}/x"></audio>',
    '<input type="image" src="{net}/x.png">',
    '<link rel="stylesheet" href="{file}/secret.css"><link rel="stylesheet" href="{net}/x.css">',
    '<link rel="attachment" href="{file}/secret.txt"><link rel="attachment" href="{net}/x.txt">',
    '<a rel="attachment" href="{file}/secret.txt">x</a><a rel="attachment" href="{net}/x.txt">y</a>',
    '<a rel="attachment" href="../../outside/secret.svg">x</a>',
    '<a href="{net}/x" ping="{net}/ping">x</a>',
    '<base href="{file}/"><img alt="" src="secret.svg">',
    '<base href="{net}/"><img alt="" src="x.png">',
    '<meta http-equiv="refresh" content="0; url={net}/x">',
    '<script src="{net}/x.js"></script>',
    '<svg width="9" height="9"><image href="{file}/secret.svg" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><image xlink:href="{net}/x.png" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><image xml:base="{file}/" href="secret.svg" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use href="{file}/secret.svg#x"/><use xlink:href="{net}/x.svg#x"/></svg>',
    '<svg width="9" height="9"><style>@import url({net}/x.css);</style><rect width="9" height="9"/></svg>',
    '<svg width="9" height="9"><filter id="f"><feImage href="{net}/x.png"/></filter></svg>',
    '<svg width="9" height="9"><rect width="9" height="9" style="fill: url({net}/x.svg#p)"/></svg>',
    '<svg width="9" height="9"><foreignObject><img src="{net}/x.png"></foreignObject></svg>',
    '<math><mglyph src="{net}/x.png"></mglyph></math>',
    '<table background="{net}/x.png"><tr><td background="{net}/y.png">x</table>',
]

# The layout engine gives up on these; no page should use them.
FATAL = ("background-image: attr(data-file url)", "@color-profile")

IN_CSS = [
    "@import '{file}/secret.css';",
    "@import url({net}/x.css);",
    "@import url(../../outside/secret.css);",
    "@import url('//{host}/x.css') print;",
    "body {{ background: url({file}/secret.svg) }}",
    "body {{ background-image: url({net}/x.png), url(../../outside/secret.svg) }}",
    "body {{ background: u\\72l({net}/x.png) }}",
    "body {{ background: url(h\\74 tp://{host}/x.png) }}",
    "body {{ background: image-set('{net}/x.png' 1x) }}",
    "@page {{ background: url({net}/x.png) }}",
    "@page {{ @top-center {{ content: url({file}/secret.svg) }} }}",
    "p::before {{ content: url({net}/x.png) }}",
    "p::before {{ content: url({file}/secret.svg) }}",
    "p::before {{ content: attr(data-file url) }}",
    "p {{ background-image: attr(data-file url) }}",
    "p {{ --x: url({net}/x.png); background: var(--x) }}",
    "p {{ list-style: url({net}/x.png); display: list-item }}",
    "p {{ border-image: url({net}/x.png) 1 }}",
    "p {{ mask-border: url({net}/x.png) 1 }}",
    "p {{ cursor: url({net}/x.cur), auto }}",
    "p {{ filter: url({net}/x.svg#f) }}",
    "p {{ bookmark-label: attr(data-file) }}",
    "p {{ link: url({net}/x) }}",
    "@font-face {{ font-family: F; src: url({file}/secret.otf) }} p {{ font-family: F }}",
    "@font-face {{ font-family: F; src: url({net}/x.otf) }} p {{ font-family: F }}",
    "@font-face {{ font-family: F; src: local('DejaVu Sans') }} p {{ font-family: F }}",
    "@color-profile --c {{ src: url({file}/secret.icc) }}",
    "@color-profile device-cmyk {{ src: url({net}/x.icc) }}",
    "@namespace url({net}/x);",
]


def everywhere(text: str, canaries: Canaries) -> str:
    """Put the canaries' addresses into a page."""
    inner = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{canaries.folder.as_uri()}/secret.svg"/></svg>'
    return text.format(
        file=canaries.folder.as_uri(),
        path=canaries.folder.as_posix(),
        quoted=quote(canaries.folder.as_posix(), safe=""),
        net=canaries.net,
        host=canaries.host,
        svg_data="data:image/svg+xml;base64," + base64.b64encode(inner.encode()).decode(),
    )


@pytest.fixture
def leaky(make_template: MakeTemplate, tmp_path: Path) -> Path:
    """A template that prints HTML as it is, with links in its folder that lead out."""
    folder = make_template(
        page='<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>{{ body }}</body></html>',
        files={
            "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">ours</text></svg>'
        },
    )
    (folder / "link.svg").symlink_to(tmp_path / "outside" / "secret.svg")
    (folder / "folder-link").symlink_to(tmp_path / "outside")
    return folder


@pytest.mark.parametrize("html", IN_HTML)
def test_no_html_reaches_out(leaky: Path, canaries: Canaries, html: str) -> None:
    """No element or attribute makes the engine open a file outside or a connection."""
    canaries.check(render_body_beside_link(leaky, everywhere(html, canaries)))


@pytest.mark.parametrize("css", IN_CSS)
def test_no_style_reaches_out(leaky: Path, canaries: Canaries, css: str) -> None:
    """No style makes the engine open a file outside or a connection: neither in the page nor in a style sheet."""
    style = everywhere(css, canaries)
    paragraph = f'<p data-file="{canaries.folder.as_uri()}/secret.svg">x</p>'
    (leaky / "extra.css").write_text(style)
    rendered = None
    with pytest.raises(BriefgenError) if any(fatal in css for fatal in FATAL) else nullcontext():
        rendered = render_body(leaky, f'<link rel="stylesheet" href="extra.css"><style>{style}</style>{paragraph}')
    canaries.check(rendered)


def render_body_beside_link(folder: Path, body: str) -> RenderedBrief:
    """Render, with the template's own picture beside what is tried."""
    return render_body(folder, f'<p><img alt="" src="logo.svg"></p>{body}')


@pytest.mark.parametrize(
    "svg",
    [
        '<image href="{file}/secret.svg" width="9" height="9"/>',
        '<image href="../../outside/secret.svg" width="9" height="9"/>',
        '<image xlink:href="{net}/x.png" width="9" height="9"/>',
        '<use xlink:href="{net}/x.svg#x"/>',
        '<style>@import url("{file}/secret.css"); text {{ background: url({net}/x.png) }}</style>',
        '<style>@font-face {{ font-family: F; src: url({net}/x.otf) }}</style><text y="9">x</text>',
        "<text>&canary;</text>",
    ],
)
@pytest.mark.parametrize("where", ["template", "dossier"])
def test_no_picture_reaches_out(leaky: Path, canaries: Canaries, svg: str, where: str) -> None:
    """A drawing of the template or of the dossier refers to nothing outside either; entities are no way out."""
    content = (
        f'<!DOCTYPE svg [<!ENTITY canary SYSTEM "{canaries.folder.as_uri()}/secret.txt">]>'
        '<?xml-stylesheet href="' + canaries.net + '/x.css"?>'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        + everywhere(svg, canaries)
        + "</svg>"
    ).encode()
    if where == "template":
        (leaky / "drawing.svg").write_bytes(content)
    images = {"drawing.svg": content} if where == "dossier" else {}
    address = "drawing.svg" if where == "template" else "briefgen:/dossier/drawing.svg"
    canaries.check(render_body(leaky, f'<p><img alt="" src="{address}"></p>', images))


def test_the_canaries_sing(leaky: Path, canaries: Canaries) -> None:
    """The test can fail: what the engine does read is heard, and so is a connection."""
    rendered = render_body(leaky, '<p><img alt="" src="logo.svg">ours</p>')
    assert ("open", str(leaky.resolve() / "logo.svg")) in EARS.heard
    assert "ours" in everything_in(rendered.pdf)
    (canaries.folder / "secret.txt").read_text()
    with pytest.raises(AssertionError):
        canaries.check(rendered)


def test_a_refusal_is_told(leaky: Path, canaries: Canaries) -> None:
    """What was asked for and not used comes back as a sentence, once."""
    rendered = render_body(leaky, everywhere('<img alt="" src="{net}/x.png"><img alt="" src="{net}/x.png">', canaries))
    told = [warning for warning in rendered.warnings if canaries.net in warning]
    reason = "only the template's own files, the shipped fonts and the dossier's images are used"
    assert told == [f"“{canaries.net}/x.png” was not used: {reason}."]


def test_a_profile_that_is_refused_stops_the_rendering(leaky: Path, canaries: Canaries) -> None:
    """Colours can't be had without their profile: the template is refused, with the address."""
    style = everywhere("<style>@color-profile --c {{ src: url({net}/x.icc) }}</style>", canaries)
    with pytest.raises(TemplateError, match=r"x\.icc” was not used"):
        render_body(leaky, style)
    canaries.check()


PAYLOADS = ["xss-BRUTELOGIC-XSS-STRINGS", "xss-RSNAKE_XSS", "xss-XSS_Polyglots", "xss-xss_payloads_quick"]


@pytest.mark.parametrize("name", PAYLOADS)
def test_lists_of_payloads_reach_nothing(leaky: Path, canaries: Canaries, corpora: Path, name: str) -> None:
    """Lists of strings made to break out of pages are harmless, both as text and as HTML."""
    for path in sorted((corpora / "hostile" / name).iterdir()):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        page = "\n".join(f"<div>{line}</div>" for line in lines)
        canaries.check(render_body(leaky, page))
