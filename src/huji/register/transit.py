"""Since when somebody is in transit: the standing is cut where the household left goes to another office."""

LEFT_ON = (
    "(select coalesce(max(upper(gone.valid)), '-infinity') from standing gone"
    " where gone.person = s.person and upper_inf(gone.known) and gone.kind <> 'in_transit')"
)
"""SQL: the day on which the person of the standing `s`, in transit now, left."""
IN_TRANSIT = "s.kind = 'in_transit' and upper_inf(s.known) and upper_inf(s.valid)"
"""SQL: the standing `s` is that of somebody in transit now."""
