"""Every setting: name, type, default, one sentence."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from legato.settings.load import Setting
from legato.settings.profiles import home, profiles_path

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

LEGATO_HOME = Setting[Path]("LEGATO_HOME", "path", home, "The folder for everything that Legato keeps on this machine.")
LEGATO_PROFILES_PATH = Setting[Path]("LEGATO_PROFILES_PATH", "path", profiles_path, "The file with the profiles.")
LEGATO_DEBUG_MODE = Setting[bool]("LEGATO_DEBUG_MODE", "bool", False, "Log at DEBUG and show tracebacks in the CLI.")
LEGATO_TEST_MODE = Setting[bool]("LEGATO_TEST_MODE", "bool", False, "Whether tests are being run.")

LEGATO_CLI_COLORS = Setting[bool]("LEGATO_CLI_COLORS", "bool", True, "Whether the CLI prints in colour.")
LEGATO_CLI_PROMPT = Setting[bool | None](
    "LEGATO_CLI_PROMPT", "bool", None, "Whether the CLI may ask questions; by default only at a terminal."
)
LEGATO_CLI_WRAP_LINES = Setting[bool]("LEGATO_CLI_WRAP_LINES", "bool", True, "Whether the CLI wraps long lines.")

LEGATO_API_URL = Setting[str | None](
    "LEGATO_API_URL", "str", None, "The address of the API, such as http://127.0.0.1:4200/api."
)
LEGATO_API_KEY = Setting[str | None]("LEGATO_API_KEY", "str", None, "The key sent to the API.", is_secret=True)
LEGATO_API_REQUEST_TIMEOUT = Setting[float](
    "LEGATO_API_REQUEST_TIMEOUT", "float", 60.0, "Seconds to wait for an answer of the API.", minimum=0.01
)
LEGATO_API_SSL_CERT_FILE = Setting[str | None](
    "LEGATO_API_SSL_CERT_FILE", "str", None, "A file of certificates to trust for an https address."
)
LEGATO_API_TLS_INSECURE_SKIP_VERIFY = Setting[bool](
    "LEGATO_API_TLS_INSECURE_SKIP_VERIFY", "bool", False, "Accept any certificate from an https address."
)
LEGATO_CLIENT_MAX_RETRIES = Setting[int](
    "LEGATO_CLIENT_MAX_RETRIES", "int", 5, "How often a request is tried again when the API is busy or away.", minimum=0
)
LEGATO_CLIENT_RETRY_JITTER_FACTOR = Setting[float](
    "LEGATO_CLIENT_RETRY_JITTER_FACTOR", "float", 0.2, "By which share the waits between tries vary.", minimum=0
)
LEGATO_UI_URL = Setting[str | None](
    "LEGATO_UI_URL", "str", None, "The address of the UI; by default that of the API without /api."
)

LEGATO_LOCAL_STORAGE_PATH = Setting[Path](
    "LEGATO_LOCAL_STORAGE_PATH", "path", lambda: home() / "storage", "The folder for results, unless told otherwise."
)
LEGATO_DEFAULT_RESULT_STORAGE_BLOCK = Setting[str | None](
    "LEGATO_DEFAULT_RESULT_STORAGE_BLOCK", "str", None, "The storage for results, as the slug and name of a block."
)
LEGATO_RESULTS_DEFAULT_SERIALIZER = Setting[str](
    "LEGATO_RESULTS_DEFAULT_SERIALIZER", "str", "pickle", "The serializer of results that name none."
)
LEGATO_RESULTS_PERSIST_BY_DEFAULT = Setting[bool | None](
    "LEGATO_RESULTS_PERSIST_BY_DEFAULT",
    "bool",
    None,
    "Whether results are persisted; by default so that a failed flow run can go on where it stopped.",
)
LEGATO_RESULTS_AUTOMATIC_LIMIT = Setting[int](
    "LEGATO_RESULTS_AUTOMATIC_LIMIT",
    "int",
    100_000_000,
    "Bytes that a result may have which nobody asked to be persisted.",
    minimum=0,
)
LEGATO_RESULTS_KEEP_DAYS = Setting[int](
    "LEGATO_RESULTS_KEEP_DAYS", "int", 14, "Days for which such results are kept in the local folder.", minimum=1
)
LEGATO_RESULTS_MEMORY = Setting[int](
    "LEGATO_RESULTS_MEMORY", "int", 64_000_000, "Bytes of stored results that stay in memory as well.", minimum=0
)
LEGATO_TASKS_REFRESH_CACHE = Setting[bool](
    "LEGATO_TASKS_REFRESH_CACHE", "bool", False, "Whether tasks are run although their answers are cached."
)
LEGATO_RUN_ON_COMPLETION_HOOKS_ON_CACHED = Setting[bool](
    "LEGATO_RUN_ON_COMPLETION_HOOKS_ON_CACHED", "bool", False, "Whether on_completion hooks run for cached answers."
)
LEGATO_TASK_DEFAULT_RETRIES = Setting[int](
    "LEGATO_TASK_DEFAULT_RETRIES", "int", 0, "Retries of tasks that do not say how many.", minimum=0
)
LEGATO_TASK_DEFAULT_RETRY_DELAY_SECONDS = Setting[float | list[float]](
    "LEGATO_TASK_DEFAULT_RETRY_DELAY_SECONDS", "numbers", 0, "Seconds between the tries of such tasks."
)
LEGATO_FLOW_DEFAULT_RETRIES = Setting[int](
    "LEGATO_FLOW_DEFAULT_RETRIES", "int", 0, "Retries of flows that do not say how many.", minimum=0
)
LEGATO_FLOW_DEFAULT_RETRY_DELAY_SECONDS = Setting[float](
    "LEGATO_FLOW_DEFAULT_RETRY_DELAY_SECONDS", "float", 0, "Seconds between the tries of such flows.", minimum=0
)

LEGATO_LOGGING_LEVEL = Setting[str](
    "LEGATO_LOGGING_LEVEL", "str", "INFO", "The level from which log lines of runs are kept.", choices=_LEVELS
)
LEGATO_LOGGING_INTERNAL_LEVEL = Setting[str](
    "LEGATO_LOGGING_INTERNAL_LEVEL", "str", "ERROR", "The level of Legato's own log lines.", choices=_LEVELS
)
LEGATO_LOGGING_SERVER_LEVEL = Setting[str](
    "LEGATO_LOGGING_SERVER_LEVEL", "str", "WARNING", "The level of the server's log lines.", choices=_LEVELS
)
LEGATO_LOGGING_EXTRA_LOGGERS = Setting[list[str]](
    "LEGATO_LOGGING_EXTRA_LOGGERS", "names", [], "Other loggers, by comma, whose lines are kept with the run."
)
LEGATO_LOGGING_LOG_PRINTS = Setting[bool](
    "LEGATO_LOGGING_LOG_PRINTS", "bool", False, "Whether print() in runs makes log lines."
)
LEGATO_LOGGING_COLORS = Setting[bool]("LEGATO_LOGGING_COLORS", "bool", True, "Whether log lines have colours.")
LEGATO_LOGGING_TO_API_ENABLED = Setting[bool](
    "LEGATO_LOGGING_TO_API_ENABLED", "bool", True, "Whether log lines are kept with the run."
)
LEGATO_LOGGING_TO_API_MAX_LOG_SIZE = Setting[int](
    "LEGATO_LOGGING_TO_API_MAX_LOG_SIZE", "int", 1_000_000, "Bytes from which on a log line is cut.", minimum=1000
)
LEGATO_LOGGING_TO_API_WHEN_MISSING_FLOW = Setting[str](
    "LEGATO_LOGGING_TO_API_WHEN_MISSING_FLOW",
    "str",
    "warn",
    "What to do with a line of a run logger outside of a run.",
    choices=("warn", "error", "ignore"),
)

LEGATO_API_DATABASE_CONNECTION_URL = Setting[str](
    "LEGATO_API_DATABASE_CONNECTION_URL",
    "str",
    lambda: f"sqlite:///{home() / 'legato.db'}",
    "The database of the server: sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME.",
    is_secret=True,
)
LEGATO_API_DATABASE_ECHO = Setting[bool]("LEGATO_API_DATABASE_ECHO", "bool", False, "Log every SQL statement.")
LEGATO_API_DATABASE_MIGRATE_ON_START = Setting[bool](
    "LEGATO_API_DATABASE_MIGRATE_ON_START", "bool", True, "Whether the server brings the database up to date."
)
LEGATO_API_DATABASE_TIMEOUT = Setting[float](
    "LEGATO_API_DATABASE_TIMEOUT", "float", 10.0, "Seconds a statement may take.", minimum=0.01
)
LEGATO_API_DATABASE_CONNECTION_TIMEOUT = Setting[float](
    "LEGATO_API_DATABASE_CONNECTION_TIMEOUT", "float", 5.0, "Seconds to wait for a connection.", minimum=0.01
)
LEGATO_SQLALCHEMY_POOL_SIZE = Setting[int](
    "LEGATO_SQLALCHEMY_POOL_SIZE", "int", 8, "Connections to Postgres that each server process keeps.", minimum=1
)
LEGATO_API_DEFAULT_LIMIT = Setting[int](
    "LEGATO_API_DEFAULT_LIMIT", "int", 200, "Rows in an answer, where the request does not say, and at most.", minimum=1
)
LEGATO_TASK_RUN_TAG_CONCURRENCY_SLOT_WAIT_SECONDS = Setting[float](
    "LEGATO_TASK_RUN_TAG_CONCURRENCY_SLOT_WAIT_SECONDS",
    "float",
    30.0,
    "Seconds after which a task run asks again for a slot of a limit on its tags.",
    minimum=0,
)
LEGATO_API_MAX_FLOW_RUN_GRAPH_NODES = Setting[int](
    "LEGATO_API_MAX_FLOW_RUN_GRAPH_NODES", "int", 10_000, "Nodes a graph of a flow run may have.", minimum=1
)
LEGATO_SERVER_API_HOST = Setting[str]("LEGATO_SERVER_API_HOST", "str", "127.0.0.1", "The address to listen at.")
LEGATO_SERVER_API_PORT = Setting[int]("LEGATO_SERVER_API_PORT", "int", 4200, "The port to listen at.", minimum=0)
LEGATO_SERVER_API_KEEPALIVE_TIMEOUT = Setting[int](
    "LEGATO_SERVER_API_KEEPALIVE_TIMEOUT", "int", 5, "Seconds for which idle connections are kept open.", minimum=1
)
LEGATO_SERVER_API_MAX_BODY_SIZE = Setting[int](
    "LEGATO_SERVER_API_MAX_BODY_SIZE", "int", 32_000_000, "Bytes a request may have.", minimum=1000
)
LEGATO_SERVER_CORS_ALLOWED_ORIGINS = Setting[list[str]](
    "LEGATO_SERVER_CORS_ALLOWED_ORIGINS", "names", [], "Origins, by comma, whose pages may use the API; * is all."
)
LEGATO_SERVER_ENCRYPTION_KEY = Setting[str | None](
    "LEGATO_SERVER_ENCRYPTION_KEY",
    "str",
    None,
    "Keys, by comma, for what is encrypted in the database: the first encrypts; by default one is made and kept there.",
    is_secret=True,
)
LEGATO_SERVER_CSRF_PROTECTION_ENABLED = Setting[bool](
    "LEGATO_SERVER_CSRF_PROTECTION_ENABLED", "bool", False, "Whether requests that change something need a CSRF token."
)
LEGATO_SERVER_CSRF_TOKEN_EXPIRATION = Setting[timedelta](
    "LEGATO_SERVER_CSRF_TOKEN_EXPIRATION", "seconds", timedelta(hours=1), "How long a CSRF token is good for."
)
LEGATO_API_SERVICES_SCHEDULER_ENABLED = Setting[bool](
    "LEGATO_API_SERVICES_SCHEDULER_ENABLED", "bool", True, "Whether the server makes the runs that schedules ask for."
)
LEGATO_API_SERVICES_SCHEDULER_LOOP_SECONDS = Setting[float](
    "LEGATO_API_SERVICES_SCHEDULER_LOOP_SECONDS",
    "float",
    60.0,
    "After so many seconds the scheduler looks for schedules that need runs, if nothing wakes it earlier.",
    minimum=0.1,
)
LEGATO_API_SERVICES_SCHEDULER_DEPLOYMENT_BATCH_SIZE = Setting[int](
    "LEGATO_API_SERVICES_SCHEDULER_DEPLOYMENT_BATCH_SIZE", "int", 100, "Schedules it takes in at once.", minimum=1
)
LEGATO_API_SERVICES_SCHEDULER_INSERT_BATCH_SIZE = Setting[int](
    "LEGATO_API_SERVICES_SCHEDULER_INSERT_BATCH_SIZE", "int", 500, "Runs after which it commits.", minimum=1
)
LEGATO_API_SERVICES_SCHEDULER_MIN_RUNS = Setting[int](
    "LEGATO_API_SERVICES_SCHEDULER_MIN_RUNS", "int", 3, "Runs that wait of each schedule at least.", minimum=1
)
LEGATO_API_SERVICES_SCHEDULER_MAX_RUNS = Setting[int](
    "LEGATO_API_SERVICES_SCHEDULER_MAX_RUNS", "int", 100, "Runs that are made of a schedule at once at most.", minimum=1
)
LEGATO_API_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME = Setting[timedelta](
    "LEGATO_API_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME",
    "seconds",
    timedelta(hours=1),
    "For how long ahead runs are made at least.",
)
LEGATO_API_SERVICES_SCHEDULER_MAX_SCHEDULED_TIME = Setting[timedelta](
    "LEGATO_API_SERVICES_SCHEDULER_MAX_SCHEDULED_TIME",
    "seconds",
    timedelta(days=100),
    "For how long ahead runs are made at most.",
)
LEGATO_API_SERVICES_LATE_RUNS_ENABLED = Setting[bool](
    "LEGATO_API_SERVICES_LATE_RUNS_ENABLED", "bool", True, "Whether the server marks runs that nobody starts as late."
)
LEGATO_API_SERVICES_LATE_RUNS_LOOP_SECONDS = Setting[float](
    "LEGATO_API_SERVICES_LATE_RUNS_LOOP_SECONDS", "float", 5.0, "How often it looks for them.", minimum=0.1
)
LEGATO_API_SERVICES_LATE_RUNS_AFTER_SECONDS = Setting[timedelta](
    "LEGATO_API_SERVICES_LATE_RUNS_AFTER_SECONDS", "seconds", timedelta(seconds=15), "After how long a run is late."
)
LEGATO_API_SERVICES_PAUSE_EXPIRATIONS_ENABLED = Setting[bool](
    "LEGATO_API_SERVICES_PAUSE_EXPIRATIONS_ENABLED",
    "bool",
    True,
    "Whether the server fails paused runs that nobody resumed in time.",
)
LEGATO_API_SERVICES_PAUSE_EXPIRATIONS_LOOP_SECONDS = Setting[float](
    "LEGATO_API_SERVICES_PAUSE_EXPIRATIONS_LOOP_SECONDS", "float", 5.0, "How often it looks for them.", minimum=0.1
)
LEGATO_API_SERVICES_EXPIRED_CLAIMS_ENABLED = Setting[bool](
    "LEGATO_API_SERVICES_EXPIRED_CLAIMS_ENABLED",
    "bool",
    True,
    "Whether the server puts runs back that were taken by who was not heard of any more.",
)
LEGATO_API_SERVICES_EXPIRED_CLAIMS_LOOP_SECONDS = Setting[float](
    "LEGATO_API_SERVICES_EXPIRED_CLAIMS_LOOP_SECONDS", "float", 15.0, "How often it looks for them.", minimum=0.1
)
LEGATO_API_SERVICES_CANCELLATION_CLEANUP_ENABLED = Setting[bool](
    "LEGATO_API_SERVICES_CANCELLATION_CLEANUP_ENABLED",
    "bool",
    True,
    "Whether the server cancels what runs of cancelled flow runs left behind.",
)
LEGATO_API_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS = Setting[float](
    "LEGATO_API_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS", "float", 20.0, "How often it looks for them.", minimum=0.1
)
LEGATO_API_SERVICES_FOREMAN_ENABLED = Setting[bool](
    "LEGATO_API_SERVICES_FOREMAN_ENABLED",
    "bool",
    True,
    "Whether the server notices workers, pools, queues and deployments that are not served any more.",
)
LEGATO_API_SERVICES_FOREMAN_LOOP_SECONDS = Setting[float](
    "LEGATO_API_SERVICES_FOREMAN_LOOP_SECONDS", "float", 15.0, "How often it looks for them.", minimum=0.1
)
LEGATO_API_SERVICES_FOREMAN_INACTIVITY_HEARTBEAT_MULTIPLE = Setting[int](
    "LEGATO_API_SERVICES_FOREMAN_INACTIVITY_HEARTBEAT_MULTIPLE",
    "int",
    3,
    "Heartbeats a worker may miss before it counts as offline.",
    minimum=1,
)
LEGATO_API_SERVICES_FOREMAN_FALLBACK_HEARTBEAT_INTERVAL_SECONDS = Setting[int](
    "LEGATO_API_SERVICES_FOREMAN_FALLBACK_HEARTBEAT_INTERVAL_SECONDS",
    "int",
    30,
    "Seconds between heartbeats of workers that do not say how many.",
    minimum=1,
)
LEGATO_API_SERVICES_FOREMAN_DEPLOYMENT_LAST_POLLED_TIMEOUT_SECONDS = Setting[int](
    "LEGATO_API_SERVICES_FOREMAN_DEPLOYMENT_LAST_POLLED_TIMEOUT_SECONDS",
    "int",
    60,
    "Seconds without a poll after which a deployment is not ready.",
    minimum=1,
)
LEGATO_API_SERVICES_FOREMAN_WORK_QUEUE_LAST_POLLED_TIMEOUT_SECONDS = Setting[int](
    "LEGATO_API_SERVICES_FOREMAN_WORK_QUEUE_LAST_POLLED_TIMEOUT_SECONDS",
    "int",
    60,
    "Seconds without a poll after which a work queue is not ready.",
    minimum=1,
)
LEGATO_TASK_SCHEDULING_PENDING_TASK_TIMEOUT = Setting[timedelta](
    "LEGATO_TASK_SCHEDULING_PENDING_TASK_TIMEOUT",
    "seconds",
    timedelta(seconds=30),
    "How long a task run in the background may be pending before it is scheduled again; 0 for ever.",
)
LEGATO_DEFAULT_WORK_POOL_NAME = Setting[str | None](
    "LEGATO_DEFAULT_WORK_POOL_NAME", "str", None, "The work pool that deployments go to unless told otherwise."
)
LEGATO_RUNNER_PROCESS_LIMIT = Setting[int](
    "LEGATO_RUNNER_PROCESS_LIMIT", "int", 5, "How many runs `flow.serve` executes at once.", minimum=1
)
LEGATO_RUNNER_SERVER_ENABLE = Setting[bool](
    "LEGATO_RUNNER_SERVER_ENABLE", "bool", False, "Whether `flow.serve` answers questions about its health by HTTP."
)
LEGATO_RUNNER_SERVER_HOST = Setting[str](
    "LEGATO_RUNNER_SERVER_HOST", "str", "127.0.0.1", "The address at which `flow.serve` answers by HTTP."
)
LEGATO_RUNNER_SERVER_PORT = Setting[int](
    "LEGATO_RUNNER_SERVER_PORT", "int", 8080, "The port at which `flow.serve` answers by HTTP.", minimum=0
)
LEGATO_AGENT_PREFETCH_SECONDS = Setting[float](
    "LEGATO_AGENT_PREFETCH_SECONDS", "float", 15.0, "How long before it is due an agent takes a run.", minimum=0
)
LEGATO_WORKER_HEARTBEAT_SECONDS = Setting[float](
    "LEGATO_WORKER_HEARTBEAT_SECONDS", "float", 30.0, "How often a worker says that it lives.", minimum=0.1
)
LEGATO_WORKER_PREFETCH_SECONDS = Setting[float](
    "LEGATO_WORKER_PREFETCH_SECONDS",
    "float",
    10.0,
    "How long before it is due a worker takes a run; those that start processes here take it when it is due.",
    minimum=0,
)
LEGATO_WORKER_GRACE_SECONDS = Setting[float](
    "LEGATO_WORKER_GRACE_SECONDS",
    "float",
    30.0,
    "How long runs may go on when a worker is stopped, and when they are cancelled, before they are made to end.",
    minimum=0,
)
LEGATO_WORKER_WEBSERVER_HOST = Setting[str](
    "LEGATO_WORKER_WEBSERVER_HOST", "str", "127.0.0.1", "The address at which a worker tells of its health by HTTP."
)
LEGATO_WORKER_WEBSERVER_PORT = Setting[int](
    "LEGATO_WORKER_WEBSERVER_PORT", "int", 8080, "The port at which a worker tells of its health by HTTP.", minimum=0
)
LEGATO_EXTRA_ENTRYPOINTS = Setting[list[str]](
    "LEGATO_EXTRA_ENTRYPOINTS", "names", [], "Modules with classes of blocks, by comma."
)
LEGATO_WEBHOOK_ALLOWED_NETWORKS = Setting[list[str]](
    "LEGATO_WEBHOOK_ALLOWED_NETWORKS",
    "names",
    [],
    "Networks, by comma, such as 10.1.0.0/16, that are called even by blocks that call no private addresses.",
)
LEGATO_UI_ENABLED = Setting[bool]("LEGATO_UI_ENABLED", "bool", True, "Whether the server serves the UI.")
LEGATO_SPOOL_WATCH_SECONDS = Setting[timedelta](
    "LEGATO_SPOOL_WATCH_SECONDS",
    "seconds",
    timedelta(seconds=1),
    "How often the server looks for records that other processes left in the home folder.",
)

SETTINGS: dict[str, Setting[Any]] = {name: value for name, value in globals().items() if isinstance(value, Setting)}
