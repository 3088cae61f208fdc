#!/bin/sh
# Writes .env for compose.yaml, with new keys and passwords for this machine. Run it once, in the root of the clone.
set -eu
if [ -e .env ]; then
  echo '.env exists already. It is not changed, because the volumes use its passwords.' >&2
  exit 1
fi
umask 077
key=$(openssl rand -hex 32)
metrics=$(openssl rand -hex 32)
hash() { printf %s "$1" | openssl dgst -sha256 -r | cut -c1-64; }
cat > .env <<END
# For the command line and curl. This key allows everything.
HEADWATER_API_KEY=$key
# Prometheus reads the metrics with this key.
PROMETHEUS_KEY=$metrics
# The hashes of both keys: the servers know only these.
HEADWATER_API_KEYS='[{"name":"owner","sha256":"$(hash "$key")","scopes":["calls","registry","read","settle","refused","audit"]},{"name":"prometheus","sha256":"$(hash "$metrics")","scopes":["read"]}]'
HEADWATER_CLICKHOUSE_PASSWORD=$(openssl rand -hex 24)
GRAFANA_PASSWORD=$(openssl rand -hex 12)
END
echo 'Wrote .env, which git ignores.'
