"""Groups of readers that fields are limited to."""

# The teams of programs and who audits them; finance and fundraisers read programs only.
TEAM = "social_program.group_auditor,social_program.group_officer"
