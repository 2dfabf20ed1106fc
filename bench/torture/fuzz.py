"""Fuzzing: every route, every role, random and hostile values: an answer in good order, never a 500."""

from __future__ import annotations

import json
import random
from collections import Counter
from urllib.parse import quote, urlencode

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from alongside.foundation.database import session
from alongside.organizations.models import Membership
from bench import instances, people
from bench.asks import Ask
from bench.in_process import call
from bench.sessions import Session, sign_in

LEARNERS = 200
HOSTILE = [
    "", " ", "0", "-1", "1", "2", "999999999999999999999999", "9223372036854775808", "1e309", "NaN", "null", "true", "[]", "{}", "[[]]",
    "' OR 1=1 --", '"><script>alert(1)</script>', "{{7*7}}", "${7*7}", "%00", "\x00", "a\x00b", "\r\nSet-Cookie: x=1", "../../etc/passwd",
    "..%2f..%2f", "//evil.example", "\\\\evil.example", "http://[", "javascript:alert(1)", "\u202eevil", "\ud7ff", "\U0001f9e1" * 3, "é" * 200,
    "x" * 5000, "x" * 70000, "٣", "１２", "ſ", "İ", "a" * 16, "0" * 26, "0" * 64, "2026-02-30", "9999-12-31", "0001-01-01", "2026-13-01T25:61",
    "=cmd|' /C calc'!A0", "@SUM(1)", "tess@example.org", "a@b", "@", "UTC", "Mars/Olympus", "en", "xx-YY", "name", "owner", "trainee",
    "Name|1", "zz|x", "a:b", "1,2", "1;2",
]  # fmt: skip
FIELDS = [
    "csrf_token", "name", "names", "email", "emails", "password", "password_again", "next", "go", "answer", "answer-a", "role", "roles", "cohort", "course", "reason",
    "theme", "language", "time_zone", "contact", "signatory_name", "signatory_role", "paper", "organization", "certificate", "visibility",
    "after", "before", "show", "words", "state", "q", "code", "starts_on", "ends_on", "trainers", "people", "certificates", "shared_device",
    "position", "sort", "page", "way", "fields", "path", "action", "devices", "current_password",
]  # fmt: skip


class Fuzzer:
    """Knows real ids and who may enter where, so that much of what it sends gets past the door."""

    def __init__(self, app: Flask, rng: random.Random) -> None:
        self.app, self.rng = app, rng
        self.found = people.find(app)
        self.people = self._people()
        self.ids = self._ids()
        self.rules = [one for one in app.url_map.iter_rules() if "placeholder" not in one.rule]

    def _people(self) -> list[Session | None]:
        with self.app.extensions["alongside"].database.reading():
            boss = session.scalars(select(Membership.account_id).where(Membership.is_owner)).first()
        assert boss is not None
        return [None, self.found.readers[0].who, self.found.savers[0].who, self.found.holders[0].who, self.found.trainer, sign_in(self.app, [boss])[boss]]

    def _ids(self) -> list[str]:
        """Names that exist, of all kinds."""
        from alongside.tables import metadata

        ids = ["listening", "active-listening", "confidentiality", "css/site.css", "svg"]
        with self.app.extensions["alongside"].database.reading():
            for table in metadata.sorted_tables:
                if "public_id" in table.c:
                    ids += session.scalars(select(table.c.public_id).limit(8)).all()
        return [*ids, *(one.code for one in self.found.holders), *(one.attempt for one in self.found.savers), self.found.readers[0].lesson]

    def value(self) -> str:
        return self.rng.choice(self.ids) if self.rng.random() < 0.45 else self.rng.choice(HOSTILE)

    def path(self, rule: Rule) -> str:
        """The rule with values in it: mostly such as fit, sometimes the person's own things."""
        own = self.rng.choice([*self.found.readers[:1], *self.found.savers[:1], *self.found.holders[:1]])
        ours = [getattr(own, name) for name in ("enrolment", "attempt", "certificate", "module", "lesson", "code") if hasattr(own, name)] + [self.found.cohort]
        text = rule.rule
        for name in rule.arguments:
            converter = rule._converters[name]
            value = str(self.rng.randint(-1, 12)) if type(converter).__name__ == "IntegerConverter" else self.rng.choice(ours) if self.rng.random() < 0.5 else self.value()
            start = text.index("<")
            text = text[:start] + quote(value, safe="/") + text[text.index(">", start) + 1 :]
        return text

    def ask(self) -> tuple[str, Ask]:
        """One request, and the rule it is for."""
        rule = self.rng.choice(self.rules)
        who = self.rng.choice(self.people)
        method = self.rng.choice(sorted((rule.methods or {"GET"}) - {"OPTIONS", "HEAD"}))
        path = self.path(rule)
        if self.rng.random() < 0.5:
            path += "?" + urlencode([(self.rng.choice(FIELDS), self.value()) for _ in range(self.rng.randint(1, 4))], errors="replace")
        if method == "GET":
            return rule.rule, Ask(path, who=who, headers=self._headers())
        kind = self.rng.choice(["form", "form", "form", "json", "broken"])
        headers = self._headers() | ({"X-CSRFToken": who.token} if who else {})
        if kind == "json":
            return rule.rule, Ask(path, method, json.dumps(self._json()), "application/json", who, headers)
        if kind == "broken":
            return rule.rule, Ask(path, method, self.rng.choice(['{"a":', "%%%", "a=b=c&&&=", '{"seq": 1e999}', "[" * 3000]), "application/json", who, headers)
        fields = [(self.rng.choice(FIELDS), self.value()) for _ in range(self.rng.randint(0, 8))]
        return rule.rule, Ask(path, method, urlencode(fields, errors="replace"), "application/x-www-form-urlencoded", who, headers)

    def _headers(self) -> dict[str, str]:
        if self.rng.random() < 0.8:
            return {}
        return self.rng.choice([
            {"Accept": "application/json"}, {"Accept-Language": "xx;q=9,,"}, {"Range": "bytes=0-1,5-2"}, {"If-None-Match": '"x'}, {"Accept": "q=;;,"},
            {"X-Forwarded-For": "not an address, 1"}, {"If-Modified-Since": "yesterday"}, {"Cookie": "alongside=.eJw; theme=<b>"}, {"Content-Encoding": "gzip"},
        ])  # fmt: skip

    def _json(self) -> object:
        plain = [None, True, -1, 1.5, 10**30, self.value(), [], {}, [self.value()], {"answer": [self.value()]}, {"answer": 7}, {"answer": [7]}]
        return self.rng.choice([{"seq": self.rng.choice(plain), "item": self.rng.choice(plain), "response": self.rng.choice(plain), "position": self.rng.choice(plain)}, self.rng.choice(plain)])


def run(requests: int, seed: int) -> tuple[Counter[str], list[str]]:
    """So many requests. Returns statuses met, and each 500 with what led to it."""
    folder = instances.copied(instances.seeded(LEARNERS), "run-fuzz")
    app = instances.open_app(folder, log_level="CRITICAL")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    done: Counter[str] = Counter()
    wrong: dict[str, str] = {}
    with app.extensions["alongside"].at_hand():
        fuzzer = Fuzzer(app, random.Random(seed))
        for _ in range(requests):
            rule, ask = fuzzer.ask()
            try:
                status = call(app, ask).status_code
            except Exception as error:  # noqa: BLE001 - an exception that gets out is worse than a 500
                status = 500
                wrong.setdefault(f"{ask.method} {rule}: {type(error).__name__}", f"{ask.path[:200]} {ask.body[:200]!r} {ask.headers}")
            done[f"{status // 100}xx"] += 1
            if status == 500:
                wrong.setdefault(f"{ask.method} {rule}", f"{ask.path[:200]} {ask.body[:200]!r} {ask.headers}")
    instances.close_app(app)
    return done, [f"{rule}: {example}" for rule, example in wrong.items()]
