"""When the wording of the Air Force's reports changed, as far as the two tables and wire reports of the time show."""

from __future__ import annotations

from datetime import UTC, datetime

# Up to 18 May 2025 drones that did not reach anything are "локаційно втрачені" (lost). From the report of the morning
# of 19 May on they are "подавлено РЕБ / локаційно втрачено", a part of the drones "знешкоджено" (2 June 2025: 52
# neutralised, 15 of them by fire and 37 by electronic warfare); the observatory's category turns to `n` that day.
SUPPRESSED_OR_LOST_FROM = datetime(2025, 5, 18, 21, tzinfo=UTC)

# From the report of the morning of 24 July 2025 on there is one figure, "збито/подавлено" (neutralised), and the
# tracker's `not_reach_goal` is a placeholder 0.
NEUTRALISED_FROM = datetime(2025, 7, 23, 21, tzinfo=UTC)

# "типу Shahed" alone up to 4 October 2024; by 28 October 2024 "типу Shahed та безпілотниками невстановленого типу",
# later decoys and other models by name. The tracker keeps one label, "Shahed-136/131", for all of it, so from 5
# October 2024 on the figure is coded as `uav`, which is true of either wording.
OTHER_DRONES_FROM = datetime(2024, 10, 4, 21, tzinfo=UTC)
