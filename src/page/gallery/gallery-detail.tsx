import { useEffect, useRef, useState } from "preact/hooks";
import { visible } from "../../dashboard/printable.ts";
import { PictureViewer } from "../picture/picture-viewer.tsx";
import { usePicture } from "../picture/use-picture.ts";
import { minuteText } from "../words/format.ts";
import type { GalleryCatalogue } from "./catalogue.ts";
import { FacetBar } from "./facet-bar.tsx";
import type { Facets } from "./facets.ts";
import { galleryHash } from "./gallery-place.ts";
import { LayoutSource } from "./layout-source.tsx";
import { chosenOf, type GalleryPicture, type HungLayout, pictureAddress } from "./pictures.ts";
import { ScenarioStory } from "./scenario-story.tsx";

/** One picture of the gallery. */
interface GalleryDetailProps {
  readonly catalogue: GalleryCatalogue;
  readonly facets: Facets;
  readonly revision: number;
  readonly isLost: boolean;
  /** Absent where the address names none that there is. */
  readonly picture: GalleryPicture | undefined;
  /** Whose source is shown; absent where the address names none that there is. */
  readonly layout: HungLayout | undefined;
  /** The minute that the address names. */
  readonly minute: number | undefined;
  /** The way back to the wall. */
  readonly back: string;
}

/** One picture close by, through the minutes of its scenario's day, and the source of its layout. */
export function GalleryDetail(props: GalleryDetailProps) {
  const { catalogue, facets, revision, isLost, picture, layout, back } = props;
  const own = picture?.scenario.minute ?? 0;
  const [minute, setMinute] = useState(props.minute ?? own);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const url = picture && pictureAddress(picture, minute);
  const loaded = usePicture(url, picture?.surface.palette);
  const title = picture ? `${visible(picture.layout)} on ${visible(picture.surface.label)}` : "No such picture";
  return (
    <article class="detail" data-detail>
      <div class="detail-head">
        <a class="back" href={back}>
          ← All pictures
        </a>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
      </div>
      <FacetBar
        catalogue={catalogue}
        facets={facets}
        withAll={false}
        onChange={(chosen) => location.replace(galleryHash({ kind: "picture", chosen }))}
      />
      <div class="detail-picture">
        {picture === undefined && (
          <p class="bad">There is no such picture: the layout has faults, or is not composed for this panel.</p>
        )}
        {picture !== undefined && (
          <>
            <PictureViewer
              label={`Picture of ${title}`}
              width={picture.surface.width}
              height={picture.surface.height}
              isAwaited={loaded.picture !== undefined && loaded.url !== url}
              picture={loaded.picture}
              emptyNote={loaded.fault ?? "The picture is being drawn …"}
              staleNote={noteOf(loaded.fault, layout, isLost)}
              rawUrl={url}
            />
            <TimeSlider
              minute={minute}
              own={own}
              onSlide={setMinute}
              onSettle={(settled) =>
                history.replaceState(
                  null,
                  "",
                  galleryHash({ kind: "picture", chosen: chosenOf(picture), minute: settled }),
                )
              }
            />
            <ScenarioStory scenario={picture.scenario} />
          </>
        )}
      </div>
      {layout !== undefined && <LayoutSource name={layout.name} revision={revision} />}
    </article>
  );
}

function noteOf(fault: string | undefined, layout: HungLayout | undefined, isLost: boolean): string | undefined {
  if (isLost) return "From before the connection was lost";
  if (layout !== undefined && layout.faults.length > 0) return "The layout as it was before its faults";
  return fault === undefined ? undefined : `An older picture: ${fault}`;
}

/** A minute of a day, to be moved. */
interface TimeSliderProps {
  readonly minute: number;
  /** The scenario's own. */
  readonly own: number;
  /** Told while it moves. */
  readonly onSlide: (minute: number) => void;
  /** Told when it rests. */
  readonly onSettle: (minute: number) => void;
}

/** A slider over the minutes of a day, in steps of five. */
export function TimeSlider({ minute, own, onSlide, onSettle }: TimeSliderProps) {
  return (
    <div class="slider">
      <label for="minute">Time of day</label>
      <input
        id="minute"
        type="range"
        min={0}
        max={1439}
        step={5}
        value={minute}
        aria-valuetext={minuteText(minute)}
        list="hours"
        onInput={({ currentTarget }) => onSlide(currentTarget.valueAsNumber)}
        onChange={({ currentTarget }) => onSettle(currentTarget.valueAsNumber)}
      />
      <datalist id="hours">
        {[0, 6, 12, 18].map((hour) => (
          <option key={hour} value={hour * 60} />
        ))}
      </datalist>
      <output for="minute">{minuteText(minute)}</output>
      <button
        type="button"
        onClick={() => {
          onSlide(own);
          onSettle(own);
        }}
      >
        Back to {minuteText(own)}
      </button>
    </div>
  );
}
