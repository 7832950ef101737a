"""Schedules, where users of Prefect 2 look for them."""

from legato.schemas.schedules import CronSchedule as CronSchedule
from legato.schemas.schedules import IntervalSchedule as IntervalSchedule
from legato.schemas.schedules import NoSchedule as NoSchedule
from legato.schemas.schedules import RRuleSchedule as RRuleSchedule
from legato.schemas.schedules import Schedule as Schedule
from legato.schemas.schedules import construct_schedule as construct_schedule
