"""All tables, so that migrations and tests see every one. Import this, then use Table.metadata."""

from alongside.assessment import models as assessment
from alongside.catalogue import models as catalogue
from alongside.certification import models as certification
from alongside.foundation import audit, files, jobs, throttle
from alongside.foundation.database import Table
from alongside.learning import models as learning
from alongside.organizations import models as organizations
from alongside.people import models as people
from alongside.practice import models as practice
from alongside.reporting import models as reporting

metadata = Table.metadata
ALL = (assessment, audit, catalogue, certification, files, jobs, learning, organizations, people, practice, reporting, throttle)


def check() -> None:
    """All relations resolve: a mistake in a model is found at the start, not on the first page."""
    from sqlalchemy.orm import configure_mappers

    configure_mappers()
