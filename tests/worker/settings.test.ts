/** What wrangler.toml and a deployment set is read as it is meant, or refused by name. */
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { settingsIn } from '../../worker/src/settings.ts';

test.each(['', ' ', 'abc', '-1', '1.5', '1e3', '0x10', '9007199254740993'])('“%s” is no time', (text) => {
  expect(() => settingsIn({ ...env, RAW_LIFE_MS: text })).toThrow(
    `RAW_LIFE_MS is "${text}"; it must be a whole number of milliseconds, 0 or more.`,
  );
});

test('hosts of the app are read as requests name them', () => {
  const { appHosts, strictDeadlineMs } = settingsIn({
    ...env,
    APP_HOSTS: 'App.Brand.dk, localhost',
    STRICT_DEADLINE_MS: '0',
  });
  expect([...appHosts]).toEqual(['app.brand.dk', 'localhost']);
  expect(strictDeadlineMs).toBe(0);
});
