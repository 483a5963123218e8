import { joinedBytes } from "../bytes.ts";
import { BLOCK_TRANSFER, blockIn } from "./block-transfer.ts";
import { LLC_BYTES, opensTelegram } from "./hdlc-frame.ts";
import type { LinkFrame } from "./link-frame.ts";
import { type Refused, refused } from "./telegram.ts";

/** What became of frames: the content of one telegram without the headers of its line, or why there is none. */
export interface Assembled {
  readonly link: LinkFrame["link"];
  readonly start: number;
  readonly end: number;
  /** The first frame's control byte. */
  readonly control: number;
  readonly content: Uint8Array | Refused;
}

const MAX_ASSEMBLED_BYTES = 16_384;
const MAX_SEQUENCE = 16;

/**
 * Joins frames to telegrams: the segments of the line protocol, then the blocks of general-block-transfer. A telegram whose part
 * is missing is refused as soon as that shows.
 */
export class TelegramAssembly {
  #segments: LinkFrame[] = [];
  /** Content of the blocks so far, and the first frame of the first one. */
  #blocks: Uint8Array[] = [];
  #first: LinkFrame | undefined;
  #end = 0;

  /** Place of the first byte of a telegram that has begun and not ended. */
  get start(): number | undefined {
    return this.#first?.start;
  }

  /** Adds a frame, and returns what is now decided. */
  add(frame: LinkFrame): readonly Assembled[] {
    const done: Assembled[] = [];
    if (!this.#continues(frame)) done.push(...this.cut());
    this.#first ??= frame;
    this.#end = frame.end;
    this.#segments.push(frame);
    if (frame.end - this.#first.start > MAX_ASSEMBLED_BYTES) done.push(...this.cut());
    else if (!frame.isSegment) done.push(...this.#withInformation());
    return done;
  }

  /** Ends what has begun: something else came, or the stream ended. */
  cut(): readonly Assembled[] {
    if (this.#first === undefined) return [];
    // Blocks are the meter's own way to cut a telegram: what is missing may be what it never sends to this port.
    if (this.#blocks.length > 0)
      return [
        this.#ended(
          refused("UNSUPPORTED", "a telegram in blocks (general-block-transfer) whose next block did not come"),
        ),
      ];
    return [this.#ended(refused("TRUNCATED", "a later segment did not come"))];
  }

  /** Returns whether a frame may be the next one of the telegram that has begun. */
  #continues(frame: LinkFrame): boolean {
    const before = this.#segments.at(-1);
    if (this.#first !== undefined && this.#first.link !== frame.link) return false;
    if (before === undefined) return this.#blocks.length === 0 || isBlock(frame);
    if (frame.sequence !== undefined) return frame.sequence === ((before.sequence ?? 0) + 1) % MAX_SEQUENCE;
    // Only the first segment carries an LLC header: one in a later segment begins the next telegram, after a lost end.
    return !hasLlc(frame.information);
  }

  #withInformation(): readonly Assembled[] {
    const [first] = this.#segments;
    const information = joinedBytes(this.#segments.map((part) => part.information));
    this.#segments = [];
    const content = first?.link === "mbus" ? mbusContent(first, information) : hdlcContent(information);
    const isOfBlocks = content instanceof Uint8Array && content[0] === BLOCK_TRANSFER;
    return isOfBlocks ? this.#withBlock(content) : [this.#ended(content)];
  }

  #withBlock(apdu: Uint8Array): readonly Assembled[] {
    const block = blockIn(apdu);
    if (block === undefined || block.number !== this.#blocks.length + 1)
      return [
        this.#ended(
          refused("UNSUPPORTED", "a telegram in blocks (general-block-transfer) of which one is missing or broken"),
        ),
      ];
    this.#blocks.push(block.content);
    return block.isLast ? [this.#ended(joinedBytes(this.#blocks))] : [];
  }

  #ended(content: Assembled["content"]): Assembled {
    const { link = "hdlc", start = 0, control = 0 } = this.#first ?? {};
    const assembled = { link, start, end: this.#end, control, content };
    this.#segments = [];
    this.#blocks = [];
    this.#first = undefined;
    return assembled;
  }
}

/** Content of the information of an HDLC telegram; a later block comes without the LLC header. */
function hdlcContent(information: Uint8Array): Uint8Array | Refused {
  if (information.length === 0) return refused("UNSUPPORTED", "the frame carries nothing");
  if (hasLlc(information)) return information.subarray(LLC_BYTES);
  return information[0] === BLOCK_TRANSFER ? information : refused("UNSUPPORTED", "the frame carries no telegram");
}

function mbusContent({ sequence }: LinkFrame, information: Uint8Array): Uint8Array | Refused {
  if (sequence !== 0) return refused("TRUNCATED", "an earlier segment did not come");
  return information.length > 0 ? information : refused("UNSUPPORTED", "the frame carries nothing");
}

function hasLlc(information: Uint8Array): boolean {
  return information.length >= LLC_BYTES && opensTelegram(information);
}

function isBlock({ information }: LinkFrame): boolean {
  return information[hasLlc(information) ? LLC_BYTES : 0] === BLOCK_TRANSFER;
}
