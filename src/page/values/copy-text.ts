/**
 * Copies the text of an element. Pages that came over plain HTTP have no clipboard: there the text is selected, so that
 * one key copies it.
 * @returns whether it was copied
 */
export async function copyText(element: HTMLElement): Promise<boolean> {
  const text = element.textContent;
  try {
    if (navigator.clipboard === undefined) throw new Error("no clipboard on an insecure page");
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    document.getSelection()?.selectAllChildren(element);
    return false;
  }
}
