/** The real Chromium, as the tests start it everywhere. */
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import type { Net } from './net.ts';

export function launchBrowser(extraArguments: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...extraArguments,
    ],
  });
}

/** For a context whose names lead where `net` says; this machine itself is reached without it. */
export const within = ({ address }: Net): BrowserContextOptions => ({
  proxy: { server: address, bypass: 'localhost,.localhost,127.0.0.1' },
  ignoreHTTPSErrors: true,
});
