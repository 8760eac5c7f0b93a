import { recordTypeId, schemaRecordId } from '../catalogue/record-types.ts';
import { SchemaFileError } from '../catalogue/schema-file.ts';
import type { SchemaQueue } from '../catalogue/schema-rules.ts';
import type { SqlValue } from '../records/column.ts';
import type { Actor } from '../records/org-database.ts';
import type { SeedableOrgDatabase } from '../records/sqlite-org-database.ts';

/**
 * Makes the records that stand for what the schema file says: RecordType, AssignmentRule, and Group, QueueSobject and
 * GroupMember of queues. Their ids follow from their names, so that a restart makes none twice. Users must be there
 * already.
 * @throws SchemaFileError for members of queues that are no users.
 */
export function seedSchema(db: SeedableOrgDatabase, actor: Actor): void {
  const { schema } = db.catalogue;
  const problems: string[] = [];
  const add = (object: string, columns: Readonly<Record<string, SqlValue>>): void => {
    db.seed(object, new Map(Object.entries(columns)), actor);
  };
  db.transaction(() => {
    for (const { name, recordTypes, assignmentRules } of schema.sobjects) {
      const SobjectType = db.catalogue.find(name)?.name ?? name;
      for (const type of recordTypes) {
        const { name: Name, developerName: DeveloperName, active } = type;
        const Id = recordTypeId(SobjectType, type);
        add('RecordType', { Id, Name, DeveloperName, SobjectType, IsActive: active ? 1 : 0 });
      }
      for (const { name: Name, active } of assignmentRules) {
        const Id = schemaRecordId('01Q', SobjectType, Name);
        add('AssignmentRule', { Id, Name, SobjectType, Active: active ? 1 : 0 });
      }
    }
    for (const queue of schema.queues) problems.push(...addQueue(db, queue, { add, actor }));
  });
  if (problems.length > 0) throw new SchemaFileError(schema.file, problems);
}

function addQueue(
  db: SeedableOrgDatabase,
  queue: SchemaQueue,
  how: { add: (object: string, columns: Readonly<Record<string, SqlValue>>) => void; actor: Actor },
): string[] {
  const { developerName: DeveloperName, name: Name } = queue;
  const QueueId = schemaRecordId('00G', 'Queue', DeveloperName);
  how.add('Group', { Id: QueueId, Name, DeveloperName, Type: 'Queue' });
  const problems: string[] = [];
  for (const object of queue.objects) {
    const SobjectType = db.catalogue.find(object)?.name;
    if (SobjectType === undefined) problems.push(`queue ${DeveloperName}: there is no object ${object}`);
    else
      how.add('QueueSobject', {
        Id: schemaRecordId('03g', DeveloperName, SobjectType),
        QueueId,
        SobjectType,
      });
  }
  for (const member of queue.members) {
    const UserOrGroupId = userNamed(db, member, how.actor);
    if (UserOrGroupId === undefined) problems.push(`queue ${DeveloperName}: there is no user ${member}`);
    else
      how.add('GroupMember', {
        Id: schemaRecordId('011', DeveloperName, member),
        GroupId: QueueId,
        UserOrGroupId,
      });
  }
  return problems;
}

function userNamed(db: SeedableOrgDatabase, username: string, actor: Actor): string | undefined {
  const quoted = username.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  const options = { actor, includeDeleted: false, dialect: 'rest' } as const;
  const [user] = db.query(`SELECT Id FROM User WHERE Username = '${quoted}'`, options).records('');
  return user === undefined ? undefined : String(user['Id']);
}
