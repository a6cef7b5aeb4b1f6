/** The real Chromium, as the tests start it everywhere. */
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import type { Net } from './net.ts';

let kept: Browser | undefined;

/**
 * A browser without any page. The one of the file before, where files share a process (tests/web) and it was left running:
 * starting one takes a second. What the file before left open is closed.
 */
export async function launchBrowser(extraArguments: readonly string[] = []): Promise<Browser> {
  if (extraArguments.length > 0) return startBrowser(extraArguments);
  if (kept?.isConnected()) await Promise.all(kept.contexts().map((context) => context.close()));
  else kept = await startBrowser([]);
  return kept;
}

/** A machine with more fonts would find that more fits. */
const FONTS = fileURLToPath(new URL('fonts.conf', import.meta.url));

function startBrowser(extraArguments: readonly string[]): Promise<Browser> {
  return chromium.launch({
    env: { ...process.env, FONTCONFIG_FILE: FONTS },
    // Without a desktop's own windows, which took a seventh of the time; tests/e2e takes the whole browser.
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium-headless-shell',
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
