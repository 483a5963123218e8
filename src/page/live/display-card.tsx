import { visible } from "../../dashboard/printable.ts";
import { type LiveDisplay, ROUTES } from "../../web/protocol.ts";
import type { Connection } from "../net/live-page.ts";
import { PictureViewer } from "../picture/picture-viewer.tsx";
import { usePicture } from "../picture/use-picture.ts";
import { DisplayFacts } from "./display-facts.tsx";
import { refreshBoxes, staleNote } from "./picture-facts.ts";
import { Counters, DecisionsTable } from "./refresh-log.tsx";

/** One display and how the page hears of it. */
interface DisplayCardProps {
  readonly display: LiveDisplay;
  readonly connection: Connection;
}

/** One display: its picture, and beside it what was decided about it and why. */
export function DisplayCard({ display, connection }: DisplayCardProps) {
  const { name, kind, panel, layout, theme, meter, width, height, palette, picture, decisions } = display;
  const file = `${ROUTES.displays}/${encodeURIComponent(name)}.png`;
  const url = picture && `${file}?v=${encodeURIComponent(picture.version)}`;
  const loaded = usePicture(url, palette);
  const refreshed = decisions.find((decision) => refreshBoxes(decision).length > 0);
  const title = visible(name);
  return (
    <article class="display" aria-label={title} data-display={name}>
      <div class="display-head">
        <h2>{title}</h2>
        <p>
          {[panel ?? kind, `${width} × ${height}`, `layout ${layout}`, theme, `meter ${meter}`]
            .map(visible)
            .join(" · ")}
        </p>
      </div>
      <PictureViewer
        label={`Picture of ${title}`}
        width={width}
        height={height}
        picture={loaded.picture}
        emptyNote={picture === undefined ? notShownNote(display) : (loaded.fault ?? "The picture is on its way …")}
        staleNote={staleNote({ connection, loaded, url })}
        boxes={refreshed && refreshBoxes(refreshed)}
        rawUrl={url}
      />
      <div class="facts">
        <DisplayFacts display={display} />
        <DecisionsTable decisions={decisions} />
        <Counters counters={display.counters} />
      </div>
    </article>
  );
}

function notShownNote({ fault }: LiveDisplay): string {
  return fault === undefined ? "Nothing is on it yet." : visible(fault.message);
}
