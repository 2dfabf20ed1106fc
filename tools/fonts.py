"""Make the pages' fonts: the letters we need, out of the packaged families, as WOFF2 in static/fonts/."""

import argparse
import site
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# File to make <- package, file in it, and the name a changed copy may carry. "Lora" is a Reserved Font Name
# under the Open Font License: a subset is a changed font and must not call itself that.
FACES = {
    "AtkinsonHyperlegible-Regular.woff2": ("atkinson_hyperlegible", "AtkinsonHyperlegible-Regular.ttf", None),
    "AtkinsonHyperlegible-Bold.woff2": ("atkinson_hyperlegible", "AtkinsonHyperlegible-Bold.ttf", None),
    "AtkinsonHyperlegible-Italic.woff2": ("atkinson_hyperlegible", "AtkinsonHyperlegible-Italic.ttf", None),
    "Lora-Variable.woff2": ("lora", "Lora[wght].ttf", "Alongside Serif"),
}

LETTERS = [
    *range(0x0020, 0x007F),  # Latin
    *range(0x00A0, 0x0180),  # Latin-1, Latin Extended-A
    *(0x0218, 0x0219, 0x021A, 0x021B, 0x02C6, 0x02C7, 0x02D8, 0x02D9, 0x02DA, 0x02DB, 0x02DC, 0x02DD),
    *range(0x2010, 0x2027),  # dashes, quotation marks, bullets, ellipsis
    *(0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122),
    *range(0x2190, 0x2196),  # arrows
    *(0x2212, 0x2215, 0x2248, 0x2260, 0x2264, 0x2265, 0x25CF, 0x2713, 0x2717),
]

FAMILY, FULL_NAME, POSTSCRIPT_NAME, UNIQUE_NAME = 1, 4, 6, 3
LICENCE_NAMES = (0, 7, 8, 9, 11, 13, 14)  # copyright, trade mark, makers, licence


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("static/fonts"))
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, (package, file, family) in FACES.items():
        files = _installed(package)
        print(f"{_subset(files / 'files' / file, folder / name, family):7,} bytes  {folder / name}")
        licence = folder / f"LICENSE-{package.replace('_', '-')}.txt"
        licence.write_bytes((files / "LICENSE").read_bytes())


def _installed(package: str) -> Path:
    for place in site.getsitepackages():
        if (path := Path(place, f"fontpkg_{package}")).is_dir():
            return path
    sys.exit(f"The package fontpkg-{package.replace('_', '-')} is not installed: run `make run` or `make test` once.")


def _subset(source: Path, target: Path, family: str | None) -> int:
    options = subset.Options(flavor="woff2", hinting=False, name_IDs=["*"], notdef_outline=True)
    options.layout_features += ["lnum", "tnum", "onum", "pnum"]  # figures in tables stand under each other
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=LETTERS)
        subsetter.subset(font)
        if family:
            _rename(font, family)
        # Written beside and moved, so that a half-made file is never taken for a finished one.
        unfinished = target.with_suffix(".unfinished")
        subset.save_font(font, unfinished, options)
    unfinished.replace(target)
    return target.stat().st_size


def _rename(font: TTFont, family: str) -> None:
    """Give a changed font a name of its own; who made it and under which licence stays."""
    names = font["name"]
    reserved = names.getDebugName(FAMILY).split()[0]
    for record in names.names:
        if record.nameID in LICENCE_NAMES:
            continue
        plain = record.nameID in (POSTSCRIPT_NAME, UNIQUE_NAME, 25)
        new = family.replace(" ", "") if plain else family
        names.setName(
            record.toUnicode().replace(reserved, new), record.nameID, record.platformID, record.platEncID, record.langID
        )


if __name__ == "__main__":
    main()
