# Points of TAP for shell scripts. Sourced. A point passes if nothing was found; what was found follows as diagnostics.
points=0
bad=0

point() { # sentence, findings (one a line)
  points=$((points + 1))
  if [ -z "$2" ]; then
    echo "ok $points - $1"
  else
    bad=$((bad + 1))
    echo "not ok $points - $1"
    printf '%s\n' "$2" | sed 's/^/# /'
  fi
}

finish() {
  echo "1..$points"
  [ "$bad" = 0 ]
}
