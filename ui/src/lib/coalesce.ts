/** Gathers calls: the first runs at once, the next ones are merged and run `interval` after it, never two at a time. */
export function coalesce<T>(
  run: (value: T) => Promise<unknown>,
  merge: (a: T, b: T) => T,
  interval = 500,
): { push: (value: T) => void; stop: () => void } {
  let waiting: { value: T } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running = false;
  let stopped = false;

  const start = (value: T) => {
    waiting = null;
    running = true;
    timer = setTimeout(() => {
      timer = null;
      next();
    }, interval);
    void run(value)
      .catch(() => undefined)
      .then(() => {
        running = false;
        next();
      });
  };
  const next = () => {
    if (!stopped && waiting && !running && timer === null) start(waiting.value);
  };

  return {
    push(value) {
      waiting = { value: waiting ? merge(waiting.value, value) : value };
      next();
    },
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
