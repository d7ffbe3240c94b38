"""Who may have engines run. Who sees a run is in `queries.visible_to`."""

from heluo.base.rules import allow, is_system, signed_in

allow("runs.start", signed_in | is_system)
allow("runs.finish", is_system)
