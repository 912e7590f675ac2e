# What the scripts of this folder share: a check a line, and the way out where the machine forbids them.
# shellcheck shell=bash

passed=0 failed=0

skip() { echo "skipped: $1" && exit 77; }

# check NAME COMMAND…: runs it, with its output in $work/check.log, which is shown where it fails.
check() {
    local name=$1
    shift
    if "$@" >"$work/check.log" 2>&1; then
        ((++passed)) && echo "ok      $name"
    else
        ((++failed)) && echo "FAILED  $name" && tail -n 20 "$work/check.log"
    fi
}

# finish: the numbers, as the last line.
finish() {
    echo "$passed passed, $failed failed"
    ((failed == 0))
}
