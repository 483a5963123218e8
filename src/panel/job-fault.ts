import { type Box, boundsOf, boxNumbers, contains } from "../draw/box.ts";
import { sameSize, turnedSize } from "../draw/size.ts";
import { holdsOnly, type Raster } from "../raster/raster.ts";
import { type Panel, type PartialRefresh, paletteIdFor, refreshKindsOf } from "./panel.ts";
import type { RefreshJob } from "./refresh-job.ts";

/** Reason why a panel cannot do a job, and what to do instead. */
export interface JobFault {
  readonly message: string;
  readonly hint: string;
}

/** Boxes that one partial refresh may bring up to date. */
const MAX_BOXES = 4;

/** Returns the first reason why a panel cannot do a job; undefined when it can. */
export function jobFault(panel: Panel, job: RefreshJob): JobFault | undefined {
  const kinds = refreshKindsOf(panel);
  if (!kinds.includes(job.kind)) {
    return { message: `it has no ${job.kind} refresh.`, hint: `It can do ${kinds.join(", ")}.` };
  }
  return (
    pictureFault(panel, job, job.next, "the picture") ??
    (job.previous && pictureFault(panel, job, job.previous, "the previous picture")) ??
    (job.kind === "partial" && panel.partial !== undefined ? partialFault(panel, panel.partial, job) : boxesFault(job))
  );
}

function pictureFault(panel: Panel, { kind }: RefreshJob, picture: Raster, name: string): JobFault | undefined {
  const { width, height } = panel;
  if (!sameSize(picture, panel)) {
    const turned = sameSize(turnedSize(picture), panel);
    return {
      message: `${name} is ${picture.width}×${picture.height}, the panel ${width}×${height}.`,
      hint: turned ? "Turn it by 90 or 270 degrees." : "Draw the picture in the panel's size.",
    };
  }
  const palette = paletteIdFor(panel, kind);
  return picture.palette.id === palette
    ? undefined
    : {
        message: `${name} is in ${picture.palette.id}, a ${kind} refresh takes ${palette}.`,
        hint: "Map it to that palette.",
      };
}

function boxesFault({ kind, boxes }: RefreshJob): JobFault | undefined {
  return boxes === undefined
    ? undefined
    : {
        message: `a ${kind} refresh covers the whole panel and takes no box.`,
        hint: "Leave the box out, or refresh partially.",
      };
}

function partialFault(panel: Panel, partial: PartialRefresh, job: RefreshJob): JobFault | undefined {
  if (job.previous === undefined) {
    return {
      message: "a partial refresh needs the picture that is on the glass now.",
      hint: "Give the previous picture, or refresh fully.",
    };
  }
  const boxes = job.boxes ?? [boundsOf(panel)];
  if (boxes.length === 0 || boxes.length > MAX_BOXES) {
    return {
      message: `a partial refresh takes 1 to ${MAX_BOXES} boxes, not ${boxes.length}.`,
      hint: "Join boxes that are near.",
    };
  }
  const [fault] = boxes.flatMap((box) => boxFault(panel, partial, box) ?? []);
  return fault ?? inkFault(partial, [job.previous, job.next], boxes);
}

function boxFault(panel: Panel, { alignX }: PartialRefresh, box: Box): JobFault | undefined {
  const numbers = boxNumbers(box);
  const text = `the box ${numbers.join(",")}`;
  const whole = numbers.every(Number.isInteger);
  if (!whole || box.width < 1 || box.height < 1 || !contains(boundsOf(panel), box)) {
    return {
      message: `${text} does not lie inside ${panel.width}×${panel.height}.`,
      hint: "Give x,y,width,height in pixels.",
    };
  }
  const right = box.x + box.width;
  if (box.x % alignX === 0 && (right % alignX === 0 || right === panel.width)) return undefined;
  const x = box.x - (box.x % alignX);
  const width = Math.min(panel.width, Math.ceil(right / alignX) * alignX) - x;
  return {
    message: `${text} does not begin and end on a multiple of ${alignX} pixels across.`,
    hint: `The smallest box around it that does is ${x},${box.y},${width},${box.height}.`,
  };
}

function inkFault({ inks }: PartialRefresh, pictures: readonly Raster[], boxes: readonly Box[]): JobFault | undefined {
  if (inks === undefined) return undefined;
  const other = pictures.some((picture) => boxes.some((box) => !holdsOnly(picture, box, inks)));
  return other
    ? {
        message: "a partial refresh drives black and white alone, and the box holds another ink.",
        hint: "Refresh fully.",
      }
    : undefined;
}
