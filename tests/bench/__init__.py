"""The bench: every promise about speed, measured beside a peer or a limit in one run. ``python -m tests.bench``.

The rule: absolute values drift with the machine and with who else uses it, so a target is a ratio of two things that
alternate in one run; the median of the pairs is judged, and the spread is printed beside it. What cannot be measured
here is said aloud, never left out.
"""
