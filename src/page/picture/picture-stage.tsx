import { useRef } from "preact/hooks";
import type { Box } from "../../draw/box.ts";
import { CursorMark } from "./cursor-mark.tsx";
import { displayScale } from "./display-scale.ts";
import type { Look } from "./look.ts";
import { Loupe } from "./loupe.tsx";
import { Outlines } from "./outlines.tsx";
import type { Picture } from "./picture.ts";
import { useLoupe } from "./use-loupe.ts";
import { usePainted } from "./use-painted.ts";
import { usePixelRatio } from "./use-pixel-ratio.ts";
import { useRoom } from "./use-room.ts";
import type { Zoom } from "./zoom.ts";

/** A picture as it is looked at. */
interface PictureStageProps {
  readonly label: string;
  /** Size that is kept for it until it came. */
  readonly width: number;
  readonly height: number;
  readonly picture: Picture | undefined;
  readonly isAwaited?: boolean;
  readonly emptyNote: string;
  readonly staleNote?: string | undefined;
  readonly zoom: Zoom;
  readonly look: Look;
  readonly boxes: readonly Box[];
}

/** A picture in frame and passe-partout, pixel for pixel on a canvas, with a loupe over it. */
export function PictureStage(props: PictureStageProps) {
  const { label, picture, emptyNote, staleNote, zoom, look, boxes, isAwaited = false } = props;
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
            aria-label={`${label}, ${width} by ${height} pixels. Arrow keys move a loupe over it, Escape closes it.`}
            data-picture={picture !== undefined}
            {...handlers}
          />
          <Outlines boxes={boxes} width={width} height={height} scale={scale} />
          {cursor !== undefined && <CursorMark cursor={cursor} scale={scale} />}
          {picture === undefined && <p class="empty">{emptyNote}</p>}
        </div>
      </div>
      <p class="keys" aria-hidden="true">
        Arrow keys move the loupe, with Shift by 8 pixels; Escape closes it
      </p>
      {staleNote !== undefined && <p class="stale">{staleNote}</p>}
      <Loupe canvas={canvas} picture={picture} look={look} cursor={cursor} scale={scale} />
    </div>
  );
}
