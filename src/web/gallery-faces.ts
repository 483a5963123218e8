import { LayoutFolder } from "../config/layout-file.ts";
import { FACES_FOLDER } from "../package-folder.ts";
import { FACES, type Face } from "../view/face.ts";
import type { GalleryLayout, GalleryLayouts } from "./gallery-layouts.ts";

const folder = new LayoutFolder([FACES_FOLDER]);

/** The layouts, and behind them the faces, which nobody names in a configuration; a layout of the same name comes first. */
export async function withFaces(layouts: Promise<GalleryLayouts>): Promise<GalleryLayouts> {
  const rows = FACES.map(async (face): Promise<GalleryLayout> => {
    return { name: face, face, layout: { ...(await folder.load(face)), name: face } };
  });
  const faces = await Promise.all(rows);
  return new Map([...faces.map((row) => [row.name, row] as const), ...(await layouts)].toSorted(byFaceLast));
}

function byFaceLast([, a]: readonly [string, GalleryLayout], [, b]: readonly [string, GalleryLayout]): number {
  return Number(a.face !== undefined) - Number(b.face !== undefined);
}

/** The file of a face's layout; undefined where it is none. */
export function fileOfFace(name: string): string | undefined {
  const face: Face | undefined = FACES.find((each) => each === name);
  return face && folder.fileOf(face);
}
