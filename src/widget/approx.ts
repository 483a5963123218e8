/** A figure, marked where parts of what it stands for are not known. */
export function marked(figure: string, approx: boolean | undefined): string {
  return approx ? `≈ ${figure}` : figure;
}
