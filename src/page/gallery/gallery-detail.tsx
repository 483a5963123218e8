import { useEffect, useRef, useState } from "preact/hooks";
import { visible } from "../../dashboard/printable.ts";
import { fill } from "../../view/fill.ts";
import type { GalleryCatalogue } from "../../web/protocol.ts";
import type { PageWords } from "../../words/page-words.ts";
import { useKeys } from "../keys.ts";
import { useLanguage } from "../language.ts";
import { PictureViewer } from "../picture/picture-viewer.tsx";
import { usePicture } from "../picture/use-picture.ts";
import { minuteText } from "../words/format.ts";
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
  /** Address of the wall. */
  readonly back: string;
  /** Addresses of the pictures before and after this one on the wall. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** One picture close by, through the minutes of its scenario's day, and the source of its layout. */
export function GalleryDetail(props: GalleryDetailProps) {
  const { catalogue, facets, revision, isLost, picture, layout, back } = props;
  const { page } = useLanguage();
  const words = page.gallery;
  const own = picture?.scenario.minute ?? 0;
  const [minute, setMinute] = useState(props.minute ?? own);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useKeys((key) => {
    const next = { ArrowLeft: props.before, ArrowRight: props.after, Escape: back }[key];
    if (next !== undefined) location.hash = next;
    return next !== undefined;
  });
  const url = picture && pictureAddress(picture, minute);
  const loaded = usePicture(url, picture?.surface.palette);
  const title = picture
    ? fill(words.on, { layout: visible(picture.layout), panel: visible(picture.surface.label) })
    : words.noSuch;
  return (
    <article class="detail" data-detail>
      <div class="detail-head">
        <a class="back" href={back}>
          ← {words.back}
        </a>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <nav class="neighbours" aria-label={words.neighbours}>
          {props.before !== undefined && (
            <a href={props.before} aria-keyshortcuts="ArrowLeft">
              ← {words.previous}
            </a>
          )}
          {props.after !== undefined && (
            <a href={props.after} aria-keyshortcuts="ArrowRight">
              {words.next} →
            </a>
          )}
        </nav>
      </div>
      <FacetBar
        catalogue={catalogue}
        facets={facets}
        withAll={false}
        onChange={(chosen) => location.replace(galleryHash({ kind: "picture", chosen }))}
      />
      <div class="detail-picture">
        {picture === undefined && <p class="bad">{words.noSuchHelp}</p>}
        {picture !== undefined && (
          <>
            <PictureViewer
              label={fill(page.live.picture, { name: title })}
              width={picture.surface.width}
              height={picture.surface.height}
              isAwaited={loaded.picture !== undefined && loaded.url !== url}
              picture={loaded.picture}
              emptyNote={loaded.fault ?? words.drawing}
              staleNote={noteOf(loaded.fault, layout, isLost, page)}
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

function noteOf(
  fault: string | undefined,
  layout: HungLayout | undefined,
  isLost: boolean,
  page: PageWords,
): string | undefined {
  if (isLost) return page.live.beforeLoss;
  if (layout !== undefined && layout.faults.length > 0) return page.gallery.olderLayout;
  return fault === undefined ? undefined : fill(page.live.older, { reason: fault });
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
  const language = useLanguage();
  const words = language.page.gallery;
  return (
    <div class="slider">
      <label for="minute">{words.time}</label>
      <input
        id="minute"
        type="range"
        min={0}
        max={1439}
        step={5}
        value={minute}
        aria-valuetext={minuteText(minute, language)}
        list="hours"
        onInput={({ currentTarget }) => onSlide(currentTarget.valueAsNumber)}
        onChange={({ currentTarget }) => onSettle(currentTarget.valueAsNumber)}
      />
      <datalist id="hours">
        {[0, 6, 12, 18].map((hour) => (
          <option key={hour} value={hour * 60} />
        ))}
      </datalist>
      <output for="minute">{minuteText(minute, language)}</output>
      <button
        type="button"
        onClick={() => {
          onSlide(own);
          onSettle(own);
        }}
      >
        {fill(words.backTo, { time: minuteText(own, language) })}
      </button>
    </div>
  );
}
