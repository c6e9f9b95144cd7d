import { type AssociateAc, type AssociateRq, decodeAssociateAc, decodeAssociateRq } from './associatePdu.ts';
import { PduError, type Rejection } from './errors.ts';
import { Gathering } from './gathering.ts';
import type { AssociationLimits } from './limits.ts';
import { PDU_HEADER_BYTES, PDU_TYPE, PDV_HEADER_BYTES, SHORT_BODY_BYTES } from './pdu.ts';
import { Reader } from './reader.ts';

/** What a connection brings, PDU by PDU. */
export interface PduSink {
  associateRq(request: AssociateRq): void;
  associateAc(answer: AssociateAc): void;
  associateRj(rejection: Rejection): void;
  /** A P-DATA-TF begins; its fragments follow as their bytes come. */
  pData(): void;
  fragment(fragment: Fragment): void;
  releaseRq(): void;
  releaseRp(): void;
  abort(source: number, reason: number): void;
  /** A PDU came to its end, or the header of one whose body is still to come. */
  progress(): void;
  /** Nothing is said of what comes behind. */
  invalid(error: PduError): void;
}

/** A piece of a command set or a data set (PS3.8 Annex E): a view of what the connection brought. */
export interface Fragment {
  readonly contextId: number;
  readonly isCommand: boolean;
  /** Nothing of this command set or data set follows. */
  readonly isLast: boolean;
  readonly bytes: Uint8Array;
}

/** How the four PDUs of one fixed length, and the two of many items, are told to the sink. */
const SHORT_PDUS: Readonly<Record<number, (body: Reader, sink: PduSink) => void>> = {
  [PDU_TYPE.associateRj]: (body, sink) => {
    body.skip(1);
    const [result, source, reason] = [body.u8(), body.u8(), body.u8()];
    sink.associateRj({
      result: result === 2 ? 2 : 1,
      source: source === 2 || source === 3 ? source : 1,
      reason,
    });
  },
  [PDU_TYPE.releaseRq]: (_body, sink) => sink.releaseRq(),
  [PDU_TYPE.releaseRp]: (_body, sink) => sink.releaseRp(),
  [PDU_TYPE.abort]: (body, sink) => {
    body.skip(2);
    sink.abort(body.u8(), body.u8());
  },
};
const ASSOCIATE_PDUS: Readonly<Record<number, (body: Uint8Array, sink: PduSink) => void>> = {
  [PDU_TYPE.associateRq]: (body, sink) => sink.associateRq(decodeAssociateRq(body)),
  [PDU_TYPE.associateAc]: (body, sink) => sink.associateAc(decodeAssociateAc(body)),
};

/**
 * Cuts what a connection brings into PDUs. Lengths are held against the limits before anything is kept; of a P-DATA-TF nothing is kept: its fragments
 * are passed on as they come.
 */
export class PduStream {
  readonly #sink: PduSink;
  readonly #limits: AssociationLimits;
  #header = new Uint8Array(PDU_HEADER_BYTES);
  #headerBytes = 0;
  #step: 'header' | 'body' | 'pdv' | 'value' | 'stopped' = 'header';
  #type = 0;
  /** Bytes of the PDU that are still to come. */
  #left = 0;
  readonly #bodyBytes = new Gathering();
  #valueLeft = 0;
  #contextId = 0;
  #control = 0;

  constructor(sink: PduSink, limits: AssociationLimits) {
    this.#sink = sink;
    this.#limits = limits;
  }

  /** Whether a PDU has begun that has not come to its end. */
  get isInPdu(): boolean {
    return this.#step !== 'header' && this.#step !== 'stopped';
  }

  push(chunk: Uint8Array): void {
    let rest = chunk;
    try {
      while (rest.length > 0 && this.#step !== 'stopped') rest = this.#take(rest);
    } catch (error) {
      this.stop();
      if (!(error instanceof PduError)) throw error;
      this.#sink.invalid(error);
    }
  }

  /** What comes from now on is of no interest. */
  stop(): void {
    this.#step = 'stopped';
    this.#bodyBytes.take();
  }

  #take(chunk: Uint8Array): Uint8Array {
    if (this.#step === 'body') return this.#body(chunk);
    if (this.#step === 'value') return this.#value(chunk);
    const wanted = Math.min(this.#header.length - this.#headerBytes, chunk.length);
    this.#header.set(chunk.subarray(0, wanted), this.#headerBytes);
    this.#headerBytes += wanted;
    if (this.#headerBytes === this.#header.length) {
      this.#headerBytes = 0;
      if (this.#step === 'header') this.#begin(new Reader(this.#header));
      else this.#beginPdv(new Reader(this.#header));
    }
    return chunk.subarray(wanted);
  }

  #begin(header: Reader): void {
    this.#type = header.u8();
    header.skip(1);
    this.#left = header.u32();
    if (this.#type === PDU_TYPE.pData) {
      if (this.#left > this.#limits.maxPduBytes)
        throw new PduError('invalid-pdu-parameter-value', 'a P-DATA-TF is longer than was agreed');
      if (this.#left < PDV_HEADER_BYTES)
        throw new PduError('invalid-pdu-parameter-value', 'a P-DATA-TF is empty');
      this.#step = 'pdv';
      this.#sink.pData();
    } else if (this.#type in SHORT_PDUS) {
      if (this.#left !== SHORT_BODY_BYTES)
        throw new PduError('invalid-pdu-parameter-value', 'a PDU of four bytes has another length');
      this.#step = 'body';
    } else if (this.#type in ASSOCIATE_PDUS) {
      if (this.#left > this.#limits.associatePduBytes)
        throw new PduError('invalid-pdu-parameter-value', 'an A-ASSOCIATE PDU is longer than the limit');
      if (this.#left === 0) throw new PduError('invalid-pdu-parameter-value', 'an A-ASSOCIATE PDU is empty');
      this.#step = 'body';
    } else throw new PduError('unrecognized-pdu', 'a PDU is of a type that PS3.8 does not have');
    this.#sink.progress();
  }

  #body(chunk: Uint8Array): Uint8Array {
    const part = chunk.subarray(0, this.#left);
    this.#bodyBytes.add(part);
    this.#left -= part.length;
    if (this.#left === 0) {
      const body = this.#bodyBytes.take();
      this.#step = 'header';
      const short = SHORT_PDUS[this.#type];
      if (short === undefined) ASSOCIATE_PDUS[this.#type]?.(body, this.#sink);
      else short(new Reader(body), this.#sink);
      this.#sink.progress();
    }
    return chunk.subarray(part.length);
  }

  #beginPdv(header: Reader): void {
    const length = header.u32();
    this.#contextId = header.u8();
    this.#control = header.u8();
    this.#left -= PDV_HEADER_BYTES;
    this.#valueLeft = length - 2;
    if (this.#valueLeft < 0 || this.#valueLeft > this.#left)
      throw new PduError('invalid-pdu-parameter-value', 'a PDV does not fit into its P-DATA-TF');
    this.#step = 'value';
    // Nothing follows that would say so.
    if (this.#valueLeft === 0) this.#value(new Uint8Array(0));
  }

  #value(chunk: Uint8Array): Uint8Array {
    const bytes = chunk.subarray(0, this.#valueLeft);
    this.#valueLeft -= bytes.length;
    this.#left -= bytes.length;
    const ends = this.#valueLeft === 0;
    if (ends) {
      if (this.#left > 0 && this.#left < PDV_HEADER_BYTES)
        throw new PduError('invalid-pdu-parameter-value', 'a P-DATA-TF is longer than its PDVs');
      this.#step = this.#left === 0 ? 'header' : 'pdv';
    }
    this.#sink.fragment({
      contextId: this.#contextId,
      isCommand: (this.#control & 1) === 1,
      isLast: ends && (this.#control & 2) === 2,
      bytes,
    });
    if (this.#step === 'header') this.#sink.progress();
    return chunk.subarray(bytes.length);
  }
}
