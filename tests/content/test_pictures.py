"""Pictures that a careless program or a joker made: refused with a place and advice, and never with a crash."""

from __future__ import annotations

import pytest

from alongside.content.pictures import Refused, look_into

HEAD = '<svg xmlns="http://www.w3.org/2000/svg"'
DRAWING = f'{HEAD} viewBox="0 0 9 9">{{}}</svg>'


def look(drawing: str, encoding: str = "utf-8"):
    return look_into("modules/a/images/x.svg", drawing.encode(encoding))


@pytest.mark.parametrize("name", ["UTF-7", "bogus", "ISO-2022-JP", "ISO-8859-1", "UTF-16"])
def test_a_drawing_in_another_encoding_than_ours_is_refused(name):
    with pytest.raises(Refused, match="UTF-8") as refused:
        look(f'<?xml version="1.0" encoding="{name}"?>{DRAWING.format("")}')
    assert refused.value.place[0] == 1


def test_a_drawing_whose_bytes_are_of_another_encoding_is_refused():
    with pytest.raises(Refused):
        look(DRAWING.format("<title>é</title>"), "latin-1")


@pytest.mark.parametrize("declared", ['<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-8" standalone="no"?>', "\ufeff"])
def test_a_drawing_that_says_it_is_in_ours_is_shown(declared):
    assert look(declared + DRAWING.format("")).width == 9


@pytest.mark.parametrize("size", ['width="{0}" height="1"', 'viewBox="0 0 {0} 1"', 'viewBox="0 0 1 {0}"', 'width="1" height="{0}.5"'])
@pytest.mark.parametrize("digits", [6, 400])
def test_a_size_that_no_screen_has_is_refused(size, digits):
    with pytest.raises(Refused, match="size"):
        look(f"{HEAD} {size.format('9' * digits)}/>")


def laughs(times: int) -> str:
    layers = "".join(f'<g id="a{one}">' + f'<use href="#a{one - 1}"/>' * 10 + "</g>" for one in range(1, times))
    return DRAWING.format(f'<g id="a0"><path d="M0 0"/></g>{layers}<use href="#a{times - 1}"/>')


@pytest.mark.parametrize("drawing", [
    laughs(12),
    laughs(3),
    DRAWING.format('<g id="a"><g><use href="#a"/></g></g>'),
    DRAWING.format('<use href="#a"/>\n<g id="a"><use href="#b"/></g><path id="b" d="M0 0"/>'),
])  # fmt: skip
def test_a_part_that_shows_other_parts_is_not_shown_again(drawing):
    with pytest.raises(Refused, match="<use>"):
        look(drawing)


def test_a_part_is_not_shown_so_often_that_a_phone_stands_still():
    many = '<g id="a">' + '<path d="M0 0"/>' * 2000 + "</g>"
    assert look(DRAWING.format(many + '<use href="#a"/>' * 4)).width == 9
    with pytest.raises(Refused, match="shapes"):
        look(DRAWING.format(many + '<use href="#a"/>' * 20))


def test_a_part_may_be_shown_twice():
    assert look(DRAWING.format('<defs><g id="person"><circle r="1"/></g></defs><use href="#person"/><use href="#person" x="3"/>')).width == 9
