/** The API as the signed-in owner of a page asks it. */
import type { Page } from 'playwright-core';

/** JSON as it reads, any other text as it is; an empty answer is undefined. Throws what was refused. */
export async function askAsPage<T>(page: Page, path: string, method = 'GET', body?: unknown): Promise<T> {
  const [type, text] = await page.evaluate(
    async ([where, how, what]) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(where, { method: how, ...(what !== null && { headers, body: what }) });
      const read = await answer.text();
      if (!answer.ok) throw new Error(`${how} ${where}: ${answer.status} ${read}`);
      return [answer.headers.get('content-type') ?? '', read] as const;
    },
    [path, method, body === undefined ? null : JSON.stringify(body)] as const,
  );
  if (text === '') return undefined as T;
  return (/\bjson\b/.test(type) ? JSON.parse(text) : text) as T;
}
