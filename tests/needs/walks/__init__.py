"""Long random walks through the loop: whoever tries whatever, whenever, what must hold holds.

`walk` is the walk itself, `on_…` what may be tried, `holds` what must hold after every step.
"""
