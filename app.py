"""The application, for the server and for `flask --app app`."""

from alongside import create_app

app = create_app()
