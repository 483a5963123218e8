import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Box } from "../../draw/box.ts";
import { fill } from "../../view/fill.ts";
import { useLanguage } from "../language.ts";
import { usePixelRatio, useRoom } from "../measure.ts";
import { CursorMark, useLoupe } from "./cursor.tsx";
import { displayScale, type Zoom } from "./display-scale.ts";
import { coloursOf, type Look, paintInks } from "./inks.ts";
import { Loupe } from "./loupe.tsx";
import type { Picture } from "./picture.ts";

/** A picture as it is looked at. */
interface PictureStageProps {
  readonly label: string;
  /** Size that is kept for it until it came. */
  readonly width: number;
  readonly height: number;
  readonly picture: Picture | undefined;
  readonly isAwaited?: boolean;
  readonly emptyNote: ComponentChildren;
  readonly staleNote?: string | undefined;
  readonly zoom: Zoom;
  readonly look: Look;
  readonly boxes: readonly Box[];
}

/** A picture in frame and passe-partout, pixel for pixel on a canvas, with a loupe over it. */
export function PictureStage(props: PictureStageProps) {
  const { label, picture, emptyNote, staleNote, zoom, look, boxes, isAwaited = false } = props;
  const words = useLanguage().page.viewer;
  const mat = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = picture ?? props;
  const room = useRoom(mat);
  const ratio = usePixelRatio();
  const { scale, smooth } = displayScale({
    zoom,
    width,
    height,
    roomWidth: room?.width ?? 0,
    roomHeight: room?.height ?? 0,
    ratio,
  });
  usePainted(canvas, picture, look);
  const { cursor, handlers } = useLoupe(canvas, { width, height });
  const size = { width: `${width * scale}px`, height: `${height * scale}px` };
  return (
    <div class="frame" data-stale={staleNote !== undefined} aria-busy={isAwaited}>
      <div class="mat" ref={mat}>
        <div class="paper" style={size}>
          <canvas
            ref={canvas}
            class={smooth ? "smooth" : undefined}
            style={size}
            width={width}
            height={height}
            tabIndex={0}
            role="img"
            aria-label={fill(words.canvas, { label, width: String(width), height: String(height) })}
            data-picture={picture !== undefined}
            {...handlers}
          />
          <Outlines boxes={boxes} width={width} height={height} scale={scale} />
          {cursor !== undefined && <CursorMark cursor={cursor} scale={scale} />}
          {picture === undefined && <p class="empty">{emptyNote}</p>}
        </div>
      </div>
      <p class="keys" aria-hidden="true">
        {words.keys}
      </p>
      {staleNote !== undefined && <p class="stale">{staleNote}</p>}
      <Loupe canvas={canvas} picture={picture} look={look} cursor={cursor} scale={scale} />
    </div>
  );
}

/** Keeps a canvas painted with a picture, in the colours of the glass or of the file. */
export function usePainted(
  canvas: RefObject<HTMLCanvasElement | null>,
  picture: Picture | undefined,
  look: Look,
): void {
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || picture === undefined) return;
    const { width, height, pixels, palette } = picture;
    context.putImageData(new ImageData(paintInks(pixels, coloursOf(palette, look)), width, height), 0, 0);
  }, [canvas, picture, look]);
}

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
