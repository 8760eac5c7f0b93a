import { attachmentRules } from './attachment-rules.ts';
import { caseRules } from './case-rules.ts';
import { contentVersionRules } from './content-version-rules.ts';
import type { ObjectRules } from './object-rules.ts';
import { opportunityRules } from './opportunity-rules.ts';
import { personRules } from './person-rules.ts';
import { taskRules } from './task-rules.ts';

/** The objects that have rules of their own. An object that is absent follows the general ones only. */
export const RULES_OF_OBJECTS: Readonly<Record<string, ObjectRules>> = {
  Attachment: attachmentRules,
  Case: caseRules,
  Contact: personRules,
  ContentVersion: contentVersionRules,
  Lead: personRules,
  Opportunity: opportunityRules,
  Task: taskRules,
  User: personRules,
};
