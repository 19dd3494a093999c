"""Caches what pydantic makes of the models: importing it takes longer than validating a file."""

from __future__ import annotations

import os
import pickle
from functools import cache as once
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sipctl.plan.model.validation import validate
from sipctl.store.cache import folder as cache

if TYPE_CHECKING:
    from sipctl.plan.model.validation.file_kinds import FileKind


@once
def prepare(kind: FileKind) -> None:
    """Makes `validate` use the cached schema of one kind of file; builds and caches a missing one.

    Its key is sipctl's own modules, and the versions of pydantic and of its core.
    """
    folder, versions = cache.cache_folder(), _versions()
    if folder is None or versions is None:
        return
    path = os.path.join(folder, f"schema-{kind}")
    key = cache.digest(cache.program(), versions).encode()
    data = cache.get(path, key)
    try:
        if data is not None:
            validate.use_schema(kind, pickle.loads(data))  # noqa: S301 - only the user can write it
            return
        schema = validate.schema_of(kind)
        cache.put(path, pickle.dumps(schema, protocol=5), key)
    except Exception:  # a schema that cannot be pickled or read back is built when needed
        return
    validate.use_schema(kind, schema)


@once
def _versions() -> bytes | None:
    """The version of pydantic's core, then pydantic's `version.py`; None if it cannot be found."""
    pydantic = find_spec("pydantic")
    if pydantic is None or pydantic.origin is None:
        return None
    try:
        with open(os.path.join(os.path.dirname(pydantic.origin), "version.py"), "rb") as file:
            return validate.CORE_VERSION.encode() + file.read()
    except OSError:
        return None
