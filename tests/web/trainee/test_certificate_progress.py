"""What is still missing, in sentences with a way to each."""

from alongside.foundation import clock
from alongside.journey.enrol import enrol
from alongside.learning.models import Enrolment
from alongside.organizations import members
from alongside.organizations.models import Organization
from tests.web.trainee.walk import Walk


def test_at_first_all_is_missing(tess):
    page = tess.get("/learn/certificate")
    assert page.heading == "2 things are still missing"
    assert "Do the module “Listening”" in page
    assert "Opens when “Listening” is done." in page
    assert "Harbor Street Center issues your certificate" in page


def test_it_names_lessons_and_quiz_apart(tess, walk):
    tess.submit(tess.get(f"{walk.course}/listening/first"), "/done")
    page = tess.get("/learn/certificate")
    assert "Read 1 more lesson of “Listening”" in page
    assert "Pass the quiz of “Listening”" in page
    assert page.link("Go to the quiz") == f"{walk.course}/listening#quiz"


def test_it_says_the_best_result_so_far(tess, walk):
    walk.begin()
    walk.hand_in()
    assert "Your best is 0 of 5 questions; you need 4." in tess.get("/learn/certificate")


def test_what_is_done_stands_below(tess, walk):
    walk.read("listening")
    walk.pass_quiz("listening")
    page = tess.get("/learn/certificate")
    assert page.heading == "One thing is still missing"
    assert "questions right." in page


def test_when_nothing_is_missing_it_is_the_certificate(tess, walk):
    walk.finish_course()
    assert tess.get("/learn/certificate").heading == "Your certificate holds"


def test_where_an_administrator_confirms_it_says_so(tess, installation):
    with installation.database.writing() as session:
        session.query(Enrolment).filter(Enrolment.sort_name.like("tess%")).update({"ended_at": clock.now()})
        harbor = session.query(Organization).filter_by(name="Harbor Street Center").one()
        enrol(members.with_role(harbor.id, "trainee")[0], course="confirmed-course", by=None)
    Walk(tess).finish_course()
    page = tess.get("/learn/certificate")
    assert page.heading == "Everything is done"
    assert "You need not do anything" in page


def test_somebody_elses_course_is_missing(nora, walk):
    public_id = walk.course.rpartition("/")[2]
    assert nora.get(f"/learn/certificate?course={public_id}").status == 404


def test_without_a_course_it_is_kind(tess, installation):
    with installation.database.writing() as session:
        session.query(Enrolment).update({"ended_at": clock.now()})
    assert "begins with a course" in tess.get("/learn/certificate")
