/**
 * The title of an HTML page, up to 100 characters; `undefined` for a text without one, or with one that breaks off.
 *
 * @param redact takes secrets out of a text; sees the whole page, so that no cut hides one from it
 */
export function pageTitle(text: string, redact: (text: string) => string): string | undefined {
  const whole = /<title[^>]{0,200}>([^<]{1,1000})<\/title/iu.exec(redact(text))?.[1];
  const title = whole?.trim().replaceAll(/\s+/gu, ' ').slice(0, 100);
  return title === '' ? undefined : title;
}
