/**
 * Objects that a relationship of several targets (`sObject` in the WSDL) may point to, by relationship name. Only
 * objects of this org are listed.
 */
export function targetsOf(relationship: string): readonly string[] {
  return TARGETS[relationship] ?? RECORDS;
}

const RECORDS = [
  ...['Account', 'Asset', 'Case', 'Contact', 'ContractLineItem', 'Entitlement', 'Lead', 'Opportunity'],
  ...['Product2', 'ServiceAppointment', 'ServiceContract', 'Solution', 'WorkOrder', 'WorkOrderLineItem'],
];

const TARGETS: Readonly<Record<string, readonly string[]>> = {
  CreatedBy: ['User'],
  LastModifiedBy: ['User'],
  InsertedBy: ['User'],
  Owner: ['Group', 'User'],
  UserOrGroup: ['Group', 'User'],
  Member: ['Contact', 'User'],
  Who: ['Contact', 'Lead'],
  What: RECORDS.filter((name) => name !== 'Contact' && name !== 'Lead'),
  Related: ['User', 'UserRole'],
  Relation: ['Contact', 'Lead', 'User'],
  RelatedIssue: ['ChangeRequest', 'Incident', 'Problem'],
  ParentEntity: ['Case', 'Incident', 'WorkOrder'],
};
