#!/bin/sh
# Prints where a model's time goes, by kind of node, before and after the rewrites.
#   benchmarks/profile.sh MODEL [--no-rewrites] [--batch N]
set -eu
exec "$(dirname "$0")/run.sh" profile "$@"
