"""Which typefaces are here, and which words each of them can set.

They come from PyPI's `fontpkg-…` packages: each keeps its TTF files in a folder `files` beside its `ROOT`.
"""

from __future__ import annotations

import functools
import importlib.util
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SERIF = ("Lora", "Noto Serif")
SANS = ("Atkinson Hyperlegible", "Noto Sans")

_PACKAGES = (
    "fontpkg_lora",
    "fontpkg_noto_serif",
    "fontpkg_atkinson_hyperlegible",
    "fontpkg_noto_sans",
    "fontpkg_amiri",  # Arabic, a serif whose letters can be copied out of the file
    "fontpkg_noto_sans_arabic",
    "fontpkg_frank_ruhl_libre",  # Hebrew, a serif
    "fontpkg_noto_sans_devanagari",
    "fontpkg_noto_sans_thai",
    "fontpkg_noto_sans_tamil",
    "fontpkg_noto_sans_telugu",
    "fontpkg_noto_sans_khmer",
)
_JOINERS = "\u200c\u200d"  # no letters, but Persian and Hindi spelling needs them


def font_paths(extra: Path | None = None) -> list[Path]:
    """The folders with typefaces: those of the installed packages, then the operator's own."""
    folders = [folder for package in _PACKAGES for folder in _folders(package)]
    return folders if extra is None else [*folders, extra]


@dataclass(frozen=True)
class Typeface:
    """One family, and the characters its upright letters have."""

    family: str
    characters: frozenset[int]

    def sets(self, text: str) -> bool:
        """Whether this family alone can set all of it, letter by letter with the marks on it."""
        return self._has(text) or all(self._sets(cluster) for cluster in clusters(text))

    def _sets(self, cluster: str) -> bool:
        # A shaper takes é whole or as e and ´, whichever the typeface has.
        return any(self._has(form) for form in _forms(cluster))

    def _has(self, text: str) -> bool:
        return self.characters.issuperset(map(ord, text))


class Typefaces:
    """All families in some folders, in the order in which they are asked."""

    def __init__(self, faces: Sequence[Typeface]) -> None:
        self.faces = tuple(faces)
        self.families = tuple(face.family for face in faces)

    def missing(self, text: str) -> str:
        """What no family can set, each character once."""
        if any(face.sets(text) for face in self.faces):
            return ""
        bare = (cluster for cluster in clusters(text) if not any(face.sets(cluster) for face in self.faces))
        return "".join(dict.fromkeys("".join(bare)))

    def order_for(self, text: str, wanted: tuple[str, ...]) -> list[str]:
        """The families to set this text in: first the one that can do all of it, so that no word mixes two."""
        order = [family for family in wanted if family in self.families]
        order += [family for family in self.families if family not in order]
        by_name = {face.family: face for face in self.faces}
        whole = [family for family in order if by_name[family].sets(text)]
        return [*whole[:1], *(family for family in order if family not in whole[:1])]


def clusters(text: str) -> Iterator[str]:
    """Letters with the marks that sit on them; spaces are left out, for any typeface has them."""
    cluster = ""
    for character in text:
        if cluster and (unicodedata.category(character).startswith("M") or character in _JOINERS):
            cluster += character
            continue
        if cluster:
            yield cluster
        cluster = "" if character == " " else character
    if cluster:
        yield cluster


def typefaces(folders: Sequence[Path]) -> Typefaces:
    """Read once a process: it takes a tenth of a second."""
    return _read(tuple(folders))


@functools.lru_cache(maxsize=4)
def _read(folders: tuple[Path, ...]) -> Typefaces:
    from fontTools.ttLib import TTFont  # heavy; a web process that only asks for paths goes without

    families: dict[str, frozenset[int]] = {}
    for file in (file for folder in folders for file in sorted(folder.iterdir())):
        if file.suffix.lower() in (".ttf", ".otf") and "italic" not in file.stem.lower():
            with TTFont(file, lazy=True) as font:
                family = font["name"].getBestFamilyName()
                characters = frozenset(font.getBestCmap() or ())
            families[family] = families.get(family, characters) & characters  # regular and bold must both have it
    return Typefaces([Typeface(family, characters) for family, characters in families.items()])


def _folders(package: str) -> Iterator[Path]:
    spec = importlib.util.find_spec(package)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (folder := Path(place) / "files").is_dir():
            yield folder


def _forms(cluster: str) -> Iterator[str]:
    for form in ("NFC", "NFD"):
        yield "".join(sign for sign in unicodedata.normalize(form, cluster) if sign not in _JOINERS)
