"""Foundation: database, clock, ids, secrets, mail, jobs, audit. Knows nothing of training."""
