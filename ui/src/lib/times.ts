const UNITS: [limit: number, seconds: number, unit: string][] = [
  [60, 1, "s"],
  [3600, 60, "m"],
  [86_400, 3600, "h"],
  [86_400 * 14, 86_400, "d"],
];

const DAY = new Intl.DateTimeFormat(undefined, { year: "numeric", month: "short", day: "numeric" });
const EXACT = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hour12: false,
  timeZoneName: "short",
});

/** Milliseconds since the epoch, with the microseconds that Date leaves out. */
export function parseTime(iso: string): number {
  const micros = /\.\d{3}(\d{1,3})/.exec(iso)?.[1];
  return Date.parse(iso) + (micros ? Number(micros.padEnd(3, "0")) / 1000 : 0);
}

/** `12s ago`, `in 3m`, `2d ago`; a date once two weeks have passed. */
export function relativeTime(iso: string, now: number): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 3) return "just now";
  const fit = UNITS.find(([limit]) => distance < limit);
  if (!fit) return DAY.format(new Date(iso));
  const amount = `${Math.floor(distance / fit[1])}${fit[2]}`;
  return seconds > 0 ? `in ${amount}` : `${amount} ago`;
}

export function exactTime(iso: string): string {
  return EXACT.format(new Date(iso));
}

const two = (value: number) => String(value).padStart(2, "0");

/** `14:03:07.125`, in the zone of the browser. */
export function clockTime(time: number, withMilliseconds = true): string {
  const date = new Date(time);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return withMilliseconds ? `${clock}.${String(date.getMilliseconds()).padStart(3, "0")}` : clock;
}
