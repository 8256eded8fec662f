"""What the description of the API promises is what is answered, whatever is sent (schemathesis, kept short)."""

from __future__ import annotations

import hypothesis
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.browsing import Counter

#: Of each route.
EXAMPLES = 8


def test_every_answer_is_one_of_those_described(counter: Counter) -> None:
    reference = counter.ask()
    glpi = counter.program()
    schema = schemathesis.openapi.from_url(f"{counter.address}/api/v1/openapi.json")
    tried = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @hypothesis.settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True)
        @hypothesis.given(case=operation.as_strategy())
        def try_it(case: schemathesis.Case) -> None:
            if "reference" in case.path_parameters:
                case.path_parameters["reference"] = reference
            case.call_and_validate(
                base_url=counter.address,
                headers={"Authorization": f"Bearer {glpi.key}"},
                checks=[
                    not_a_server_error,
                    status_code_conformance,
                    content_type_conformance,
                    response_schema_conformance,
                    negative_data_rejection,
                ],
            )

        try_it()
        tried.append(f"{operation.method} {operation.path}")
    assert len(tried) == 12, tried
