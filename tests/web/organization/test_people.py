"""The people of the organization: found by name and role, page by page."""

from tests.web.organization.stories import add_people, member_id


def test_omar_sees_who_belongs_here_and_nobody_from_next_door(omar):
    page = omar.get("/organization/people")
    assert page.heading == "Three people belong here"
    assert "Tess Lindqvist" in page and "Rae Castellano" in page
    assert "Nora Quist" not in page


def test_omar_finds_people_by_part_of_a_name_and_by_role(omar):
    assert "Rae Castellano" not in omar.get("/organization/people?words=lind")
    page = omar.get("/organization/people?role=trainer")
    assert "Rae Castellano" in page and "Tess Lindqvist" not in page


def test_capitals_do_not_matter_in_any_language(app, omar):
    add_people(app, "ÉLODIE Ångström", email=False)
    for words in ("élodie", "ÅNGSTRÖM", "Élodie å"):
        assert "ÉLODIE Ångström" in omar.get("/organization/people", query_string={"words": words})
    autumn = omar.get("/organization/cohorts").link("Autumn 2026")
    assert "ÉLODIE Ångström" in omar.get(f"{autumn}/enrolments/new", query_string={"words": "élodie"})


def test_nobody_found_says_so_and_leads_back(omar):
    page = omar.get("/organization/people?words=zzz")
    assert page.heading == "Nobody was found"
    assert "Tess Lindqvist" in omar.get(page.link("Show everybody"))


def test_a_long_list_goes_on_without_naming_anybody_in_the_address(app, omar):
    add_people(app, *(f"Person {number:03}" for number in range(60)))
    first = omar.get("/organization/people")
    assert "Person 030" in first and "Person 059" not in first
    onwards = first.link("More people")
    assert "Person" not in onwards
    assert "Person 059" in omar.get(onwards)


def test_a_page_of_many_people_costs_no_more_statements(app, omar, statements):
    omar.get("/organization/people")
    statements.clear()
    omar.get("/organization/people")
    few = len(statements)
    add_people(app, *(f"Person {number:03}" for number in range(45)))
    statements.clear()
    omar.get("/organization/people")
    assert len(statements) == few <= 3


def test_a_neighbour_is_nobody_to_go_on_after(app, omar):
    assert omar.get(f"/organization/people?after={member_id(app, 'Nora Quist')}").status == 404
