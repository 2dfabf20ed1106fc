"""A real Chromium for the tests: found, started without a network of its own, and closed again.

    with chromium() as browser:
        page = browser.new_page()
"""

import os
import shutil
import site
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from playwright.sync_api import Browser, sync_playwright

UNPACKED = Path(__file__).parent.parent / ".tools" / "chromium"  # by tools/chromium.mjs
INSTALLED = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# It talks to the address a test gives it and to nobody else; as root it cannot build its sandbox.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoBrowser(Exception):
    """No Chromium on this machine answers."""


@dataclass(frozen=True)
class Program:
    """A Chromium that can be started, and what it needs around it."""

    path: Path
    libraries: Path | None = None

    def environment(self, fonts: Path) -> dict[str, str]:
        surroundings = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        if self.libraries:
            surroundings["LD_LIBRARY_PATH"] = str(self.libraries)
        return surroundings

    def starts(self) -> bool:
        command = [self.path, "--version", "--no-sandbox"]
        surroundings = self.environment(Path(os.devnull))
        try:
            done = subprocess.run(command, env=surroundings, capture_output=True, timeout=30, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium and lend it; every page of it is closed afterwards."""
    program = find_chromium()
    # Playwright's own node needs libatomic, which a bare Debian has not.
    if node := shutil.which("node"):
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)
    with tempfile.TemporaryDirectory(prefix="alongside-browser-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program.path, args=FLAGS, env=program.environment(_write_fonts_conf(Path(folder)))
        )
        try:
            yield browser
        finally:
            browser.close()


def find_chromium() -> Program:
    """$CHROMIUM if set; else the one npm brought, with its own libraries only if need be; else the machine's."""
    if named := os.environ.get("CHROMIUM"):
        candidates = [Program(Path(named))]
    else:
        brought = UNPACKED / "chromium"
        found = [path for name in INSTALLED if (path := shutil.which(name))]
        candidates = [Program(brought), Program(brought, UNPACKED / "lib"), *(Program(Path(path)) for path in found)]
    for program in candidates:
        if program.starts():
            return program
    tried = ", ".join(dict.fromkeys(str(program.path) for program in candidates))
    raise NoBrowser(f"No Chromium starts here (tried {tried}). Run `make browser`, or set CHROMIUM to one.")


def _write_fonts_conf(folder: Path) -> Path:
    """The same fonts on every machine. With no font at all, a page crashes."""
    families = [path for place in site.getsitepackages() for path in sorted(Path(place).glob("fontpkg_*/files"))]
    folders = "".join(f"<dir>{escape(str(path))}</dir>" for path in [UNPACKED / "fonts", *families])
    usual = {"sans-serif": "Noto Sans", "system-ui": "Noto Sans", "serif": "Noto Serif"}
    aliases = "".join(
        f"<alias><family>{asked}</family><prefer><family>{given}</family></prefer></alias>"
        for asked, given in usual.items()
    )
    conf = folder / "fonts.conf"
    conf.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig>{folders}{aliases}<cachedir>{escape(str(folder / 'cache'))}</cachedir></fontconfig>"
    )
    return conf
