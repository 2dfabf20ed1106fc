"""How a trainee walks through the small course in tests: read, answer rightly or wrongly, hand in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from alongside.assessment.models import Answer, Attempt
from alongside.catalogue import shelf
from alongside.content.catalogue import Item
from alongside.foundation import jobs
from tests.cast import Browser, Page


class Walk:
    """One person on their way; `attempt` is the id of the attempt begun last."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.database = browser.app.extensions["alongside"].database
        self.course = browser.get("/learn").link("See the whole course")
        self.attempt = ""

    def read(self, module: str) -> Page:
        """All lessons of a module, each with the button at its end."""
        page = self.browser.get(f"{self.course}/{module}")
        page = self.browser.get(next(href for href, said in page.links if said in {"Begin reading", "Go on reading"}))
        while any(form.action.endswith("/done") for form in page.forms):
            page = self.browser.submit(page, "/done")
        return page

    def begin(self, module: str = "listening") -> Page:
        page = self.browser.post(f"{self.course}/{module}/attempts", follow=True)
        self.attempt = page.response.request.path.split("/")[3]
        return page

    def question(self, position: int) -> str:
        return f"/learn/attempts/{self.attempt}/{position}"

    def items(self) -> list[Item]:
        with self.database.reading() as session:
            attempt = session.scalars(select(Attempt).where(Attempt.public_id == self.attempt)).one()
            return [shelf.items(attempt.release_id, one["bank"])[one["item"]] for one in attempt.shown]

    def answer_all(self, *, right: bool = True) -> Page:
        """Every question on its page; ends where one looks it all over."""
        page = self.browser.get(self.question(1))
        for item in self.items():
            page = self.browser.submit(page, go="next", **(right_fields(item) if right else wrong_fields(item)))
        return page

    def hand_in(self) -> Page:
        return self.browser.submit(self.browser.get(f"/learn/attempts/{self.attempt}/check"), "/result")

    def pass_quiz(self, module: str) -> Page:
        self.begin(module)
        self.answer_all()
        return self.hand_in()

    def finish_course(self) -> Page:
        """Everything, up to the result of the last quiz."""
        self.read("listening")
        self.pass_quiz("listening")
        self.read("crisis")
        return self.pass_quiz("crisis")

    def stored(self) -> dict[int, Any]:
        """What the database holds of the attempt: position from 0 -> response."""
        with self.database.reading() as session:
            rows = session.scalars(select(Answer).join(Attempt, Attempt.id == Answer.attempt_id).where(Attempt.public_id == self.attempt))
            return {row.position: row.response for row in rows}

    def work_off(self) -> None:
        """Let the job worker do what waits."""
        jobs.run_due(self.browser.app.extensions["alongside"])


def right_fields(item: Item) -> dict[str, Any]:
    """The fields of a right answer, as a page would send them."""
    body = item.body
    if item.kind == "matching":
        return {f"answer-{one['id']}": one["partner"] for one in body["prompts"]}
    if item.kind == "short_text":
        return {"answer": next(one["normal"] for one in body["answers"] if one["right"])}
    return {"answer": [one["id"] for one in body["options"] if one["right"]]}


def wrong_fields(item: Item) -> dict[str, Any]:
    body = item.body
    if item.kind == "matching":
        wanted = {one["partner"] for one in body["prompts"]}
        other = next(one["id"] for one in body["partners"] if one["id"] not in wanted)
        return {f"answer-{one['id']}": other for one in body["prompts"]}
    if item.kind == "short_text":
        return {"answer": "advice"}
    return {"answer": next(one["id"] for one in body["options"] if not one["right"])}


def as_json(fields: dict[str, Any]) -> dict[str, list[str]]:
    """The same fields as autosave.js would send them."""
    return {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
