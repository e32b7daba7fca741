"""Run by the environment of validators: whether a folder is an RO-Crate 1.2; the context comes from rocrate's own copy.

usage: python validate_crate.py FOLDER
"""

import pathlib
import sys
from unittest import mock

import rocrate
from requests import Response
from rocrate_validator import models, services

CONTEXT = (pathlib.Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()


def send(_session, request, **_):
    """Answer for the context from the copy; nothing leaves."""
    answer = Response()
    answer.url, answer.request = request.url, request
    answer.status_code = 200 if "ro/crate" in request.url else 404
    answer._content = CONTEXT if answer.status_code == 200 else b""
    answer.headers["Content-Type"] = "application/ld+json"
    return answer


with mock.patch("requests.adapters.HTTPAdapter.send", send):
    settings = models.ValidationSettings(
        rocrate_uri=sys.argv[1], profile_identifier="ro-crate-1.2", no_cache=True, skip_availability_check=True
    )
    result = services.validate(settings)
print("passed" if result.passed() else [issue.message for issue in result.get_issues()])
sys.exit(not result.passed())
