/** The name of the first element in the body of a SOAP request; `undefined` for anything else. */
export function soapOperationOf(text: string): string | undefined {
  return /<(?:[\w.-]+:)?Body\b[^>]*>\s*(?:<!--[\s\S]*?-->\s*)*<(?:[\w.-]+:)?([\w.-]+)[\s/>]/.exec(text)?.[1];
}

/** Whether a path is one of the SOAP APIs. */
export function isSoapPath(path: string): boolean {
  return path.startsWith('/services/Soap/');
}
