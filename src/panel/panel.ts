import type { PaletteId } from "../raster/palette.ts";

/** Ways to bring a picture onto the glass. `grey4` is a full refresh in four greys of a panel that is otherwise of one bit. */
export const REFRESH_KINDS = ["full", "fast", "partial", "grey4"] as const;

/** A way to bring a picture onto the glass. */
export type RefreshKind = (typeof REFRESH_KINDS)[number];

/** Duration of one kind of refresh. */
export interface RefreshTiming {
  /** Time from the refresh command to idle on a healthy panel at room temperature. */
  readonly refreshMs: number;
  /** Longest wait for idle before the controller counts as stuck. */
  readonly deadlineMs: number;
}

/** A refresh of the whole glass that is quicker, and coarser, than the full one. */
interface FastRefresh extends RefreshTiming {
  /** Below this ambient temperature the forced waveform is wrong and a full refresh is due instead, °C. */
  readonly minTemperatureC: number;
}

/** A refresh that drives only what changed. */
export interface PartialRefresh extends RefreshTiming {
  /** Left edges and widths of a box are multiples of this, pixels. */
  readonly alignX: number;
  /** Below this ambient temperature a full refresh is due instead, °C. */
  readonly minTemperatureC: number;
  /** Indices of the inks that it can drive; absent means all. A box that holds another ink, before or after, needs a full refresh. */
  readonly inks?: readonly number[];
}

/** Limits that keep a panel from wearing out, as its maker or long use advises. */
export interface PanelHealth {
  /** From one full refresh to the next. */
  readonly minFullIntervalMs: number;
  /** From any refresh to a fast one. */
  readonly minFastIntervalMs: number;
  /** From any refresh to a partial one. */
  readonly minPartialIntervalMs: number;
  /** Partial refreshes in a row before a full one is due. */
  readonly maxPartialsInARow: number;
  /** Age of the first partial since the last full refresh at which a full one is due. */
  readonly maxPartialAgeMs: number;
  /** Longest time without any full refresh. */
  readonly maxFullAgeMs: number;
}

/** Ambient temperatures in which a panel may be refreshed, °C. */
interface TemperatureRange {
  readonly minC: number;
  readonly maxC: number;
}

/** Source of each group of facts: a document, a driver or a measurement, by name. */
interface PanelSources {
  readonly commands: string;
  readonly timings: string;
  readonly window?: string;
  readonly health: string;
}

/** Tests that this panel's driver has passed. */
interface PanelProofs {
  /** On the controller's emulator, pixel for pixel. */
  readonly emulator: boolean;
  /** Against recordings of the maker's own drivers, by language. */
  readonly transcript: readonly ("python" | "c")[];
  /** Through a real Linux kernel's SPI and GPIO devices, in a virtual machine. */
  readonly kernel: boolean;
  /** On real glass. */
  readonly glass: boolean;
}

/** A panel as everything but its controller sees it. */
export interface Panel {
  /** Kebab-case name used in configurations and on the command line. */
  readonly id: string;
  /** Name on the shop's page. */
  readonly name: string;
  /** Name of the controller in CONTROLLERS. */
  readonly controller: string;
  /** Pixels of the glass as it is scanned; a portrait panel is taller than wide. */
  readonly width: number;
  readonly height: number;
  /** Palette of full, fast and partial refreshes; a `grey4` refresh takes `grey-4`. */
  readonly palette: PaletteId;
  /** Level of the BUSY line that means ready. */
  readonly busyIdleLevel: 0 | 1;
  /** Clock of the SPI bus. */
  readonly spiHz: number;
  /** Longest wait for the controller to power on or off, or to reset. */
  readonly powerDeadlineMs: number;
  readonly full: RefreshTiming;
  readonly fast?: FastRefresh;
  readonly partial?: PartialRefresh;
  readonly grey4?: RefreshTiming;
  readonly temperature: TemperatureRange;
  readonly health: PanelHealth;
  readonly sources: PanelSources;
  readonly proofs: PanelProofs;
}

/** The kinds of refresh that a panel can do, in the order of {@link REFRESH_KINDS}. */
export function refreshKindsOf(panel: Panel): RefreshKind[] {
  return REFRESH_KINDS.filter((kind) => panel[kind] !== undefined);
}

/** The palette that a raster must have for a kind of refresh. */
export function paletteIdFor(panel: Panel, kind: RefreshKind): PaletteId {
  return kind === "grey4" ? "grey-4" : panel.palette;
}
