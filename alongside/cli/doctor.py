"""flask doctor: is this installation well, and if not, what is to be done?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext

from alongside.foundation import doctor as foundation_doctor
from alongside.foundation import schema as foundation_schema
from alongside.foundation.doctor import Finding, check
from alongside.foundation.installation import Installation, here


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Look at everything, and say what is wrong and what to do."""
    found = foundation_doctor.examine(here())
    foundation_doctor.report(found, click.echo)
    if found:
        raise SystemExit(1)


@check
def schema(installation: Installation) -> Iterator[Finding]:
    has, wanted = foundation_schema.current(installation), foundation_schema.head()
    if has != wanted:
        yield Finding(
            "schema-old",
            f"The database has schema {has or 'none'}, this version needs {wanted}.",
            "`flask --app app database upgrade` (make a backup first).",
        )


@check
def content(installation: Installation) -> Iterator[Finding]:
    # Reads Markdown and YAML: only what is about content waits for that.
    from alongside.content.reading import files_of, read_catalogue

    root = installation.settings.content_root
    if not (root / "courses").is_dir():
        yield Finding(
            "no-content",
            "There are no courses in the content folder.",
            "Set ALONGSIDE_CONTENT_ROOT to a folder with courses/.",
        )
        return
    errors = read_catalogue(files_of(root)).errors
    if errors:
        yield Finding(
            "content-errors",
            f"The content has {len(errors)} error{'s' * (len(errors) != 1)}, so it cannot be published.",
            "`flask --app app content check` names each, with file and line.",
        )


@check
def release(installation: Installation) -> Iterator[Finding]:
    from alongside.catalogue import releases  # as above

    with installation.database.reading():
        live = releases.live()
    if live is None:
        yield Finding(
            "nothing-published",
            "No content is published: nobody can learn anything.",
            "`flask --app app content publish`",
        )


@check
def fonts(installation: Installation) -> Iterator[Finding]:
    from alongside.credentials.fonts import font_paths  # as above

    extra = installation.settings.fonts
    if extra and not any(Path(extra).rglob("*.[ot]tf")):
        yield Finding(
            "no-extra-fonts",
            "ALONGSIDE_FONTS names a folder without fonts.",
            "Set it to a folder with .ttf or .otf files.",
        )
    if not any(path.is_dir() for path in font_paths()):
        yield Finding("no-fonts", "The fonts for certificates are missing.", "Run `make run` again: it installs them.")
    if not list((Path(__file__).resolve().parents[2] / "static" / "fonts").glob("*.woff2")):
        yield Finding("no-page-fonts", "The fonts for the pages are missing.", "Run `make run` again: it makes them.")
