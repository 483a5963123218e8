/** A drawn picture in full colour, before it becomes palette indices. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** One 0xAARRGGBB word a pixel (alpha ignored), row by row from the top left, `width × height` of them. Owned by the renderer until it draws again. */
  readonly pixels: Uint32Array;
}
