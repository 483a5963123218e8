import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Box } from "../../draw/box.ts";
import { Choice } from "../choice.tsx";
import type { Zoom } from "./display-scale.ts";
import type { Look } from "./inks.ts";
import type { Picture } from "./picture.ts";
import { PictureStage } from "./picture-stage.tsx";

/** A picture, and what is said around it. */
export interface PictureViewerProps {
  /** What the picture is of, for people who do not see it. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
  /** Absent until the first came. */
  readonly picture: Picture | undefined;
  /** Whether another picture is on its way and this one stays until it came. */
  readonly isAwaited?: boolean;
  /** Said while there is none. */
  readonly emptyNote: string;
  /** Present when what is shown is not how it is now: why. */
  readonly staleNote?: string | undefined;
  /** Outlined over the picture on demand; absent where there is nothing to outline. */
  readonly boxes?: readonly Box[] | undefined;
  /** Address of the PNG as it is. */
  readonly rawUrl?: string | undefined;
  /** More controls, at the end of the row. */
  readonly children?: ComponentChildren;
}

const LOOKS = [
  { value: "glass", text: "As on glass" },
  { value: "sent", text: "As sent" },
] as const satisfies readonly { value: Look; text: string }[];
const ZOOM_TEXTS = [
  { value: "fit", text: "Fit" },
  { value: "real", text: "Real size" },
  { value: "double", text: "× 2" },
] as const satisfies readonly { value: Zoom; text: string }[];

/** A picture in its frame, with how it is looked at: colours of the glass or of the file, size, loupe, outlines. */
export function PictureViewer({ boxes, rawUrl, children, ...shown }: PictureViewerProps) {
  const [look, setLook] = useState<Look>("glass");
  const [zoom, setZoom] = useState<Zoom>("fit");
  const [outlines, setOutlines] = useState(false);
  const { picture } = shown;
  return (
    <div class="viewer">
      <div class="controls">
        <Choice label="Colours" value={look} options={LOOKS} onChange={setLook} />
        <Choice label="Size" value={zoom} options={ZOOM_TEXTS} onChange={setZoom} />
        {boxes !== undefined && (
          <label class="tick">
            <input type="checkbox" checked={outlines} onChange={() => setOutlines(!outlines)} />
            Boxes of the last refresh
          </label>
        )}
        {children}
        {rawUrl !== undefined && (
          <a class="raw" href={rawUrl} target="_blank" rel="noreferrer">
            PNG
          </a>
        )}
      </div>
      <PictureStage {...shown} zoom={zoom} look={look} boxes={outlines ? (boxes ?? []) : []} />
      {picture !== undefined && picture.foreign > 0 && (
        <p class="note" role="note">
          {picture.foreign} pixels have a colour that the panel lacks; they are shown in the nearest.
        </p>
      )}
    </div>
  );
}
