import { assetRules } from './asset-rules.ts';
import { attachmentRules } from './attachment-rules.ts';
import { caseRules } from './case-rules.ts';
import { caseCommentRules } from './case-comment-rules.ts';
import { contentVersionRules } from './content-version-rules.ts';
import { emailMessageRules } from './email-message-rules.ts';
import { eventRules } from './event-rules.ts';
import { groupRules } from './group-rules.ts';
import { knowledgeRules } from './knowledge-rules.ts';
import { messagingSessionRules } from './messaging-session-rules.ts';
import { opportunityRules } from './opportunity-rules.ts';
import { personRules } from './person-rules.ts';
import { serviceContractRules } from './service-contract-rules.ts';
import { taskRules } from './task-rules.ts';
import { userRules } from './user-rules.ts';
import type { ObjectRules } from './object-rules.ts';

/** The objects that have rules of their own. An object that is absent follows the general ones only. */
export const RULES_OF_OBJECTS: Readonly<Record<string, ObjectRules>> = {
  Asset: assetRules,
  Attachment: attachmentRules,
  Case: caseRules,
  CaseComment: caseCommentRules,
  Contact: personRules,
  ContentVersion: contentVersionRules,
  EmailMessage: emailMessageRules,
  Event: eventRules,
  Group: groupRules,
  Knowledge__kav: knowledgeRules,
  Lead: personRules,
  MessagingSession: messagingSessionRules,
  Opportunity: opportunityRules,
  ServiceContract: serviceContractRules,
  Task: taskRules,
  User: userRules,
};
