/**
 * Resolves one layer of what hides a character: escapes of JSON, character references of XML and HTML (as far as
 * Latin-1), and percent-encoding. What is none of them stays as it is.
 */
export function resolveEscapes(text: string): string {
  return text
    .replaceAll(escapes, (whole, hex: string | undefined, mark: string | undefined) =>
      mark === undefined ? characterOf(Number.parseInt(hex ?? '', 16), whole) : (marks[mark] ?? mark),
    )
    .replaceAll(references, (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named.get(name) ?? whole;
      return characterOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16), whole);
    })
    .replaceAll(percents, decodePercents);
}

const escapes = /\\(?:u([0-9a-f]{4})|(["'\\/bfnrt]))/giu;
const references = /&(?:#x([0-9a-f]{1,8})|#(\d{1,8})|([a-z][a-z0-9]{1,9}));?/giu;
const percents = /(?:%[0-9a-f]{2})+/giu;

const marks: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Names of the marks of ASCII, and of the characters 160 to 255 in order. */
const asciiNames =
  'Tab=\t NewLine=\n excl=! quot=" num=# dollar=$ percnt=% amp=& apos=\' lpar=( rpar=) ast=* plus=+ comma=, period=. sol=/ colon=: semi=; lt=< equals== gt=> quest=? commat=@ lsqb=[ bsol=\\ rsqb=] Hat=^ lowbar=_ grave=` lcub={ vert=| rcub=}';
const latin1Names =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

const named: ReadonlyMap<string, string> = new Map([
  ...asciiNames.split(/ (?=\w)/u).map((entry): [string, string] => {
    const end = entry.indexOf('=');
    return [entry.slice(0, end), entry.slice(end + 1)];
  }),
  ...latin1Names.split(' ').map((name, index): [string, string] => [name, String.fromCodePoint(160 + index)]),
  ['euro', '€'],
]);

function characterOf(codePoint: number, otherwise: string): string {
  return codePoint <= 0x10_ff_ff ? String.fromCodePoint(codePoint) : otherwise;
}

function decodePercents(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
