"""Organizations: who they are, who belongs to them in which role, their cohorts and invitations."""
