/**
 * Kannel as somebody runs it who sends with it: with a user for sendsms, a service for what comes in, and a message centre that
 * is either Kannel's own fake one (kannel-extras) or the test's (`smpp-centre.ts`).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { answering, BEARERBOX, end, SMSBOX } from './kannel.ts';

const FAKESMSC = '/usr/lib/kannel/test/fakesmsc';

/** Why it cannot be started here, or null. */
export const whyNoKannelBox: string | null = [BEARERBOX, SMSBOX, FAKESMSC].every((program) => existsSync(program))
  ? null
  : `${BEARERBOX}, ${SMSBOX} and ${FAKESMSC} are not there; on Debian, scripts/setup.sh --test installs them`;

export const USERNAME = 'klik spor';
/** With what an address must escape. */
export const PASSWORD = 'p&+ æ%2B#';

export interface KannelBox {
  /** Address of sendsms. */
  readonly url: string;
  /** What bearerbox does by its HTTP interface, such as `stop-smsc`; answers what it says. */
  admin(command: string, more?: string): Promise<string>;
  /** A phone network of Kannel's own that writes down what it gets. */
  fake(): FakeSmsc;
  /** Ends bearerbox without asking, and starts it anew. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export interface KannelBoxOptions {
  /** Port of a centre that speaks SMPP. Absent: Kannel's fake one, which connects by `fake()`. */
  readonly centrePort?: number;
  /** What `get-url` is set to. Absent: what comes in goes nowhere. */
  readonly inboundUrl?: string;
  /** Lines of group smsbox. */
  readonly smsbox?: readonly string[];
  /** Lines of group sendsms-user, instead of those that docs/gateways.md asks for. */
  readonly user?: readonly string[];
  /** Lines of group sms-service, instead of those that docs/gateways.md asks for. */
  readonly service?: readonly string[];
}

export async function startKannelBox(options: KannelBoxOptions = {}): Promise<KannelBox> {
  const folder = await mkdtemp(join(tmpdir(), 'klikspor-kannel-'));
  const [adminPort, boxPort, sendPort, fakePort] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const config = join(folder, 'kannel.conf');
  await writeFile(config, configOf({ folder, adminPort, boxPort, sendPort, fakePort }, options));
  const fakes: FakeSmsc[] = [];
  let children: ChildProcess[] = [];
  const run = (program: string) => {
    const child = spawn(program, ['-v', '4', config], { cwd: folder, stdio: 'ignore' });
    children.unshift(child);
    return child;
  };
  const start = async () => {
    await answering(`http://127.0.0.1:${adminPort}/status.txt`, run(BEARERBOX));
    await answering(`http://127.0.0.1:${sendPort}/cgi-bin/sendsms`, run(SMSBOX));
    // It has to know its box before the first text comes in.
    await until(async () => (await admin('status.txt')).includes('smsbox:'), 'smsbox is not connected to bearerbox');
  };
  const admin = async (command: string, more = '') =>
    (await fetch(`http://127.0.0.1:${adminPort}/${command}?password=klikspor${more}`)).text();
  const endAll = async () => {
    // The last one started first: bearerbox waits for its boxes.
    for (const child of children) await end(child);
    children = [];
  };
  const stop = async () => {
    for (const fake of fakes) await fake.stop();
    await endAll();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    const logs = ['bearerbox.log', 'smsbox.log'].map((name) => readFile(join(folder, name), 'utf8').catch(() => ''));
    const tails = (await Promise.all(logs)).map((log) => log.split('\n').slice(-20).join('\n'));
    await stop();
    throw new Error(`kannel did not start: ${String(error)}\n${tails.join('\n')}`);
  }
  return {
    url: `http://127.0.0.1:${sendPort}/cgi-bin/sendsms`,
    admin,
    fake: () => {
      const fake = new FakeSmsc(fakePort);
      fakes.push(fake);
      return fake;
    },
    crash: async () => {
      for (const child of children.filter(({ spawnfile }) => spawnfile === BEARERBOX)) child.kill('SIGKILL');
      await endAll();
      await start();
    },
    stop,
  };
}

/** A message as fakesmsc prints it. */
export interface FakeMessage {
  readonly from: string;
  readonly to: string;
  /** `text`, or `udh` for a part of a longer one and `ucs-2`. */
  readonly type: string;
  /** As it is printed: raw UTF-8 of a text, else octets, those that are no letters escaped. */
  readonly written: string;
}

/**
 * The text that a phone puts together of a message's parts. fakesmsc prints what is escaped as a form is: a text of GSM-7 in UTF-8,
 * one of UCS-2 octet by octet, and before a part its header, whose last two octets are how many there are and which it is.
 */
export function joined(parts: readonly FakeMessage[], encoding: 'gsm7' | 'ucs2'): string {
  const read = parts.map(({ type, written }) => {
    if (type === 'text') return { of: 1, at: 1, text: written };
    const [, of = '01', at = '01', data = ''] = /^(?:(?:%..){4}%(..)%(..) data )?(.*)$/s.exec(written) ?? [];
    const octets = Buffer.from(
      data.replaceAll('+', ' ').replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    );
    const text = encoding === 'ucs2' ? octets.swap16().toString('utf16le') : octets.toString('utf8');
    return { of: Number.parseInt(of, 16), at: Number.parseInt(at, 16), text };
  });
  const inOrder = read.toSorted((a, b) => a.at - b.at);
  if (inOrder.some(({ of, at }, place) => of !== parts.length || at !== place + 1)) {
    throw new Error(`not the parts of one message: ${parts.map(({ written }) => written.slice(0, 30)).join(', ')}`);
  }
  return inOrder.map(({ text }) => text).join('');
}

export class FakeSmsc {
  readonly #child: ChildProcess;
  #output = '';
  #said = 0;

  constructor(port: number) {
    this.#child = spawn(FAKESMSC, ['-H', '127.0.0.1', '-r', String(port)], { stdio: ['pipe', 'ignore', 'pipe'] });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#output += chunk.toString('latin1');
    });
  }

  /** What it got so far, in order. */
  messages(): FakeMessage[] {
    const utf8 = Buffer.from(this.#output, 'latin1').toString('utf8');
    return Array.from(
      utf8.matchAll(/Got message \d+: <(\S+) (\S+) (\S+) (.*?)>\n(?=\d{4}-|$)/gs),
      ([, from = '', to = '', type = '', written = '']) => ({ from, to, type, written }),
    );
  }

  /** Waits for so many to this number. */
  async gets(to: string, count = 1): Promise<FakeMessage[]> {
    const found = () => this.messages().filter((message) => message.to === to);
    await until(() => found().length >= count, `fakesmsc did not get ${count} messages to ${to}:\n${this.#output}`);
    return found();
  }

  /**
   * Somebody writes: `type` is `text` or `ucs2`, whose octets are escaped. One after the other: of two lines that come at once
   * it reads the second with the third.
   */
  async says(from: string, to: string, type: 'text' | 'ucs2', written: string): Promise<void> {
    this.#child.stdin?.write(`${from} ${to} ${type} ${written}\n`);
    this.#said += 1;
    await until(() => this.#output.includes(`sent message ${this.#said}\n`), `fakesmsc did not pass on ${written}`);
  }

  stop(): Promise<void> {
    return end(this.#child);
  }
}

export async function until(holds: () => boolean | Promise<boolean>, complaint: string, ms = 15_000): Promise<void> {
  const endMs = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`${complaint} within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

interface Places {
  readonly folder: string;
  readonly adminPort: number;
  readonly boxPort: number;
  readonly sendPort: number;
  readonly fakePort: number;
}

/** What docs/gateways.md asks for. */
export const ASKED_FOR = {
  user: ['max-messages = 255', 'concatenation = true'],
  service: ['max-messages = 0', 'omit-empty = true', 'concatenation = true'],
  smsbox: ['http-request-retry = 60', 'http-queue-delay = 10'],
} as const;

/** Everything on the loopback interface. */
function configOf({ folder, adminPort, boxPort, sendPort, fakePort }: Places, options: KannelBoxOptions): string {
  const centre =
    options.centrePort === undefined
      ? ['smsc = fake', `port = ${fakePort}`, 'our-host = 127.0.0.1', 'connect-allow-ip = 127.0.0.1']
      : [
          ...['smsc = smpp', 'host = 127.0.0.1', `port = ${options.centrePort}`, 'transceiver-mode = true'],
          ...['smsc-username = klikspor', 'smsc-password = klikspor', 'system-type = test', 'interface-version = 34'],
          ...['max-pending-submits = 100', 'source-addr-autodetect = yes'],
        ];
  const service =
    options.inboundUrl === undefined
      ? ['keyword = default', 'text = none', 'max-messages = 0']
      : [
          ...['keyword = default', 'catch-all = yes', `get-url = "${options.inboundUrl}"`],
          ...(options.service ?? ASKED_FOR.service),
        ];
  const group = (name: string, ...lines: readonly string[]) => [`group = ${name}`, ...lines, ''].join('\n');
  return [
    group(
      'core',
      ...[`admin-port = ${adminPort}`, 'admin-interface = 127.0.0.1', 'admin-password = klikspor'],
      ...[`smsbox-port = ${boxPort}`, 'smsbox-interface = 127.0.0.1'],
      ...['box-allow-ip = 127.0.0.1', 'box-deny-ip = *.*.*.*', 'dlr-storage = internal'],
      ...[`log-file = ${folder}/bearerbox.log`, 'log-level = 0'],
    ),
    group('smsc', 'smsc-id = centre', ...centre),
    group(
      'smsbox',
      // Without smsbox-id: a box with a name gets only what is routed to it, and all that comes in would wait.
      ...['bearerbox-host = 127.0.0.1', `sendsms-port = ${sendPort}`],
      ...['sendsms-interface = 127.0.0.1', `log-file = ${folder}/smsbox.log`, 'log-level = 0'],
      ...(options.smsbox ?? []),
    ),
    group('sendsms-user', ...[`username = ${USERNAME}`, `password = ${PASSWORD}`], ...(options.user ?? ASKED_FOR.user)),
    group('sms-service', ...service),
  ].join('\n');
}
