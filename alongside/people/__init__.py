"""People: accounts and the sign-in sessions they hold."""
