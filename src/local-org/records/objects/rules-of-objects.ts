import { caseRules } from './case-rules.ts';
import type { ObjectRules } from './object-rules.ts';
import { opportunityRules } from './opportunity-rules.ts';
import { personRules } from './person-rules.ts';
import { taskRules } from './task-rules.ts';

/** The objects that have rules of their own. An object that is absent follows the general ones only. */
export const RULES_OF_OBJECTS: Readonly<Record<string, ObjectRules>> = {
  Case: caseRules,
  Contact: personRules,
  Lead: personRules,
  Opportunity: opportunityRules,
  Task: taskRules,
  User: personRules,
};
