import { describe, expect, it } from 'vitest';
import { BypassList } from '../../../../src/connection/transport/proxy/bypass-list.ts';

const org = 'https://acme.my.salesforce.com/services';

describe('a list of hosts that are reached without a proxy', () => {
  it.each([
    ['acme.my.salesforce.com', org],
    ['salesforce.com', org],
    ['.salesforce.com', org],
    ['*.salesforce.com', org],
    ['SalesForce.COM', org],
    ['salesforce.com.', org],
    ['salesforce.com', 'https://salesforce.com./'],
    ['*', org],
    ['salesforce.com:443', org],
    ['salesforce.com:8443', 'https://acme.my.salesforce.com:8443'],
    ['salesforce.com:80', 'http://acme.my.salesforce.com'],
    ['a.example, .salesforce.com', org],
    ['a.example  .salesforce.com\n', org],
    ['10.1.2.3', 'https://10.1.2.3:8443'],
    ['10.1.2.3:8443', 'https://10.1.2.3:8443'],
    ['10.0.0.0/8', 'https://10.1.2.3'],
    ['10.1.2.3/32', 'https://10.1.2.3'],
    ['0.0.0.0/0', 'https://10.1.2.3'],
    ['fd00::1', 'https://[fd00::1]'],
    ['FD00:0::1', 'https://[fd00::1]'],
    ['[fd00::1]', 'https://[fd00::1]:8443'],
    ['[fd00::1]:8443', 'https://[fd00::1]:8443'],
    ['fd00::/8', 'https://[fd12::9]'],
  ])('with %j holds %s', (text, address) => {
    expect(BypassList.parse(text).includes(new URL(address))).toBe(true);
  });

  it.each([
    ['', org],
    [' , ', org],
    ['force.com', org],
    ['my.salesforce.com', 'https://salesforce.com'],
    ['salesforce.com', 'https://salesforce.com.evil.example'],
    ['salesforce.com:8443', org],
    ['10.1.2.3', 'https://10.1.2.4'],
    ['10.1.2.3:443', 'https://10.1.2.3:8443'],
    ['10.0.0.0/8', 'https://11.1.2.3'],
    ['10.0.0.0/8', 'https://[fd00::1]'],
    ['10.0.0.0/33', 'https://10.0.0.0'],
    ['10.0.0.0/', 'https://10.0.0.0'],
    ['10.0.0.0/x', 'https://10.0.0.0'],
    ['example.com/8', 'https://example.com'],
    ['10.0.0.0/8', 'https://ten.example'],
    ['fd00::/8', 'https://[fe80::1]'],
    ['fd00::1', 'https://[fd00::11]'],
    ['2.3', 'https://10.1.2.30'],
  ])('with %j does not hold %s', (text, address) => {
    expect(BypassList.parse(text).includes(new URL(address))).toBe(false);
  });
});
