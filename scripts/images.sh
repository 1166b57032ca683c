#!/bin/sh
# Builds both container images with Docker or Podman, and asks the serving one for a prediction.
# BASE_IMAGE chooses another base than the one in the Dockerfiles.
set -eu

if docker info >/dev/null 2>&1; then
    engine=docker
elif command -v podman >/dev/null 2>&1; then
    engine=podman
else
    echo "images: needs a running Docker, or Podman: sudo apt-get install -y podman" >&2
    exit 1
fi

for name in serve train; do
    "$engine" build --file "Dockerfile.$name" --tag "saltus-$name" \
        ${BASE_IMAGE:+--build-arg "BASE_IMAGE=$BASE_IMAGE"} .
done

container=$("$engine" run --detach --publish 127.0.0.1::8000 saltus-serve)
trap '"$engine" rm --force "$container" >/dev/null' EXIT
address=$("$engine" port "$container" 8000 | head -n 1)

python3 - "http://$address" <<'PYTHON'
import json
import sys
import time
import urllib.error
import urllib.request

url = sys.argv[1]
for _ in range(100):
    try:
        urllib.request.urlopen(f"{url}/health/ready", timeout=2)
        break
    except (urllib.error.URLError, ConnectionError):
        time.sleep(0.1)
with urllib.request.urlopen(f"{url}/openapi.json", timeout=5) as response:
    row = json.load(response)["components"]["schemas"]["PredictRequest"]["examples"][0]
headers = {"content-type": "application/json"}
request = urllib.request.Request(f"{url}/predict", json.dumps(row).encode(), headers)
with urllib.request.urlopen(request, timeout=5) as response:
    print(response.read().decode())
PYTHON
