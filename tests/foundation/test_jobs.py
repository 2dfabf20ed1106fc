"""Jobs: what must happen happens, once in effect, whoever dies."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from alongside.foundation import clock, files, jobs
from alongside.foundation.database import session
from alongside.foundation.installation import Installation
from alongside.foundation.jobs import Job


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours gets to run."""


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    monkeypatch.setattr(jobs, "_handlers", dict(jobs._handlers))

    def register(kind: str, act: Callable[..., object], **how: object) -> None:
        jobs._handlers.pop(kind, None)
        jobs.handles(kind, **how)(act)

    return register


def queued(installation: Installation, kind: str = "greet", **words: object) -> int:
    with installation.database.writing():
        job_id = jobs.enqueue(kind, **words)
    assert job_id is not None
    return job_id


def job(installation: Installation, job_id: int) -> Job:
    with installation.database.reading():
        return session.get_one(Job, job_id)


def keep(text: str) -> None:
    files.put(text.encode(), "text/plain", 7)


def kept(installation: Installation) -> int:
    with installation.database.reading():
        return session.scalar(select(func.count()).select_from(files.StoredFile)) or 0


def test_a_job_is_done_after_its_page(installation, handle):
    handle("greet", keep)
    job_id = queued(installation, text="hello")
    assert jobs.queue(installation).pending_count() == 1
    assert jobs.run(installation, job_id)
    assert job(installation, job_id).state == "done"
    assert kept(installation) == 1


def test_a_page_that_fails_leaves_no_job(installation, handle):
    handle("greet", keep)
    with pytest.raises(ZeroDivisionError), installation.database.writing():
        jobs.enqueue("greet", text="hello")
        1 / 0  # noqa: B018
    assert jobs.run_due(installation) == 0
    assert jobs.queue(installation).pending_count() == 0


def test_the_same_act_is_not_queued_twice(installation, handle):
    handle("greet", keep)
    with installation.database.writing():
        first = jobs.enqueue("greet", once_key="greet:tess", text="hello")
        again = jobs.enqueue("greet", once_key="greet:tess", text="hello")
    assert (first is not None, again) == (True, None)
    assert jobs.run_due(installation) == 1


def test_a_full_disk_under_the_queue_does_not_fail_the_page(installation, handle, monkeypatch):
    handle("greet", keep)

    def full(_installation: Installation) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "queue", full)
        job_id = queued(installation, text="hello")
    assert jobs.sweep(installation) == 1
    assert jobs.run(installation, job_id)


def test_a_lost_queue_loses_nothing(on_sqlite, handle):
    handle("greet", keep)
    job_id = queued(on_sqlite, text="hello")
    jobs.queue(on_sqlite).flush()
    assert jobs.sweep(on_sqlite) == 1
    task = jobs.queue(on_sqlite).dequeue()
    jobs.queue(on_sqlite).execute(task)
    assert job(on_sqlite, job_id).state == "done"


def test_a_killed_worker_leaves_no_trace_and_the_job_runs_again(installation, handle):
    def killed_half_way(text: str) -> None:
        keep(text)
        raise Killed

    handle("greet", killed_half_way)
    job_id = queued(installation, text="hello")
    with pytest.raises(Killed):
        jobs.run(installation, job_id)
    assert (job(installation, job_id).state, kept(installation)) == ("running", 0)
    assert not jobs.run(installation, job_id)  # its lease has not run out

    handle("greet", keep)
    with clock.at(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.sweep(installation) == 1
        assert jobs.run(installation, job_id)
    assert (job(installation, job_id).state, kept(installation)) == ("done", 1)


def test_of_many_workers_one_has_the_job(installation, handle):
    started: list[int] = []
    handle("greet", lambda: started.append(threading.get_ident()))
    job_id = queued(installation)
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: jobs.run(installation, job_id), range(8)))
    assert (sorted(done), len(started)) == ([False] * 7 + [True], 1)


def test_who_lost_the_lease_undoes_its_work(installation, handle):
    def slow(text: str) -> None:
        keep(text)
        session.execute(update(Job).values(tries=Job.tries + 1))  # as if another worker had claimed it meanwhile

    handle("greet", slow)
    job_id = queued(installation, text="hello")
    assert not jobs.run(installation, job_id)
    assert kept(installation) == 0


def test_failures_are_tried_again_ever_later_and_then_given_up(installation, handle):
    def fails() -> None:
        raise ConnectionError("tess@example.org is unreachable")

    handle("greet", fails)
    job_id = queued(installation)
    now, pauses = clock.now(), []
    for _ in range(jobs.MOST_TRIES):
        with clock.at(now):
            assert not jobs.run(installation, job_id)
            pauses.append(job(installation, job_id).due_at - now)
            now = max(now, job(installation, job_id).due_at)
    assert pauses[:-1] == jobs.PAUSES
    ended = job(installation, job_id)
    assert (ended.state, ended.tries, ended.last_error) == ("failed", jobs.MOST_TRIES, "ConnectionError")


def test_a_handler_can_give_up_at_once_and_the_operator_can_retry(installation, handle):
    def gives_up() -> None:
        raise jobs.GiveUp

    handle("greet", gives_up)
    job_id = queued(installation)
    jobs.run(installation, job_id)
    assert job(installation, job_id).state == "failed"
    with installation.database.writing():
        assert jobs.retry(job_id)
    handle("greet", lambda: None)
    assert jobs.run_due(installation) == 1


def test_a_worker_that_dies_each_time_ends_the_job(installation, handle):
    def deadly() -> None:
        raise Killed

    handle("greet", deadly)
    job_id = queued(installation)
    now = clock.now()
    for _ in range(jobs.MOST_TRIES):
        with clock.at(now), pytest.raises(Killed):
            jobs.run(installation, job_id)
        now += jobs.LEASE + timedelta(seconds=1)
    with clock.at(now):
        assert jobs.sweep(installation) == 0
    assert (job(installation, job_id).state, job(installation, job_id).last_error) == ("failed", "WorkerDied")


def test_a_job_for_tomorrow_waits_for_tomorrow(installation, handle):
    handle("greet", lambda: None)
    queued(installation, due=clock.in_(days=1))
    assert jobs.run_due(installation) == 0
    with clock.at(clock.in_(days=1, seconds=1)):
        assert jobs.run_due(installation) == 1


def test_what_is_private_is_sealed_while_it_waits_and_forgotten_when_done(installation, handle):
    told: list[str] = []
    handle("greet", lambda to: told.append(to), private=True, outside=True)
    job_id = queued(installation, to="tess@example.org")
    assert "tess" not in str(job(installation, job_id).payload)
    jobs.run_due(installation)
    assert (told, job(installation, job_id).payload) == (["tess@example.org"], {})


def test_a_job_of_an_unknown_kind_waits_for_a_version_that_knows_it(installation):
    job_id = queued(installation, "from-the-future")
    jobs.run(installation, job_id)
    assert (job(installation, job_id).state, job(installation, job_id).last_error) == ("waiting", "NobodyHandles")


def test_the_queue_file_holds_ids_and_nothing_that_runs(on_sqlite, handle):
    handle("greet", keep)
    queued(on_sqlite, text="hello")
    content = b"".join(path.read_bytes() for path in Path(on_sqlite.folder).glob("queue.sqlite*"))
    assert b"hello" not in content
    assert b"\x80\x04" not in content  # no pickle


def test_old_jobs_are_cleared(installation, handle):
    handle("greet", lambda: None)
    queued(installation)
    jobs.run_due(installation)
    with clock.at(clock.now() + jobs.KEPT + timedelta(days=1)), installation.database.writing():
        jobs.clear_old()
    with installation.database.reading():
        assert session.scalar(select(func.count()).select_from(Job)) == 0
