#!/usr/bin/env bash
# Installs what some tests need beyond Python packages: Chromium (report) and PostgreSQL (deployments).
# Where it cannot (no Debian, no root, no index) it says so, and those tests are skipped with that reason.
set -u
missing=()
command -v chromium >/dev/null || missing+=(chromium)
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "tests that need ${missing[*]} are skipped: not installed, and only root on Debian can install them here"
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt() { timeout 300 apt-get -qq -o Acquire::Retries=1 -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 "$@"; }
install() { apt install -y --no-install-recommends "${missing[@]}"; }
# An index that is already there may do, also without a network.
{ install || { apt update && install; }; } >/dev/null 2>&1 \
  || echo "tests that need ${missing[*]} are skipped: Debian's index could not be reached, or has them not"
exit 0
