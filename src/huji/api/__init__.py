"""The register for programs: reading alone, over HTTP, as an officer, for a purpose (docs/api.md).

`urls` mounts `service.api` at /api/v1/; `operations` hold the questions, `answers` what is said, `entrance`
who may ask and how often, `problems` what is said when not. Nothing is decided here: questions go to
`register.queries` under the officer's own row security, and every look at a person leaves its line.
"""
