"""The contenders of benchmarks/policy.py: each the whole policy of Panjin over one Parquet file of people.

A contender is a module with `NAME`, `read(file)` (the policy's columns in the contender's own form),
`evaluate(table)` (everybody's results), `from_file(file)` (both) and `values(result)`: the results as arrays
that must be the same for all, person by person. `outcome` is 0 ineligible, 1 undetermined, 2 eligible, -1 not
covered; `granted` the place of the route, else -1; `unknown` a count; each clause 0 false, 1 true, 2 unknown.
"""

import json
from pathlib import Path

FLAGS = (
    "dwelling__lawful",
    "employment__lawful_stable",
    "insurance__urban_participant",
    "education__graduate",
    "employment__employer_legal_person",
    "employment__formally_hired",
    "employment__contract_signed",
    "employment__contract_filed",
    "business__invests",
    "business__legal_representative",
    "business__fixed_premises",
    "business__licence",
    "business__tax_relief",
    "sponsor__registered_at_destination",
    "education__this_years_graduate",
    "education__province_origin_student",
    "education__regular_university",
    "hukou__destination_is_origin",
)
CODES = {
    "dwelling__tenure": (
        "owned",
        "rented",
        "public_rental",
        "unit_provided",
        "self_built",
        "with_relatives",
        "none",
    ),
    "education__level": (
        "none",
        "primary",
        "junior_middle",
        "senior_middle",
        "vocational_high",
        "skilled_worker_school",
        "technical_secondary",
        "junior_college",
        "bachelor",
        "master",
        "doctor",
    ),
    "qualification__skill": (
        "none",
        "junior",
        "intermediate",
        "senior",
        "technician",
        "senior_technician",
    ),
    "qualification__title": ("none", "junior", "intermediate", "deputy_senior", "senior"),
    "employment__employer": (
        "state_organ",
        "enterprise",
        "public_institution",
        "social_organisation",
        "foundation",
        "private_non_enterprise",
        "self_employed",
        "none",
    ),
    "hukou__area": ("urban", "rural"),
    "sponsor__relation": (
        "spouse",
        "child",
        "parent",
        "grandparent",
        "grandchild",
        "great_grandparent",
        "great_grandchild",
        "sibling",
        "other_relative",
        "friend",
        "none",
    ),
    "sponsor__hukou_area": ("urban", "rural"),
    "destination__area": ("city_proper", "county_level_city", "county_seat", "town", "rural"),
}
NUMBERS = ("business__tax_paid_years",)
COLUMNS = (*FLAGS, *CODES, *NUMBERS)
ROUTES = (
    "town-dwelling",
    "city-employment-and-dwelling",
    "graduate-hired",
    "investor",
    "rural-mutual-reliance",
    "unemployed-graduate-return",
    "other-moves-of-rural-residents",
)
BAN = "urban-to-rural"
HOME = ("dwelling__lawful", "dwelling__tenure")
CITY = ("employment__lawful_stable", "insurance__urban_participant")
TALENT = (
    "education__graduate",
    "education__level",
    "qualification__skill",
    "qualification__title",
    "employment__employer",
    "employment__employer_legal_person",
    "employment__formally_hired",
    "employment__contract_signed",
    "employment__contract_filed",
)
BUSINESS = (
    "business__invests",
    "business__legal_representative",
    "business__fixed_premises",
    "business__licence",
    "business__tax_paid_years",
    "business__tax_relief",
)
VILLAGE = (
    "hukou__area",
    "sponsor__relation",
    "sponsor__hukou_area",
    "sponsor__registered_at_destination",
    "education__graduate",
    "education__this_years_graduate",
    "education__province_origin_student",
    "education__regular_university",
    "employment__employer",
    "employment__lawful_stable",
    "hukou__destination_is_origin",
)
"""The facts that the clauses open at each kind of destination read."""


def listed(file: Path) -> dict[str, list[str]]:
    """Return the words of the file's columns of numbers, which every contender reads with them."""
    import pyarrow.parquet as pq

    return json.loads(pq.read_metadata(file).metadata.get(b"huji.codes", b"{}"))
