import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A plain HTTP server that holds a bulk query result ready: the upper bound that a download can be compared with. It
 * answers just enough of the protocol for one query job (login, describe, job, pages) and does no work of its own.
 *
 * Run as a process: `node held-result-server.ts ROWS PAGES`; prints `{"url"}` when it listens.
 */
const [rowsText = '1000000', pagesText = '10'] = process.argv.slice(2);
const rowCount = Number(rowsText);
const pageCount = Number(pagesText);
const rowsPerPage = rowCount / pageCount;

const header = Buffer.from(
  '"Id","CaseNumber","Subject","Status","Origin","ContactEmail","CreatedDate","Description"\n',
);
const page = Buffer.concat([header, Buffer.from(rows(rowsPerPage))]);

function rows(count: number): string {
  const lines: string[] = [];
  for (let index = 0; index < count; index++) {
    const number = String(index).padStart(8, '0');
    lines.push(
      `"500xx000${number}AAA","${number}","The printer on floor ${index % 90} says ""PC LOAD LETTER""","New","Email","user${number}@example.com","2026-01-31T10:00:00.000Z","It began this morning, I think.\nRegards, ö ${index}"\n`,
    );
  }
  return lines.join('');
}

const userInfo = {
  accessibilityMode: false,
  chatterExternal: false,
  orgAttachmentFileSizeLimit: 5242880,
  orgDisallowHtmlAttachments: false,
  orgHasPersonAccounts: false,
  organizationId: '00Dxx0000000001AAA',
  organizationMultiCurrency: false,
  organizationName: 'Bench',
  profileId: '00exx0000000001AAA',
  sessionSecondsValid: 7200,
  userEmail: 'bench@example.com',
  userFullName: 'Bench',
  userId: '005xx0000000001AAA',
  userLanguage: 'en_US',
  userLocale: 'en_US',
  userName: 'bench@example.com',
  userTimeZone: 'UTC',
  userType: 'Standard',
  userUiSkin: 'Theme3',
};

function login(origin: string): string {
  const info = Object.entries(userInfo).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"><soapenv:Body><loginResponse><result><metadataServerUrl>${origin}/services/Soap/m/64.0/00Dxx0000000001</metadataServerUrl><passwordExpired>false</passwordExpired><sandbox>false</sandbox><serverUrl>${origin}/services/Soap/u/64.0/00Dxx0000000001</serverUrl><sessionId>00Dxx0000000001!bench</sessionId><userId>005xx0000000001AAA</userId><userInfo>${info.join('')}</userInfo></result></loginResponse></soapenv:Body></soapenv:Envelope>`;
}

const fieldNames = [
  'Id',
  'CaseNumber',
  'Subject',
  'Status',
  'Origin',
  'ContactEmail',
  'CreatedDate',
  'Description',
];
const describeCase = {
  name: 'Case',
  label: 'Case',
  createable: true,
  updateable: true,
  deletable: true,
  queryable: true,
  fields: fieldNames.map((name) => ({
    name,
    label: name,
    type: name === 'Id' ? 'id' : name === 'CreatedDate' ? 'datetime' : 'string',
    createable: true,
    updateable: true,
    nillable: true,
  })),
};

const job = {
  id: '750xx0000000001AAA',
  operation: 'query',
  object: 'Case',
  state: 'JobComplete',
  numberRecordsProcessed: rowCount,
};

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  request.resume();
  request.on('end', () => {
    answer(url, response);
  });
});

function answer(url: URL, response: ServerResponse): void {
  const { pathname } = url;
  if (pathname.startsWith('/services/Soap/')) {
    const { port } = server.address() as AddressInfo;
    send(response, 'text/xml', login(`http://127.0.0.1:${port}`));
  } else if (pathname === '/raw') {
    response.writeHead(200, { 'content-type': 'text/csv', 'content-length': page.length * pageCount });
    sendPages(response, pageCount);
  } else if (pathname.endsWith('/results')) {
    const index = Number(url.searchParams.get('locator') ?? 0);
    const next = index + 1 < pageCount ? String(index + 1) : 'null';
    response.writeHead(200, {
      'content-type': 'text/csv',
      'content-length': page.length,
      'sforce-locator': next,
      'sforce-numberofrecords': rowsPerPage,
    });
    response.end(page);
  } else if (pathname.endsWith('/describe')) send(response, 'application/json', JSON.stringify(describeCase));
  else if (pathname.includes('/jobs/query')) send(response, 'application/json', JSON.stringify(job));
  else response.writeHead(404).end('[]');
}

function sendPages(response: ServerResponse, left: number): void {
  if (left === 0) {
    response.end();
    return;
  }
  response.write(page, () => {
    sendPages(response, left - 1);
  });
}

function send(response: ServerResponse, contentType: string, body: string): void {
  response.writeHead(200, { 'content-type': contentType }).end(body);
}

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}`, bytes: page.length * pageCount }));
});
