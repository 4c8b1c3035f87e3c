#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests; installs Debian's package when there is none.
# Order: $CHROMIUM, a browser already on the PATH, then apt-get (as root, or by sudo without a password).
set -euo pipefail

trouver() {
  local nom
  for nom in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$nom" ] && command -v "$nom" >/dev/null 2>&1; then
      command -v "$nom"
      return 0
    fi
  done
  return 1
}

trouver && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "Chromium is missing and there is no apt-get here: install Chromium, or set CHROMIUM=/path/to/it." >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  admin=()
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
  admin=(sudo -n)
else
  echo "Chromium is missing: install it (apt-get install chromium), or set CHROMIUM=/path/to/it." >&2
  exit 1
fi
echo "Installing Chromium from Debian's packages (once)…" >&2
{
  "${admin[@]}" apt-get update -qq
  "${admin[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium fonts-dejavu-core
} >&2 </dev/null
trouver || { echo "Chromium was installed but is not on the PATH." >&2; exit 1; }
