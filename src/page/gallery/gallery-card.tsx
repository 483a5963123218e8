import { useState } from "preact/hooks";
import { visible } from "../../dashboard/printable.ts";
import { fill } from "../../view/fill.ts";
import { useLanguage } from "../language.ts";
import { paperColour } from "../picture/inks.ts";
import { ALL, type Facets } from "./facets.ts";
import { galleryHash } from "./gallery-place.ts";
import type { GalleryPicture } from "./pictures.ts";
import { chosenOf, pictureAddress } from "./pictures.ts";

/** A picture on the wall. */
interface GalleryCardProps {
  readonly picture: GalleryPicture;
  /** Filters; those that are open are named under the picture. */
  readonly facets: Facets;
}

/** One picture with its caption, and the way to a closer look. */
export function GalleryCard({ picture, facets }: GalleryCardProps) {
  const { surface, scenario, locale, theme, layout } = picture;
  const { page } = useLanguage();
  const [attempt, setAttempt] = useState(0);
  const address = pictureAddress(picture, scenario.minute);
  const [failed, setFailed] = useState<string>();
  const [loaded, setLoaded] = useState<string>();
  const open = [
    ...(facets.scenario === ALL ? [scenario.id] : []),
    ...(facets.locale === ALL ? [locale.name] : []),
    ...(facets.theme === ALL ? [page.live.theme[theme === "dark" ? "dark" : "light"]] : []),
  ];
  const label = visible(surface.label);
  return (
    <figure class="card" data-surface={surface.id} data-scenario={scenario.id}>
      <div class="hung">
        <a
          href={galleryHash({ kind: "picture", chosen: chosenOf(picture) })}
          aria-label={[fill(page.gallery.on, { layout: visible(layout), panel: label }), ...open.map(visible)].join(
            ", ",
          )}
        >
          <span class="print" style={{ background: paperColour(surface.palette) }}>
            <img
              key={attempt}
              src={address}
              width={surface.width}
              height={surface.height}
              loading="lazy"
              decoding="async"
              alt=""
              onError={() => setFailed(address)}
              onLoad={() => {
                setFailed(undefined);
                setLoaded(address);
              }}
            />
          </span>
        </a>
        {loaded === undefined && failed !== address && <p class="pending">{page.gallery.drawing}</p>}
      </div>
      <figcaption>
        <strong>{label}</strong>
        <span>
          {surface.width} × {surface.height} · {visible(surface.palette.id)}
        </span>
        {open.length > 0 && <span>{open.map(visible).join(" · ")}</span>}
        {failed === address && (
          <span class="bad">
            {page.gallery.cardFailed}{" "}
            <button type="button" onClick={() => setAttempt(attempt + 1)}>
              {page.gallery.tryAgain}
            </button>
          </span>
        )}
      </figcaption>
    </figure>
  );
}
