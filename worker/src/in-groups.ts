/** So many at a time, in the order of the items: an invocation may have only so many calls under way. */
export async function inGroups<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const [only] = items;
  if (only !== undefined && items.length === 1) return [await work(only)];
  const done: R[] = [];
  for (let first = 0; first < items.length; first += atOnce) {
    done.push(...(await Promise.all(items.slice(first, first + atOnce).map(work))));
  }
  return done;
}
