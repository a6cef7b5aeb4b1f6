import { env } from 'cloudflare:workers';
import { type ContactKind, load } from 'klikspor';
import { countryProfile } from 'klikspor/country-profiles';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { COUNTRIES } from '../../web/src/draft/countries.ts';
import { type Language, texts } from '../../worker/src/pages/language.ts';
import { LANGUAGES } from '../../worker/src/pages/languages.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import { ask, campaign, counter, hitsOf, linkHost, report, reportOf, slugOf } from './support.ts';

afterEach(() => vi.restoreAllMocks());

const composer = await load();

const OPT_OUT = 1;

test('1,000 times GET shows the page, counts that it was opened, and changes nothing', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  for (let lot = 0; lot < 20; lot++) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => ask(host.host, `/${slugOf(host, record, lot * 50 + i, OPT_OUT)}`)),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('<form method="post"');
    }
  }
  expect(await counter(record).optOuts()).toEqual({ recipients: [], confirmedAtMs: [] });
  const found = await reportOf(record, 1_000);
  expect(found).toMatchObject({ confirmedOptOuts: 0, totals: { openers: 1_000, clickers: 0 } });
  expect(hitsOf(found, OPT_OUT).hits.human).toBe(1_000);
});

test('POST confirms, is idempotent, and has it on disk when it answers; undo takes it back', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { shards: 3 });
  const path = `/${slugOf(host, record, 5, OPT_OUT)}`;
  const first = await ask(host.host, `${path}?lang=da`, { method: 'POST' });
  // To load the receipt again sends nothing again.
  expect([first.status, first.headers.get('location')]).toEqual([303, '?lang=da&done']);
  expect(await (await ask(host.host, `${path}?lang=da&done`)).text()).toContain('Du er afmeldt');
  const stub = counter(record, 5 % 3);
  const { confirmedAtMs } = await stub.optOuts();
  await ask(host.host, path, { method: 'POST' });
  expect(await stub.optOuts()).toEqual({ recipients: [5], confirmedAtMs, unknown: 1 });
  // Who comes back sees how things stand.
  expect(await (await ask(host.host, path)).text()).toContain('Du er afmeldt');
  const undone = await ask(host.host, `${path}?lang=da&undo`, { method: 'POST' });
  expect([undone.status, undone.headers.get('location')]).toEqual([303, '?lang=da&undone']);
  expect(await (await ask(host.host, `${path}?lang=da&undone`)).text()).toContain('fortrudt');
  // An address says nothing that is not so.
  expect(await (await ask(host.host, `${path}?lang=da&done`)).text()).not.toContain('Du er afmeldt');
  expect(await stub.optOuts()).toEqual({ recipients: [], confirmedAtMs: [] });
  expect((await report(record)).confirmedOptOuts).toBe(0);
});

test('an opt-out outlives the campaign', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { expiresAtMs: Date.now() - 1 });
  const path = `/${slugOf(host, record, 5, OPT_OUT)}`;
  expect((await ask(host.host, path)).status).toBe(200);
  expect((await ask(host.host, path, { method: 'POST' })).status).toBe(303);
  expect((await counter(record).optOuts()).recipients).toEqual([5]);
});

test('an opt-out that cannot be stored says so, and never that it is done', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(env.CLICK_COUNTER, 'getByName').mockReturnValue({
    optOut: async () => {
      throw new Error('down');
    },
  } as never);
  const answer = await ask(host.host, `/${slugOf(host, record, 5, OPT_OUT)}`, { method: 'POST' });
  expect(answer.status).toBe(503);
  const text = await answer.text();
  expect(text).toContain('Prøv igen');
  expect(text).not.toContain('Du er afmeldt');
});

test('the composer’s own opt-out is shown and stored nowhere', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const path = `/${slugOf(host, record, 2 ** 23 - 1, OPT_OUT)}`;
  const answer = await ask(host.host, path, { method: 'POST' });
  const receipt = await ask(host.host, `${path}${answer.headers.get('location')}`);
  expect(await receipt.text()).toContain('Du er afmeldt');
  expect((await counter(record).optOuts()).recipients).toEqual([]);
});

describe('in an aggregate campaign', () => {
  /** What the page says of a sender: it knows nobody, so it opts nobody out, whatever is asked. */
  async function saidOf(sender: Partial<CampaignRecord>): Promise<string> {
    const host = await linkHost();
    const record = await campaign(host, 1, { tracking: 'aggregate', recipients: 1, ...sender });
    const path = `/${slugOf(host, record, 0, OPT_OUT)}`;
    const pages: string[] = [];
    for (const method of ['GET', 'POST']) pages.push(await (await ask(host.host, path, { method })).text());
    expect(pages[1]).toBe(pages[0]);
    expect(pages[0]).not.toContain('<form');
    expect((await counter(record).optOuts()).recipients).toEqual([]);
    return pages[0] ?? '';
  }

  test('a sender that takes answers is answered', async () => {
    for (const sender of [{ takesAnswers: true }, { senderName: '1245' }]) {
      const page = await saidOf(sender);
      expect(page).toContain('Svar STOP på beskeden.');
      expect(page).not.toMatch(/href="(tel|mailto|https)/);
    }
  });

  test('a name is never answered: its contact is shown, to be tapped', async () => {
    const rows: [kind: ContactKind, value: string, link: string][] = [
      [
        'telephone',
        '+45 70 12 34 56',
        '<a href="tel:+4570123456" class="act">Ring +45\u00a070\u00a012\u00a034\u00a056</a>',
      ],
      [
        'email',
        "o'b&c@brand.dk",
        '<a href="mailto:o%27b%26c@brand.dk" class="act">Skriv til o&#39;b&amp;c@<wbr>brand.dk</a>',
      ],
      [
        'form',
        'https://xn--brnetj-byae.dk/kontakt?a=1&b=2',
        '<a href="https://xn--brnetj-byae.dk/kontakt?a=1&amp;b=2" class="act">Kontaktformular: børnetøj.dk/<wbr>kontakt?<wbr>a=1&amp;b=2</a>',
      ],
    ];
    for (const [kind, value, link] of rows) {
      const page = await saidOf({ takesAnswers: false, contact: { kind, value } });
      expect(page).toContain(link);
      expect(page).toContain('Kontakt Børnenes Verden, og bed om at blive afmeldt.');
      expect(page).not.toContain('STOP');
    }
  });

  test('a name without a contact, published before one was asked for, promises no answer either', async () => {
    const page = await saidOf({});
    expect(page).toContain('Kontakt Børnenes Verden, og bed om at blive afmeldt.');
    expect(page).not.toContain('STOP');
  });

  test('both ways stand there where both lead somewhere', async () => {
    const page = await saidOf({ takesAnswers: true, contact: { kind: 'telephone', value: '70 12 34 56' } });
    expect(page).toContain('Svar STOP på beskeden.');
    expect(page).toContain('href="tel:70123456"');
  });
});

test('an opt-out that fails names another way only if it is one, and none to take it back', async () => {
  const host = await linkHost();
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const down = async () => {
    throw new Error('down');
  };
  let number = 0;
  const failing = async (sender: Partial<CampaignRecord>, undo = '') => {
    const record = await campaign(host, ++number, sender);
    vi.spyOn(env.CLICK_COUNTER, 'getByName').mockReturnValue({ optOut: down, optIn: down } as never);
    const answer = await ask(host.host, `/${slugOf(host, record, 5, OPT_OUT)}?lang=da${undo}`, { method: 'POST' });
    expect(answer.status).toBe(503);
    return answer.text();
  };
  expect(await failing({})).not.toMatch(/STOP|kontakt/);
  expect(await failing({ takesAnswers: true })).toContain('Hjælper det ikke, så svar STOP på beskeden.');
  const contact = { kind: 'telephone', value: '70 12 34 56' } as const;
  const called = await failing({ takesAnswers: false, contact });
  expect(called).toContain(
    'Hjælper det ikke, så kontakt afsenderen: <a href="tel:70123456">Ring 70\u00a012\u00a034\u00a056</a>',
  );
  expect(called).not.toContain('STOP');
  // To answer STOP would do the opposite.
  expect(await failing({ takesAnswers: true, contact }, '&undo')).not.toMatch(/STOP|tel:/);
});

test('the language is the one chosen, else the phone’s, else the campaign’s', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1, { language: 'da' });
  const path = `/${slugOf(host, record, 5, OPT_OUT)}`;
  const rows: [query: string, acceptLanguage: string, lang: string][] = [
    ...LANGUAGES.map((lang): [string, string, string] => ['', lang, lang]),
    ...LANGUAGES.map((lang): [string, string, string] => [`?lang=${lang}`, 'da', lang]),
    // Nothing is said, or only that anything will do: the campaign's.
    ['', '', 'da'],
    ['', '*', 'da'],
    ['', ' ,;q=1', 'da'],
    // English for whoever reads nothing of what there is.
    ['', 'uk-UA,uk;q=0.9', 'en'],
    ['', 'zh-CN,*;q=0.5', 'en'],
    ['', 'da;q=0,ja', 'en'],
    // Weights decide, then the order; regions and case do not matter.
    ['', 'de-DE,de;q=0.9', 'de'],
    ['', 'DE-ch', 'de'],
    ['', 'en-GB,en;q=0.9,da;q=0.8', 'en'],
    ['', 'uk,da;q=0.4,fi;q=0.5', 'fi'],
    ['', 'fr ; q=0.8 , sv', 'sv'],
    ['', 'fi,sv', 'fi'],
    ['', 'sv;q=oops,nl;q=0.2', 'nl'],
    ['', 'da;q=0,en;q=0.1', 'en'],
    // Languages whose readers read another one of these.
    ['', 'no', 'nb'],
    ['', 'nn-NO,nn;q=0.9', 'nb'],
    ['', 'fo-FO', 'da'],
    ['', 'kl', 'da'],
    ['', 'gsw-CH', 'de'],
    ['?lang=no', 'en', 'nb'],
    ['?lang=xx', 'en', 'en'],
    ['?lang=', 'pl', 'pl'],
    // Beyond what phones send, nothing is read.
    ['', `${'uk,'.repeat(200)}fi`, 'en'],
  ];
  for (const [query, accept, lang] of rows) {
    const answer = await ask(host.host, `${path}${query}`, { headers: { 'accept-language': accept } });
    const text = await answer.text();
    expect(text, `${query} ${accept}`).toContain(`<html lang="${lang}">`);
    // The visible way to every other one.
    const switches = Array.from(
      text.matchAll(/<a href="\?lang=(\w+)" lang="(\w+)" hreflang="(\w+)">/g),
      (found) => found,
    );
    expect(switches.map(([, to]) => to)).toEqual(LANGUAGES.filter((other) => other !== lang));
    for (const [, to, own, of] of switches) expect([own, of]).toEqual([to, to]);
    expect(text).toContain(`<b aria-current="true">${texts[lang as Language].name}</b>`);
  }
});

/** Official languages of the countries; Faroese and Greenlandic readers get Danish. */
const SPOKEN: Readonly<Record<(typeof COUNTRIES)[number], readonly Language[]>> = {
  DK: ['da'],
  NO: ['nb'],
  SE: ['sv'],
  FI: ['fi', 'sv'],
  IS: ['is'],
  FO: ['da'],
  GL: ['da'],
  DE: ['de'],
  NL: ['nl'],
  BE: ['nl', 'fr', 'de'],
  FR: ['fr'],
  GB: ['en'],
  IE: ['en'],
  ES: ['es'],
  PT: ['pt'],
  IT: ['it'],
  PL: ['pl'],
  CH: ['de', 'fr', 'it'],
  AT: ['de'],
  US: ['en', 'es'],
  CA: ['en', 'fr'],
};

test('the pages speak the languages of every country the composer offers, and no others', () => {
  expect(Object.keys(SPOKEN)).toEqual([...COUNTRIES]);
  expect([...new Set(Object.values(SPOKEN).flat())].sort()).toEqual([...LANGUAGES].sort());
});

test.each(LANGUAGES)('every page speaks %s', async (lang) => {
  const host = await linkHost({ senderName: '' });
  const t = texts[lang];
  const sender = 'Børnenes Verden';
  const contact = { kind: 'telephone', value: '70 12 34 56' } as const;
  const record = await campaign(host, 1);
  const link = `/${slugOf(host, record, 5, OPT_OUT)}`;
  const other = `/stop?link=${slugOf(host, record, 5, 0)}`;
  const same = await campaign(host, 2, { tracking: 'aggregate', recipients: 1, takesAnswers: false, contact });
  const open = await campaign(host, 3, {
    expiresAtMs: Date.now() - 1,
    takesAnswers: true,
    links: [{ kind: 'destination', url: 'https://a.dk/', tracked: true }],
  });
  const rows: [method: string, path: string, status: number, sentences: string[]][] = [
    ['GET', link, 200, [t.ask(sender), t.explain, t.confirm]],
    ['POST', link, 303, []],
    ['GET', `${link}?done`, 200, [t.done, t.doneExplain(sender), t.undo]],
    ['GET', link, 200, [t.done]],
    ['POST', `${link}?undo`, 303, []],
    ['GET', `${link}?undone`, 200, [t.undone, t.undoneExplain(sender)]],
    ['GET', other, 200, [t.ask(sender)]],
    ['POST', other, 200, [t.done, t.undoByLink]],
    ['POST', `${other}&undo`, 403, [t.undoByLink]],
    [
      'GET',
      `/${slugOf(host, same, 0, OPT_OUT)}`,
      200,
      [t.howTo, t.sameForAll, t.contact(sender), t.call('70\u00a012\u00a034\u00a056')],
    ],
    ['GET', `/stop?link=${slugOf(host, open, 5, 0)}`, 200, [t.howTo, t.noOptOutLink, t.reply]],
    ['GET', `/${slugOf(host, open, 5, 0)}`, 410, [t.expired, t.expiredExplain, t.wantOut, t.toStop]],
    ['GET', '/stop', 200, [t.stopTitle, t.stopExplain, t.stopLabel, t.stopHint, t.stopSubmit, t.stopReply]],
    ['GET', '/stop?link=x', 200, [t.stopNotFound]],
    ['GET', '/no-such-link', 404, [t.lost, t.lostExplain, t.wantOut, t.toStop]],
    ['GET', '/', 200, [t.front, t.wantOut, t.toStop]],
  ];
  for (const [method, path, status, sentences] of rows) {
    const answer = await ask(host.host, path, { method, headers: { 'accept-language': `${lang}-XX, ja;q=0.9` } });
    const page = await answer.text();
    expect([path, answer.status]).toEqual([path, status]);
    if (status === 303) expect(answer.headers.get('location')).toContain(`lang=${lang}&`);
    else expect(page).toContain(`<html lang="${lang}">`);
    for (const sentence of sentences) expect(page, path).toContain(sentence);
    // Whoever is led on stays in the language.
    for (const [, to] of page.matchAll(/(?:action|href)="(?!https|tel)[^"]*[?;]lang=(\w+)/g)) {
      if (!page.includes(`lang="${to}" hreflang`)) expect(to, path).toBe(lang);
    }
  }
});

/** Texts around an address, which is never empty. */
const CONTACTS: ReadonlySet<string> = new Set(['call', 'write', 'form']);

test('each language’s texts are its own, whole, and hold the keyword known where it is spoken', () => {
  const at: Record<Language, string> = {
    da: 'DK',
    nb: 'NO',
    sv: 'SE',
    fi: 'FI',
    de: 'DE',
    nl: 'NL',
    en: 'GB',
    fr: 'FR',
    es: 'ES',
    pt: 'PT',
    it: 'IT',
    pl: 'PL',
    is: 'IS',
  };
  const all = new Map<string, string>();
  for (const lang of LANGUAGES) {
    const t = texts[lang];
    const keyword = /\b(STOPP?)\b/.exec(t.reply)?.[1] ?? '';
    expect(composer.isOptOutKeyword(keyword)).toBe(true);
    expect(countryProfile(at[lang]).keywords[0], lang).toBe(keyword);
    for (const text of [t.failedReply, t.stopReply]) expect(text).toMatch(new RegExp(`\\b${keyword}\\b`));
    for (const [key, value] of Object.entries(t)) {
      const found =
        typeof value === 'string' ? [value] : CONTACTS.has(key) ? [value('<Navn>')] : [value(''), value('<Navn>')];
      for (const text of found) {
        // Nothing is left open, doubled or misplaced where no sender is named.
        expect(text, `${lang} ${key}`).toMatch(/^[\p{Lu}¿<]/u);
        expect(text, `${lang} ${key}`).not.toMatch(/undefined| {2}|^ | $| [.,?]|\$|\{/);
      }
      if (typeof value !== 'string') expect(found.at(-1), `${lang} ${key}`).toContain('<Navn>');
      if (key.endsWith('xplain') && typeof value === 'string') all.set(`${lang} ${value}`, key);
    }
  }
  const sentences = [...all.keys()].map((text) => text.slice(3));
  expect(new Set(sentences).size).toBe(sentences.length);
});

test('/stop says nothing of its sender that may be false', async () => {
  const host = await linkHost();
  const page = await (await ask(host.host, '/stop?lang=en')).text();
  expect(page).toContain('If the message comes from a telephone number, you can reply STOP to it.');
  expect(page).toContain('A name cannot receive replies');
});

test('a page loads and runs nothing, keeps nothing, and shows names as names', async () => {
  const host = await linkHost({ senderName: '<b>"x"&\'y\'' });
  const record = await campaign(host, 1, { senderName: '<script>alert(1)</script>"\'&' });
  const pages = [`/${slugOf(host, record, 5, OPT_OUT)}`, '/stop', '/stop?link=%3Cscript%3E', '/'];
  for (const path of pages) {
    const answer = await ask(host.host, path);
    const text = await answer.text();
    expect(text, path).not.toMatch(/<script|<b>|<img|src=|https?:\/\//);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self'/);
    const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style));
    expect(policy).toContain(btoa(String.fromCharCode(...new Uint8Array(digest))));
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(text).toMatch(/<html lang="da">/);
    expect(text).toContain('width=device-width');
  }
});

describe('/stop', () => {
  test('leads the opt-out link to its page, and shows the page to any other link of the message', async () => {
    const host = await linkHost();
    const record = await campaign(host, 1);
    const optOut = slugOf(host, record, 5, OPT_OUT);
    const slug = slugOf(host, record, 5, 0);
    for (const paste of [optOut, ` ${optOut}. `, `https://${host.host}/${optOut}?x=1`, `/${optOut}).`]) {
      const answer = await ask(host.host, `/stop?link=${encodeURIComponent(paste)}`);
      expect([answer.status, answer.headers.get('location')], paste).toEqual([303, `/${optOut}?lang=da`]);
    }
    const pastes = [
      slug,
      ` ${slug}. `,
      `${host.host}/${slug}`,
      `https://${host.host}/${slug}?x=1`,
      `Kære Åse, se (https://${host.host.toUpperCase()}/${slug}) nu`,
      `${slug}).`,
      `(${slug})`,
      `${slug}/`,
      `\u200e${slug}\u202c`,
      `https://${host.host}/\u2060${slug}\u200e`,
      `https://${host.host}/${slug}🎉`,
      `\u202ahttps://${host.host}:443/${slug}\u202c.`,
      `Afmeld:${host.host}/${slug}, tak`,
      // A whole message, as long as a phone takes one, with the link at its end.
      `${'Kære Åse – så er der nyt fra os. '.repeat(150)}Afmeld: ${host.host}/${slug}`,
      `${'-'.repeat(3_000)} ${slug} ${'%'.repeat(3_000)}`,
      `网址：${host.host}/${slug}，谢谢`,
      `https://${host.host}/%${slug.charCodeAt(0).toString(16)}${slug.slice(1)}...`,
    ];
    for (const paste of pastes) {
      const answer = await ask(host.host, `/stop?link=${encodeURIComponent(paste)}`);
      expect(answer.status, paste).toBe(200);
      const page = await answer.text();
      expect(page, paste).toContain(`<form method="post" action="/stop?lang=da&amp;link=${slug}">`);
      expect(page).not.toContain(optOut);
    }
    for (const paste of [
      '',
      'x',
      `https://other.example/${slug}`,
      `x${host.host}/${slug}`,
      `${host.host}/`,
      `${slug}x`,
      '"><script>',
      'a b c',
      `- ${slug} b`,
    ]) {
      const answer = await ask(host.host, `/stop?link=${encodeURIComponent(paste)}`);
      expect(answer.status, paste).toBe(200);
      expect(await answer.text()).toContain('<form method="get" action="/stop">');
    }
    expect((await counter(record).optOuts()).recipients).toEqual([]);
    // Pages opened are counted, whichever way led there.
    expect((await reportOf(record, pastes.length)).totals.openers).toBe(1);
  });

  test('opts out by the slug that a shop is told, and never back in', async () => {
    const host = await linkHost();
    const record = await campaign(host, 1, {
      shards: 3,
      links: [
        { kind: 'destination', url: 'https://shop.example/?rid={slug}', tracked: true },
        { kind: 'opt-out', url: null, tracked: true },
      ],
    });
    const followed = await ask(host.host, `/${slugOf(host, record, 5, 0)}`);
    const told = new URL(followed.headers.get('location') ?? '').searchParams.get('rid') ?? '';
    const optOut = slugOf(host, record, 5, OPT_OUT);
    expect(told).not.toBe(optOut);
    const optedOut = async () => (await counter(record, 5 % 3).optOuts()).recipients;
    const everything: string[] = [];
    const asked = async (method: string, path: string) => {
      const answer = await ask(host.host, path, { method });
      everything.push(await answer.text(), ...[...answer.headers].flat());
      return answer.status;
    };

    expect(await asked('GET', `/stop?link=${told}`)).toBe(200);
    expect(await optedOut()).toEqual([]);
    expect(await asked('POST', `/stop?link=${told}`)).toBe(200);
    expect(everything.join()).toContain('Du er afmeldt');
    expect(everything.join()).toContain('Fortryder du, så åbn afmeldingslinket i beskeden');
    expect(await optedOut()).toEqual([5]);
    // Nor is told whether somebody is opted out.
    await ask(host.host, `/stop?link=${told}`).then(async (answer) => {
      expect(await answer.text()).not.toContain('Du er afmeldt');
    });

    for (const path of [
      `/stop?link=${told}&undo`,
      `/stop?undo&link=${told}`,
      `/stop?link=${host.host}/${told}&undo=1`,
    ]) {
      expect(await asked('POST', path), path).toBe(403);
    }
    // The slug of the destination is no opt-out link, whatever is asked of it.
    expect(await asked('POST', `/${told}?undo`)).toBe(405);
    for (const method of ['GET', 'HEAD', 'POST']) await asked(method, `/stop?link=${told}&lang=en`);
    expect(await optedOut()).toEqual([5]);
    expect(everything.join()).not.toContain(optOut);

    expect(await asked('POST', `/${optOut}?undo`)).toBe(303);
    expect(await optedOut()).toEqual([]);
  });

  test('takes no other method', async () => {
    const host = await linkHost();
    const record = await campaign(host, 1);
    const answer = await ask(host.host, `/stop?link=${slugOf(host, record, 5, 0)}`, { method: 'DELETE' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });

  test('stores nothing of the composer’s own trial', async () => {
    const host = await linkHost();
    const record = await campaign(host, 1);
    const answer = await ask(host.host, `/stop?link=${slugOf(host, record, 2 ** 23 - 1, 0)}`, { method: 'POST' });
    expect(await answer.text()).toContain('Du er afmeldt');
    expect((await counter(record).optOuts()).recipients).toEqual([]);
  });

  test('keeps the link where a language is chosen', async () => {
    const host = await linkHost();
    const record = await campaign(host, 1);
    const slug = slugOf(host, record, 5, 0);
    for (const method of ['GET', 'POST']) {
      const page = await (await ask(host.host, `/stop?link=${slug}`, { method })).text();
      expect(page).toContain(`<a href="/stop?lang=fi&amp;link=${slug}" lang="fi" hreflang="fi">Suomi</a>`);
    }
  });

  test('says what to do where the message had no opt-out link, and not that its links are the same for all', async () => {
    const host = await linkHost();
    const links = [{ kind: 'destination', url: 'https://shop.example/', tracked: true }] as const;
    const named = await campaign(host, 1, { links: [...links] });
    const page = await (await ask(host.host, `/stop?link=${slugOf(host, named, 5, 0)}`)).text();
    expect(page).toContain('Beskeden har intet afmeldingslink.');
    expect(page).toContain('Kontakt Børnenes Verden');
    expect(page).not.toMatch(/STOP|det samme for alle/);
    const numbered = await campaign(host, 2, { links: [...links], senderName: '+45 20 12 34 56' });
    const other = await (await ask(host.host, `/stop?link=${slugOf(host, numbered, 5, 0)}`)).text();
    expect(other).toContain('Svar STOP på beskeden.');
  });
});

test('opt-outs reach the copy in KV', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  await ask(host.host, `/${slugOf(host, record, 5, OPT_OUT)}`, { method: 'POST' });
  await vi.waitFor(
    async () => {
      const copy = await env.KV.get<{ confirmedOptOuts: number }>(kvKey.counts(host.host, 1, 0), 'json');
      expect(copy?.confirmedOptOuts).toBe(1);
    },
    { timeout: 5_000, interval: 100 },
  );
});
