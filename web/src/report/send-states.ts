/** States of a list's recipients to the server, in parts that fit a body. What nobody knows is not sent. */
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';

/** As many as one request takes (`MOST_STATES` of `worker/src/api/delivery.ts`). */
const AT_ONCE = 200_000;

/** `signs`: one for each recipient, from row 0 on. Null: all of it was taken. */
export async function sendStates(
  id: string,
  signs: string,
  progress: (share: number) => void,
): Promise<Failure | null> {
  for (let first = 0; first < signs.length; first += AT_ONCE) {
    const part = signs.slice(first, first + AT_ONCE);
    const begin = part.search(/[^o]/);
    if (begin >= 0) {
      const states = part.slice(begin).replace(/o+$/, '');
      const answer = await request('POST /api/campaigns/{id}/delivery', {
        params: { id },
        body: { first: first + begin, states },
      });
      if (!answer.ok) return answer;
    }
    progress(Math.min(1, (first + AT_ONCE) / signs.length));
  }
  return null;
}
