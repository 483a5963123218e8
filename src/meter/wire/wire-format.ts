import type { AnnouncedUnit, AnnouncedUnits } from "../announced-unit.ts";
import type { Quantity } from "../quantity.ts";
import type { UnitName } from "../unit.ts";
import type { Decrypt } from "./ciphered-apdu.ts";
import type { DecodeLine } from "./decode-line.ts";
import type { WireDecoder } from "./decoded.ts";
import type { Fact } from "./fact.ts";
import type { ReaderStatus } from "./reader-status.ts";

/** Meaning of a plain number on one topic. */
export interface WireMapping {
  readonly quantity: Quantity;
  /** The unit in which it is published. */
  readonly unit: UnitName;
  /**
   * True when the number is signed net power: positive is import, negative is export, the other one is then 0.
   * Only for active and reactive power; default false.
   */
  readonly signed?: boolean;
}

/** Settings for the messages of one meter. */
export interface WireOptions {
  /** First part of the meter's topics, which identifies some senders; absent where it is not known. */
  readonly prefix?: string;
  /** Id of the only format that is tried, besides the mapping; all of them by default. */
  readonly format?: string;
  /** The formats to choose from; those of `wire-formats.ts` by default. */
  readonly formats?: readonly WireFormat[];
  /** Accept ASCII telegrams that end in `!` without a checksum or with a wrong one; default false. */
  readonly allowNoCrc?: boolean;
  /** Decrypts encrypted telegrams; without it they are refused. */
  readonly decrypt?: Decrypt;
  /** Country of the grid, ISO 3166 code of two letters, by which the scales of some makers' lists differ; absent where it is not known. */
  readonly country?: string;
  /** Time zone of the meter, in which times without a zone are; absent where it is not known. */
  readonly timeZone?: string;
  /** Topics that the tables do not know, or know otherwise, by ESPHome object id (`power`) or relative topic (`house/power`; empty for the prefix itself). */
  readonly mapping?: Readonly<Record<string, WireMapping>>;
  /** Units that the reader itself announced, by relative topic; the configuration's mapping comes before them. */
  readonly announced?: AnnouncedUnits;
}

/** One message for the values page, identifiers in it masked. */
export interface ShownMessage {
  /** Relative to the meter's prefix. */
  readonly topic: string;
  /** Payload as text. */
  readonly text: string;
}

/** A format in files, for `wattframe decode`. */
export interface FileFormat {
  /** Line for the command's help. */
  readonly description: string;
  /** Score of a file's beginning, as `accepts`; the formats with the highest read it together where none is named. */
  readonly accepts: (bytes: Uint8Array) => number;
  /** Every telegram, found or refused, in order. Formats that share the function are read in one go. */
  readonly decode: (bytes: Uint8Array, options: FileOptions) => readonly DecodeLine[];
}

/** Settings for decoding a file. */
export interface FileOptions extends Pick<WireOptions, "decrypt" | "country"> {
  readonly allowNoCrc: boolean;
  /** Ids of the formats to look for. */
  readonly formats: readonly string[];
}

/**
 * One way in which meters and their readers publish over MQTT: everything that the program knows of it. Topics are
 * relative to the meter's prefix: `sensor/x/state`; empty for the prefix itself.
 */
export interface WireFormat {
  /** Name in the configuration and in `decode`. */
  readonly id: string;
  /** Score of a message, see `score.ts`; no two formats may share the highest. Status topics are scored apart. */
  readonly accepts: (topic: string, payload: Uint8Array, options: WireOptions) => number;
  readonly decoder: (options: WireOptions) => WireDecoder;
  /** Topic and words with which the reader says that it is online or offline; absent where it does not. */
  readonly status?: ReaderStatus;
  /** True when a telegram may be cut into several messages, and bytes between telegrams mean nothing. */
  readonly isStream?: true;
  /** Quantities of a topic that carries one number, whether or not its payload can be read. */
  readonly quantitiesOf?: (topic: string, options: WireOptions) => readonly Quantity[];
  /** Quantity of a topic that was read in another unit until the reader announced this one; undefined where none was. */
  readonly quantityReadInAnotherUnit?: (
    topic: string,
    before: AnnouncedUnit | undefined,
    options: WireOptions,
  ) => Quantity | undefined;
  /**
   * Rows of a message on the values page; undefined for the usual ones: the decoded values, then every value of any JSON by
   * its path; of a topic with one number its value, else the text.
   */
  readonly facts?: (message: ShownMessage) => readonly Fact[] | undefined;
  /**
   * The payload with identifiers masked; undefined where the usual masks are enough: JSON keys and topics that name
   * identifiers.
   * @param topic with or without the meter's prefix
   */
  readonly mask?: (topic: string, payload: Uint8Array) => Uint8Array | undefined;
  /** Absent where `decode` reads no files of it. */
  readonly file?: FileFormat;
}
