"""Cohorts: made once, changed, filled with people; twice is once."""

import pytest

from tests.web.organization.stories import add_people, enrolled, member_id


@pytest.fixture
def autumn(omar):
    return omar.get("/organization/cohorts").link("Autumn 2026")


def test_omar_makes_a_cohort_with_its_trainer(app, omar):
    form = omar.get("/organization/cohorts/new")
    rae = member_id(app, "Rae Castellano")
    page = omar.submit(form, name="Winter 2027", course="confirmed-course", starts_on="2027-01-11", ends_on="2027-03-26", trainers=[rae])
    assert page.heading == "Winter 2027: nobody is enrolled yet" and "Confirmed course" in page
    assert "26 March 2027" in omar.get("/organization/cohorts")


def test_the_second_click_makes_no_second_cohort(omar):
    form = omar.get("/organization/cohorts/new")
    omar.submit(form, name="Winter 2027", course="small-course")
    again = omar.submit(form, name="Winter 2027", course="small-course")
    assert again.status == 422 and "There is a cohort of this name already" in again


@pytest.mark.parametrize("name", ["Autumn 2026", "AUTUMN  2026"])
def test_two_cohorts_have_no_name_in_common(omar, autumn, name):
    form = omar.get("/organization/cohorts/new")
    assert omar.submit(form, name=name, course="small-course").status == 422
    winter = omar.submit(form, name="Winter 2027", course="small-course")
    again = omar.submit(winter, winter.response.request.path, name=name)
    assert again.status == 422 and "There is a cohort of this name already" in again
    assert omar.submit(omar.get(autumn), autumn, name=name).status == 200  # its own


def test_saved_as_it_was_a_cohort_has_not_changed(omar, autumn):
    omar.submit(omar.get(autumn), autumn)
    assert "changed a cohort" not in omar.get("/organization/log")
    omar.submit(omar.get(autumn), autumn, name="Autumn evenings")
    assert "changed a cohort" in omar.get("/organization/log")


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"name": " "}, "Give the cohort a name"),
        ({"starts_on": "2027-03-01", "ends_on": "2027-02-01"}, "The end lies before the beginning"),
        ({"ends_on": "soon"}, "Not a valid date"),
        ({"course": "no-such-course"}, "Not a valid choice"),
    ],
)
def test_wrong_input_is_said_and_kept(omar, wrong, words):
    page = omar.submit(omar.get("/organization/cohorts/new"), **({"name": "Winter 2027", "course": "small-course"} | wrong))
    assert page.status == 422 and words in page
    if "name" not in wrong:
        assert 'value="Winter 2027"' in page.html


def test_omar_changes_name_and_trainers(app, omar, autumn):
    page = omar.submit(omar.get(autumn), autumn, name="Autumn evenings", trainers=None)
    assert "The cohort is changed" in page and page.heading.startswith("Autumn evenings")
    assert "nobody yet" in omar.get("/organization/cohorts")


def test_the_course_stays_once_somebody_takes_it(omar, autumn):
    page = omar.submit(omar.get(autumn), autumn, course="confirmed-course")
    assert page.status == 422 and "Somebody takes this course here already" in page


def test_omar_enrols_the_people_he_ticks_and_twice_is_once(app, omar, autumn):
    add_people(app, "Ann Moss", "Bo Ives")
    form = omar.get(f"{autumn}/enrolments/new")
    assert "Tess Lindqvist" not in form
    ann = member_id(app, "Ann Moss")
    assert "1 person is enrolled" in omar.submit(form, "/enrolments", member=[ann])
    assert "1 person takes this course already" in omar.submit(form, "/enrolments", member=[ann])
    assert enrolled(app, "Ann Moss") == ["small-course"] and enrolled(app, "Bo Ives") == []


def test_omar_enrols_all_trainees_without_the_course(app, omar, autumn):
    add_people(app, "Ann Moss", "Bo Ives")
    form = omar.get(f"{autumn}/enrolments/new")
    asked = omar.get(form.link("Enrol all 2 trainees without this course"))
    assert asked.heading == "Enrol all 2 trainees in Autumn 2026?" and enrolled(app, "Ann Moss") == []
    page = omar.submit(asked, "/enrolments")
    assert "2 people are enrolled" in page and page.heading == "Autumn 2026: 3 people"
    assert "Every trainee takes this course already" in omar.get(f"{autumn}/enrolments/new")


def test_nobody_chosen_is_said(app, omar, autumn):
    add_people(app, "Ann Moss")
    page = omar.submit(omar.get(f"{autumn}/enrolments/new"), "/enrolments")
    assert page.status == 422 and "Choose at least one person" in page


def test_a_neighbours_member_cannot_be_enrolled_here(app, omar, nora, autumn):
    nora_id = member_id(app, "Nora Quist")
    assert omar.post(f"{autumn}/enrolments", {"member": nora_id}).status == 404
    assert enrolled(app, "Nora Quist") == ["small-course"]


def test_a_page_of_many_people_costs_no_more_statements(app, omar, autumn, statements):
    omar.get(autumn)
    statements.clear()
    omar.get(autumn)
    few = len(statements)
    add_people(app, *(f"Person {number:03}" for number in range(30)))
    omar.submit(omar.get(f"{autumn}/enrolments/new"), "/enrolments", everybody="1")
    statements.clear()
    omar.get(autumn)
    assert len(statements) == few <= 9


def test_the_page_of_a_cohort_says_how_many_modules_each_has_done(omar, autumn):
    assert "0 of 2 modules done" in omar.get(autumn)
