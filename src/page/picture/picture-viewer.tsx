import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Box } from "../../draw/box.ts";
import { Choice } from "../choice.tsx";
import { useLanguage } from "../language.ts";
import { counted } from "../words/format.ts";
import type { Zoom } from "./display-scale.ts";
import type { Look } from "./inks.ts";
import type { Picture } from "./picture.ts";
import { PictureStage } from "./picture-stage.tsx";

/** A picture, and the texts around it. */
export interface PictureViewerProps {
  /** Description for people who cannot see it. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
  /** Absent until the first came. */
  readonly picture: Picture | undefined;
  /** Set while another picture is being loaded; this one stays until then. */
  readonly isAwaited?: boolean;
  /** Shown while there is none. */
  readonly emptyNote: ComponentChildren;
  /** Reason why the picture may be out of date; absent while it is current. */
  readonly staleNote?: string | undefined;
  /** Outlined over the picture on demand; absent where there is nothing to outline. */
  readonly boxes?: readonly Box[] | undefined;
  /** Address of the PNG as it is. */
  readonly rawUrl?: string | undefined;
  /** More controls, at the end of the row. */
  readonly children?: ComponentChildren;
}

/** A picture in its frame with controls: colours of the glass or of the file, size, loupe, outlines. */
export function PictureViewer({ boxes, rawUrl, children, ...shown }: PictureViewerProps) {
  const [look, setLook] = useState<Look>("glass");
  const [zoom, setZoom] = useState<Zoom>("fit");
  const [outlines, setOutlines] = useState(false);
  const { page, format } = useLanguage();
  const words = page.viewer;
  const { picture } = shown;
  const looks = [
    { value: "glass", text: words.glass },
    { value: "sent", text: words.sent },
  ] as const satisfies readonly { value: Look; text: string }[];
  const zooms = [
    { value: "fit", text: words.fit },
    { value: "real", text: "100 %" },
    { value: "double", text: "200 %" },
  ] as const satisfies readonly { value: Zoom; text: string }[];
  return (
    <div class="viewer">
      <div class="controls">
        <Choice label={words.colours} value={look} options={looks} onChange={setLook} />
        <Choice label={words.size} value={zoom} options={zooms} onChange={setZoom} />
        {boxes !== undefined && (
          <label class="tick">
            <input type="checkbox" checked={outlines} onChange={() => setOutlines(!outlines)} />
            {words.boxes}
          </label>
        )}
        {children}
        {rawUrl !== undefined && (
          <a class="raw" href={rawUrl} target="_blank" rel="noreferrer">
            {words.openPng}
          </a>
        )}
      </div>
      <PictureStage {...shown} zoom={zoom} look={look} boxes={outlines ? (boxes ?? []) : []} />
      {picture !== undefined && picture.foreign > 0 && (
        <p class="note" role="note">
          {counted(words.foreign, picture.foreign, format)}
        </p>
      )}
    </div>
  );
}
