/** Parameters that a published destination has more than the address in its message: for copying a campaign. */
import { load } from 'klikspor';
import { expect, test } from 'vitest';
import { parametersBetween } from '../../web/src/draft/parameters-between.ts';

const core = await load();

test.each<[string, [string, string][]]>([
  ['www.brand.dk/a', [['utm_source', 'sms']]],
  [
    'https://brand.dk/?f[]=1&x#anker',
    [
      ['utm_source', 'sms'],
      ['navn', 'æ & ø = 100 %'],
    ],
  ],
  [
    'brand.dk/a?b=c',
    [
      ['slug', '{slug}'],
      ['a', 'b=c'],
    ],
  ],
  ['brand.dk', []],
])('%s with %j gives them back', (url, parameters) => {
  const plain = core.buildDestination(url);
  const finished = core.buildDestination(url, parameters);
  if (!plain.ok || !finished.ok) throw new Error('refused');
  const found = parametersBetween(plain.url, finished.url);
  expect(found).toEqual(parameters);
  expect(core.buildDestination(url, found)).toEqual(finished);
});
