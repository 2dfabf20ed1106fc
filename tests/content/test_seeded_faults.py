"""What an author may get wrong, and where the check points: each at its line and column, and nothing else besides."""

from __future__ import annotations

import pytest

from alongside.content.reading import read_catalogue
from tests.content.pack import PAGES, TODAY, files

LESSON = "modules/listening/1-first-minute.md"
ASKING = "modules/listening/2-asking.md"
WAY_ROUND = "modules/listening/2-asking.way-round.md"
MODULE = "modules/listening/module.md"
COMING = "modules/privacy/module.md"
DRAWING = "modules/listening/images/pair.svg"
QUIZ_PAGE = "quizzes/listening.md"
COURSE_PAGE = "courses/foundations.md"
FACTS_PAGE = "modules/facts.yaml"
WORDS = "modules/glossary.md"


def problems(changes: dict[str, str | bytes | None]) -> list[str]:
    """Every problem as the command prints it, without the advice after the semicolon."""
    return [str(one).partition(";")[0] for one in read_catalogue(files(changes), TODAY).problems]


def test_a_pack_in_which_everything_is_right_has_no_problem():
    assert problems({}) == []


# What the author did; the page; the words that stood there; the words that stand there now; what the check says.
FAULTS = [
    (
        "escapes a character that nobody sees", LESSON, "minutes: 9", 'minutes: 9\ncontent_note: "a\\0b"',
        [f"{LESSON}:4:15: error: an invisible control character (U+0000)"],
    ),
    (
        "writes a novel into a setting", LESSON, "minutes: 9", "minutes: 9\ncontent_note: " + "a" * 2001,
        [f"{LESSON}:4:15: error: more than 2000 letters for one setting"],
    ),
    (
        "requires nothing", COURSE_PAGE, "modules: all", "modules: []",
        [f"{COURSE_PAGE}:11:5: error: nothing is required, so nobody could ever earn this"],
    ),
    (
        "requires a signature under nothing", COURSE_PAGE, "modules: all", "modules: all\n    agreements: [honor]",
        [f"{COURSE_PAGE}:12:18: error: there is no agreement “honor”"],
    ),
    (
        "draws from one pool twice", QUIZ_PAGE, "oars: 1}", "oars: 1, listening/oars: 1}",
        [f"{QUIZ_PAGE}:3:32: error: the pool “oars” is drawn from twice"],
    ),
    (
        "misspells a setting", LESSON, "minutes: 9", "minuets: 9\nminutes: 9",
        [
            "modules/listening/1-first-minute.md:3:1: error: “minuets” is not a setting here",
        ],
    ),
    (
        "uses a key nobody knows", LESSON, "minutes: 9", "minutes: 9\nzebra: 1",
        [
            "modules/listening/1-first-minute.md:4:1: error: “zebra” is not a setting here",
        ],
    ),
    (
        "forgets a setting", LESSON, "minutes: 9\n", "",
        [
            "modules/listening/1-first-minute.md:1:1: error: “minutes” is missing",
        ],
    ),
    (
        "forgets a setting inside another", COURSE_PAGE, "  statement: Two modules of study, each with an examination.\n", "",
        [
            "courses/foundations.md:8:3: error: “statement” is missing",
        ],
    ),
    (
        "writes a number in words", LESSON, "minutes: 9", "minutes: nine",
        [
            "modules/listening/1-first-minute.md:3:10: error: “minutes” has the wrong form",
        ],
    ),
    (
        "writes a number where words belong", LESSON, "title: The first minute", "title: 1",
        [
            "modules/listening/1-first-minute.md:2:8: error: “title” has the wrong form",
        ],
    ),
    (
        "writes minutes with a fraction", LESSON, "minutes: 9", "minutes: 9.5",
        [
            "modules/listening/1-first-minute.md:3:10: error: “minutes” has the wrong form",
        ],
    ),
    (
        "writes yes for true", QUIZ_PAGE, "wait_hours: 12", "shuffle_items: yes",
        [
            "quizzes/listening.md:4:16: error: “shuffle_items” has the wrong form",
        ],
    ),
    (
        "writes one word where a list belongs", LESSON, "[use-oars]", "use-oars",
        [
            "modules/listening/1-first-minute.md:4:13: error: “objectives” has the wrong form",
        ],
    ),
    (
        "writes a status that does not exist", COMING, "status: coming", "status: draft",
        [
            "modules/privacy/module.md:4:9: error: “status” cannot be “draft”",
        ],
    ),
    (
        "sets a key twice", LESSON, "minutes: 9", "minutes: 9\nminutes: 8",
        [
            "modules/listening/1-first-minute.md:4:1: error: “minutes” is set twice",
        ],
    ),
    (
        "puts a colon into the words", LESSON, "title: The first minute", "title: First: the minute",
        [
            "modules/listening/1-first-minute.md:2:13: error: a colon and a space inside the words",
        ],
    ),
    (
        "uses a YAML tag", LESSON, "title: The first minute", "title: !!python/object:os.system x",
        [
            "modules/listening/1-first-minute.md:2:8: error: the tag tag:yaml.org,2002:python/object:os.system is not used here",
        ],
    ),
    (
        "builds an alias bomb", MODULE, "competencies: [CC1.2, CC9]", "competencies: &a [CC1.2]\nsources: [*a, *a]",
        [
            "modules/listening/module.md:7:15: error: anchors and aliases (& and *) are not used here",
        ],
    ),
    (
        "never closes the settings", ASKING, "suicide.\n---", "suicide.\n",
        [
            "modules/listening/2-asking.md:1:1: error: the settings are never closed",
        ],
    ),
    (
        "forgets the settings", ASKING, "---\ntitle: Asking\nminutes: 7\ncontent_note: This lesson speaks of suicide.\n---\n", "",
        [
            "modules/listening/2-asking.md:1:1: error: the page has no settings",
        ],
    ),
    (
        "writes raw HTML", LESSON, "at any hour.", "at <b>any</b> hour.",
        [
            "modules/listening/1-first-minute.md:8:96: error: raw HTML is not allowed",
            "modules/listening/1-first-minute.md:8:102: error: raw HTML is not allowed",
        ],
    ),
    (
        "links to javascript", LESSON, "Go on with", "[x](javascript:alert) Go on with",
        [
            "modules/listening/1-first-minute.md:27:1: error: links to javascript: are not allowed",
        ],
    ),
    (
        "hides javascript behind an entity", LESSON, "Go on with", "[x](java&#115;cript:alert) Go on with",
        [
            "modules/listening/1-first-minute.md:27:1: error: links to javascript: are not allowed",
        ],
    ),
    (
        "links to a lesson that is not there", LESSON, "(2-asking.md)", "(3-asking.md)",
        [
            "modules/listening/1-first-minute.md:27:12: error: “3-asking.md” is not there",
        ],
    ),
    (
        "links to a module that is not there", LESSON, "../privacy/module.md", "../secrecy/module.md",
        [
            "modules/listening/1-first-minute.md:27:43: error: “../secrecy/module.md” is not there",
        ],
    ),
    (
        "links to a term that is not there", LESSON, "glossary.md#tolerance", "glossary.md#patience",
        [
            "modules/listening/1-first-minute.md:8:7: error: there is no term “patience”",
        ],
    ),
    (
        "links to a fact that is not there", LESSON, "facts.yaml#crisis_line", "facts.yaml#crisis",
        [
            "modules/listening/1-first-minute.md:8:60: error: there is no fact “crisis”",
        ],
    ),
    (
        "writes another number than the fact's", LESSON, "[988]", "[998]",
        [
            "modules/listening/1-first-minute.md:8:60: error: the text says “998”, the fact crisis_line says “988”",
        ],
    ),
    (
        "shows a picture that is not there", LESSON, "images/pair.svg", "images/pear.svg",
        [
            "modules/listening/1-first-minute.md:13:1: error: “images/pear.svg” is not there, or is not a picture",
            "modules/listening/images/pair.svg:1:1: warning: no lesson shows this picture",
        ],
    ),
    (
        "forgets the words of a picture", LESSON, "![Two lines side by side]", "![]",
        [
            "modules/listening/1-first-minute.md:13:1: error: the picture has no words",
        ],
    ),
    (
        "puts a picture into a sentence", LESSON, "![Two", "Look: ![Two",
        [
            "modules/listening/1-first-minute.md:13:7: error: a picture stands on a line of its own",
        ],
    ),
    (
        "skips a level of headings", LESSON, "### Before", "#### Before",
        [
            "modules/listening/1-first-minute.md:17:1: error: the heading skips a level",
        ],
    ),
    (
        "begins with a heading of the first level", LESSON, "## What to say", "# What to say",
        [
            "modules/listening/1-first-minute.md:6:1: error: a heading of the first level",
        ],
    ),
    (
        "invents a call-out", LESSON, "[!CAUTION]", "[!DANGER]",
        [
            "modules/listening/1-first-minute.md:22:3: error: “DANGER” is no kind of call-out",
        ],
    ),
    (
        "forgets the box of a checklist", LESSON, "- [ ] You agreed", "- You agreed",
        [
            "modules/listening/1-first-minute.md:11:5: error: this item of a checklist has no box",
        ],
    ),
    (
        "names an objective the module does not have", LESSON, "[use-oars]", "[use-ears]",
        [
            "modules/listening/1-first-minute.md:4:14: error: the module has no objective “use-ears”",
        ],
    ),
    (
        "calls two objectives the same", MODULE, "    competencies: [CC9.2]\nreview", "    competencies: [CC9.2]\n  - id: use-oars\n    text: Again.\nreview",
        [
            "modules/listening/module.md:13:9: error: two objectives are called “use-oars”",
        ],
    ),
    (
        "writes an objective's id with capitals", MODULE, "id: use-oars", "id: Use-OARS",
        [
            "modules/listening/module.md:10:9: error: “Use-OARS” cannot be an id",
        ],
    ),
    (
        "writes a malformed competency", MODULE, "[CC1.2, CC9]", "[CC1.2, CC13]",
        [
            "modules/listening/module.md:7:23: error: “CC13” is no competency",
        ],
    ),
    (
        "writes hours for a domain that does not exist", MODULE, "{MEN: 4, REC: 1}", "{MEN: 4, XYZ: 1}",
        [
            "modules/listening/module.md:6:19: error: “XYZ” is no domain",
        ],
    ),
    (
        "gives a content note without a way round", LESSON, "minutes: 9", "minutes: 9\ncontent_note: Speaks of overdose.",
        [
            "modules/listening/1-first-minute.md:4:1: error: a content note without a way round",
        ],
    ),
    (
        "names a module that is not there in a course", COURSE_PAGE, "  - privacy", "  - secrecy",
        [
            "courses/foundations.md:6:5: error: there is no module “secrecy”",
        ],
    ),
    (
        "lists a module twice", COURSE_PAGE, "  - privacy", "  - privacy\n  - listening",
        [
            "courses/foundations.md:7:5: error: the module “listening” is listed twice",
        ],
    ),
    (
        "requires a module that the course does not have", COURSE_PAGE, "modules: all", "modules: [secrecy]",
        [
            "courses/foundations.md:11:15: error: “secrecy” is required, but the course has no such module",
        ],
    ),
    (
        "requires a module that is still coming", COURSE_PAGE, "modules: all", "modules: [listening, privacy]",
        [
            "courses/foundations.md:11:26: warning: “privacy” is still coming, so it is not required yet",
        ],
    ),
    (
        "names a prerequisite that is not there", COMING, "status: coming", "status: coming\nprerequisites: [secrecy]",
        [
            "modules/privacy/module.md:5:17: error: there is no module “secrecy”",
        ],
    ),
    (
        "names a quiz that is not there", MODULE, "quiz: listening", "quiz: hearing",
        [
            "modules/listening/module.md:8:7: error: there is no quiz “hearing”",
        ],
    ),
    (
        "marks no right answer", QUIZ_PAGE, "- [x] “Part", "- [ ] “Part",
        [
            "quizzes/listening.md:7:1: error: the question has no right answer",
        ],
    ),
    (
        "marks two right answers", QUIZ_PAGE, "- [ ] “Just", "- [x] “Just",
        [
            "quizzes/listening.md:13:1: error: a second right answer",
        ],
    ),
    (
        "forgets the feedback", QUIZ_PAGE, "  > That argues for one side.\n", "",
        [
            "quizzes/listening.md:11:1: error: the option has no feedback",
        ],
    ),
    (
        "calls two questions the same", QUIZ_PAGE, "{#advice ", "{#hold ",
        [
            "quizzes/listening.md:18:28: error: two questions are called “hold”",
        ],
    ),
    (
        "writes a question's id with capitals", QUIZ_PAGE, "{#hold ", "{#Hold ",
        [
            "quizzes/listening.md:7:49: error: “Hold” cannot be an id",
        ],
    ),
    (
        "uses a kind that does not exist", QUIZ_PAGE, "kind=one_choice", "kind=oral",
        [
            "quizzes/listening.md:7:55: error: “oral” is no kind of question",
        ],
    ),
    (
        "writes an unknown word in the braces", QUIZ_PAGE, "objective=use-oars}", "goal=use-oars}",
        [
            "quizzes/listening.md:7:104: error: “goal=use-oars” means nothing here",
        ],
    ),
    (
        "names an objective nobody has in a question", QUIZ_PAGE, "objective=use-oars", "objective=use-ears",
        [
            "quizzes/listening.md:7:104: error: no module that uses this bank has the objective “use-ears”",
        ],
    ),
    (
        "names a lesson nobody has in a question", QUIZ_PAGE, "lesson=asking", "lesson=2-asking",
        [
            "quizzes/listening.md:18:68: error: no module that uses this bank has the lesson “2-asking”",
        ],
    ),
    (
        "writes a malformed competency in a question", QUIZ_PAGE, "competency=CC9.2,ETH", "competency=CC9.2,LAW",
        [
            "quizzes/listening.md:25:68: error: “CC9.2,LAW” is no competency",
        ],
    ),
    (
        "draws more than there is", QUIZ_PAGE, "oars: 1", "oars: 2",
        [
            "quizzes/listening.md:3:23: error: this draws 2 from the pool “oars”, which has 1",
        ],
    ),
    (
        "draws from a pool that is not there", QUIZ_PAGE, "oars: 1", "ears: 1",
        [
            "quizzes/listening.md:3:23: error: this draws 1 from the pool “ears”, which has 0",
            "quizzes/listening.md:25:58: warning: nothing draws from the pool “oars”",
        ],
    ),
    (
        "draws from a bank that is not there", QUIZ_PAGE, "oars: 1", "hearing/oars: 1",
        [
            "quizzes/listening.md:3:23: error: there is no bank “hearing”",
            "quizzes/listening.md:25:58: warning: nothing draws from the pool “oars”",
        ],
    ),
    (
        "forgets the braces", QUIZ_PAGE, "## Advice is a roadblock. {#advice kind=true_false pool=roadblocks lesson=asking critical}", "## Advice is a roadblock.",
        [
            "quizzes/listening.md:18:1: error: the question has no braces",
        ],
    ),
    (
        "gives true_false other words", QUIZ_PAGE, "- [ ] False", "- [ ] No",
        [
            "quizzes/listening.md:18:1: error: the two options are True and False",
        ],
    ),
    (
        "writes a table row with three cells", QUIZ_PAGE, "| “You came.” | Affirmation |", "| “You came.” | Affirmation | x |",
        [
            "quizzes/listening.md:30:1: error: the row has 3 cells",
        ],
    ),
    (
        "puts the feedback to the left margin", QUIZ_PAGE, "  > That argues for one side.", "> That argues for one side.",
        [
            "quizzes/listening.md:11:1: error: the option has no feedback",
            "quizzes/listening.md:13:1: error: an option after the quotation",
        ],
    ),
    (
        "leaves text between the options", QUIZ_PAGE, "- [x] “Part", "Well.\n- [x] “Part",
        [
            "quizzes/listening.md:13:1: error: this text belongs to nothing",
        ],
    ),
    (
        "writes a fact as a number", FACTS_PAGE, 'value: "988"', "value: 988",
        [
            "modules/facts.yaml:8:10: error: “value” has the wrong form",
        ],
    ),
    (
        "leaves a fact unverified for long", FACTS_PAGE, "last_verified: 2026-11-01", "last_verified: 2026-05-01",
        [
            "modules/facts.yaml:5:18: warning: emergency_line was last verified on 2026-05-01, over six months ago",
        ],
    ),
    (
        "verified a fact the day after tomorrow", FACTS_PAGE, "last_verified: 2026-11-01", "last_verified: 2026-11-25",
        [
            "modules/facts.yaml:5:18: error: emergency_line was verified on a day that is still to come",
        ],
    ),
    (
        "removes the crisis line", FACTS_PAGE, "crisis_line:", "warm_line:",
        [
            "modules/facts.yaml:1:1: error: “crisis_line” is missing, and every page shows it",
            "modules/listening/1-first-minute.md:8:60: error: there is no fact “crisis_line”",
        ],
    ),
    (
        "explains a word twice", WORDS, "## Break {#break}", "## Break {#tolerance}",
        [
            "modules/glossary.md:3:36: error: there is no term “break”",
            "modules/glossary.md:5:1: error: “tolerance” is explained twice",
        ],
    ),
    (
        "gives a word no id", WORDS, "## Break {#break}", "## Break",
        [
            "modules/glossary.md:3:36: error: there is no term “break”",
            "modules/glossary.md:5:1: error: the word has no id",
        ],
    ),
    (
        "puts a script into a picture", DRAWING, "<path", "<script/>\n  <path",
        [
            "modules/listening/images/pair.svg:3:3: error: <script> is not allowed in an SVG",
        ],
    ),
    (
        "puts an event into a picture", DRAWING, "<path d", '<path onclick="x" d',
        [
            "modules/listening/images/pair.svg:3:3: error: onclick would run something",
        ],
    ),
    (
        "puts a style into a picture", DRAWING, "<path d", '<path style="fill:red" d',
        [
            "modules/listening/images/pair.svg:3:3: error: style is not allowed in an SVG",
        ],
    ),
    (
        "calls out from a picture", DRAWING, '<path d="M6 8 H30" stroke="#175"/>', '<use href="https://example.org/x.svg#a"/>',
        [
            "modules/listening/images/pair.svg:3:3: error: an SVG may link to its own parts only (#name)",
        ],
    ),
    (
        "gives a picture no size", DRAWING, ' viewBox="0 0 38 22"', "",
        [
            "modules/listening/images/pair.svg:1:1: error: the SVG has no size",
        ],
    ),
    (
        "saves half a picture", DRAWING, "</svg>", "",
        [
            "modules/listening/images/pair.svg:5:1: error: this SVG is not well-formed (no element found)",
        ],
    ),
]


@pytest.mark.parametrize("page, old, new, said", [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS])
def test_an_author_who(page, old, new, said):
    assert old in PAGES[page]
    assert problems({page: PAGES[page].replace(old, new, 1)}) == said


# What the author did to the files; which files; what the check says.
FILES = [
    (
        "writes a name with capitals", {"modules/listening/3-Roadblocks.md": "x"},
        ["modules/listening/3-Roadblocks.md:1:1: error: names are written small, with hyphens"],
    ),
    (
        "writes a name with a space", {"modules/listening/3-road blocks.md": "x"},
        ["modules/listening/3-road blocks.md:1:1: error: names hold no spaces and no underscores"],
    ),
    (
        "forgets the number of a lesson", {"modules/listening/roadblocks.md": "x"},
        ["modules/listening/roadblocks.md:1:1: error: this is neither module.md nor a lesson"],
    ),
    (
        "leaves a file that nothing reads", {"modules/listening/notes.txt": "x"},
        ["modules/listening/notes.txt:1:1: warning: nothing reads this file"],
    ),
    (
        "leaves a gap in the numbers", {"modules/listening/4-more.md": PAGES[ASKING].replace("content_note", "#")},
        ["modules/listening/4-more.md:1:1: error: there is no lesson 3"],
    ),
    (
        "numbers two lessons the same", {"modules/listening/2-more.md": PAGES[ASKING].replace("content_note", "#")},
        ["modules/listening/2-more.md:1:1: error: another lesson has the number 2"],
    ),
    (
        "calls two lessons the same", {"modules/listening/3-asking.md": PAGES[ASKING].replace("content_note", "#")},
        ["modules/listening/3-asking.md:1:1: error: another lesson is called “asking”"],
    ),
    (
        "takes the way round away", {WAY_ROUND: None},
        [f"{ASKING}:4:1: error: a content note without a way round"],
    ),
    (
        "writes a way round of nothing", {"modules/listening/3-other.way-round.md": PAGES[WAY_ROUND]},
        ["modules/listening/3-other.way-round.md:1:1: error: there is no lesson of this name beside it"],
    ),
    (
        "writes a way round without a content note", {ASKING: PAGES[ASKING].replace("content_note", "#")},
        [f"{WAY_ROUND}:1:1: error: the lesson has no content_note"],
    ),
    (
        "makes a mistake in a translation", {"modules/listening/2-asking.es.md": "---\ntitle: Preguntar\n---\n# Hola\n"},
        [
            "modules/listening/2-asking.es.md:1:1: error: “minutes” is missing",
            "modules/listening/2-asking.es.md:4:1: error: a heading of the first level",
        ],
    ),
    (
        "forgets module.md", {"modules/new/1-first.md": PAGES[ASKING].replace("content_note", "#")},
        ["modules/new/1-first.md:1:1: error: the module has no module.md"],
    ),
    (
        "saves a page in another encoding", {ASKING: PAGES[ASKING].encode() + "Café\n".encode("latin-1")},
        [f"{ASKING}:7:4: error: a character that is not UTF-8"],
    ),
    (
        "pastes a character that turns the text around", {ASKING: PAGES[ASKING] + "So \u202eeud\n"},
        [f"{ASKING}:7:4: error: an invisible control character (U+202E)"],
    ),
    (
        "calls a text a picture", {"modules/listening/images/photo.png": b"not a picture"},
        [
            "modules/listening/images/photo.png:1:1: error: this is not a PNG picture",
            "modules/listening/images/photo.png:1:1: warning: no lesson shows this picture",
        ],
    ),
    (
        "leaves a bank without questions", {QUIZ_PAGE: "---\ntitle: Empty\ndraw: {oars: 1}\n---\n"},
        [
            f"{QUIZ_PAGE}:1:1: error: the bank has no questions",
        ],
    ),
    (
        "builds a circle of prerequisites",
        {
            MODULE: PAGES[MODULE].replace("quiz: listening", "quiz: listening\nprerequisites: [privacy]"),
            COMING: PAGES[COMING].replace("status: coming", "status: coming\nprerequisites: [listening]"),
        },
        [f"{MODULE}:9:1: error: a circle of prerequisites: listening → privacy → listening"],
    ),
    (
        "lets a module wait for one that the course does not have",
        {
            COURSE_PAGE: PAGES[COURSE_PAGE].replace("  - listening\n", ""),
            COMING: PAGES[COMING].replace("status: coming", "status: coming\nprerequisites: [listening]"),
        },
        [
            f"{COURSE_PAGE}:4:1: warning: every module is still coming, so nobody can earn the certificate yet",
            f"{COURSE_PAGE}:5:5: error: “privacy” waits for “listening”, which this course does not have",
        ],
    ),
    (
        "completes a module without lessons", {COMING: PAGES[COMING].replace("coming", "complete")},
        [
            f"{COMING}:1:1: error: “objectives” is missing",
            f"{COMING}:4:9: error: a complete module has lessons",
        ],
    ),
]


@pytest.mark.parametrize("changes, said", [pytest.param(*fault[1:], id=fault[0]) for fault in FILES])
def test_an_author_who_with_files(changes, said):
    assert problems(changes) == said


def test_an_author_with_many_mistakes_is_told_all_of_them_at_once():
    everything = {}
    for _, page, old, new, _ in FAULTS:
        everything[page] = everything.get(page, PAGES[page]).replace(old, new, 1)
    found = read_catalogue(files(everything), TODAY).problems
    assert len(found) > 20
    assert [(one.file, one.line, one.column) for one in found] == sorted((one.file, one.line, one.column) for one in found)


def test_every_message_says_what_to_do():
    for _, page, old, new, _ in FAULTS:
        for one in read_catalogue(files({page: PAGES[page].replace(old, new, 1)}), TODAY).problems:
            assert "; " in one.message, one
