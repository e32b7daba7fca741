#!/bin/sh
# Installs Byname from this folder, without a network: ./install.sh [FOLDER]   (byname-env where none is named)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-byname-env}
python=${PYTHON:-python3}

wanted=$(cat "$here/python-version")
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
if [ "$found" != "$wanted" ]; then
    echo "This bundle is for Python $wanted, and $python is Python $found. Name another with PYTHON=..., or make a bundle there." >&2
    exit 1
fi
(cd "$here" && sha256sum --check --quiet SHA256SUMS)
"$python" -m venv "$target"
"$target/bin/pip" install --quiet --no-index --no-deps --find-links "$here/wheels" "$here"/wheels/*.whl
"$target/bin/byname" prepare
echo "Byname is in $target. Begin with: $target/bin/byname demo demo-archive"
