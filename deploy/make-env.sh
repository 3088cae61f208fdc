#!/bin/sh
# Writes .env for compose.yaml: keys and passwords made here, for this machine. Run it once, in the clone's root.
set -eu
if [ -e .env ]; then
  echo '.env is there already, and its passwords are those of the volumes: it stays as it is.' >&2
  exit 1
fi
umask 077
key=$(openssl rand -hex 32)
metrics=$(openssl rand -hex 32)
hash() { printf %s "$1" | openssl dgst -sha256 -r | cut -c1-64; }
cat > .env <<END
# For the command line and curl. Whoever has it may do everything.
HEADWATER_API_KEY=$key
# What Prometheus reads the metrics with.
PROMETHEUS_KEY=$metrics
# The hashes of both: what the servers know.
HEADWATER_API_KEYS='[{"name":"owner","sha256":"$(hash "$key")","scopes":["calls","registry","read","settle"]},{"name":"prometheus","sha256":"$(hash "$metrics")","scopes":["read"]}]'
HEADWATER_CLICKHOUSE_PASSWORD=$(openssl rand -hex 24)
GRAFANA_PASSWORD=$(openssl rand -hex 12)
END
echo 'Written to .env, which git ignores.'
