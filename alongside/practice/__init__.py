"""Practice: conversations run by oneself. It never counts against anybody."""
