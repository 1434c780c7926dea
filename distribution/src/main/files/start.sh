#!/bin/sh
# Opens the review page in the browser. A folder of pictures, or a plan.json, may be named; otherwise pick one there.
exec "$(dirname -- "$0")/bin/facequality" review "$@"
