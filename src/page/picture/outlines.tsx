import type { Box } from "../../draw/box.ts";

/** Boxes over a picture. */
interface OutlinesProps {
  readonly boxes: readonly Box[];
  /** Of the picture, in its pixels. */
  readonly width: number;
  readonly height: number;
  /** CSS pixels per pixel. */
  readonly scale: number;
}

/** Outlines of boxes over a picture. One that does not lie within it cannot be placed and is left out. */
export function Outlines({ boxes, width, height, scale }: OutlinesProps) {
  const placed = boxes.filter((box) => box.x + box.width <= width && box.y + box.height <= height);
  return (
    <>
      {placed.map((box) => (
        <div
          key={`${box.x} ${box.y}`}
          class="outline"
          style={{
            left: `${box.x * scale}px`,
            top: `${box.y * scale}px`,
            width: `${box.width * scale}px`,
            height: `${box.height * scale}px`,
          }}
        />
      ))}
    </>
  );
}
