"""Is it alive, is it ready? Sam asks, who runs it."""

from __future__ import annotations

import threading

from alongside.foundation import jobs, schema


def test_alive_asks_nobody(vera, statements):
    answer = vera.get("/healthz")
    assert (answer.status, answer.html) == (200, "ok\n")
    assert statements == []


def test_ready_while_database_schema_and_worker_are_there(vera, installation):
    jobs.heartbeat(installation).touch()
    answer = vera.client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"ready": True, "database": True, "schema": True, "worker": True}


def test_not_ready_without_the_worker(vera, installation):
    jobs.heartbeat(installation).unlink(missing_ok=True)
    answer = vera.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["worker"] is False


def test_not_ready_with_another_schema(vera, installation, monkeypatch):
    jobs.heartbeat(installation).touch()
    monkeypatch.setattr(schema, "head", lambda: "9999_of_tomorrow")
    assert vera.client.get("/readyz").status_code == 503


def test_not_ready_without_the_database_and_no_detail_that_helps_anybody(vera, installation, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def gone(*_args):
        raise OperationalError("SELECT 1", {}, Exception("host=10.0.0.5 password=secret"))

    monkeypatch.setattr(installation.database, "reading", gone)
    monkeypatch.setattr("alongside.web.visitor.checks._schema_fits", lambda _: False)
    with vera.app.test_request_context("/readyz"):
        from alongside.web.visitor.checks import readyz

        body, status = readyz()
    assert status == 503
    assert b"10.0.0.5" not in body.data


def test_a_worker_with_a_slow_mail_server_goes_on_being_there(app, installation, monkeypatch):
    monkeypatch.setattr(jobs, "BEAT_EVERY", 0.01)
    monkeypatch.setattr(jobs, "_handlers", dict(jobs._handlers))
    too_long = threading.Event()

    @jobs.handles("slow mail", outside=True)
    def is_slow() -> None:
        jobs.heartbeat(installation).unlink()
        while not jobs.heartbeat(installation).exists() and not too_long.wait(0.01):
            pass

    with installation.database.writing():
        jobs.enqueue("slow mail")
    give_up = threading.Timer(20, too_long.set)  # a heart that never beats fails the test, and does not hang it
    give_up.start()
    with app.app_context():
        jobs.Worker(app)._step()
    give_up.cancel()
    assert jobs.heartbeat(installation).exists()
