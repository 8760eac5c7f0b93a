import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { validateXML } from 'xmllint-wasm';

/** The partner WSDL: Salesforce's, so it is read where it lies and never copied. */
export const partnerWsdl =
  process.env['PARTNER_WSDL'] ??
  resolve(import.meta.dirname, '../../../../shared/fixtures/superfell__WSDL2ZKSforce/partner.wsdl');

const envelopeNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';

/** A SOAP 1.1 envelope whose insides must be elements that the WSDL declares. */
const envelopeSchema = (namespaces: readonly string[]) => `
  <schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:e="${envelopeNamespace}" targetNamespace="${envelopeNamespace}">
    ${namespaces.map((uri, n) => `<import namespace="${uri}" schemaLocation="${fileOf(n)}"/>`).join('')}
    <element name="Envelope"><complexType><sequence>
      <element name="Header" minOccurs="0" form="qualified"><complexType><sequence>${declared}</sequence></complexType></element>
      <element name="Body" form="qualified"><complexType><choice>
        <element ref="e:Fault"/>${declared}
      </choice></complexType></element>
    </sequence></complexType></element>
    <element name="Fault"><complexType><sequence>
      <element name="faultcode" type="QName"/><element name="faultstring" type="string"/>
      <element name="detail" minOccurs="0"><complexType><sequence>${declared}</sequence></complexType></element>
    </sequence></complexType></element>
  </schema>`;

const declared = '<any namespace="##other" processContents="strict"/>';

/** The first things that are wrong with an answer by the schemas inside the WSDL; nothing when it is valid. */
export async function problemsOf(envelope: string): Promise<readonly string[]> {
  const schemas = wsdlSchemas();
  const { errors } = await validateXML({
    xml: { fileName: 'answer.xml', contents: envelope },
    schema: { fileName: 'envelope.xsd', contents: envelopeSchema(schemas.map(({ uri }) => uri)) },
    preload: schemas.map(({ contents }, n) => ({ fileName: fileOf(n), contents })),
    initialMemoryPages: 1024,
    maxMemoryPages: 8192,
  });
  return errors.slice(0, 5).map(({ message }) => message);
}

/** The schemas of `types`, made files that know the WSDL's prefixes and find each other. */
function wsdlSchemas(): { uri: string; contents: string }[] {
  const wsdl = readFileSync(partnerWsdl, 'utf8');
  const prefixes = [...(/<definitions([^>]*)>/.exec(wsdl)?.[1] ?? '').matchAll(/xmlns:\w+="[^"]*"/g)];
  const texts = [...wsdl.matchAll(/<schema\b[^>]*>.*?<\/schema>/gs)].map(([text]) => text);
  const uris = texts.map((text) => /targetNamespace="([^"]*)"/.exec(text)?.[1] ?? '');
  return texts.map((text, index) => ({
    uri: uris[index] ?? '',
    contents: text
      .replace(/<schema\b[^>]*>/, (tag) => {
        const missing = prefixes.map(([prefix]) => prefix).filter((prefix) => !tag.includes(prefix));
        return tag.replace('<schema', `<schema ${missing.join(' ')}`);
      })
      .replace(
        /<import namespace="([^"]*)"/g,
        (tag, uri: string) => `${tag} schemaLocation="${fileOf(uris.indexOf(uri))}"`,
      ),
  }));
}

function fileOf(index: number): string {
  return `partner-${index}.xsd`;
}
