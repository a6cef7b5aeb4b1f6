/** What a report's charts are drawn from: nothing that is not in its figures. */
import { describe, expect, test } from 'vitest';
import {
  clockMarks,
  countBy,
  countMarks,
  curveOf,
  hoursFrom,
  marksTo,
  peakOf,
  sinceSending,
} from '../../web/src/report/curve.ts';

const DAY_S = 86_400;
const HOUR_MS = 3_600_000;

describe('the curve', () => {
  test('is none where nobody clicked', () => {
    expect(curveOf([], 5_000)).toBeNull();
    expect(curveOf([[60, 0]], 5_000)).toBeNull();
  });

  test('ends at all of them, a day out at least, and goes on as long as the campaign has run', () => {
    const points = [
      [60, 1],
      [420, 2],
      [3_600, 4],
    ] as const;
    const young = curveOf(points, 7_200);
    expect(young?.endS).toBe(DAY_S);
    expect(young?.at).toEqual([60, 420, 3_600, 7_200]);
    expect(young?.share).toEqual([0.25, 0.5, 1, 1]);
    expect(curveOf(points, 40 * DAY_S)?.endS).toBe(2 * DAY_S);
    expect(curveOf([...points, [9 * DAY_S, 5]], 40 * DAY_S)?.endS).toBe(9 * DAY_S);
  });

  test('draws what came within the first minute at the beginning of its axis, which knows no zero', () => {
    expect(curveOf([[12, 3]], 100)?.at[0]).toBe(60);
  });

  test('tells how many by then, the moment itself among it', () => {
    const points = [
      [60, 1],
      [420, 2],
    ] as const;
    expect([59, 60, 419, 420, 9_999].map((at) => countBy(points, at))).toEqual([0, 1, 1, 2, 2]);
  });

  test('has three minutes, an hour and a day among the marks of every axis', () => {
    for (const endS of [DAY_S, 5 * DAY_S, 200 * DAY_S])
      expect(marksTo(endS)).toEqual(expect.arrayContaining([180, 3_600, DAY_S]));
  });
});

describe('minutes and hours', () => {
  const minutes = [
    [0, 5, 5],
    [59, 1, 1],
    [60, 2, 2],
    [125, 4, 3],
  ] as const;
  const timeline = [
    [0, 6, 6],
    [1, 2, 2],
    [2, 4, 3],
  ] as const;

  test('are those since publishing where it was sent at once', () => {
    const { firstHour, byHour } = sinceSending(minutes, timeline, 0, false);
    expect(firstHour[0]).toBe(5);
    expect(firstHour[59]).toBe(1);
    expect(firstHour.reduce((sum, clicks) => sum + clicks, 0)).toBe(6);
    expect(byHour).toEqual([
      [0, 6],
      [1, 2],
      [2, 4],
    ]);
  });

  test('begin anew at the moment of sending, and leave out what came before', () => {
    const { firstHour, byHour } = sinceSending(minutes, timeline, 60, false);
    expect(firstHour[0]).toBe(2);
    expect(byHour).toEqual([
      [0, 2],
      [1, 4],
    ]);
  });

  test('take what is known by the hour alone, once', () => {
    const { firstHour, byHour } = sinceSending([], timeline, 0, true);
    expect(Math.max(...firstHour)).toBe(0);
    expect(byHour).toEqual([
      [0, 6],
      [1, 2],
      [2, 4],
    ]);
    // Partly: three of the first hour's six are known by the minute.
    expect(sinceSending([[3, 3, 3]], [[0, 6, 6]], 0, true).byHour).toEqual([[0, 6]]);
  });

  test('go on by the hour beyond the minutes that are held', () => {
    expect(sinceSending([], [[70, 9, 9]], 0, false).byHour).toEqual([[70, 9]]);
  });

  test('are drawn for half a day at least and three days at most; what is later is told', () => {
    expect(hoursFrom([[0, 4]], 1)).toBeNull();
    expect(hoursFrom([[3, 4]], 1)?.clicks).toHaveLength(12);
    const hours = hoursFrom(
      [
        [1, 2],
        [71, 3],
        [72, 5],
        [800, 1],
      ],
      1,
    );
    expect(hours?.clicks).toHaveLength(71);
    expect(hours?.later).toBe(6);
    expect(peakOf(hours?.clicks ?? [])).toBe(70);
  });
});

describe('the axes', () => {
  test.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [258, [0, 100, 200, 300]],
    [1_000, [0, 500, 1_000]],
  ])('of at most %d clicks has whole numbers up to it, and none of its own where there are none', (most, marks) => {
    expect(countMarks(most)).toEqual(marks);
  });

  test('of hours are marked at whole hours of the clock', () => {
    const fromMs = new Date(2026, 10, 27, 11, 2, 40).getTime();
    const marks = clockMarks(fromMs, 60);
    for (const atMs of marks) {
      expect(new Date(atMs).getHours() % 12).toBe(0);
      expect(new Date(atMs).getMinutes()).toBe(0);
    }
    expect(marks[0]).toBe(new Date(2026, 10, 27, 12).getTime());
    expect(marks.at(-1)).toBeLessThanOrEqual(fromMs + 60 * HOUR_MS);
    expect(marks).toHaveLength(5);
  });
});
