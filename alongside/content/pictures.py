"""Pictures that lessons may show: plain SVG, PNG, JPEG. What could run or call out is refused."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from xml.parsers import expat

from .places import Place

LARGEST = 1_000_000  # bytes; a phone on a bad network has to fetch it
MIME = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
SHAPES = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "marker",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
    ]
)
MOST_SHAPES = 20_000  # drawn in all: a part that is shown again counts again
LENGTH = re.compile(r"\s*([0-9]{1,5}(?:\.[0-9]+)?)(px)?\s*")
CALLS_OUT = re.compile(r"url\(\s*['\"]?\s*(?!#)|javascript:|data:|@import|expression\(", re.IGNORECASE)
JPEG_SIZES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


@dataclass(frozen=True)
class Picture:
    """A picture that was looked into. Its address is its digest, so it may be kept for ever."""

    digest: str
    ending: str
    width: int | None = None
    height: int | None = None

    @property
    def href(self) -> str:
        return f"/content/{self.digest}.{self.ending}"


class Refused(Exception):
    """A picture that cannot be shown; says where in the file and why."""

    def __init__(self, message: str, place: Place = (1, 1)) -> None:
        super().__init__(message)
        self.message = message
        self.place = place


def is_picture(path: str) -> bool:
    return _ending(path) in MIME


def look_into(path: str, data: bytes) -> Picture:
    """Say what this picture is, or raise Refused."""
    if len(data) > LARGEST:
        raise Refused(f"the picture has {len(data) // 1000} kB; make it smaller than {LARGEST // 1000} kB")
    ending = _ending(path)
    size = {"svg": _svg, "png": _png}.get(ending, _jpeg)(data)
    return Picture(hashlib.sha256(data).hexdigest(), ending, *size)


def _ending(path: str) -> str:
    return path.rpartition(".")[2]


def _png(data: bytes) -> tuple[int, int]:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or len(data) < 33:
        raise Refused("this is not a PNG picture; save it again as PNG")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _jpeg(data: bytes) -> tuple[int | None, int | None]:
    if not data.startswith(b"\xff\xd8\xff"):
        raise Refused("this is not a JPEG picture; save it again as JPEG")
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in JPEG_SIZES:
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None, None


def _svg(data: bytes) -> tuple[int | None, int | None]:
    reader = _SvgReader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused(
            f"this SVG is not well-formed ({expat.ErrorString(error.code)}); save it again",
            (error.lineno, error.offset + 1),
        ) from None
    reader.count_shapes()
    return reader.size


@dataclass(frozen=True)
class _Part:
    """A part with a name: how many shapes it has, and whether it shows others."""

    shapes: int
    uses: bool


class _SvgReader:
    """Reads an SVG once and refuses the first thing that is not a plain shape."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator="\n")
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartElementHandler = self._element
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.root: str | None = None
        self.size: tuple[int | None, int | None] = (None, None)
        self.shapes = 0
        self.open: list[tuple[str, int, int]] = []  # name, shapes and uses before it
        self.parts: dict[str, _Part] = {}
        self.used: list[tuple[str, Place]] = []

    def count_shapes(self) -> None:
        """What <use> shows counts each time: a few lines must not become millions of shapes on somebody's phone."""
        shapes = self.shapes
        for name, place in self.used:
            part = self.parts.get(name)
            if part is not None and part.uses:
                raise Refused(f"<use> shows #{name}, and that has a <use> itself; draw the shapes there", place)
            shapes += part.shapes if part is not None else 0
            if shapes > MOST_SHAPES:
                raise Refused(f"these are more than {MOST_SHAPES} shapes; draw it with fewer", place)

    def _refuse(self, message: str) -> None:
        raise Refused(message, (self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1))

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() != "utf-8":
            self._refuse("an SVG here is written in UTF-8; save it again as UTF-8")

    def _doctype(self, *_: object) -> None:
        self._refuse("a DOCTYPE has no place in an SVG here; remove it")

    def _instruction(self, *_: object) -> None:
        self._refuse("a processing instruction has no place in an SVG here; remove it")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition("\n")
        if space != "http://www.w3.org/2000/svg":
            self._refuse(
                f'<{tag}> is not SVG; draw with plain shapes, and begin with xmlns="http://www.w3.org/2000/svg"'
            )
        if tag not in SHAPES:
            self._refuse(f"<{tag}> is not allowed in an SVG; draw with plain shapes and attributes")
        self._note(tag, attributes)
        for key, value in attributes.items():
            self._attribute(key.rpartition("\n")[2], value)
        if self.root is None:
            self.root = tag
            self._measure(tag, attributes)

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        self.open.append((attributes.get("id", ""), self.shapes, len(self.used)))
        self.shapes += 1
        if tag == "use":
            place = (self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
            shown = [value for key, value in attributes.items() if key.rpartition("\n")[2] == "href"]
            self.used += [(value.strip().removeprefix("#"), place) for value in shown]

    def _end(self, _name: str) -> None:
        name, shapes, uses = self.open.pop()
        self.parts[name] = _Part(self.shapes - shapes, len(self.used) > uses)

    def _attribute(self, key: str, value: str) -> None:
        if key.lower().startswith("on"):
            self._refuse(f"{key} would run something; remove it")
        if key == "style":
            self._refuse("style is not allowed in an SVG; use attributes such as fill and stroke")
        if key == "href" and not value.strip().startswith("#"):
            self._refuse("an SVG may link to its own parts only (#name); remove the link")
        if CALLS_OUT.search(value):
            self._refuse(f"{key} calls for something outside; remove it")

    def _measure(self, tag: str, attributes: dict[str, str]) -> None:
        if tag != "svg":
            self._refuse("an SVG begins with <svg>; save it again")
        width, height = (LENGTH.fullmatch(attributes.get(side, "")) for side in ("width", "height"))
        box = attributes.get("viewBox", "").replace(",", " ").split()
        if width and height:
            self.size = round(float(width[1])), round(float(height[1]))
        elif len(box) == 4 and all(LENGTH.fullmatch(number) for number in box[2:]):
            self.size = round(float(box[2])), round(float(box[3]))
        else:
            self._refuse('the SVG has no size; give it a viewBox, such as viewBox="0 0 380 220"')
