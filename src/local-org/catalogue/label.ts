/** The label of an API name: `CaseNumber` → `Case Number`, `AccountId` → `Account ID`, `MessageId__c` → `MessageId`. */
export function labelOf(apiName: string): string {
  if (apiName.endsWith('__c')) return apiName.slice(0, -3).replaceAll('_', ' ');
  return apiName.replace(/Id$/, 'ID').replace(/([a-z0-9])([A-Z])/g, '$1 $2');
}

/** The English plural as Salesforce names objects and relationships: `Entitlement` → `Entitlements`, `CaseHistory` → `CaseHistories`. */
export function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(s|x|ch|sh)$/.test(word)) return `${word}es`;
  return `${word}s`;
}
