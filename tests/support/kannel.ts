/** Kannel, the gateway Debian packages, sending real texts to a message centre that keeps them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Encoding, PackedSegment } from 'klikspor';
import { freePort } from './free-port.ts';
import { SmppCentre, type Submission } from './smpp-centre.ts';

export const BEARERBOX = '/usr/sbin/bearerbox';
export const SMSBOX = '/usr/sbin/smsbox';

/** Why it cannot be started here, or null. */
export const whyNoKannel: string | null = [BEARERBOX, SMSBOX].every((program) => existsSync(program))
  ? null
  : `${BEARERBOX} and ${SMSBOX} are not there; on Debian, scripts/setup.sh --test installs them`;

/** A segment as Kannel handed it to the centre. */
export interface KannelSegment {
  /** What its header says (3GPP TS 23.040, 9.2.3.24.1); without one: 0, 1, 1. */
  readonly reference: number;
  readonly segments: number;
  /** From 1. */
  readonly index: number;
  /** Septets or code units beside the header. */
  readonly units: number;
  /** As the centre would put it on the air, and the same without its header. */
  readonly packed: PackedSegment;
  readonly headless: PackedSegment;
}

export interface Kannel {
  /** Sends a text in the encoding given (Kannel never chooses one) and waits until all segments of it are at the centre. */
  send(text: string, encoding: Encoding): Promise<readonly KannelSegment[]>;
  stop(): Promise<void>;
}

export async function startKannel(): Promise<Kannel> {
  const folder = await mkdtemp(join(tmpdir(), 'klikspor-kannel-'));
  const inbox = new Inbox();
  const centre = await SmppCentre.start((submission) => {
    inbox.add(submission);
    return undefined;
  });
  const [adminPort, boxPort, sendPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const config = join(folder, 'kannel.conf');
  await writeFile(config, configOf({ folder, centrePort: centre.port, adminPort, boxPort, sendPort }));

  const children: ChildProcess[] = [];
  const run = (program: string) => {
    const child = spawn(program, ['-v', '4', config], { cwd: folder, stdio: 'ignore' });
    children.unshift(child);
    return child;
  };
  const stop = async () => {
    // The last one started first: bearerbox waits for its boxes.
    for (const child of children) await end(child);
    await centre.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const send = async (text: string, encoding: Encoding) => {
    const destination = inbox.nextDestination();
    // UTF-8 as everybody sends it, but for lone surrogates: these only UTF-16 can carry.
    const utf8 = encoding === 'gsm7' || text.isWellFormed();
    const octets = utf8 ? Buffer.from(text, 'utf8') : Buffer.from(text, 'utf16le').swap16();
    const query = new URLSearchParams({
      username: 'klikspor',
      password: 'klikspor',
      from: '4550',
      to: destination,
      coding: encoding === 'gsm7' ? '0' : '2',
      charset: utf8 ? 'UTF-8' : 'UTF-16BE',
    });
    const escaped = octets.toString('hex').replace(/../g, '%$&');
    const response = await fetch(`http://127.0.0.1:${sendPort}/cgi-bin/sendsms?${query}&text=${escaped}`);
    const answer = await response.text();
    if (response.status !== 202) throw new Error(`sendsms answered ${response.status}: ${answer}`);
    return inbox.complete(destination);
  };

  try {
    const bearerbox = run(BEARERBOX);
    await answering(`http://127.0.0.1:${adminPort}/status.txt`, bearerbox);
    const smsbox = run(SMSBOX);
    await answering(`http://127.0.0.1:${sendPort}/cgi-bin/sendsms`, smsbox);
    await within(10_000, centre.bound, 'bearerbox did not bind to the message centre');
    return { send, stop };
  } catch (error) {
    const logs = ['bearerbox.log', 'smsbox.log'].map((name) => readFile(join(folder, name), 'utf8').catch(() => ''));
    const tails = (await Promise.all(logs)).map((log) => log.split('\n').slice(-20).join('\n'));
    await stop();
    throw new Error(`kannel did not start: ${String(error)}\n${tails.join('\n')}`);
  }
}

/** Segments by destination, handed out once a message is whole. */
class Inbox {
  readonly #segments = new Map<string, KannelSegment[]>();
  readonly #waiting = new Map<string, (segments: readonly KannelSegment[]) => void>();
  #destinations = 0;

  nextDestination(): string {
    this.#destinations += 1;
    return `45${String(this.#destinations).padStart(8, '0')}`;
  }

  add(submission: Submission): void {
    const segments = this.#segments.get(submission.destination) ?? [];
    segments.push(segmentOf(submission));
    this.#segments.set(submission.destination, segments);
    this.#settle(submission.destination);
  }

  complete(destination: string): Promise<readonly KannelSegment[]> {
    const whole = new Promise<readonly KannelSegment[]>((resolve) => this.#waiting.set(destination, resolve));
    this.#settle(destination);
    return within(20_000, whole, `not every segment to ${destination} reached the message centre`);
  }

  #settle(destination: string): void {
    const segments = this.#segments.get(destination) ?? [];
    if (segments.length < (segments[0]?.segments ?? 1)) return;
    this.#waiting.get(destination)?.(segments.toSorted((a, b) => a.index - b.index));
  }
}

/** A segment as it is on the air. */
export function segmentOf({
  userData,
  hasHeader,
  dataCoding,
}: Pick<Submission, 'userData' | 'hasHeader' | 'dataCoding'>): KannelSegment {
  if (dataCoding !== 0 && dataCoding !== 8) throw new Error(`data_coding ${dataCoding} is neither GSM-7 nor UCS-2`);
  if (hasHeader && userData.toString('hex', 0, 3) !== '050003') {
    throw new Error(`the user data begin with no concatenation header: ${userData.toString('hex')}`);
  }
  const header = userData.subarray(0, hasHeader ? 6 : 0);
  const content = userData.subarray(header.length);
  const [reference = 0, segments = 1, index = 1] = header.subarray(3);
  const onAir = dataCoding === 0 ? packSeptets : joinOctets;
  return {
    reference,
    segments,
    index,
    units: dataCoding === 0 ? content.length : content.length / 2,
    packed: onAir(header, content),
    headless: onAir(Buffer.alloc(0), content),
  };
}

const joinOctets = (header: Buffer, content: Buffer): PackedSegment => {
  const octets = Uint8Array.from([...header, ...content]);
  return { octets, length: octets.length, encoding: 'ucs2', hasHeader: header.length > 0 };
};

/** Packs septets as a centre does: seven bits each, least significant first, from the first septet behind the header. */
function packSeptets(header: Buffer, content: Buffer): PackedSegment {
  const headerSeptets = Math.ceil((header.length * 8) / 7);
  const length = headerSeptets + content.length;
  const octets = new Uint8Array(Math.ceil((length * 7) / 8));
  octets.set(header);
  for (const [i, septet] of content.entries()) {
    if (septet > 127) throw new Error(`octet ${septet} at ${i} is no septet`);
    const bit = (headerSeptets + i) * 7;
    const shifted = septet << (bit % 8);
    const at = bit >> 3;
    octets[at] = (octets[at] ?? 0) | (shifted & 0xff);
    if (shifted > 0xff) octets[at + 1] = shifted >> 8;
  }
  return { octets, length, encoding: 'gsm7', hasHeader: header.length > 0 };
}

interface Places {
  readonly folder: string;
  readonly centrePort: number;
  readonly adminPort: number;
  readonly boxPort: number;
  readonly sendPort: number;
}

/** Everything on the loopback interface, no store and no delivery reports. */
function configOf({ folder, centrePort, adminPort, boxPort, sendPort }: Places): string {
  return `group = core
admin-port = ${adminPort}
admin-interface = 127.0.0.1
admin-password = klikspor
smsbox-port = ${boxPort}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
box-deny-ip = *.*.*.*
dlr-storage = internal
log-file = ${folder}/bearerbox.log
log-level = 1

group = smsc
smsc = smpp
smsc-id = centre
host = 127.0.0.1
port = ${centrePort}
transceiver-mode = true
smsc-username = klikspor
smsc-password = klikspor
system-type = test
interface-version = 34
max-pending-submits = 100

group = smsbox
smsbox-id = box
bearerbox-host = 127.0.0.1
sendsms-port = ${sendPort}
sendsms-interface = 127.0.0.1
sendsms-chars = 0123456789
log-file = ${folder}/smsbox.log
log-level = 1

group = sendsms-user
username = klikspor
password = klikspor
max-messages = 300
concatenation = true

group = sms-service
keyword = default
max-messages = 0
text = none
`;
}

export async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`);
    const up = await fetch(url).then(
      (response) => response.text().then(() => true),
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} did not answer within 10 s`);
}

export async function within<T>(ms: number, promise: Promise<T>, complaint: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${complaint} within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Asks the process to end and waits; after five seconds it is ended without asking. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(timer);
}
