/** A message centre that speaks as much SMPP 3.4 as a gateway needs to hand its messages over, on the loopback interface. */
import { createServer, type Server, type Socket } from 'node:net';

/** What a submit_sm (SMPP 3.4, 4.4.1) says of a segment. */
export interface Submission {
  /** As the centre answers with it. */
  readonly messageId: string;
  readonly source: Address;
  readonly destination: string;
  /** Type of the destination's number (5.2.5): 1 is international, 2 national. */
  readonly destinationType: number;
  /** registered_delivery (5.2.17): not 0 asks for a receipt. */
  readonly registered: number;
  /** UDH indicator of esm_class (5.2.12): the user data begin with a header. */
  readonly hasHeader: boolean;
  readonly dataCoding: number;
  /** short_message, or the message_payload in its place: one octet a septet where data_coding is 0. */
  readonly userData: Buffer;
}

export interface Address {
  readonly number: string;
  /** Type of number and numbering plan (5.2.5, 5.2.6). */
  readonly type: number;
  readonly plan: number;
}

/** What a centre tells of a message (4.6.1, with receipted_message_id and message_state). */
export interface Receipt {
  readonly messageId: string;
  /** message_state (5.2.28). */
  readonly state: number;
  /** The short message, such as `id:1 … stat:DELIVRD err:000 text:`. */
  readonly text: string;
  readonly source: string;
  readonly destination: string;
}

const BIND_RECEIVER = 0x01;
const BIND_TRANSMITTER = 0x02;
const SUBMIT = 0x04;
const UNBIND = 0x06;
const BIND_TRANSCEIVER = 0x09;
const ENQUIRE_LINK = 0x15;
const RESPONSE = 0x80000000;
const GENERIC_NACK = 0x80000000;
const INVALID_COMMAND = 0x03;
const DELIVER = 0x05;
const RECEIPTED_MESSAGE_ID = 0x001e;
const MESSAGE_PAYLOAD = 0x0424;
const MESSAGE_STATE = 0x0427;
const HEADER_SIZE = 16;

export class SmppCentre {
  readonly port: number;
  /** Settled by the first bind that lets the gateway send. */
  readonly bound: Promise<void>;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #onSubmission: (submission: Submission) => number | undefined;
  /** The last one that was bound: receipts go over it. */
  #bound: Socket | undefined;
  #sequence = 0;
  #settleBound: () => void = () => {};
  #messages = 0;

  private constructor(server: Server, port: number, onSubmission: (submission: Submission) => number | undefined) {
    this.#server = server;
    this.port = port;
    this.#onSubmission = onSubmission;
    this.bound = new Promise((resolve) => {
      this.#settleBound = resolve;
    });
    server.on('connection', (socket) => this.#serve(socket));
  }

  /** `onSubmission`: a number other than 0 is the command_status (5.1.3) that the segment is refused with. */
  static async start(onSubmission: (submission: Submission) => number | undefined): Promise<SmppCentre> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the message centre has no port');
    return new SmppCentre(server, address.port, onSubmission);
  }

  deliver({ messageId, state, text, source, destination }: Receipt): void {
    if (this.#bound === undefined) throw new Error('nobody is bound to the message centre');
    const string = (value: string) => Buffer.from(`${value}\0`, 'latin1');
    const field = (tag: number, value: Buffer) => {
      const head = Buffer.alloc(4);
      head.writeUInt16BE(tag, 0);
      head.writeUInt16BE(value.length, 2);
      return Buffer.concat([head, value]);
    };
    const body = Buffer.concat([
      ...[string(''), Buffer.from([1, 1]), string(source), Buffer.from([1, 1]), string(destination)],
      // esm_class: a receipt; protocol_id, priority_flag.
      ...[Buffer.from([4, 0, 0]), string(''), string('')],
      Buffer.from([0, 0, 0, 0, text.length]),
      Buffer.from(text, 'latin1'),
      field(RECEIPTED_MESSAGE_ID, string(messageId)),
      field(MESSAGE_STATE, Buffer.from([state])),
    ]);
    this.#sequence += 1;
    const header = Buffer.alloc(HEADER_SIZE);
    header.writeUInt32BE(HEADER_SIZE + body.length, 0);
    header.writeUInt32BE(DELIVER, 4);
    header.writeUInt32BE(this.#sequence, 12);
    this.#bound.write(Buffer.concat([header, body]));
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    let unread = Buffer.alloc(0);
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // A gateway that is stopped may reset its connection; what it had sent until then counts.
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      unread = Buffer.concat([unread, chunk]);
      while (unread.length >= HEADER_SIZE && unread.length >= unread.readUInt32BE(0)) {
        const length = Math.max(unread.readUInt32BE(0), HEADER_SIZE);
        this.#answer(socket, unread.subarray(0, length));
        unread = unread.subarray(length);
      }
    });
  }

  #answer(socket: Socket, pdu: Buffer): void {
    const command = pdu.readUInt32BE(4);
    const sequence = pdu.readUInt32BE(12);
    const respond = (body = '', id = (command | RESPONSE) >>> 0, status = 0) => {
      const header = Buffer.alloc(HEADER_SIZE);
      header.writeUInt32BE(HEADER_SIZE + body.length, 0);
      header.writeUInt32BE(id, 4);
      header.writeUInt32BE(status, 8);
      header.writeUInt32BE(sequence, 12);
      socket.write(Buffer.concat([header, Buffer.from(body, 'latin1')]));
    };
    if (command >= RESPONSE) return;
    switch (command) {
      case BIND_TRANSMITTER:
      case BIND_TRANSCEIVER:
        respond('centre\0');
        this.#bound = socket;
        this.#settleBound();
        return;
      case BIND_RECEIVER:
        respond('centre\0');
        return;
      case SUBMIT: {
        this.#messages += 1;
        const messageId = String(this.#messages);
        const status = this.#onSubmission(readSubmission(messageId, pdu.subarray(HEADER_SIZE))) ?? 0;
        if (status === 0) respond(`${messageId}\0`);
        else respond('', undefined, status);
        return;
      }
      case UNBIND:
        respond();
        socket.end();
        return;
      case ENQUIRE_LINK:
        respond();
        return;
      default:
        respond('', GENERIC_NACK, INVALID_COMMAND);
    }
  }
}

function readSubmission(messageId: string, body: Buffer): Submission {
  let at = 0;
  const octet = () => body.readUInt8(at++);
  const string = () => {
    const end = body.indexOf(0, at);
    if (end < 0) throw new Error(`submit_sm: the string at octet ${at} of its body has no end`);
    const text = body.toString('latin1', at, end);
    at = end + 1;
    return text;
  };
  string(); // service_type
  const source = { type: octet(), plan: octet(), number: string() };
  const destinationType = octet();
  at += 1; // its plan
  const destination = string();
  const esmClass = octet();
  at += 2; // protocol_id, priority_flag
  string(); // schedule_delivery_time
  string(); // validity_period
  const registered = octet();
  at += 1; // replace_if_present_flag
  const dataCoding = octet();
  at += 1; // sm_default_msg_id
  const length = octet();
  let userData = body.subarray(at, at + length);
  at += length;
  while (at < body.length) {
    const tag = body.readUInt16BE(at);
    const end = at + 4 + body.readUInt16BE(at + 2);
    if (tag === MESSAGE_PAYLOAD) userData = body.subarray(at + 4, end);
    at = end;
  }
  const hasHeader = (esmClass & 0x40) !== 0;
  return {
    ...{ messageId, source, destination, destinationType, registered, hasHeader, dataCoding },
    userData: Buffer.from(userData),
  };
}
