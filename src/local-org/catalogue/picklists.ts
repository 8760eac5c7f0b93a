import type { PicklistValue } from './catalogue.ts';

/**
 * Values of the picklists of synthesised objects; `*` marks the default, `!` in front of the list a restricted one.
 */
const PICKLISTS: Readonly<Record<string, string>> = {
  'Asset.Status': 'Shipped,Installed,Registered,Obsolete,Purchased',
  'EmailMessage.Status': '!0=New*,1=Read,2=Replied,3=Sent,4=Forwarded,5=Draft',
  'Entitlement.Status': 'Active,Expired,Inactive',
  'Entitlement.Type': 'Phone Support,Web Support',
  'ServiceContract.ApprovalStatus': 'Draft,In Approval Process,Activated',
  'ServiceContract.Status': 'Active,Expired,Inactive',
  'Group.Type': '!Regular*,Queue,Role,RoleAndSubordinates,Organization',
  'Knowledge__kav.PublishStatus': '!Draft*,Online,Archived',
  'Knowledge__kav.ValidationStatus': 'Not Validated*,Validated',
  'Knowledge__kav.Language': '!en_US*,de,es,fr,it,ja,nl_NL,pt_BR',
  'LiveChatTranscript.Status':
    '!Completed*,Missed,Blocked,InProgress,Waiting,DroppedWaiting,Canceled,CanceledBlocked',
  'LiveChatTranscript.EndedBy': '!Agent,Visitor,System,Supervisor',
  'MessagingSession.Status': '!New,Active,Consent,Waiting,Paused,Inactive,Ended,Error',
  'MessagingSession.ChannelType':
    'Phone,Text,WhatsApp,Facebook,EmbeddedMessaging,AppleBusinessChat,Line,WeChat,Voice',
  'MessagingSession.EndedByType': '!Agent,Bot,EndUser,System',
  'Solution.Status': 'Draft*,Reviewed,Duplicate',
  'Task.Status': 'Not Started*,In Progress,Completed,Waiting on someone else,Deferred',
  'Task.Priority': 'High,Normal*,Low',
  'Task.TaskSubtype': '!Task*,Email,ListEmail,Call',
  'WorkOrder.Status': 'New*,In Progress,On Hold,Completed,Closed,Cannot Complete,Canceled',
  'WorkOrder.Priority': 'Low,Medium*,High,Critical',
  'WorkOrderLineItem.Status': 'New*,In Progress,On Hold,Completed,Closed,Cannot Complete,Canceled',
  'WorkOrderLineItem.Priority': 'Low,Medium*,High,Critical',
  'Incident.Status': 'New*,In Progress,Resolved,Closed',
  'Problem.Status': 'New*,In Progress,Resolved,Closed',
  'ChangeRequest.Status': 'New*,In Progress,Approved,Closed',
};

/** The picklist of a field, or `undefined` when the field is none. */
export function picklistOf(
  object: string,
  field: string,
): { restrictedPicklist: boolean; picklistValues: readonly PicklistValue[] } | undefined {
  const list = PICKLISTS[`${object}.${field}`];
  if (list === undefined) return undefined;
  const restrictedPicklist = list.startsWith('!');
  const entries = (restrictedPicklist ? list.slice(1) : list).split(',');
  return { restrictedPicklist, picklistValues: entries.map(parseEntry) };
}

function parseEntry(entry: string): PicklistValue & { validFor: null } {
  const defaultValue = entry.endsWith('*');
  const [value = '', label = value] = (defaultValue ? entry.slice(0, -1) : entry).split('=');
  return { active: true, defaultValue, label, validFor: null, value };
}
