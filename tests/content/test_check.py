"""The command that authors run before they publish."""

from __future__ import annotations

from pathlib import Path

import pytest

from alongside.content.catalogue import Problem
from alongside.content.check import check, exit_status, main
from alongside.content.pictures import Refused, look_into
from alongside.content.reading import files_of
from tests.content import school
from tests.content.pack import TODAY, files


def write(root: Path, pages: dict[str, bytes]) -> None:
    for path, data in pages.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def test_a_good_folder_ends_well(tmp_path, capsys):
    write(tmp_path, school.files())
    assert main(tmp_path, TODAY) == 0
    assert capsys.readouterr().out == "Nothing is wrong.\n"


def test_an_error_stops_a_release_and_says_where(tmp_path, capsys):
    page = "modules/listening/module.md"
    write(tmp_path, school.files({page: school.PAGES[page].replace("complete", "draft")}))
    assert main(tmp_path, TODAY) == 1
    assert capsys.readouterr().out == (
        f"{page}:4:9: error: “status” cannot be “draft”; write complete or coming\n1 error, 0 warnings.\n"
    )


@pytest.mark.parametrize("severities, status", [([], 0), (["warning"], 0), (["error"], 1), (["warning", "error"], 1)])
def test_only_errors_decide_how_it_ends(severities, status):
    assert exit_status(Problem("a.md", 1, 1, severity, "x; y") for severity in severities) == status


def test_the_day_decides_which_facts_are_stale():
    assert [one.message.partition(" was")[0] for one in check(school.files(), TODAY.replace(year=2027))] == [
        "emergency_line", "crisis_line",
    ]


def test_what_editors_leave_behind_is_not_content(tmp_path):
    write(tmp_path, files())
    left = ["modules/.DS_Store", "modules/listening/1-first-minute.md~", "modules/listening/.1-first-minute.md.swp",
            "quizzes/#listening.md#", "courses/.git/config", "README.md"]
    write(tmp_path, dict.fromkeys(left, b"x"))
    assert files_of(tmp_path) == files()


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize("drawing", [
    SVG.format("<script>alert(1)</script>"),
    SVG.format("<style>*{}</style>"),
    SVG.format("<foreignObject/>"),
    SVG.format("<image href='data:image/png;base64,x'/>"),
    SVG.format("<a href='https://example.org'><path d='M0 0'/></a>"),
    SVG.format("<path d='M0 0' onload='alert(1)'/>"),
    SVG.format("<path d='M0 0' ONCLICK='alert(1)'/>"),
    SVG.format("<path d='M0 0' style='fill:url(https://example.org)'/>"),
    SVG.format("<path d='M0 0' fill='url(https://example.org/x#y)'/>"),
    SVG.format("<use href='https://example.org/x.svg#y'/>"),
    SVG.format("<use xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='x.svg#y'/>"),
    SVG.format("<set attributeName='href' to='javascript:alert(1)'/>"),
    SVG.format("<animate attributeName='x'/>"),
    SVG.format("<html xmlns='http://www.w3.org/1999/xhtml'/>"),
    SVG.format("<x:script xmlns:x='http://www.w3.org/1999/xhtml'/>"),
    '<?xml-stylesheet href="https://example.org/x.css"?>' + SVG.format(""),
    '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG.format("<text>&b;</text>"),
    '<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + SVG.format(""),
    SVG.format("<g>"),
    "<svg viewBox='0 0 9 9'/>",
    "<g xmlns='http://www.w3.org/2000/svg'/>",
    "",
    "GIF89a",
])
def test_a_drawing_that_could_do_something_is_refused(drawing):
    with pytest.raises(Refused):
        look_into("modules/a/images/x.svg", drawing.encode())


@pytest.mark.parametrize("name, data, size", [
    ("x.svg", SVG.format("<title>x</title><path d='M0 0' fill='url(#a)'/>").encode(), (9, 9)),
    ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10px"/>', (20, 10)),
    ("x.png", b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0\0\0\x05\0\0\0\x06" + b"\0" * 9, (5, 6)),
    ("x.jpg", b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x07\0\x08\x03", (8, 7)),
    ("x.jpeg", b"\xff\xd8\xff\xe0", (None, None)),
])
def test_a_plain_picture_is_shown_in_its_size_under_its_digest(name, data, size):
    picture = look_into(name, data)
    assert (picture.width, picture.height) == size
    assert picture.href == f"/content/{picture.digest}.{name.partition('.')[2]}"


@pytest.mark.parametrize("name", ["x.svg", "x.png", "x.jpg"])
def test_a_picture_must_be_what_its_name_says_and_not_too_large(name):
    with pytest.raises(Refused):
        look_into(name, b"<html>")
    with pytest.raises(Refused, match="smaller"):
        look_into(name, b"x" * 1_000_001)
