"""Learning: who takes which course, and how far they have come."""
