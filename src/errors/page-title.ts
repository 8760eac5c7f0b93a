/** The title of an HTML page, up to 100 characters; `undefined` for a text without one. */
export function pageTitle(text: string): string | undefined {
  const title = /<title[^>]*>([^<]{1,100})/iu.exec(text)?.[1]?.trim().replaceAll(/\s+/gu, ' ');
  return title === '' ? undefined : title;
}
