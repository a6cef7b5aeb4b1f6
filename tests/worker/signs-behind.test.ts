/** Signs behind a short link: whatever the core says does no harm, the edge does not mind, and `/stop` neither. */
import { load as loadTexts } from 'klikspor/texts';
import { expect, test } from 'vitest';
import { randomFrom } from '../support/random.ts';
import { ask, campaign, linkHost, slugOf } from './support.ts';

const texts = await loadTexts();

/** Every sign of ASCII, and one of each kind beyond. */
const ASCII = Array.from({ length: 0x7f - 0x21 }, (_, i) => String.fromCharCode(0x21 + i)).filter((sign) =>
  /\W|_/.test(sign),
);
const BEYOND = [
  ...'…“”„‘’«»‹›–—•·→✓€£¥×÷©™´¨¡¿§°，。！？）：」🎉👍🏽❤️🇩🇰',
  '\u200e',
  '\u202c',
  '\u2060',
  '\ufe0f',
  '\u00ad',
  '\u200b',
];
const SIGNS = [...ASCII, ...BEYOND];

/** Whether the core warns of what stands behind the opt-out link of a message. */
const isWarnedOf = (behind: string): boolean => {
  const template = texts.createTemplate(`Afmeld: {{afmeld}}${behind}`);
  const [link] = template.outline().links;
  template.delete();
  return link?.beside.includes('joined-behind') ?? true;
};

test('a link opens with every sign, and every run of them, that the core does not warn of', async () => {
  const host = await linkHost({ vanity: { sommer: 3 * 2 ** 24 } });
  const record = await campaign(host, 1);
  await campaign(host, 3, { tracking: 'aggregate', recipients: 1 });
  const slug = slugOf(host, record, 7, 0);
  const below = randomFrom(19);
  const runs = Array.from({ length: 400 }, () =>
    Array.from({ length: 1 + below(5) }, () => SIGNS[below(SIGNS.length)] ?? '').join(''),
  );
  const promised = [...SIGNS, ...runs].filter((behind) => !isWarnedOf(behind));
  expect(SIGNS.filter(isWarnedOf)).toEqual([]);
  expect(promised.length).toBeGreaterThan(400);
  const closed: string[] = [];
  for (const behind of promised) {
    const opened = [await ask(host.host, `/${slug}${behind}`), await ask(host.host, `/sommer${behind}`)];
    if (opened.some(({ status }) => status !== 302)) closed.push(behind);
  }
  expect(closed).toEqual([]);
});

test('/stop opens with every such sign too, in any case, and knows a pasted slug with it', async () => {
  const host = await linkHost();
  const slug = slugOf(host, await campaign(host, 1), 7, 0);
  for (const path of ['/stop', '/Stop', '/STOP', '/st%6Fp', '/stop?lang=da', ...SIGNS.map((sign) => `/stop${sign}`)]) {
    const answer = await ask(host.host, path);
    expect(answer.status, path).toBe(200);
    expect(await answer.text(), path).toContain('<form method="get" action="/stop">');
  }
  for (const path of ['/stopp', '/stop/x', '/stop.x', '/xstop'])
    expect((await ask(host.host, path)).status, path).toBe(404);
  // What ends a path in an address ends it in what is pasted.
  for (const sign of SIGNS) {
    const answer = await ask(host.host, `/stop?link=${encodeURIComponent(`https://${host.host}/${slug}${sign}`)}`);
    expect(await answer.text(), sign).toContain(`link=${slug}"`);
  }
});
