"""The vocabulary of the audit log: what the journey writes down. Grammar: foundation/audit.py."""

from __future__ import annotations

from alongside.foundation.audit import tag

RELEASE_PUBLISHED = tag("author:release:publish", "published a release of the content")
ORGANIZATION_CREATED = tag("operator:organization:create", "created the organization")
OWNER_RESCUED = tag("operator:account:rescue", "made a one-time link for an owner")
INVITATION_MADE = tag("administrator:invitation:make", "invited somebody")
INVITATION_ACCEPTED = tag("account:invitation:accept", "accepted an invitation")
INVITATION_WITHDRAWN = tag("administrator:invitation:withdraw", "withdrew an invitation")
ROLES_CHANGED = tag("administrator:membership:change", "changed somebody’s roles")
MEMBERSHIP_ENDED = tag("administrator:membership:end", "ended a membership")
SLIP_PRINTED = tag("administrator:slip:print", "printed a sign-in slip")
SETTINGS_CHANGED = tag("administrator:organization:change", "changed the organization’s settings")
COHORT_CHANGED = tag("administrator:cohort:change", "made or changed a cohort")
ENROLMENT_MISSED = tag("system:membership:wait", "let somebody in without a course: that of their cohort is not published any more")
ENROLMENT_ADDED = tag("administrator:enrolment:add", "enrolled somebody in a course")
MODULE_FINISHED = tag("trainee:module:finish", "finished a module")
ATTEMPT_FINISHED = tag("trainee:attempt:finish", "handed in a quiz")
RECORD_READ = tag("trainer:record:read", "looked at a person’s record")
RECORD_READ_BY_ADMINISTRATOR = tag("administrator:record:read", "looked at a person’s record")
RECORDS_EXPORTED = tag("trainer:cohort:export", "exported a cohort’s list")
RECORD_REFUSED = tag("trainer:record:refuse", "asked for people they do not train, and was refused")
CERTIFICATE_EARNED = tag("system:certificate:earn", "earned a certificate")
CERTIFICATE_ISSUED = tag("administrator:certificate:issue", "issued a certificate")
CERTIFICATE_REVOKED = tag("administrator:certificate:revoke", "revoked a certificate")
CERTIFICATE_REINSTATED = tag("administrator:certificate:reinstate", "reinstated a certificate")
CERTIFICATE_VISIBILITY = tag("trainee:certificate:show", "changed what visitors see of a certificate")
SIGNED_IN = tag("account:sign-in:begin", "signed in")
NAME_CHANGED = tag("account:name:change", "changed the name that is printed")
SIGNED_OUT_EVERYWHERE = tag("account:sign-in:end-all", "signed out on every device")
PASSWORD_CHANGED = tag("account:password:change", "chose a new password")
