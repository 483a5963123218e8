import { visible } from "../../dashboard/printable.ts";
import { fill } from "../../view/fill.ts";
import { type LiveDisplay, ROUTES } from "../../web/protocol.ts";
import { useLanguage } from "../language.ts";
import type { Connection } from "../net/live-page.ts";
import { PictureViewer } from "../picture/picture-viewer.tsx";
import { usePicture } from "../picture/use-picture.ts";
import { DisplayFacts } from "./display-facts.tsx";
import { refreshBoxes, staleNote } from "./picture-facts.ts";
import { RefreshLog } from "./refresh-log.tsx";

/** One display, and the state of the connection to the kiosk. */
interface DisplayCardProps {
  readonly display: LiveDisplay;
  readonly connection: Connection;
}

/** One display: its picture, its state in a line, and its refresh log. */
export function DisplayCard({ display, connection }: DisplayCardProps) {
  const { name, kind, panel, layout, theme, meter, width, height, palette, picture, decisions, fault } = display;
  const language = useLanguage();
  const { live } = language.page;
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
          {[
            panel ?? kind,
            `${width} × ${height}`,
            fill(live.layout, { name: layout }),
            live.theme[theme],
            fill(live.meter, { name: meter }),
          ]
            .map(visible)
            .join(" · ")}
        </p>
      </div>
      <PictureViewer
        label={fill(live.picture, { name: title })}
        width={width}
        height={height}
        picture={loaded.picture}
        emptyNote={picture === undefined ? <EmptyNote fault={fault} /> : (loaded.fault ?? live.loading)}
        staleNote={staleNote({ connection, loaded, url }, live)}
        boxes={refreshed && refreshBoxes(refreshed)}
        rawUrl={url}
      />
      <div class="facts">
        <DisplayFacts display={display} />
        <RefreshLog decisions={decisions} counters={display.counters} />
      </div>
    </article>
  );
}

/** Reason for an empty frame, with what to do about it. */
function EmptyNote({ fault }: { readonly fault: LiveDisplay["fault"] }) {
  const { live } = useLanguage().page;
  if (fault === undefined) return <>{live.none}</>;
  return (
    <>
      <strong>{live.failing}</strong>
      <span lang="en">{visible(fault.message)}</span>
      {fault.hint !== undefined && <span lang="en">{visible(fault.hint)}</span>}
    </>
  );
}
