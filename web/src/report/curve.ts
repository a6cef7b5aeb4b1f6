/** What the charts of a report draw, worked out from its figures. Pure. */

/** Seconds or hours, and how many by then or in it. */
export type Point = readonly [at: number, count: number];

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

/** Marks of the axis, in seconds since sending: the first three marks of a report stand among them. */
const MARKS_S = [
  60,
  180,
  600,
  1_800,
  HOUR_S,
  3 * HOUR_S,
  6 * HOUR_S,
  DAY_S,
  3 * DAY_S,
  7 * DAY_S,
  30 * DAY_S,
  365 * DAY_S,
];

export interface Curve {
  /** Seconds since sending, ascending. */
  readonly at: readonly number[];
  /** Share of all by then, 0 … 1. */
  readonly share: readonly number[];
  readonly count: readonly number[];
  /** Where the axis ends, in seconds: a day at least. */
  readonly endS: number;
}

/**
 * The share of all clickers by time since sending. `points`: clickers so far at the end of a minute or an hour, ascending.
 * `elapsedS`: how long the campaign has run; the curve goes on that far. Null: nobody clicked.
 */
export function curveOf(points: readonly Point[], elapsedS: number): Curve | null {
  const all = points.at(-1)?.[1] ?? 0;
  if (all === 0) return null;
  const last = points.at(-1)?.[0] ?? 0;
  const endS = Math.max(DAY_S, last, Math.min(elapsedS, 2 * DAY_S));
  const reached = Math.min(Math.max(elapsedS, last), endS);
  // What the first minute brought is drawn from the axis' beginning.
  const drawn: Point[] = [...points.map(([at, count]) => [Math.max(at, MINUTE_S), count] as const)];
  if (reached > (drawn.at(-1)?.[0] ?? 0)) drawn.push([reached, all]);
  return {
    at: drawn.map(([at]) => at),
    share: drawn.map(([, count]) => count / all),
    count: drawn.map(([, count]) => count),
    endS,
  };
}

/** The marks of an axis that ends at `endS`, in seconds. */
export const marksTo = (endS: number): readonly number[] => MARKS_S.filter((mark) => mark <= endS);

/** How many by then. */
export function countBy(points: readonly Point[], atS: number): number {
  let found = 0;
  for (const [at, count] of points) {
    if (at > atS) break;
    found = count;
  }
  return found;
}

export type Row = readonly [at: number, clicks: number, first: number];

/** Clicks since sending. */
export interface SinceSending {
  /** In each minute of the first hour. */
  readonly firstHour: readonly number[];
  /** By hours, ascending; hours without clicks are left out. */
  readonly byHour: readonly Point[];
}

/** Minutes since sending that a report holds; after them it knows hours alone. */
const KNOWN_MINUTES = 48 * 60;

/**
 * Minutes and hours since publishing, counted from sending: `lateBy` minutes after it. What is known by the hour alone is
 * where its hour ends; `isByHour`: some of it is within the time of which minutes are held.
 */
export function sinceSending(
  minutes: readonly Row[],
  timeline: readonly Row[],
  lateBy: number,
  isByHour: boolean,
): SinceSending {
  const firstHour = new Array<number>(60).fill(0);
  const hours = new Map<number, number>();
  const inMinutes = new Map<number, number>();
  const count = (minute: number, clicks: number) => {
    if (minute < 0 || clicks <= 0) return;
    const hour = Math.floor(minute / 60);
    hours.set(hour, (hours.get(hour) ?? 0) + clicks);
  };
  for (const [minute, clicks] of minutes) {
    const hour = Math.floor(minute / 60);
    inMinutes.set(hour, (inMinutes.get(hour) ?? 0) + clicks);
    const since = minute - lateBy;
    if (since >= 0 && since < 60) firstHour[since] = (firstHour[since] ?? 0) + clicks;
    count(since, clicks);
  }
  for (const [hour, clicks] of timeline) {
    const end = hour * 60 + 59 - lateBy;
    if (isByHour || end >= KNOWN_MINUTES) count(end, clicks - (inMinutes.get(hour) ?? 0));
  }
  return { firstHour, byHour: [...hours].sort(([a], [b]) => a - b) };
}

/** Hours drawn at most; what comes later is told in a sentence. */
const MOST_HOURS = 72;

export interface Hours {
  /** The first hour drawn. */
  readonly from: number;
  readonly clicks: readonly number[];
  /** Clicks later than what is drawn. */
  readonly later: number;
}

/** The hours from `from` on with their clicks, half a day of them at least; null: none has any. */
export function hoursFrom(byHour: readonly Point[], from: number): Hours | null {
  const known = byHour.filter(([hour]) => hour >= from);
  if (known.length === 0) return null;
  const drawn = known.filter(([hour]) => hour < MOST_HOURS);
  const last = Math.max(from + 11, ...drawn.map(([hour]) => hour));
  const clicks = new Array<number>(last - from + 1).fill(0);
  for (const [hour, count] of drawn) clicks[hour - from] = count;
  const later = known.reduce((sum, [hour, count]) => sum + (hour < MOST_HOURS ? 0 : count), 0);
  return { from, clicks, later };
}

/** Position of the greatest. */
export const peakOf = (counts: readonly number[]): number => counts.indexOf(Math.max(...counts));

/**
 * Marks of an axis of counts: whole numbers, the last at or above `most`, at most five steps. Without clicks the axis goes
 * to 1: it is no scale of its own making.
 */
export function countMarks(most: number): readonly number[] {
  const rough = Math.max(most, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough) ?? 1);
  const steps = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: steps + 1 }, (_, number) => number * step);
}

/** Moments on whole hours of this machine's clock for an axis over so many hours, midnights among them. */
export function clockMarks(fromMs: number, hours: number): readonly number[] {
  const every = hours <= 14 ? 3 : hours <= 30 ? 6 : 12;
  const marks: number[] = [];
  const at = new Date(fromMs);
  at.setMinutes(0, 0, 0);
  const endMs = fromMs + hours * HOUR_S * 1_000;
  for (at.setHours(at.getHours() + 1); at.getTime() <= endMs; at.setHours(at.getHours() + 1)) {
    if (at.getHours() % every === 0) marks.push(at.getTime());
  }
  return marks;
}
